"""How often a judge errs, on pairs that people labelled or that were damaged on purpose."""

import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from sklearn.metrics import f1_score

from ragqa.evaluation.labelled_pairs import NOT_SUPPORTED, LabelledPair
from ragqa.evaluation.resampling import Interval, Rows, interval, mean_interval
from ragqa.schema.claim import Label

Judges = Callable[[str, str], Label]
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
    """What a judge makes of one labelled set.

    `confusion` counts the answers given for each label; `macro_f1` and `kappa` (Cohen 1960) are
    over the labels of the set, where a set that says only NOT_SUPPORTED takes CONTRADICTED and
    NOT_ENOUGH_INFO for that.
    """

    pairs: int
    confusion: dict[str, dict[str, int]]
    macro_f1: Interval
    kappa: Interval
    let_through: dict[str, Interval]
    kinds: tuple[KindReport, ...]
    pairs_a_second: float


def report_on(pairs: Sequence[LabelledPair], judge: Judges) -> VerifierReport:
    """Judge every pair and count.

    Args:
        pairs: one labelled set, not empty.
        judge: whoever is to be measured.
    """
    began = time.perf_counter()
    given = [str(judge(pair.claim, pair.evidence)) for pair in pairs]
    seconds = time.perf_counter() - began
    true = [pair.label for pair in pairs]
    comparable = _in_labels_of(true, given)
    return VerifierReport(
        pairs=len(pairs),
        confusion=_confusion(true, given),
        macro_f1=_macro_f1(true, comparable),
        kappa=_kappa(true, comparable),
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
    truth, answers = np.array(true), np.array(given)

    def score(rows: Rows) -> float:
        return float(
            f1_score(truth[rows], answers[rows], labels=labels, average="macro", zero_division=0)
        )

    return interval(score, len(true))


def _in_labels_of(true: Sequence[str], given: Sequence[str]) -> list[str]:
    """Return answers as a set without contradictions would label them, if it is one."""
    if NOT_SUPPORTED not in true:
        return list(given)
    return [answer if answer == Label.SUPPORTED else NOT_SUPPORTED for answer in given]


def _kappa(true: Sequence[str], given: Sequence[str]) -> Interval:
    truth, answers = np.array(true), np.array(given)
    return interval(lambda rows: cohens_kappa(truth[rows], answers[rows]), len(true))


def cohens_kappa(one: npt.NDArray[np.str_], other: npt.NDArray[np.str_]) -> float:
    """Return how far two readers agree beyond chance; 1 where both always say the same one thing.

    Args:
        one: labels by the first, shape (n,), n at least 1.
        other: labels by the second, in the same order.
    """
    labels = np.union1d(one, other)
    chance = sum(float((one == label).mean() * (other == label).mean()) for label in labels)
    agreed = float((one == other).mean())
    return 1.0 if chance == 1 else (agreed - chance) / (1 - chance)


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
