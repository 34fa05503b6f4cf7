"""The scores of a whole run: every metric with its interval, per tag, and the gates.

scores.json holds exactly this, and `ragqa eval compare` reads it back.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from pydantic import TypeAdapter, ValidationError

from ragqa.errors import RunError
from ragqa.evaluation.abstention_scores import CurvePoint, risk_coverage_curve
from ragqa.evaluation.metrics import METRICS, Metric, Points
from ragqa.evaluation.question_scores import QuestionScores
from ragqa.evaluation.resampling import interval
from ragqa.evaluation.spec import Gate
from ragqa.evaluation.validation import ValidationRecord


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One metric: its value, its 95 % bootstrap interval, and the questions it is made of."""

    value: float
    low: float
    high: float
    questions: int

    def __str__(self) -> str:
        return f"{self.value:.3f} ({self.low:.3f} to {self.high:.3f})"


@dataclass(frozen=True, slots=True, kw_only=True)
class GateResult:
    """A gate and what became of it; `value` is None where no question says anything of it."""

    metric: str
    rule: str
    value: float | None
    held: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgeUsed:
    """Who judged statements, and how that judge agreed with people; nothing if never validated."""

    judge_id: str
    validations: tuple[ValidationRecord, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RunScores:
    """All that scores.json says. `made_with` names the run: gold set, index, composer and so on."""

    made_with: dict[str, str | int]
    judge: JudgeUsed
    metrics: dict[str, Figure]
    tags: dict[str, dict[str, Figure]]
    gates: tuple[GateResult, ...]
    risk_coverage: tuple[CurvePoint, ...]
    questions: tuple[QuestionScores, ...]

    @property
    def broken(self) -> tuple[GateResult, ...]:
        """The gates that do not hold."""
        return tuple(gate for gate in self.gates if not gate.held)


_SCORES = TypeAdapter(RunScores)


def run_scores(
    questions: Sequence[QuestionScores],
    *,
    made_with: dict[str, str | int],
    judge: JudgeUsed,
    gates: Sequence[Gate],
    seed: int,
    resamples: int,
) -> RunScores:
    """Put the scores of all questions together.

    Args:
        questions: in the order of the gold set.
        made_with: what names the run.
        judge: who judged statements.
        gates: bounds that metrics have to keep.
        seed: of the resampling.
        resamples: how often questions are drawn.
    """
    tags = sorted({tag for question in questions for tag in question.tags})
    metrics = figures(questions, seed=seed, resamples=resamples)
    return RunScores(
        made_with=made_with,
        judge=judge,
        metrics=metrics,
        tags={
            tag: figures(
                [one for one in questions if tag in one.tags], seed=seed, resamples=resamples
            )
            for tag in tags
        },
        gates=tuple(gate_result(gate, metrics) for gate in gates),
        risk_coverage=tuple(
            risk_coverage_curve(points_of(METRICS["aurc"], questions), asked=len(questions))
        ),
        questions=tuple(questions),
    )


def figures(questions: Sequence[QuestionScores], *, seed: int, resamples: int) -> dict[str, Figure]:
    """Return every metric that at least one question says something of."""
    measured = {metric: points_of(metric, questions) for metric in METRICS.values()}
    return {
        metric.name: _figure(metric, points, seed=seed, resamples=resamples)
        for metric, points in measured.items()
        if len(points)
    }


def _figure(metric: Metric, points: Points, *, seed: int, resamples: int) -> Figure:
    drawn = interval(
        lambda rows: metric.statistic(points[rows]), len(points), seed=seed, resamples=resamples
    )
    return Figure(value=drawn.value, low=drawn.low, high=drawn.high, questions=len(points))


def points_of(metric: Metric, questions: Sequence[QuestionScores]) -> Points:
    """Return the columns of a metric for the questions that have all of them."""
    rows = [[one.values.get(name) for name in metric.columns] for one in questions]
    whole = [row for row in rows if None not in row]
    return np.array(whole, dtype=float).reshape(len(whole), len(metric.columns))


def gate_result(gate: Gate, metrics: dict[str, Figure]) -> GateResult:
    """Hold a gate against the figures; what was not measured does not pass."""
    figure = metrics.get(gate.metric)
    return GateResult(
        metric=gate.metric,
        rule=gate.rule,
        value=figure.value if figure else None,
        held=figure is not None and gate.holds(figure.value),
    )


def as_json(scores: RunScores) -> str:
    """Return the content of scores.json."""
    return _SCORES.dump_json(scores, indent=2).decode() + "\n"


def read_scores(file: Path) -> RunScores:
    """Read scores.json.

    Raises:
        RunError: it is not there, or no such file.
    """
    try:
        return _SCORES.validate_json(file.read_bytes())
    except OSError as error:
        why = error.strerror
    except ValidationError:
        why = "it is not what `ragqa eval run` writes"
    raise RunError(
        f"{str(file)!r} cannot be read ({why}). Name the folder of a finished `ragqa eval run`."
    )
