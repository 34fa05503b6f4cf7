"""Two runs over the same questions: what changed, how sure that is, and where.

Differences are paired by question: the mean of them has a bootstrap interval, and a permutation
test says how likely as large a one is by chance (Smucker, Allan & Carterette 2007).
"""

from collections.abc import Sequence
from dataclasses import dataclass

from ragqa.errors import RunError
from ragqa.evaluation.metrics import METRICS, Family, Metric
from ragqa.evaluation.question_scores import QuestionScores
from ragqa.evaluation.resampling import mean_interval, permutation_p
from ragqa.evaluation.run_scores import GateResult, RunScores

SIGNIFICANT = 0.05
"""The p-value below which a difference is told as one."""

_EQUAL = 1e-9


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One metric in both runs over the questions that both have it for.

    `change` is new minus old with its interval from `low` to `high`; `wins` are questions on which
    the new run is better, whichever way better is.
    """

    metric: str
    questions: int
    old: float
    new: float
    change: float
    low: float
    high: float
    p: float
    wins: int
    losses: int
    ties: int

    @property
    def is_better(self) -> bool | None:
        """Whether the new run is better; None where the difference may be chance."""
        if self.p >= SIGNIFICANT or not self.change:
            return None
        return METRICS[self.metric].better(self.new, self.old)


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionPair:
    """One question in both runs; `change` is that of `metric`, signed so that better is more."""

    metric: str
    change: float
    old: QuestionScores
    new: QuestionScores


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """All that two runs differ in. `gates` are those of the new run, against its own figures."""

    questions: int
    only_old: int
    only_new: int
    made_with: dict[str, tuple[str | int | None, str | int | None]]
    differences: tuple[Difference, ...]
    changed: tuple[QuestionPair, ...]
    gates: tuple[GateResult, ...]

    @property
    def broken(self) -> tuple[GateResult, ...]:
        """The gates that do not hold."""
        return tuple(gate for gate in self.gates if not gate.held)


def compare(old: RunScores, new: RunScores, *, seed: int, resamples: int) -> Comparison:
    """Compare two runs by the questions that they share.

    Args:
        old: what is compared with.
        new: what is judged.
        seed: of resampling and permutations.
        resamples: how many of each.

    Raises:
        RunError: they share no question.
    """
    before = {one.question_id: one for one in old.questions}
    after = {one.question_id: one for one in new.questions}
    pairs = [(before[name], after[name]) for name in before if name in after]
    _check(pairs)
    differences = [
        difference
        for metric in METRICS.values()
        if metric.is_mean
        and (difference := _difference(metric, pairs, seed=seed, resamples=resamples))
    ]
    return Comparison(
        questions=len(pairs),
        only_old=len(before) - len(pairs),
        only_new=len(after) - len(pairs),
        made_with={
            key: (old.made_with.get(key), new.made_with.get(key))
            for key in {**old.made_with, **new.made_with}
            if old.made_with.get(key) != new.made_with.get(key)
        },
        differences=tuple(differences),
        changed=tuple(_changed(pairs)),
        gates=new.gates,
    )


def _check(pairs: Sequence[tuple[QuestionScores, QuestionScores]]) -> None:
    if not pairs:
        raise RunError("The two runs share no question. Compare runs of the same gold set.")
    for old, new in pairs:
        if old.question != new.question:
            raise RunError(
                f"The question {old.question_id!r} is another one in each run. "
                "Compare runs of the same gold set."
            )


def _difference(
    metric: Metric,
    pairs: Sequence[tuple[QuestionScores, QuestionScores]],
    *,
    seed: int,
    resamples: int,
) -> Difference | None:
    name = metric.columns[0]
    values = [
        (before, after)
        for old, new in pairs
        if (before := old.values.get(name)) is not None
        and (after := new.values.get(name)) is not None
    ]
    if not values:
        return None
    changes = [after - before for before, after in values]
    change = mean_interval(changes, seed=seed, resamples=resamples)
    wins = sum(abs(a - b) > _EQUAL and metric.better(a, b) for b, a in values)
    ties = sum(abs(after - before) <= _EQUAL for before, after in values)
    return Difference(
        metric=metric.name,
        questions=len(values),
        old=round(sum(before for before, _ in values) / len(values), 4),
        new=round(sum(after for _, after in values) / len(values), 4),
        change=change.value,
        low=change.low,
        high=change.high,
        p=permutation_p(changes, seed=seed, resamples=resamples),
        wins=wins,
        losses=len(values) - wins - ties,
        ties=ties,
    )


def _changed(
    pairs: Sequence[tuple[QuestionScores, QuestionScores]],
) -> list[QuestionPair]:
    """Return the questions on which the answer got better or worse, the greatest changes first."""
    found = [
        QuestionPair(metric=metric.name, change=change, old=old, new=new)
        for old, new in pairs
        for metric, change in [_first_change(old, new)]
        if metric
    ]
    return sorted(found, key=lambda pair: (pair.change, pair.new.question_id))


def _first_change(old: QuestionScores, new: QuestionScores) -> tuple[Metric | None, float]:
    """Return the first metric, in the order of a report, by which two answers differ."""
    for metric in METRICS.values():
        before, after = (one.values.get(metric.columns[0]) for one in (old, new))
        if not metric.is_mean or not _says_how_good(metric) or before is None or after is None:
            continue
        if abs(after - before) > _EQUAL:
            return metric, after - before if metric.higher_is_better else before - after
    return None, 0.0


def _says_how_good(metric: Metric) -> bool:
    """Say whether one answer is better than another by this metric; time and money do not tell."""
    return metric.family is not Family.COST and metric.name != "answered"
