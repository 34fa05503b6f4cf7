"""Sentences of writers about themselves, and sentences with a Roman I in them."""

import pytest

from ragqa.linguistics.first_person import is_first_person


@pytest.mark.parametrize(
    "sentence",
    [
        "We found a lower risk.",
        "In our trial the risk was lower.",
        "This finding surprised us.",
        "I believe that exampline helps.",
        "The better result was ours.",
    ],
)
def test_writers_speak_of_themselves(sentence: str) -> None:
    assert is_first_person(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "Factor I was given twice.",
        "Patients with type I diabetes took part.",
        "The US guideline recommends it.",
        "Exampline is used weekly.",
        "The we-feeling of a group was rated.",
    ],
)
def test_other_sentences_do_not(sentence: str) -> None:
    assert not is_first_person(sentence)
