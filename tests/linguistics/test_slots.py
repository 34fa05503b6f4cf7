"""Numbers that stand for something else in a claim than in its source."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ragqa.linguistics.slots import Misplaced, misplaced

SENTENCE = "Falls occurred in 7% of group alpha and in 33% of group beta after 12 weeks."


def test_numbers_that_changed_places_are_found() -> None:
    said = "Falls occurred in 33% of group alpha and in 7% of group beta after 12 weeks."
    assert misplaced(said, [SENTENCE]) == Misplaced(said="7%", stated="33%")


def test_a_number_of_another_sentence_is_found_where_its_own_words_stay_behind() -> None:
    other = "Bleeding was seen in 21% of all women."
    said = "Falls occurred in 21% of group alpha and in 33% of group beta after 12 weeks."
    assert misplaced(said, [SENTENCE, other]) == Misplaced(said="21%", stated="7%")


@pytest.mark.parametrize(
    "said",
    [
        SENTENCE,
        "After 12 weeks, falls occurred in 7% of group alpha and in 33% of group beta.",
        "Falls occurred in 33 percent of group beta.",
        "In group beta, falls occurred in 33%.",
        "Group alpha and group beta differed.",
    ],
)
def test_numbers_that_keep_their_words_are_in_place(said: str) -> None:
    assert misplaced(said, [SENTENCE]) is None


@given(
    st.lists(
        st.sampled_from(["pain", "in", "group", "a", "b", "5", "7", "mg", "%", "weeks", "and"])
    )
)
def test_no_sentence_misplaces_its_own_numbers(words: list[str]) -> None:
    sentence = " ".join(words)
    assert misplaced(sentence, [sentence]) is None
