"""Risk and coverage on examples small enough to draw by hand."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ragqa.evaluation.abstention_scores import (
    abstention_values,
    area_under_risk_coverage,
    risk_coverage_curve,
    risk_of,
)

SHARES = st.floats(0, 1)
POINTS = st.lists(st.tuples(SHARES, SHARES), min_size=1, max_size=20).map(np.array)


@pytest.mark.parametrize(
    ("points", "area"),
    [
        ([(0.9, 0.0)], 0.0),
        ([(0.9, 0.0), (0.1, 1.0)], (0 + 1 / 2) / 2),
        ([(0.1, 0.0), (0.9, 1.0)], (1 + 1 / 2) / 2),
        ([(0.3, 1.0), (0.2, 0.0), (0.1, 1.0)], (1 + 1 / 2 + 2 / 3) / 3),
        # equally sure: no order is better than another
        ([(0.5, 0.0), (0.5, 1.0)], 0.5),
        ([(0.9, 0.0), (0.5, 1.0), (0.5, 0.0)], (0 + 0.25 + 1 / 3) / 3),
    ],
)
def test_the_area_is_the_mean_risk_over_all_coverages(
    points: list[tuple[float, float]], area: float
) -> None:
    assert area_under_risk_coverage(np.array(points)) == pytest.approx(area)


@given(POINTS)
def test_the_area_does_not_depend_on_the_order_of_questions(points: np.ndarray) -> None:
    assert area_under_risk_coverage(points) == pytest.approx(area_under_risk_coverage(points[::-1]))


@given(POINTS)
def test_the_curve_ends_at_what_was_answered_and_at_its_mean_risk(points: np.ndarray) -> None:
    curve = risk_coverage_curve(points, asked=25)
    assert curve[-1].coverage == round(len(points) / 25, 4)
    assert curve[-1].risk == pytest.approx(points[:, 1].mean(), abs=1e-3)
    coverages = [one.coverage for one in curve]
    assert coverages == sorted(set(coverages))
    assert [one.confidence for one in curve] == sorted(
        (one.confidence for one in curve), reverse=True
    )


def test_nothing_answered_has_no_curve() -> None:
    assert risk_coverage_curve(np.zeros((0, 2)), asked=3) == []


def test_an_answer_where_there_is_none_and_a_contradiction_lose_everything() -> None:
    assert risk_of({"must_have_recall": 1.0}, should_abstain=True) == 1.0
    assert risk_of({"must_have_recall": 1.0, "contradicted": 2.0}, should_abstain=False) == 1.0


def test_the_loss_is_what_the_gold_set_knows_best() -> None:
    told = {"must_have_recall": 0.75, "decision_accuracy": 0.0, "gold_source_cited": 0.0}
    assert risk_of(told, should_abstain=False) == 0.25
    assert risk_of({"decision_accuracy": 1.0}, should_abstain=False) == 0.0
    assert risk_of({"gold_source_cited": 0.0}, should_abstain=False) == 1.0
    assert risk_of({}, should_abstain=False) is None


def test_abstentions_are_right_or_wrong_by_what_was_expected() -> None:
    assert abstention_values(answered=False, should_abstain=True) == {
        "answered": 0.0, "should_abstain_caught": 1.0, "false_abstention": None,
    }  # fmt: skip
    assert abstention_values(answered=False, should_abstain=False) == {
        "answered": 0.0, "should_abstain_caught": None, "false_abstention": 1.0,
    }  # fmt: skip
