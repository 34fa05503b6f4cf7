"""`ragqa eval run`: a gold set answered and scored, all of it in one folder."""

import json
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ragqa.cli.options import JsonOption, settings_with
from ragqa.evaluation.spec import RunSettings
from ragqa.toml_files import setting_fields

if TYPE_CHECKING:
    from ragqa.evaluation.run_scores import RunScores

HELP = (
    """Answer a gold set and score the answers.

SPEC is a TOML file. Its keys, of which gold and index must be there (paths are relative to it):

\b
"""
    + "\n".join(
        f"{key:<18} {field.description}" for key, field in setting_fields(RunSettings).items()
    )
    + """

[gates] sets bounds by metric, such as must_have_recall = 0.85 or contradicted = 0: at least where
higher is better, else at most. A broken one is told, and the exit status is 1.

DIR then holds answers.jsonl, scores.json, settings.toml, report.html and report.md. A run that was
stopped goes on where it was when the same command is given again.

Example: ragqa eval run evals/demo.toml --out runs/demo --json
"""
)


def run(
    spec: Annotated[Path, typer.Argument(metavar="SPEC.toml", help="What to run.")],
    out: Annotated[Path, typer.Option(metavar="DIR", help="Folder of the run.")],
    judge_unvalidated: Annotated[
        bool, typer.Option("--judge-unvalidated", help="Score with a judge never validated.")
    ] = False,
    as_json: JsonOption = False,
) -> int:
    """Run, write the folder, print the figures; exit 1 when a gate is broken."""
    from ragqa.cli.filled_index import open_filled
    from ragqa.cli.run_progress import run_progress
    from ragqa.evaluation.parts import build_parts, settings_of
    from ragqa.evaluation.run import gold_of
    from ragqa.evaluation.run import run as run_evaluation
    from ragqa.evaluation.spec import read_spec

    asked = read_spec(spec)
    if judge_unvalidated:
        allowed = asked.settings.model_copy(update={"judge_unvalidated": True})
        asked = replace(asked, settings=allowed)
    questions = gold_of(asked)
    settings = settings_of(asked.settings, settings_with(None))
    with open_filled(settings) as snapshot:
        parts = build_parts(asked.settings, settings, snapshot)
        with run_progress(len(questions)) as told:
            scores = run_evaluation(asked, questions, parts, out, told)
    _print(scores, out, as_json=as_json)
    return 1 if scores.broken else 0


def _print(scores: "RunScores", out: Path, *, as_json: bool) -> None:
    if as_json:
        figures = {name: asdict(figure) for name, figure in scores.metrics.items()}
        gates = [asdict(gate) for gate in scores.gates]
        print(json.dumps({"out": str(out), "metrics": figures, "gates": gates}, indent=2))
        return
    for name, figure in scores.metrics.items():
        value = f"{figure.value:.3f} ({figure.low:.3f} to {figure.high:.3f})"
        print(f"{name:<24}{value:<28}{figure.questions:>6} questions")
    for gate in scores.gates:
        value = "not measured" if gate.value is None else f"{gate.value:.3f}"
        print(f"{'held' if gate.held else 'BROKEN':<8}{gate.metric} {gate.rule}: {value}")
    print(f"Report: {out / 'report.html'}")
