"""Sides of a comparison."""

import pytest

from ragqa.linguistics.comparisons import arms_swapped, turned_round

SENTENCE = "Blood pressure was higher in treated mice than in untreated rats (P < 0.05)."


@pytest.mark.parametrize(
    "claim",
    [
        "Blood pressure was higher in untreated rats than in treated mice.",
        "Blood pressure was higher in untreated rats compared with treated mice.",
    ],
)
def test_sides_that_changed_places_are_found(claim: str) -> None:
    assert arms_swapped(claim, SENTENCE)
    assert turned_round(claim, SENTENCE) == frozenset()


@pytest.mark.parametrize(
    "claim",
    [
        SENTENCE,
        "In treated mice blood pressure was higher than in untreated rats.",
        "Blood pressure was higher in treated mice.",
        "Blood pressure was less than 0.05 in untreated rats.",
    ],
)
def test_sides_that_stayed_are_not(claim: str) -> None:
    assert not arms_swapped(claim, SENTENCE)


def test_a_comparison_told_from_its_other_side_says_the_same() -> None:
    claim = "Blood pressure was lower in untreated rats than in treated mice."
    assert turned_round(claim, SENTENCE) == {"lower"}


def test_a_direction_turned_alone_is_no_reversal() -> None:
    claim = "Blood pressure was lower in treated mice than in untreated rats."
    assert turned_round(claim, SENTENCE) == frozenset()
