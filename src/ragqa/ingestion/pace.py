"""When what an ingest has done so far is worth a snapshot of its own."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager


class Pace:
    """Asks for a snapshot every so often, and less often where one takes long to publish.

    Publishing takes longer as the index grows, so it is given a share of the time of a run.
    """

    def __init__(
        self,
        *,
        every: float = 30.0,
        share: float = 0.05,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Let `every` seconds pass between two snapshots, and publish for `share` of a run."""
        self._every = every
        self._share = share
        self._clock = clock
        self._due = clock() + every

    def start(self) -> None:
        """Take note that a run begins."""
        self._due = self._clock() + self._every

    def due(self) -> bool:
        """Whether enough has been done since the last snapshot."""
        return self._clock() >= self._due

    @contextmanager
    def publishing(self) -> Iterator[None]:
        """Time a publication, and put off the next one accordingly."""
        began = self._clock()
        yield
        ended = self._clock()
        rest = (ended - began) * (1 - self._share) / self._share
        self._due = ended + max(self._every, rest)
