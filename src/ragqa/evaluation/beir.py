"""BEIR: a folder of queries and judgements, as most sets that measure retrieval come.

corpus.jsonl        for `ragqa ingest`; not read here
queries.jsonl       {"_id", "text"} a line; plain or .gz, and named for its split in some copies
qrels/<split>.tsv   query-id, corpus-id, score; the first line says so
"""

from pathlib import Path

from ragqa.errors import UsageError
from ragqa.evaluation.gold import GoldQuestion, each_once, question_of
from ragqa.json_lines import Row, RowError, read_rows, read_text, sound, text_in

_LAYOUT = (
    'Expected is a BEIR folder: queries.jsonl of {"_id", "text"} beside qrels/<split>.tsv of '
    "query-id, corpus-id and score."
)
_HEADER = "query-id\t"

Judgements = dict[str, dict[str, int]]
"""Query id -> document id -> relevance."""


def import_beir(path: Path, *, strict: bool) -> list[GoldQuestion]:
    """Return the judged queries of a BEIR folder.

    Args:
        path: the folder, of which the test split is taken where there are several, or one of its
            `qrels/*.tsv`.
        strict: a wrong line stops the import; otherwise it is left out with a warning.

    Raises:
        UsageError: it is no such folder, no query is judged, or (strict) a line is wrong.
    """
    qrels = _qrels(path)
    queries = _queries(qrels.parent.parent)
    judged = _judgements(qrels, strict=strict)

    def parse(row: Row) -> GoldQuestion:
        query = str(row.get("_id"))
        sources = [{"id": one, "relevance": grade} for one, grade in judged.get(query, {}).items()]
        return question_of({"id": query, "question": text_in(row, "text"), "sources": sources})

    asked = read_rows(
        queries,
        what="query",
        shape='{"_id": "…", "text": "…"}',
        parse=each_once(parse),
        strict=strict,
    )
    if questions := [question for question in asked if question.sources]:
        return questions
    raise UsageError(f"{qrels} judges no query of {queries}. Name the qrels of these queries.")


def _qrels(path: Path) -> Path:
    if path.is_file():
        return path
    found = sorted(path.glob("qrels/*.tsv"))
    chosen = [file for file in found if len(found) == 1 or file.name == "test.tsv"]
    if not chosen and found:
        raise UsageError(f"{path} holds several judgements, and none is test.tsv: "
                         f"{', '.join(file.name for file in found)}. Name one of them instead of "
                         "the folder.")  # fmt: skip
    if not chosen:
        raise UsageError(f"{path} holds no qrels/*.tsv. {_LAYOUT}")
    return chosen[0]


def _queries(folder: Path) -> Path:
    found = [*folder.glob("queries.jsonl*"), *sorted(folder.glob("queries*.jsonl*"))]
    if not found:
        raise UsageError(f"{folder} holds no queries.jsonl. {_LAYOUT}")
    return found[0]


def _judgements(file: Path, *, strict: bool) -> Judgements:
    lines = enumerate(read_text(file).splitlines(), start=1)
    judged: Judgements = {}
    for query, document, relevance in sound(
        (
            (f"{file}, line {number}", line)
            for number, line in lines
            if line.strip() and not (number == 1 and line.startswith(_HEADER))
        ),
        parse=_judgement,
        file=file,
        what="judgement",
        advice=_LAYOUT,
        strict=strict,
    ):
        judged.setdefault(query, {})[document] = relevance
    return judged


def _judgement(line: str) -> tuple[str, str, int]:
    try:
        query, document, grade = line.split("\t")
        return query, document, max(0, int(grade))
    except ValueError:
        raise RowError("it is not three columns with a whole number last") from None
