"""How far an evaluation run is, told on standard error."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from ragqa.evaluation.run import Told


@contextmanager
def run_progress(questions: int) -> Iterator[Told]:
    """Tell how many questions are answered and scored: bars on a terminal, one line elsewhere."""
    if not sys.stderr.isatty():
        noun = "question" if questions == 1 else "questions"
        told = f"{questions:,} {noun} to score, and to answer where no answer is stored yet."
        print(f"ragqa: {told}", file=sys.stderr)
        yield Told(answered=lambda _: None, scored=lambda _: None)
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TimeRemainingColumn

    with Progress(
        "{task.description:<10}",
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        console=Console(stderr=True),
        transient=True,
    ) as bars:
        answered = bars.add_task("answered", total=questions)
        scored = bars.add_task("scored", total=questions)
        yield Told(
            answered=lambda done: bars.update(answered, completed=done),
            scored=lambda done: bars.update(scored, completed=done),
        )
