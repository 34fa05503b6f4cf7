"""Answers of a run as lines, and read back."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ragqa.errors import ArticleError
from ragqa.evaluation.stored_answers import StoredAnswer, as_line, read_line
from tests.evaluation.runs import PAIN, answer_of, shelf

IDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
ANSWERS = [answer_of(shelf(), "What of pain?", texts) for texts in ((PAIN,), ())]
LINE = as_line(StoredAnswer(question_id="q", confidence=0.5, ranking=("d0",), answer=ANSWERS[0]))


@given(IDS, st.floats(0, 1), st.lists(IDS, max_size=3), st.sampled_from(ANSWERS))
def test_a_line_is_read_back_the_same(
    question_id: str, confidence: float, ranking: list[str], answer: object
) -> None:
    stored = StoredAnswer(
        question_id=question_id,
        confidence=confidence,
        ranking=tuple(ranking),
        answer=answer,  # type: ignore[arg-type]
    )
    line = as_line(stored)
    assert line.count("\n") == 1
    assert read_line(line) == stored


@pytest.mark.parametrize(
    ("key", "value", "told"),
    [
        ("question_id", 7, "no question_id"),
        ("ranking", "d0", "no ranking"),
        ("confidence", None, "not between 0 and 1"),
        ("confidence", float("nan"), "not finite"),
        ("confidence", 1.5, "not between 0 and 1"),
        ("claims", None, "no article as ragqa prints it"),
    ],
)
def test_a_line_that_is_no_answer_of_a_run_is_refused(key: str, value: object, told: str) -> None:
    with pytest.raises(ArticleError, match=told):
        read_line(json.dumps({**json.loads(LINE), key: value}))
