"""`ragqa verify`: claims put to the checks of the gate, without an index."""

import json
import sys
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import Annotated, TextIO

import typer

from ragqa.assembly import build_gate
from ragqa.cli.options import settings_with
from ragqa.errors import UsageError
from ragqa.json_lines import Row, RowError, read_rows, text_in
from ragqa.rendering.rows_as_json import verdict_row

HELP = """Say of each claim whether its evidence supports it.

The checks are those that every sentence of an article is put to. One row of JSON is printed for
each pair, in order: {"id", "label": "SUPPORTED" | "CONTRADICTED" | "NOT_ENOUGH_INFO", "score",
"reasons"}. The score lies in [0, 1]; each reason is one sentence.

Example: ragqa verify --pairs pairs.jsonl --out verdicts.jsonl
"""
_SHAPE = '{"id": "…", "claim": "…", "evidence": "…"}'


def verify(
    pairs: Annotated[
        Path,
        typer.Option(metavar="FILE", help='JSON Lines of {"id", "claim", "evidence"}.'),
    ],
    out: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Where to write; standard output unless given."),
    ] = None,
    _: Annotated[bool, typer.Option("--json", help="Rows are JSON with it or without.")] = False,
) -> int:
    """Check every pair; nothing is written unless all of them can be read."""
    gate = build_gate(settings_with(None))
    rows = list(read_rows(pairs, what="pair", shape=_SHAPE, parse=_pair))
    with _opened(out) as stream:
        for row_id, claim, evidence in rows:
            print(
                json.dumps({"id": row_id, **verdict_row(gate.judge(claim, evidence))}), file=stream
            )
    return 0


def _pair(row: Row) -> tuple[object, str, str]:
    if "id" not in row:
        raise RowError("it has no `id`")
    return row["id"], text_in(row, "claim"), text_in(row, "evidence")


def _opened(out: Path | None) -> AbstractContextManager[TextIO]:
    if out is None:
        return nullcontext(sys.stdout)
    try:
        return out.open("w", encoding="utf-8")
    except OSError as error:
        raise UsageError(
            f"{out} cannot be written ({error.strerror}). Name a file in a folder that exists."
        ) from None
