"""Questions with what people say a right answer holds.

A gold set is JSON Lines, one question a line, compressed or not; only `id` and `question` must be
there. `evals/gold/README.md` tells the format with examples.
"""

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from ragqa.errors import UsageError
from ragqa.json_lines import Row, RowError, read_rows, text_in

SHAPE = '{"id": "…", "question": "…", "must_have": ["…"]}'


class Decision(StrEnum):
    """The answer to a yes-or-no question, in a word."""

    YES = "yes"
    NO = "no"
    MAYBE = "maybe"


@dataclass(frozen=True, slots=True, kw_only=True)
class GoldSource:
    """A document by its id, or a work by `doi:…` or `pmid:…`, and how well it answers.

    A `relevance` of 0 names a near miss: it looks as if it answered, and does not.
    """

    source_id: str
    relevance: int


@dataclass(frozen=True, slots=True, kw_only=True)
class GoldQuestion:
    """One question, and what a right answer to it holds, as far as the set says.

    `must_have` are statements without which an answer is incomplete, `nice_to_have` others that
    are right as well; an answer contradicts none of either. `passages` are the sources' own words
    that prove them. `should_abstain`: no source at hand answers, so that no article is right.
    """

    question_id: str
    question: str
    answer: str | None
    must_have: tuple[str, ...]
    nice_to_have: tuple[str, ...]
    sources: tuple[GoldSource, ...]
    passages: tuple[str, ...]
    decision: Decision | None
    should_abstain: bool
    tags: tuple[str, ...]


def read_gold(path: Path, *, strict: bool = True) -> list[GoldQuestion]:
    """Return the questions of a gold set, in order.

    Args:
        path: JSON Lines, compressed if it ends in `.gz`.
        strict: a row that is no gold question stops the reading; otherwise it is left out, and a
            warning names its line.

    Raises:
        UsageError: the file cannot be read, holds no question, or (strict) a row is none.
    """
    return list(
        read_rows(
            path, what="gold question", shape=SHAPE, parse=each_once(question_of), strict=strict
        )
    )


def write_gold(questions: Iterable[GoldQuestion], path: Path) -> None:
    """Write a gold set that `read_gold` reads back the same; empty fields are left out.

    Raises:
        UsageError: the file cannot be written.
    """
    rows = (json.dumps(_row(question), ensure_ascii=False) for question in questions)
    text = "".join(f"{row}\n" for row in rows)
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise UsageError(
            f"{path} cannot be written ({error.strerror}). Name a file in a folder that exists."
        ) from None


def each_once(parse: Callable[[Row], GoldQuestion]) -> Callable[[Row], GoldQuestion]:
    """Return `parse`, but refusing a question whose id it has seen."""
    seen: set[str] = set()

    def parse_once(row: Row) -> GoldQuestion:
        question = parse(row)
        if question.question_id in seen:
            raise RowError(f"the id {question.question_id!r} is used twice")
        seen.add(question.question_id)
        return question

    return parse_once


def question_of(row: Row) -> GoldQuestion:
    """Return the question that a row of a gold set holds.

    Raises:
        RowError: it is none.
    """
    if unknown := sorted(row.keys() - _KEYS):
        raise RowError(f"`{unknown[0]}` is no field of it; fields are {', '.join(_KEYS)}")
    read = GoldQuestion(
        question_id=_words(text_in(row, "id"), "id"),
        question=_words(text_in(row, "question"), "question"),
        answer=None if row.get("answer") is None else _words(text_in(row, "answer"), "answer"),
        must_have=_texts(row, "must_have"),
        nice_to_have=_texts(row, "nice_to_have"),
        sources=_sources(row.get("sources", [])),
        passages=_texts(row, "passages"),
        decision=_decision(row.get("decision")),
        should_abstain=_flag(row.get("should_abstain", False)),
        tags=_texts(row, "tags"),
    )
    if read.should_abstain and (read.must_have or read.answer):
        raise RowError("it should be abstained from, and has an answer")
    return read


_KEYS = ("id", "question", "answer", "must_have", "nice_to_have", "sources", "passages",
         "decision", "should_abstain", "tags")  # fmt: skip


def _texts(row: Row, key: str) -> tuple[str, ...]:
    given = row.get(key, [])
    if not isinstance(given, list):
        raise RowError(f"its `{key}` is no list of texts")
    return tuple(_words(one, key) for one in given)


def _words(given: object, key: str) -> str:
    """Return `given` if it is text that can be read, searched and written."""
    if not isinstance(given, str) or not given.strip():
        raise RowError(f"its `{key}` holds something other than words")
    if any("\ud800" <= character <= "\udfff" for character in given):
        raise RowError(f"its `{key}` holds half a character (\\ud800 to \\udfff)")
    return given


def _sources(given: object) -> tuple[GoldSource, ...]:
    if not isinstance(given, list):
        raise RowError("its `sources` are no list")
    return tuple(_source(one) for one in given)


def _source(given: object) -> GoldSource:
    if not isinstance(given, dict):
        raise RowError('a source is not {"id": "…", "relevance": 1}')
    relevance = given.get("relevance", 1)
    if isinstance(relevance, bool) or not isinstance(relevance, int) or relevance < 0:
        raise RowError("the `relevance` of a source is no whole number from 0 on")
    return GoldSource(source_id=_words(given.get("id"), "sources"), relevance=relevance)


def _decision(given: object) -> Decision | None:
    if given is None:
        return None
    try:
        return Decision(str(given))
    except ValueError:
        raise RowError(f"its `decision` is none of {', '.join(Decision)}") from None


def _flag(given: object) -> bool:
    if not isinstance(given, bool):
        raise RowError("its `should_abstain` is neither true nor false")
    return given


def _row(question: GoldQuestion) -> Row:
    whole: Row = {
        "id": question.question_id,
        "question": question.question,
        "answer": question.answer,
        "must_have": question.must_have,
        "nice_to_have": question.nice_to_have,
        "sources": [
            {"id": source.source_id, "relevance": source.relevance} for source in question.sources
        ],
        "passages": question.passages,
        "decision": question.decision,
        "should_abstain": question.should_abstain,
        "tags": question.tags,
    }
    return {key: value for key, value in whole.items() if value}
