"""BioASQ task b: expert questions with exact answers, ideal answers and snippets of abstracts.

The golden files are `{"questions": [...]}`, as participants-area.bioasq.org describes them; copies
with one question a line are read as well.
"""

from collections.abc import Iterator
from pathlib import Path

from ragqa.evaluation.gold import GoldQuestion, question_of
from ragqa.evaluation.published_sets import PublishedSet
from ragqa.json_lines import Row, RowError, text_in

_DECIDED = "yesno"
_NAMES = ("factoid", "list")


def import_bioasq(path: Path, *, strict: bool) -> list[GoldQuestion]:
    """Return the questions of a golden file, or of the only one in a folder.

    What a list or factoid question asks for is a must-have by its first name, the answer to a
    yes-or-no question its decision, and the first ideal answer, the expert's own, the gold prose.

    Raises:
        UsageError: it is another file, holds no question, or (strict) one is wrong.
    """
    return _SET.read(path, _gold, strict=strict)


def _questions(whole: object) -> Iterator[tuple[str, object]]:
    if not isinstance(whole, dict):
        raise TypeError
    for number, entry in enumerate(_list(whole["questions"]), start=1):
        yield f"question {number}", entry


_SET = PublishedSet(
    name="BioASQ",
    patterns=("*.json", "*.jsonl", "*questions*.jsonl.gz"),
    shape='{"id": "…", "body": "…", "type": "yesno", "ideal_answer": ["…"], "snippets": [{"text": '
    '"…", "document": "…"}]}',
    layout='the golden JSON of task b, {"questions": [{"id", "body", "type", "documents", '
    '"snippets", "ideal_answer", "exact_answer"}]}, or these questions as JSON Lines',
    questions=_questions,
)


def _gold(row: Row) -> GoldQuestion:
    kind, exact = text_in(row, "type"), row.get("exact_answer")
    return question_of(
        {
            "id": text_in(row, "id"),
            "question": text_in(row, "body"),
            "answer": _first(row.get("ideal_answer")),
            "must_have": [_first(name) for name in _list(exact)] if kind in _NAMES else [],
            "decision": _first(exact) if kind == _DECIDED else None,
            "sources": [_work(address) for address in dict.fromkeys(_list(row.get("documents")))],
            "passages": list(dict.fromkeys(map(_snippet, _list(row.get("snippets"))))),
            "tags": [kind],
        }
    )


def _first(given: object) -> object:
    """Return an answer, or the first of the wordings in which it may be given."""
    if isinstance(given, list):
        return _first(given[0]) if given else None
    return given.strip() if isinstance(given, str) else given


def _list(given: object) -> list[object]:
    if given is None:
        return []
    return given if isinstance(given, list) else [given]


def _work(address: object) -> Row:
    """Return the source that an address of PubMed names."""
    pmid = str(address).rstrip("/").rpartition("/")[2]
    if not pmid.isdecimal():
        raise RowError(f"{str(address)[:80]!r} is no address of PubMed")
    return {"id": f"pmid:{pmid}"}


def _snippet(given: object) -> str:
    if not isinstance(given, dict):
        raise RowError("a snippet is no JSON object")
    return text_in(given, "text").strip()
