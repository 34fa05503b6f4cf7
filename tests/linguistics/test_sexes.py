"""Whose sex a text speaks of."""

import pytest

from ragqa.linguistics.sexes import other_sex


@pytest.mark.parametrize(
    "said", ["Drug A is advised in men.", "Males of any age need it.", "A man of 70 had it."]
)
def test_what_is_said_of_men_alone_is_of_another_sex_than_women(said: str) -> None:
    assert other_sex("Should women over 65 take drug A?", said)


@pytest.mark.parametrize(
    "said", ["It is common in men and women.", "Adults need it.", "Women need it.", "It is mental."]
)
def test_what_is_said_of_both_or_of_nobody_is_of_no_other_sex(said: str) -> None:
    assert not other_sex("Should women over 65 take drug A?", said)


def test_a_question_without_a_sex_rules_none_out() -> None:
    assert not other_sex("Should adults take drug A?", "Drug A is advised in men.")
