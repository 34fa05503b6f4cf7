"""The report of a run as one HTML page that needs nothing else: no script, no network."""

from collections.abc import Sequence
from functools import cache

from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined

from ragqa.evaluation import report
from ragqa.evaluation.curves import interval_svg, risk_coverage_svg
from ragqa.evaluation.metrics import METRICS
from ragqa.evaluation.run_scores import RunScores
from ragqa.evaluation.stored_answers import StoredAnswer
from ragqa.rendering.plain_text import plain, prose


def render_report(scores: RunScores, answers: Sequence[StoredAnswer]) -> str:
    """Return report.html; every text of an article or gold set is escaped by the template."""
    return (
        environment()
        .get_template("report.html")
        .render(
            scores=scores,
            families=report.families(scores.metrics),
            tag_metrics=report.tag_metrics(scores),
            warning=report.judge_warning(scores.judge),
            own_checks=report.OWN_CHECKS,
            curve=risk_coverage_svg(scores.risk_coverage),
            cases=report.worst_cases(scores, answers),
            span=interval_svg,
            metrics=METRICS,
        )
    )


@cache
def environment() -> Environment:
    """Return the templates of reports, which share the colours of articles; escaping on."""
    made = Environment(
        loader=ChoiceLoader([PackageLoader("ragqa.evaluation"), PackageLoader("ragqa.rendering")]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters.update({"plain": plain, "prose": prose})
    return made
