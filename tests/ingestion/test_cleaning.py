import pytest
from hypothesis import given
from hypothesis import strategies as st

from ragqa.ingestion.cleaning import drop_sentence_marks, join_lines, normalise, vocabulary


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("eﬃcacy of ﬁbrates", "efficacy of fibrates"),
        ("treat\u00ad\nment", "treatment"),
        ("zero\u200bwidth\ufeff and \u202eturned", "zerowidth and turned"),
        ("a\u00a0b\u2009c\td", "a b c d"),
        ("tag\U000e0041s and \x00 control\x07", "tags and  control"),
        ("line\r\nend\u2028here", "line\nend\nhere"),
        ("10⁹ cells/µL ≥ 5 α", "10⁹ cells/µL ≥ 5 α"),
    ],
)
def test_invisible_characters_go_and_meaningful_ones_stay(raw: str, clean: str) -> None:
    assert normalise(raw) == clean


@given(st.text(st.characters(codec="utf-8")))
def test_normalising_twice_changes_nothing_more(text: str) -> None:
    once = normalise(text)
    assert normalise(once) == once


@pytest.mark.parametrize(
    ("lines", "elsewhere", "joined"),
    [
        (["the treat-", "ment works"], "treatment", "the treatment works"),
        (["the low-", "dose arm"], "low-dose", "the low-dose arm"),
        (["a low-", "dose arm"], "", "a low-dose arm"),
        (["anti-", "biotics"], "antibiotics", "antibiotics"),
        (["COVID-", "19 cases"], "", "COVID-19 cases"),
        (["short-", "and long-term"], "", "short- and long-term"),
        (["and/", "or drugs"], "", "and/or drugs"),
        (["two  words", " here "], "", "two words here"),
    ],
)
def test_words_broken_at_line_ends_are_mended_as_the_document_writes_them(
    lines: list[str], elsewhere: str, joined: str
) -> None:
    assert join_lines(lines, vocabulary([elsewhere])) == joined


def test_superscript_numbers_between_sentences_are_dropped() -> None:
    text = "It is common. 1 The cause is open. 2, 3 Most recover. 4-6 None died."
    assert drop_sentence_marks(text) == "It is common. The cause is open. Most recover. None died."


def test_figures_that_open_sentences_are_kept_where_there_are_no_marks() -> None:
    text = "We gave drug A. 60 patients improved. 12 Children did not."
    assert drop_sentence_marks(text) == text
