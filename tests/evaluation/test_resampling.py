"""Intervals and tests: against hand-worked values, and against each other."""

import math
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ragqa.evaluation.resampling import Interval, interval, mean_interval, permutation_p

VALUES = st.lists(st.floats(-10, 10), min_size=1, max_size=12)


def test_the_interval_of_a_share_is_near_the_binomial_one() -> None:
    found = mean_interval([1.0] * 30 + [0.0] * 70, resamples=4_000)
    half = 1.96 * math.sqrt(0.3 * 0.7 / 100)
    assert found.value == 0.3
    assert found.low == pytest.approx(0.3 - half, abs=0.015)
    assert found.high == pytest.approx(0.3 + half, abs=0.015)


@settings(max_examples=30)
@given(VALUES)
def test_a_mean_lies_within_its_values_and_is_the_same_again(values: list[float]) -> None:
    found = mean_interval(values, seed=3, resamples=100)
    assert min(values) - 1e-3 <= found.low <= found.high <= max(values) + 1e-3
    assert found == mean_interval(values, seed=3, resamples=100)


def test_any_statistic_has_an_interval() -> None:
    values = np.arange(9.0)
    found = interval(lambda rows: float(np.median(values[rows])), 9, resamples=200)
    assert found.value == 4.0
    assert found.low < 4.0 < found.high


def test_an_interval_is_printed_as_people_write_it() -> None:
    assert str(Interval(value=0.5, low=0.25, high=0.75)) == "0.500 (0.250 to 0.750)"


@settings(max_examples=25)
@given(st.lists(st.integers(-5, 5), min_size=2, max_size=7))
def test_the_permutation_test_counts_all_ways_to_turn_signs(differences: list[int]) -> None:
    # Oracle: every way, the share at least as far on either side, doubled as scipy does.
    means = [
        sum(sign * one for sign, one in zip(signs, differences, strict=True))
        for signs in product((1, -1), repeat=len(differences))
    ]
    observed = sum(differences)
    more = sum(mean >= observed for mean in means) / len(means)
    less = sum(mean <= observed for mean in means) / len(means)
    expected = min(1.0, 2 * min(more, less)) if any(differences) else 1.0
    found = permutation_p([float(one) for one in differences], seed=0, resamples=1_000)
    assert found == pytest.approx(expected, abs=1e-4)


def test_a_clear_difference_is_no_chance() -> None:
    assert permutation_p([0.2] * 10, seed=0, resamples=2_000) == pytest.approx(2 / 1024, abs=1e-4)
    assert permutation_p([0.0] * 5, seed=0, resamples=100) == 1.0
