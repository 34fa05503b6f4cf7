"""What abbreviations usually mean, where nobody defines them."""

import pytest

from ragqa.linguistics.usual_meanings import AMBIGUOUS, WELL_KNOWN, usual_meanings


@pytest.mark.parametrize(
    ("text", "short", "meaning"),
    [
        ("BMI was high.", "BMI", "body mass index"),
        ("Three RCTs were found.", "RCT", "randomised controlled trial"),
        ("COPD-related deaths", "COPD", "chronic obstructive pulmonary disease"),
        ("HR 0.72", "HR", "hazard ratio"),
        ("a helical CT scan", "CT", "computed tomography"),
        ("(RR, 1.5)", "RR", "relative risk"),
    ],
)
def test_a_usual_abbreviation_is_understood(text: str, short: str, meaning: str) -> None:
    assert usual_meanings(text)[short] == meaning


@pytest.mark.parametrize(
    "text", ["MS", "RA", "PT", "CP", "CT values", "HR was 72 beats", "unheard-of ZQXJ"]
)
def test_what_stands_for_several_things_means_nothing_by_itself(text: str) -> None:
    assert usual_meanings(text) == {}


def test_no_abbreviation_is_usual_and_ambiguous() -> None:
    assert AMBIGUOUS
    assert not AMBIGUOUS & WELL_KNOWN.keys()
