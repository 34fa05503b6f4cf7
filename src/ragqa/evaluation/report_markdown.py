"""The report of a run as Markdown: figures, gates and tags, for a pull request or a terminal."""

from collections.abc import Iterator, Sequence

from ragqa.evaluation.report import OWN_CHECKS, families, judge_warning, tag_metrics
from ragqa.evaluation.run_scores import RunScores


def render_report(scores: RunScores) -> str:
    """Return report.md."""
    return "\n".join(_lines(scores)) + "\n"


def _lines(scores: RunScores) -> Iterator[str]:
    yield f"# Evaluation of {_cell(scores.made_with.get('gold', 'a gold set'))}"
    yield ""
    yield f"{len(scores.questions):,} questions. " + ", ".join(
        f"{name} `{value}`" for name, value in scores.made_with.items() if name != "gold"
    )
    yield from _judge(scores)
    if scores.gates:
        yield from _table(
            "Gates",
            ("metric", "has to be", "is", ""),
            [
                (
                    gate.metric,
                    gate.rule,
                    "not measured" if gate.value is None else f"{gate.value:.3f}",
                    "held" if gate.held else "**broken**",
                )
                for gate in scores.gates
            ],
        )
    for family, rows in families(scores.metrics):
        yield from _table(
            family,
            ("metric", "value", "95 % interval", "questions"),
            [
                (
                    f"{row.metric.title}{' (judged)' if row.metric.judged else ''}",
                    f"{row.figure.value:.3f}",
                    f"{row.figure.low:.3f} to {row.figure.high:.3f}",
                    f"{row.figure.questions:,}",
                )
                for row in rows
            ],
        )
    if scores.tags:
        metrics = tag_metrics(scores)
        yield from _table(
            "By tag",
            ("tag", "questions", *(metric.title for metric in metrics)),
            [
                (
                    tag,
                    str(figures["answered"].questions),
                    *(str(figures.get(metric.name, "")) for metric in metrics),
                )
                for tag, figures in scores.tags.items()
            ],
        )


def _judge(scores: RunScores) -> Iterator[str]:
    yield ""
    yield f"Statements are judged by `{scores.judge.judge_id}`."
    for one in scores.judge.validations:
        yield (
            f"- {_cell(one.pairs)}, {one.labelled:,} labelled pairs: kappa {one.kappa}, "
            f"macro-F1 {one.macro_f1}"
        )
    if warning := judge_warning(scores.judge):
        yield ""
        yield f"**{warning}**"
    yield ""
    yield OWN_CHECKS


def _table(title: str, head: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    yield ""
    yield f"## {title}"
    yield ""
    yield f"| {' | '.join(head)} |"
    yield f"|{'---|' * len(head)}"
    for row in rows:
        yield f"| {' | '.join(map(_cell, row))} |"


def _cell(text: object) -> str:
    """Return text that stays in its cell."""
    return " ".join(str(text).split()).replace("|", "\\|").replace("<", "&lt;")
