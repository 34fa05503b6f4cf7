"""PubMedQA: titles that ask, answered yes, no or maybe, with the abstract's own conclusion.

`ori_pqal.json` is one object of PubMed ids; a BEIR copy has the same under `metadata` of a query.
"""

from collections.abc import Iterator
from pathlib import Path

from ragqa.evaluation.gold import GoldQuestion, question_of
from ragqa.evaluation.published_sets import PublishedSet
from ragqa.json_lines import Row, RowError, text_in


def import_pubmedqa(path: Path, *, strict: bool) -> list[GoldQuestion]:
    """Return the questions of `ori_pqal.json` or of a copy's queries, or the only file of a folder.

    Raises:
        UsageError: it is another file, holds no question, or (strict) one is wrong.
    """
    return _SET.read(path, _gold, strict=strict)


def _questions(whole: object) -> Iterator[tuple[str, object]]:
    if not isinstance(whole, dict):
        raise TypeError
    for pmid, entry in whole.items():
        yield f"question {pmid}", {**entry, "pmid": pmid}


_SET = PublishedSet(
    name="PubMedQA",
    patterns=("ori_pqa*.json", "queries*.jsonl", "queries*.jsonl.gz"),
    shape='{"_id": "…", "text": "…", "metadata": {"pmid": "…", "final_decision": "yes", '
    '"long_answer": "…"}}',
    layout='ori_pqal.json, {PubMed id: {"QUESTION", "CONTEXTS", "LONG_ANSWER", "final_decision"}},'
    " or its questions as BEIR queries",
    questions=_questions,
)


def _gold(row: Row) -> GoldQuestion:
    return question_of(_of_query(row) if "metadata" in row else _of_official(row))


def _of_official(row: Row) -> Row:
    return {
        "id": row.get("pmid"),
        "question": text_in(row, "QUESTION"),
        "answer": text_in(row, "LONG_ANSWER"),
        "decision": row.get("final_decision"),
        "sources": [{"id": f"pmid:{row.get('pmid')}"}],
        "passages": row.get("CONTEXTS", []),
    }


def _of_query(row: Row) -> Row:
    """Return a question of a copy, whose documents are called by their PubMed id alone."""
    stated = row["metadata"]
    if not isinstance(stated, dict):
        raise RowError("its `metadata` is no JSON object")
    return {
        "id": text_in(row, "_id"),
        "question": text_in(row, "text"),
        "answer": text_in(stated, "long_answer"),
        "decision": stated.get("final_decision"),
        "sources": [{"id": text_in(stated, "pmid")}],
    }
