"""Sentences taken apart into single statements."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ragqa.linguistics.clauses import clauses
from ragqa.linguistics.terms import terms


@pytest.mark.parametrize(
    ("sentence", "parts"),
    [
        (
            "Drug A reduced pain, and drug B was stopped early.",
            ["Drug A reduced pain.", "Drug B was stopped early."],
        ),
        (
            "Drug A is recommended; it should be given at night.",
            ["Drug A is recommended.", "It should be given at night."],
        ),
        (
            "Drug A reduced pain by 20% (P < 0.05), but sleep did not improve.",
            ["Drug A reduced pain by 20% (P < 0.05).", "Sleep did not improve."],
        ),
    ],
)
def test_each_statement_becomes_a_sentence(sentence: str, parts: list[str]) -> None:
    assert clauses(sentence) == parts


@pytest.mark.parametrize(
    "sentence",
    [
        "Drug A reduced pain in adults and children.",
        "If ferritin is low, iron is given, and blood is taken again.",
        "The trial suggests that drug A works, and drug B was worse.",
        "Pain fell by 5 and 7 points, and sleep was better by 1 and 2, respectively.",
        "Drug A, drug B, and drug C.",
        "",
    ],
)
def test_what_belongs_together_stays_together(sentence: str) -> None:
    assert clauses(sentence) == [sentence]


@given(st.lists(st.sampled_from(["pain", "fell", ", and", "; ", "it", "was", "low", "that"])))
def test_no_word_is_made_up(words: list[str]) -> None:
    sentence = " ".join(words)
    assert {term for part in clauses(sentence) for term in terms(part)} <= set(terms(sentence))
