"""Whether it is right to answer: risk, coverage, and abstentions that should not or should be.

Risk-coverage curves after El-Yaniv & Wiener (2010): questions are answered from the most confident
on; coverage is the share answered, risk the mean loss among them. The area under it is the mean
risk over all coverages (AURC: Geifman, Uziel & El-Yaniv 2019, arXiv:1805.08206).
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ragqa.evaluation.question_scores import Values

Points = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class CurvePoint:
    """If only questions of at least this confidence were answered."""

    confidence: float
    coverage: float
    risk: float


def area_under_risk_coverage(points: Points) -> float:
    """Return the mean over k of the mean risk of the k most confident questions, in [0, 1].

    Args:
        points: confidence (higher is surer) and risk of each answered question, shape (n, 2).

    Questions of equal confidence are answered together: each gets their mean risk.
    """
    risks = _in_order_of_confidence(points)
    return float((np.cumsum(risks) / np.arange(1, len(risks) + 1)).mean())


def risk_coverage_curve(points: Points, asked: int) -> list[CurvePoint]:
    """Return the curve from the surest question on, one point for each confidence.

    Args:
        points: confidence and risk of each answered question, shape (n, 2).
        asked: number of all questions, so that abstentions bound the coverage.
    """
    if not len(points):
        return []
    confidences = -np.sort(-points[:, 0])
    risks = _in_order_of_confidence(points)
    means = np.cumsum(risks) / np.arange(1, len(risks) + 1)
    last_of_equals = np.flatnonzero(np.append(np.diff(confidences) != 0, True))
    return [
        CurvePoint(
            confidence=round(float(confidences[at]), 4),
            coverage=round((int(at) + 1) / asked, 4),
            risk=round(float(means[at]), 4),
        )
        for at in last_of_equals
    ]


def _in_order_of_confidence(points: Points) -> Points:
    """Return the risks from the surest question on, the mean risk where confidences are equal."""
    levels, level_of = np.unique(-points[:, 0], return_inverse=True)
    sums = np.bincount(level_of, weights=points[:, 1], minlength=len(levels))
    counts = np.bincount(level_of, minlength=len(levels))
    return np.repeat(sums / counts, counts)


def abstention_values(*, answered: bool, should_abstain: bool) -> Values:
    """Return whether a question was answered, and whether that was right.

    Args:
        answered: it got an article.
        should_abstain: the gold set says that it has no answer; otherwise one is expected.
    """
    caught, false = (float(not answered), None) if should_abstain else (None, float(not answered))
    return {
        "answered": float(answered),
        "should_abstain_caught": caught,
        "false_abstention": false,
    }


def risk_of(values: Values, *, should_abstain: bool) -> float | None:
    """Return the loss of an answered question in [0, 1]; None where nothing says what is right.

    It is 1 for an answer where there is none, and for one that contradicts the gold set; else what
    is missing of the must-have statements, or else of the decision, or else of a gold source among
    the references: the first that the gold set has.
    """
    if should_abstain or values.get("contradicted"):
        return 1.0
    for name in ("must_have_recall", "decision_accuracy", "gold_source_cited"):
        if (value := values.get(name)) is not None:
            return 1 - value
    return None
