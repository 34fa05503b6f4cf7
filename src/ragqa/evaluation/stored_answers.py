"""One answer of a run as its line of answers.jsonl.

A line is the article as `ragqa ask --format json` prints it, with three keys before it:
`question_id`, `confidence` (how likely its evidence answers, in [0, 1]) and `ranking` (the
documents that a plain search ranks first, best first).
"""

import json
from dataclasses import dataclass

from ragqa.errors import ArticleError
from ragqa.rendering.as_json import render_json
from ragqa.rendering.from_json import read_json
from ragqa.schema.article import Abstention, Article


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredAnswer:
    """An answer to one gold question, and what was ranked for it."""

    question_id: str
    confidence: float
    ranking: tuple[str, ...]
    answer: Article | Abstention


def as_line(stored: StoredAnswer) -> str:
    """Return the line of an answer, with its line feed."""
    row = {
        "question_id": stored.question_id,
        "confidence": stored.confidence,
        "ranking": stored.ranking,
        **json.loads(render_json(stored.answer)),
    }
    return json.dumps(row, ensure_ascii=False, allow_nan=False) + "\n"


def read_line(line: str) -> StoredAnswer:
    """Return the answer of a line.

    Raises:
        ArticleError: it is no such line.
    """
    answer = read_json(line)
    row = json.loads(line)
    question_id, confidence, ranking = map(row.get, ("question_id", "confidence", "ranking"))
    if not isinstance(question_id, str) or not isinstance(ranking, list):
        raise ArticleError("This is no answer of a run: it has no question_id or no ranking.")
    if not isinstance(confidence, float | int) or not 0 <= confidence <= 1:
        raise ArticleError("This is no answer of a run: its confidence is not between 0 and 1.")
    return StoredAnswer(
        question_id=question_id,
        confidence=float(confidence),
        ranking=tuple(map(str, ranking)),
        answer=answer,
    )
