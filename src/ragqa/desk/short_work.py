"""Work of milliseconds, done a few at a time beside the event loop, and answers of its own kind."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from ragqa.errors import BusyError

Done = TypeVar("Done")


class ShortWork:
    """A few threads for many callers: more would only take the cores from one another.

    Args:
        threads: how much is done at one time.
        waiting: how much more may wait for its turn.
        name: of the threads.
    """

    def __init__(self, *, threads: int, waiting: int, name: str) -> None:
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix=name)
        self._places = threads + waiting
        self._taken = 0

    def close(self) -> None:
        """Finish what is under way; what waits is not begun."""
        self._threads.shutdown(wait=True, cancel_futures=True)

    async def done(self, work: Callable[[], Done]) -> Done:
        """Return what `work` returns, or raise what it raises.

        Raises:
            BusyError: too much waits.
        """
        if self._taken >= self._places:
            raise BusyError(f"{self._taken} requests are being answered or wait. Try again soon.")
        self._taken += 1
        try:
            return await asyncio.get_running_loop().run_in_executor(self._threads, work)
        finally:
            self._taken -= 1
