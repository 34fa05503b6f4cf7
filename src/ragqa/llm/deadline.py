"""A moment by which something must be over."""

from __future__ import annotations

import time
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline:
    """The end of a wait that began `seconds` before it; one can span several calls."""

    seconds: float
    ends: float

    @classmethod
    def after(cls, seconds: float) -> Deadline:
        """Return the deadline that lies `seconds` from now."""
        return cls(seconds=seconds, ends=time.monotonic() + seconds)

    @property
    def remaining(self) -> float:
        """Seconds left; zero or less once it has passed."""
        return self.ends - time.monotonic()
