"""Where the time of one answer went."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

from ragqa.schema.provenance import Prices, Usage


class Stopwatch:
    """Seconds spent in each stage of one answer, and the money that its tokens cost."""

    def __init__(self, prices: Prices) -> None:
        self._prices = prices
        self._seconds: dict[str, float] = {}

    @contextmanager
    def timing(self, stage: str) -> Iterator[None]:
        """Add the time spent in the block to that of its stage."""
        began = time.perf_counter()
        yield
        spent = self._seconds.get(stage, 0.0) + time.perf_counter() - began
        self._seconds[stage] = round(spent, 4)

    def usage(self, prompt_tokens: int = 0, completion_tokens: int = 0) -> Usage:
        """Return the time so far, and what a language model charged."""
        return Usage(
            seconds=tuple(self._seconds.items()),
            prompt_tokens=prompt_tokens,
            completion_tokens=completion_tokens,
            cost=self._prices.cost(prompt_tokens, completion_tokens),
        )
