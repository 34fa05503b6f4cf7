"""`ragqa eval import`: the field's question sets as gold sets of ragqa."""

import json
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ragqa.cli.options import JsonOption

if TYPE_CHECKING:
    from ragqa.evaluation.gold import GoldQuestion

HELP = """Turn a published question set into a gold set.

\b
beir      a folder of queries.jsonl and qrels/<split>.tsv, or one of these qrels
bioasq    the golden JSON of task b, or its questions as JSON Lines
pubmedqa  ori_pqal.json, or its questions as BEIR queries
kqa       questions_w_answers.jsonl

PATH is the file, or a folder that holds it. A wrong row is left out and named; with --strict it
stops the import, and nothing is written.

Example: ragqa eval import bioasq 12B1_golden.json --out gold.jsonl
"""


class Format(StrEnum):
    """A published layout."""

    BEIR = "beir"
    BIOASQ = "bioasq"
    PUBMEDQA = "pubmedqa"
    KQA = "kqa"


def import_gold(
    layout: Annotated[Format, typer.Argument(metavar="FORMAT", help="How the set is laid out.")],
    path: Annotated[Path, typer.Argument(metavar="PATH", help="The set.")],
    out: Annotated[Path, typer.Option(metavar="FILE", help="The gold set to write.")],
    strict: Annotated[bool, typer.Option("--strict", help="Stop at a wrong row.")] = False,
    as_json: JsonOption = False,
) -> int:
    """Write the gold set and say what it holds."""
    from ragqa.evaluation.gold import write_gold

    questions = _imported(layout, path, strict=strict)
    write_gold(questions, out)
    counts = {
        "questions": len(questions),
        "with_answer": sum(question.answer is not None for question in questions),
        "with_must_have": sum(bool(question.must_have) for question in questions),
        "with_decision": sum(question.decision is not None for question in questions),
        "with_sources": sum(bool(question.sources) for question in questions),
    }
    if as_json:
        print(json.dumps({"format": layout, "out": str(out), **counts}))
    else:
        told = ", ".join(f"{count} {name.replace('_', ' ')}" for name, count in counts.items())
        print(f"{out}: {told}")
    return 0


def _imported(layout: Format, path: Path, *, strict: bool) -> list["GoldQuestion"]:
    match layout:
        case Format.BEIR:
            from ragqa.evaluation.beir import import_beir

            return import_beir(path, strict=strict)
        case Format.BIOASQ:
            from ragqa.evaluation.bioasq import import_bioasq

            return import_bioasq(path, strict=strict)
        case Format.PUBMEDQA:
            from ragqa.evaluation.pubmedqa import import_pubmedqa

            return import_pubmedqa(path, strict=strict)
        case Format.KQA:
            from ragqa.evaluation.kqa import import_kqa

            return import_kqa(path, strict=strict)
