"""Sides of a comparison."""

import pytest

from ragqa.linguistics.comparisons import arms_swapped, turned_back, turned_round

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


@pytest.mark.parametrize(
    ("claim", "sentence"),
    [
        (
            "Pain was lower in group B than in the two other groups.",
            "Pain was higher in the two other groups than in group B.",
        ),
        ("Alpha was inferior to beta.", "beta was superior to Alpha."),
        (
            "Relapse was less common in arm A than in arm B (p = 0.002).",
            "Relapse was more common in arm B than in arm A (p = 0.002).",
        ),
    ],
)
def test_a_comparison_is_turned_to_the_side_of_its_source(claim: str, sentence: str) -> None:
    assert turned_back(claim, sentence) == sentence


@pytest.mark.parametrize(
    "claim",
    [
        "Pain was higher in group B than in group C.",
        "Pain was lower in group C than in group B.",
        "Pain was higher in group C than in group B.",
    ],
)
def test_sides_or_direction_exchanged_alone_stay_as_they_are(claim: str) -> None:
    assert turned_back(claim, "Pain was higher in group C than in group B.") == claim
