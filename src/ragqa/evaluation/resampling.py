"""How sure a figure is: bootstrap intervals over questions, and tests by permutation.

Intervals are percentile intervals over resampled rows (Efron & Tibshirani 1993, chapter 13); two
runs over the same questions are compared pair by pair, by turning the signs of their differences
(Smucker, Allan & Carterette 2007 find this test the one to use for retrieval).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Rows = npt.NDArray[np.int64]
"""Positions of questions or pairs."""

RESAMPLES = 1_000
_SEED = 0
_MIDDLE = (2.5, 97.5)
_DIGITS = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Interval:
    """A figure with its 95 % bootstrap interval (percentiles)."""

    value: float
    low: float
    high: float

    def __str__(self) -> str:
        return f"{self.value:.3f} ({self.low:.3f} to {self.high:.3f})"


def interval(
    score: Callable[[Rows], float], count: int, *, seed: int = _SEED, resamples: int = RESAMPLES
) -> Interval:
    """Return a score over all rows, and the middle 95 % of it over rows drawn with replacement.

    Args:
        score: of any rows, each a position below `count`.
        count: number of rows, at least 1.
        seed: equal seeds draw equal rows.
        resamples: how often rows are drawn.
    """
    chance = np.random.default_rng(seed)
    drawn = [score(chance.integers(0, count, count)) for _ in range(resamples)]
    low, high = np.percentile(drawn, _MIDDLE)
    value = score(np.arange(count))
    return Interval(
        value=round(value, _DIGITS),
        low=round(float(low), _DIGITS),
        high=round(float(high), _DIGITS),
    )


def mean_interval(
    values: Sequence[float], *, seed: int = _SEED, resamples: int = RESAMPLES
) -> Interval:
    """Return the mean of at least one value with its interval."""
    each = np.array(values, dtype=float)
    return interval(
        lambda rows: float(each[rows].mean()), len(each), seed=seed, resamples=resamples
    )


def permutation_p(differences: Sequence[float], *, seed: int, resamples: int) -> float:
    """Return how likely a mean difference at least as large is by chance, two-sided.

    Each difference keeps or turns its sign, all ways of which are tried where there are no more
    than `resamples`. None but zeros, or one alone, have the p-value 1.

    Args:
        differences: of each question between two runs, at least one.
        seed: equal seeds try equal signs.
        resamples: how many ways are tried at most.
    """
    from scipy.stats import permutation_test

    each = np.array(differences, dtype=float)
    if len(each) < 2 or not each.any():
        return 1.0
    found = permutation_test(
        (each,),
        lambda signed, axis: signed.mean(axis=axis),
        permutation_type="samples",
        vectorized=True,
        n_resamples=resamples,
        rng=np.random.default_rng(seed),
    )
    return round(float(found.pvalue), _DIGITS)
