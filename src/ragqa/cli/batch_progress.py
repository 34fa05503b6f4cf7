"""How far a batch is, told on standard error: a bar on a terminal, one line elsewhere."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from ragqa.library.batch import BatchReport, Progress


@contextmanager
def batch_progress(questions: int) -> Iterator[Progress]:
    """Tell how many questions are answered, how fast, and what they have cost."""
    if not sys.stderr.isatty():
        noun = "question" if questions == 1 else "questions"
        print(f"ragqa: {questions:,} {noun} to answer.", file=sys.stderr)
        yield lambda report: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bars

    with Bars(
        "answered",
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]}"),
        TimeRemainingColumn(),
        TextColumn("{task.fields[spent]}"),
        console=Console(stderr=True),
        transient=True,
    ) as bars:
        bar = bars.add_task("answered", total=questions, rate="", spent="")

        def show(report: BatchReport) -> None:
            done = report.done + len(report.failures)
            bars.update(bar, completed=done, rate=rate(report), spent=spent(report))

        yield show


def rate(report: BatchReport) -> str:
    """Return how many answers a minute were made."""
    return f"{60 * report.done / report.seconds:.0f} a minute" if report.seconds else ""


def spent(report: BatchReport) -> str:
    """Return what the answers cost, in tokens and in money; nothing where they cost nothing."""
    spending = report.spending
    if not spending.tokens:
        return ""
    return f"{spending.tokens:,} tokens" + (f", cost {spending.cost:.2f}" if spending.cost else "")
