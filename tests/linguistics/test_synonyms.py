"""Words that mean the same."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ragqa.linguistics.synonyms import in_common_words
from ragqa.linguistics.terms import terms


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("a heart attack", "a myocardial infarction"),
        ("Renal disease was reduced.", "Kidney illness was decreased."),
        ("drug A vs. drug B", "drug A compared to drug B"),
        ("≥ 5 mg", "at least 5 mg"),
        ("no more than 3 days", "at most 3 days"),
        ("The elderly need therapy.", "Older people require treatment."),
        ("It failed to improve sleep.", "It not improve sleep."),
        ("prior to surgery", "before surgery"),
        ("It didn't help.", "It did not help."),
        ("This led to a significant reduction in pain.", "This significantly reduced pain."),
        ("TGF-β", "TGF-beta"),
        ("half of the women", "50% of the women"),
        ("not effective", "ineffective"),
    ],
)
def test_both_become_the_same_words(one: str, other: str) -> None:
    assert terms(in_common_words(one)) == terms(in_common_words(other))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("improved", "cured"),
        ("the following drugs", "after drugs"),
        ("indicated for pain", "suggested for pain"),
        ("associated with death", "causes death"),
        ("more, than", "less, than"),
        ("US adults", "us adults"),
        ("AIDS", "helps"),
    ],
)
def test_words_that_only_resemble_stay_apart(one: str, other: str) -> None:
    assert terms(in_common_words(one)) != terms(in_common_words(other))


def test_a_sentence_keeps_its_end() -> None:
    assert in_common_words("It led to cessation. Then they began.") == (
        "It lead to stop. Then they start."
    )


@given(st.text())
def test_no_text_is_too_odd(text: str) -> None:
    in_common_words(text)
