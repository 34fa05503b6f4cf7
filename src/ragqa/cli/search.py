"""`ragqa search`: retrieval alone."""

import json
from enum import StrEnum
from pathlib import Path
from typing import Annotated
from urllib.parse import quote

import typer

from ragqa.assembly import build_retriever
from ragqa.cli.filled_index import open_filled
from ragqa.cli.options import (
    IndexOption,
    chosen_form,
    settings_with,
)
from ragqa.errors import UsageError
from ragqa.json_lines import Row, RowError, read_rows, text_in
from ragqa.rendering.rows_as_json import found_row
from ragqa.retrieval.filters import Filters, checked_filters
from ragqa.retrieval.retriever import Retriever
from ragqa.schema.evidence import Evidence
from ragqa.schema.question import checked_question
from ragqa.schema.source import Design, Kind

HELP = """Search the index without composing an answer.

Example: ragqa search "ferritin threshold for iron in restless legs" --top 5
"""


_SHAPE = '{"_id": "…", "text": "…"}'
# TREC fields end at white space; everything else that ids are made of stays as it is.
_IN_A_FIELD = "".join(chr(code) for code in range(33, 127))


class Format(StrEnum):
    """How results are printed."""

    TEXT = "text"
    JSON = "json"
    TREC = "trec"


def search(
    query: Annotated[str | None, typer.Argument(metavar="QUERY", help="What to look for.")] = None,
    queries: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help='JSON Lines of {"_id", "text"}, instead of QUERY.'),
    ] = None,
    top: Annotated[int, typer.Option(min=1, max=1000, help="Results per query.")] = 10,
    kind: Annotated[Kind | None, typer.Option(help="Only this kind of source.")] = None,
    year_from: Annotated[int | None, typer.Option(help="Only works of this year or later.")] = None,
    year_to: Annotated[int | None, typer.Option(help="Only works of this year or earlier.")] = None,
    design: Annotated[
        list[Design] | None, typer.Option(help="Only studies of this design; may be repeated.")
    ] = None,
    population: Annotated[
        str | None,
        typer.Option(help="Words for whom it is about: children, women, dialysis, animals."),
    ] = None,
    form: Annotated[
        Format | None,
        typer.Option(
            "--format", help="trec: one line per document, for any TREC tool.  [default: text]"
        ),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="The same as --format json.")] = False,
    index: IndexOption = None,
) -> int:
    """Search and print the results."""
    form = chosen_form(form, Format.JSON, Format.TEXT, as_json=as_json)
    settings = settings_with(index)
    wanted = _queries(query, queries)
    filters = checked_filters(
        year_from=year_from, year_to=year_to, designs=design or (), population=population
    )
    with open_filled(settings) as snapshot:
        retriever = build_retriever(settings, snapshot)
        for query_id, text in wanted:
            found = _found(retriever, text, top, kind, filters, form)
            _print(query_id, text, found, form)
    return 0


def _queries(query: str | None, file: Path | None) -> list[tuple[str, str]]:
    if (query is None) == (file is None):
        raise UsageError("Give either a QUERY or --queries FILE, as `ragqa search --help` shows.")
    if file is None:
        return [("1", checked_question(query or ""))]
    return list(read_rows(file, what="query", shape=_SHAPE, parse=_query))


def _query(row: Row) -> tuple[str, str]:
    if "_id" not in row:
        raise RowError("it has no `_id`")
    try:
        return str(row["_id"]), checked_question(text_in(row, "text"))
    except UsageError as error:
        raise RowError(str(error).rstrip(".")) from None


def _found(
    retriever: Retriever,
    text: str,
    top: int,
    kind: Kind | None,
    filters: Filters,
    form: Format,
) -> list[Evidence]:
    if form is not Format.TREC:
        return retriever.retrieve(text, limit=top, kind=kind, filters=filters)
    # Every document has its line, one that repeats another too. A document may hold many of the
    # best passages: look far enough to fill `top` documents.
    best: dict[str, Evidence] = {}
    for reach in (2 * top, 20 * top):
        found = retriever.retrieve(text, limit=reach, kind=kind, filters=filters, copies=True)
        for item in found:
            best.setdefault(item.passage.document_id, item)
        if len(best) >= top:
            break
    return list(best.values())[:top]


def _print(query_id: str, query: str, found: list[Evidence], form: Format) -> None:
    match form:
        case Format.TREC:
            for rank, item in enumerate(found, start=1):
                name = quote(item.passage.document_id, safe=_IN_A_FIELD)
                print(
                    f"{quote(query_id, safe=_IN_A_FIELD)} Q0 {name} {rank} {item.score:.6f} ragqa"
                )
        case Format.JSON:
            rows = [found_row(rank, item) for rank, item in enumerate(found, start=1)]
            print(json.dumps({"_id": query_id, "query": query, "results": rows}))
        case Format.TEXT:
            for rank, item in enumerate(found, start=1):
                print(_as_text(rank, item))
            if not found:
                print("Nothing found. `ragqa ingest PATH` puts documents in.")


def _as_text(rank: int, item: Evidence) -> str:
    passage = item.passage
    place = " > ".join(passage.section) + (f", p. {passage.page}" if passage.page else "")
    words = " ".join(passage.text.split())
    shown = words if len(words) <= 240 else words[:239].rsplit(" ", 1)[0] + " …"
    head = f"{rank:>3}. {item.score:.3f}  [{item.source.kind}] {item.source.title}"
    return f"{head}\n     {passage.document_id}{' · ' + place if place else ''}\n     {shown}\n"
