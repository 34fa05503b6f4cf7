"""How often the verifier errs, on pairs that people labelled or that were damaged on purpose."""

import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from sklearn.metrics import f1_score

from ragqa.evaluation.labelled_pairs import NOT_SUPPORTED, LabelledPair
from ragqa.evaluation.resampling import Interval, Rows, interval, mean_interval
from ragqa.schema.claim import Label, Verdict

Judge = Callable[[str, str], Verdict]
"""Judges a claim by its evidence."""

_LABELS = [str(label) for label in Label]


@dataclass(frozen=True, slots=True, kw_only=True)
class KindReport:
    """Of the pairs made in one way, how many there are and the share judged SUPPORTED."""

    kind: str
    label: str
    pairs: int
    let_through: Interval


@dataclass(frozen=True, slots=True, kw_only=True)
class VerifierReport:
    """What the verifier makes of one labelled set.

    `confusion` counts the answers given for each label; `macro_f1` is over the labels of the set,
    where a set that says only NOT_SUPPORTED takes CONTRADICTED and NOT_ENOUGH_INFO for that.
    """

    pairs: int
    confusion: dict[str, dict[str, int]]
    macro_f1: Interval
    let_through: dict[str, Interval]
    kinds: tuple[KindReport, ...]
    pairs_a_second: float


def report_on(pairs: Sequence[LabelledPair], judge: Judge) -> VerifierReport:
    """Judge every pair and count.

    Args:
        pairs: one labelled set, not empty.
        judge: the verifier; it runs on one core.
    """
    began = time.perf_counter()
    given = [str(judge(pair.claim, pair.evidence).label) for pair in pairs]
    seconds = time.perf_counter() - began
    true = [pair.label for pair in pairs]
    return VerifierReport(
        pairs=len(pairs),
        confusion=_confusion(true, given),
        macro_f1=_macro_f1(true, given),
        let_through={label: _let_through(true, given, label) for label in sorted(set(true))},
        kinds=_kinds(pairs, given),
        pairs_a_second=round(len(pairs) / seconds, 1),
    )


def _confusion(true: Sequence[str], given: Sequence[str]) -> dict[str, dict[str, int]]:
    counts = Counter(zip(true, given, strict=True))
    return {
        label: {answer: counts[label, answer] for answer in _LABELS} for label in sorted(set(true))
    }


def _macro_f1(true: Sequence[str], given: Sequence[str]) -> Interval:
    """Return the unweighted mean of the F1 of each label of the set."""
    labels = sorted(set(true))
    if NOT_SUPPORTED in labels:
        given = [answer if answer == Label.SUPPORTED else NOT_SUPPORTED for answer in given]
    truth, answers = np.array(true), np.array(given)

    def score(rows: Rows) -> float:
        return float(
            f1_score(truth[rows], answers[rows], labels=labels, average="macro", zero_division=0)
        )

    return interval(score, len(true))


def _let_through(true: Sequence[str], given: Sequence[str], label: str) -> Interval:
    return _share(
        [answer == Label.SUPPORTED for answer, t in zip(given, true, strict=True) if t == label]
    )


def _share(passed: Sequence[bool]) -> Interval:
    return mean_interval([float(flag) for flag in passed])


def _kinds(pairs: Sequence[LabelledPair], given: Sequence[str]) -> tuple[KindReport, ...]:
    groups: dict[tuple[str, str], list[bool]] = {}
    for pair, answer in zip(pairs, given, strict=True):
        if pair.kind is not None:
            groups.setdefault((pair.kind, pair.label), []).append(answer == Label.SUPPORTED)
    return tuple(
        KindReport(kind=kind, label=label, pairs=len(passed), let_through=_share(passed))
        for (kind, label), passed in groups.items()
    )
