"""`ragqa eval compare`: whether a change made answers better, and where."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ragqa.cli.options import JsonOption
from ragqa.errors import UsageError

if TYPE_CHECKING:
    from ragqa.evaluation.comparison import Comparison

_SHOWN = 10

HELP = """Compare two runs of the same gold set, question by question.

For each metric: both values, the mean difference with its 95 % bootstrap interval, the p-value of a
paired permutation test, and on how many questions RUN_B is better, worse, the same. --html writes
these and the answers to every changed question side by side.

Exit status: 0 all gates of RUN_B hold, 1 one is broken or a run cannot be read, 2 wrong use.

Example: ragqa eval compare runs/main runs/branch --html comparison.html
"""


def compare(
    run_a: Annotated[Path, typer.Argument(metavar="RUN_A", help="Folder of the run before.")],
    run_b: Annotated[Path, typer.Argument(metavar="RUN_B", help="Folder of the run after.")],
    html: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write a page with the answers.")
    ] = None,
    seed: Annotated[int, typer.Option(min=0, help="Of resampling and permutations.")] = 0,
    resamples: Annotated[
        int, typer.Option(min=100, max=1_000_000, help="How many of each.")
    ] = 10_000,
    as_json: JsonOption = False,
) -> int:
    """Compare and print; exit 1 when a gate of RUN_B is broken."""
    from ragqa.evaluation.comparison import compare as compared
    from ragqa.evaluation.comparison_html import render_comparison
    from ragqa.evaluation.run_folder import SCORES, RunFolder
    from ragqa.evaluation.run_scores import read_scores

    old, new = read_scores(run_a / SCORES), read_scores(run_b / SCORES)
    comparison = compared(old, new, seed=seed, resamples=resamples)
    if html is not None:
        names = (run_a.name or str(run_a), run_b.name or str(run_b))
        answers = (RunFolder(run_a).answers(), RunFolder(run_b).answers())
        _write(html, render_comparison(comparison, *answers, names=names))
    if as_json:
        print(json.dumps(asdict(comparison), indent=2, ensure_ascii=False))
    else:
        _print(comparison)
    return 1 if comparison.broken else 0


def _write(file: Path, page: str) -> None:
    try:
        file.write_text(page, encoding="utf-8")
    except OSError as error:
        raise UsageError(
            f"{str(file)!r} cannot be written ({error.strerror}). "
            "Name a file in a folder that exists."
        ) from None


def _print(comparison: "Comparison") -> None:
    print(f"{comparison.questions:,} questions in both runs")
    print(
        f"{'metric':<24}{'A':>8}{'B':>8}{'change':>9}   95 % interval        p   better/worse/same"
    )
    for one in comparison.differences:
        print(
            f"{one.metric:<24}{one.old:>8.3f}{one.new:>8.3f}{one.change:>+9.3f}   "
            f"{one.low:+.3f} to {one.high:+.3f}  {one.p:>6.3f}   "
            f"{one.wins}/{one.losses}/{one.ties}"
        )
    for title, sign in (("worse", -1), ("better", 1)):
        changed = [pair for pair in comparison.changed if pair.change * sign > 0]
        print(f"\n{len(changed)} questions {title}")
        for pair in sorted(changed, key=lambda pair: -abs(pair.change))[:_SHOWN]:
            print(f"  {pair.new.question_id}: {pair.metric} {pair.change:+.2f} {pair.new.question}")
    for gate in comparison.gates:
        value = "not measured" if gate.value is None else f"{gate.value:.3f}"
        print(f"{'held' if gate.held else 'BROKEN':<8}{gate.metric} {gate.rule}: {value}")
