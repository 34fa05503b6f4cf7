"""K-QA: what patients asked, answered by physicians, and the statements that answers must hold."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

from ragqa.evaluation.gold import GoldQuestion, question_of
from ragqa.evaluation.published_sets import PublishedSet
from ragqa.json_lines import Row, text_in


def import_kqa(path: Path, *, strict: bool) -> list[GoldQuestion]:
    """Return the questions of `questions_w_answers.jsonl`, or of the only such file in a folder.

    The addresses that physicians read are left out: they are no documents of an index.

    Raises:
        UsageError: it is another file, holds no question, or (strict) one is wrong.
    """
    return _SET.read(path, _gold, strict=strict)


def _questions(whole: object) -> Iterator[tuple[str, object]]:
    if not isinstance(whole, list):
        raise TypeError
    for number, entry in enumerate(whole, start=1):
        yield f"question {number}", entry


_SET = PublishedSet(
    name="K-QA",
    patterns=("questions_w_answers*.jsonl",),
    shape='{"Question": "…", "Free_form_answer": "…", "Must_have": ["…"], "Nice_to_have": ["…"]}',
    layout='questions_w_answers.jsonl of {"Question", "Free_form_answer", "Must_have", '
    '"Nice_to_have"}, or a JSON list of these',
    questions=_questions,
)


def _gold(row: Row) -> GoldQuestion:
    question = text_in(row, "Question")
    return question_of(
        {
            "id": f"kqa-{hashlib.sha256(question.encode(errors='replace')).hexdigest()[:12]}",
            "question": question,
            "answer": text_in(row, "Free_form_answer"),
            "must_have": row.get("Must_have"),
            "nice_to_have": row.get("Nice_to_have", []),
        }
    )
