"""All text checks of one claim, and what they amount to."""

from collections.abc import Sequence
from dataclasses import replace

from ragqa.schema.claim import Check, Label, Verdict
from ragqa.verification import polarity
from ragqa.verification.claim_reading import read
from ragqa.verification.directness import check_directness
from ragqa.verification.evidence import EvidenceText
from ragqa.verification.joints import check_joints
from ragqa.verification.omission import check_omission
from ragqa.verification.polarity import check_polarity
from ragqa.verification.quantities import check_quantities
from ragqa.verification.readability import unreadable
from ragqa.verification.reasons import as_written
from ragqa.verification.strength import check_strength
from ragqa.verification.substitution import check_substitution
from ragqa.verification.support import check_support, coverage


def verdict_on(claim: str, evidence: EvidenceText, *, support: float) -> Verdict:
    """Put a claim to every check against its evidence. What cannot be read never passes."""
    fault = unreadable(claim, evidence)
    if fault:
        check = Check(name="readable", passed=False, detail=fault)
        return Verdict(label=Label.NOT_ENOUGH_INFO, score=0.0, checks=(check,))
    reading = read(claim, evidence)
    covered = coverage(reading)
    checks = (
        check_quantities(reading),
        check_polarity(reading),
        check_support(reading, covered, threshold=support),
        check_strength(reading.claim, reading.evidence),
        check_substitution(reading),
        check_omission(reading),
        check_joints(reading),
        check_directness(reading.claim, reading.evidence),
    )
    return Verdict(
        label=_label(checks),
        score=_score(checks, covered.share),
        checks=tuple(
            replace(check, detail=as_written(check.detail, claim, evidence.text))
            for check in checks
        ),
    )


def first_reason(verdict: Verdict) -> str:
    """Return the sentence of the first check that failed."""
    return next(check.detail for check in verdict.checks if not check.passed)


def _label(checks: Sequence[Check]) -> Label:
    if all(check.passed for check in checks):
        return Label.SUPPORTED
    if any(check.name == polarity.NAME and not check.passed for check in checks):
        return Label.CONTRADICTED
    return Label.NOT_ENOUGH_INFO


def _score(checks: Sequence[Check], share: float) -> float:
    """Grade support in [0, 1]: above one half when all checks passed, below when one failed."""
    passed = sum(check.passed for check in checks)
    return round((0.5 if passed == len(checks) else 0.0) + 0.5 * share * passed / len(checks), 4)
