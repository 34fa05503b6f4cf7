"""`ragqa eval verifier`: how often the verifier errs on labelled pairs."""

import json
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ragqa.assembly import build_gate
from ragqa.cli.options import JsonOption, settings_with
from ragqa.schema.claim import Label

if TYPE_CHECKING:
    from ragqa.evaluation.verifier import VerifierReport

HELP = """Say how often the verifier errs on labelled pairs.

FILE holds JSON Lines, compressed or not: {"claim", "evidence", "label", "kind"}, where the label is
SUPPORTED, CONTRADICTED, NOT_ENOUGH_INFO or NOT_SUPPORTED, and the kind, which may be left out, says
how a pair was made. For each file: the confusion matrix, macro-F1, and the share of each label
and kind that is let through, all with 95 % bootstrap intervals.

Example: ragqa eval verifier pairs.jsonl --json
"""


def verifier(
    files: Annotated[list[Path], typer.Argument(metavar="FILE…", help="Labelled pairs.")],
    as_json: JsonOption = False,
) -> int:
    """Report on each file; nothing is judged unless all of them can be read."""
    from ragqa.evaluation.labelled_pairs import read_labelled_pairs
    from ragqa.evaluation.verifier import report_on

    gate = build_gate(settings_with(None))
    sets = [(file, read_labelled_pairs(file)) for file in files]
    reports = {
        str(file): report_on(pairs, lambda claim, evidence: gate.judge(claim, evidence).label)
        for file, pairs in sets
    }
    if as_json:
        told = {file: asdict(report) for file, report in reports.items()}
        print(json.dumps({"verifier": gate.verifier_id, "sets": told}, indent=2))
        return 0
    print(gate.verifier_id)
    for file, report in reports.items():
        print("\n".join(_lines(file, report)))
    return 0


def _lines(file: str, report: "VerifierReport") -> Iterator[str]:
    yield f"\n{file}: {report.pairs} pairs, {report.pairs_a_second:g} a second"
    yield f"macro-F1 {report.macro_f1}"
    yield f"{'label':<24}" + "".join(f"{label:>17}" for label in Label) + "   let through"
    for label, answers in report.confusion.items():
        counts = "".join(f"{answers[answer]:>17}" for answer in Label)
        yield f"{label:<24}{counts}   {report.let_through[label]}"
    for kind in report.kinds:
        yield f"  {kind.kind:<26}{kind.label:<16} {kind.pairs:>5}   {kind.let_through}"
