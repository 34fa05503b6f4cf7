"""How often somebody may come: so many times within any minute."""

import math
import time

from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from ragqa.errors import TooManyRequestsError


class Pace:
    """Counts what each does within the last minute; safe to be shared between threads.

    Args:
        count: how much one may do in a minute.
        what: the name of what is counted, in the plural.
    """

    def __init__(self, count: int, what: str) -> None:
        self._limit = RateLimitItemPerMinute(count)
        self._limiter = MovingWindowRateLimiter(MemoryStorage())
        self._what = what

    def step(self, who: str) -> None:
        """Count one more.

        Raises:
            TooManyRequestsError: there were as many as there may be; it is not counted.
        """
        if self._limiter.hit(self._limit, who):
            return
        free_at = self._limiter.get_window_stats(self._limit, who).reset_time
        seconds = min(60, max(1, math.ceil(free_at - time.time())))
        raise TooManyRequestsError(
            f"More than {self._limit.amount:,} {self._what} came within a minute. "
            f"Try it again in {seconds} seconds.",
            retry_after=seconds,
        )
