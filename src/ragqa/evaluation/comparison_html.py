"""A comparison of two runs as one HTML page, with the answers side by side."""

from collections.abc import Sequence

from ragqa.evaluation.comparison import Comparison
from ragqa.evaluation.metrics import METRICS
from ragqa.evaluation.report_html import environment
from ragqa.evaluation.stored_answers import StoredAnswer
from ragqa.schema.article import Abstention, Article


def render_comparison(
    comparison: Comparison,
    old: Sequence[StoredAnswer],
    new: Sequence[StoredAnswer],
    *,
    names: tuple[str, str],
) -> str:
    """Return the page.

    Args:
        comparison: what differs.
        old: the answers of the run that is compared with.
        new: the answers of the run that is judged.
        names: what the two runs are called.
    """
    return (
        environment()
        .get_template("comparison.html")
        .render(
            comparison=comparison,
            metrics=METRICS,
            names=names,
            old=_by_id(old),
            new=_by_id(new),
        )
    )


def _by_id(answers: Sequence[StoredAnswer]) -> dict[str, Article | Abstention]:
    return {one.question_id: one.answer for one in answers}
