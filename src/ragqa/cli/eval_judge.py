"""`ragqa eval judge`: how far a judge agrees with people, before anybody believes it."""

import json
from dataclasses import asdict
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from ragqa.cli.options import JsonOption, settings_with

HELP = """Say how far a judge of statements agrees with people.

FILE holds JSON Lines, compressed or not: {"claim", "evidence", "label"}, where the label, given by
a person, is SUPPORTED, CONTRADICTED, NOT_ENOUGH_INFO or NOT_SUPPORTED. For each file: Cohen's
kappa and macro-F1 with 95 % bootstrap intervals, and what was said of each label.

--record keeps that. `ragqa eval run` scores with no judge that was never validated: name the file
as `validation` in its specification. A judge with another model, prompt or threshold is another.

Example: ragqa eval judge pairs.jsonl --judge llm --record judges.json
"""


class JudgeKind(StrEnum):
    """Who judges."""

    VERIFIER = "verifier"
    LLM = "llm"


def judge(
    files: Annotated[list[Path], typer.Argument(metavar="FILE…", help="Labelled pairs.")],
    kind: Annotated[
        JudgeKind, typer.Option("--judge", help="Who is measured.")
    ] = JudgeKind.VERIFIER,
    record: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Validation records to add to.")
    ] = None,
    as_json: JsonOption = False,
) -> int:
    """Measure on each file; nothing is judged unless all of them can be read."""
    from ragqa.evaluation.labelled_pairs import read_labelled_pairs
    from ragqa.evaluation.parts import build_judge
    from ragqa.evaluation.validation import add_records, record_of
    from ragqa.evaluation.verifier import report_on

    measured = build_judge(kind, settings_with(None))
    sets = [(file, read_labelled_pairs(file)) for file in files]
    reports = [(file, report_on(pairs, measured.judge)) for file, pairs in sets]
    records = [record_of(measured.judge_id, file, report) for file, report in reports]
    if record is not None:
        add_records(record, records)
    if as_json:
        told = {str(file): asdict(report) for file, report in reports}
        print(json.dumps({"judge": measured.judge_id, "sets": told}, indent=2))
        return 0
    print(measured.judge_id)
    for file, report in reports:
        print(f"\n{file}: {report.pairs} pairs\nkappa {report.kappa}\nmacro-F1 {report.macro_f1}")
        for label, answers in report.confusion.items():
            counts = ", ".join(f"{count} {answer}" for answer, count in answers.items() if count)
            print(f"{label:<16} judged {counts}")
    return 0
