"""Ages that texts speak of."""

import pytest

from ragqa.linguistics.ages import OLDEST, Ages, ages_in, other_ages


@pytest.mark.parametrize(
    ("text", "ages"),
    [
        ("adults aged 50 to 75 years", [(50, 75)]),
        ("women aged 40-74 years", [(40, 74)]),
        ("adults over 75", [(76, OLDEST)]),
        ("adults aged 76 years or older", [(76, OLDEST)]),
        ("children 11 years or younger", [(0, 11)]),
        ("children under 5", [(0, 4)]),
        ("40 mg to 80 mg for at least 12 weeks", []),
        ("ferritin between 75 and 100 ng/mL", []),
        ("a ferritin below 75", []),
    ],
)
def test_ages_are_told_from_doses_and_thresholds(text: str, ages: list[Ages]) -> None:
    assert ages_in(text) == ages


@pytest.mark.parametrize(
    ("asked", "said", "other"),
    [
        ("Should adults over 75 take drug A?", "adults aged 40 to 75 years", True),
        ("Should adults over 75 take drug A?", "adults aged 76 years or older", False),
        ("Should adults aged 50 to 75 take drug A?", "adults aged 45 to 49 years", True),
        ("Should adults aged 50 to 75 take drug A?", "adults aged 40 to 60 years", False),
        ("Should adults take drug A?", "adults aged 40 to 60 years", False),
        ("Should adults over 75 take drug A?", "Drug A is safe.", False),
    ],
)
def test_other_ages_are_those_that_overlap_none_asked(asked: str, said: str, other: bool) -> None:
    assert other_ages(asked, said) is other
