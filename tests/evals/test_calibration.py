"""The figures by which a probability is judged, by hand and by their properties."""

import importlib
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from xml.etree import ElementTree

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

EVALS = Path(__file__).parents[2] / "evals"
SAID = np.array([0.05, 0.15, 0.15, 0.95])
CAME = np.array([0.0, 0.0, 1.0, 1.0])
CASES = st.lists(st.tuples(st.floats(0, 1), st.booleans()), min_size=1, max_size=30)


@pytest.fixture(scope="module")
def calibration() -> Iterator[ModuleType]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "path", [str(EVALS), *sys.path])
        yield importlib.import_module("calibration")


def test_probabilities_near_each_other_are_counted_together(calibration: ModuleType) -> None:
    found = [(one.said, one.came, one.count) for one in calibration.bins(SAID, CAME)]
    assert found == [(0.05, 0.0, 1), (0.15, 0.5, 2), (0.95, 1.0, 1)]


def test_errors_are_those_worked_out_by_hand(calibration: ModuleType) -> None:
    assert calibration.calibration_error(SAID, CAME) == pytest.approx(0.2)
    squares = (0.05**2 + 0.15**2 + 0.85**2 + 0.05**2) / 4
    assert calibration.brier(SAID, CAME) == pytest.approx(squares)


def test_what_reliance_costs_is_counted_by_hand(calibration: ModuleType) -> None:
    cost = calibration.reliance(np.array([False, True, False, True]), CAME)
    assert (cost.coverage, cost.risk, cost.found, cost.false) == (0.5, 0.5, 0.5, 0.5)
    nothing = calibration.reliance(np.zeros(4, dtype=bool), CAME)
    assert (nothing.coverage, nothing.risk, nothing.found, nothing.false) == (0, 0, 0, 0)


def test_ranking_among_outcomes_that_are_all_alike_has_no_figure(calibration: ModuleType) -> None:
    assert np.isnan(calibration.auc(SAID, np.ones(4)))


@given(cases=CASES)
def test_ranking_is_the_share_of_pairs_in_order(
    calibration: ModuleType, cases: list[tuple[float, bool]]
) -> None:
    said = np.array([probability for probability, _ in cases])
    came = np.array([float(true) for _, true in cases])
    pairs = [(a > b) + (a == b) / 2 for a in said[came == 1] for b in said[came == 0]]
    if pairs:
        assert calibration.auc(said, came) == pytest.approx(sum(pairs) / len(pairs))


@given(cases=CASES)
def test_bins_hold_every_case_once(
    calibration: ModuleType, cases: list[tuple[float, bool]]
) -> None:
    said = np.array([probability for probability, _ in cases])
    came = np.array([float(true) for _, true in cases])
    found = calibration.bins(said, came)
    assert sum(one.count for one in found) == len(cases)
    assert sum(one.count * one.came for one in found) == pytest.approx(came.sum())


def test_a_curve_is_drawn_as_a_picture_of_its_own(calibration: ModuleType) -> None:
    picture = calibration.drawn([("given", calibration.bins(SAID, CAME))])
    root = ElementTree.fromstring(picture)
    circles = [one for one in root if one.tag.endswith("circle")]
    assert len(circles) == 3
    assert "http" not in picture.replace("http://www.w3.org/2000/svg", "")
