"""Work in the order in which it came, a few pieces at one time; whoever waits may leave."""

import logging
import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from ragqa.errors import BusyError

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Waiter:
    """One who came: what is to be done for them, and how they are told of what happens.

    `moved` is told how many are served first, `refused` why there will be nothing. Both are called
    while nobody else can join or leave, so they only pass the word on.
    """

    work: Callable[[], None]
    moved: Callable[[int], None]
    refused: Callable[[BusyError], None]


class Line:
    """Serves who comes in order, in threads that last as long as somebody is there.

    The threads never hold up the end of the process: what hangs in one of them is left behind.

    Args:
        at_once: how many are served at one time.
        waiting: how many more may wait.
        name: of the threads.
    """

    def __init__(self, *, at_once: int, waiting: int, name: str) -> None:
        self._at_once = at_once
        self._places = at_once + waiting
        self._name = name
        self._lock = threading.Lock()
        self._waiting: deque[Waiter] = deque()
        self._served: set[Waiter] = set()
        self._threads: set[threading.Thread] = set()
        self._stopped = False

    @property
    def served(self) -> int:
        """How many are being served; one who left counts until their work has ended."""
        return len(self._served)

    @property
    def waiting(self) -> int:
        """How many wait."""
        return len(self._waiting)

    def join(self, waiter: Waiter) -> None:
        """Serve them when it is their turn.

        Raises:
            BusyError: too many wait, or nobody is served any more.
        """
        with self._lock:
            if self._stopped:
                raise _stopping()
            present = len(self._served) + len(self._waiting)
            if present >= self._places:
                raise BusyError(
                    f"{present} questions are being answered or wait. Ask again in a minute."
                )
            if len(self._served) < self._at_once:
                self._serve(waiter)
            else:
                self._waiting.append(waiter)
                waiter.moved(len(self._waiting))

    def leave(self, waiter: Waiter) -> None:
        """Take one who waits out of the line; the work of one who is served goes on."""
        with self._lock:
            if waiter in self._waiting:
                place = self._waiting.index(waiter)
                del self._waiting[place]
                self._tell_places(behind=place)

    def stop(self) -> None:
        """Serve nobody who is not yet; who waits is told so."""
        with self._lock:
            self._stopped = True
            for waiter in self._waiting:
                waiter.refused(_stopping())
            self._waiting.clear()

    def refuse(self) -> None:
        """Tell who is still served that there will be nothing."""
        with self._lock:
            for waiter in self._served:
                waiter.refused(_stopping())

    def finished(self, seconds: float) -> bool:
        """Wait until all work has ended, so long at most; tell whether it has."""
        until = time.monotonic() + seconds
        threads = list(self._threads)
        for thread in threads:
            thread.join(max(0.0, until - time.monotonic()))
        return not any(thread.is_alive() for thread in threads)

    def _serve(self, waiter: Waiter) -> None:
        self._served.add(waiter)
        thread = threading.Thread(target=self._run, args=(waiter,), name=self._name, daemon=True)
        self._threads = {one for one in self._threads if one.is_alive()}
        thread.start()
        self._threads.add(thread)

    def _run(self, waiter: Waiter | None) -> None:
        while waiter is not None:
            try:
                waiter.work()
            except Exception:
                logger.exception("work that failed told nobody")
            waiter = self._next_after(waiter)

    def _next_after(self, done: Waiter) -> Waiter | None:
        with self._lock:
            self._served.discard(done)
            if not self._waiting:
                return None
            waiter = self._waiting.popleft()
            self._served.add(waiter)
            self._tell_places()
            return waiter

    def _tell_places(self, *, behind: int = 0) -> None:
        for ahead, waiter in enumerate(self._waiting, start=1):
            if ahead > behind:
                waiter.moved(ahead)


def _stopping() -> BusyError:
    return BusyError("The server is stopping. Ask again in a minute.")
