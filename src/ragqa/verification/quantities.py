"""The quantity lock: every number of a claim stands in its quote, with unit and bound."""

import re

from ragqa.linguistics.arm_values import told_of_another_arm
from ragqa.linguistics.quantities import uncarried
from ragqa.linguistics.slots import misplaced
from ragqa.schema.claim import Check
from ragqa.verification.claim_reading import ClaimReading

NAME = "quantities"
_BRACKETS = re.compile(r"\s*\([^()]*\)")


def check_quantities(reading: ClaimReading) -> Check:
    """Fail when the claim holds a number that no quote states with the same unit and bound."""
    claim = reading.claim
    missing = uncarried(claim, " ".join(reading.evidence.text.split()))
    if not missing:
        return _check_places(reading)
    number = missing[0]
    bound = claim[max(0, number.start - 12) : number.start].rsplit(" ", 1)[-1].strip("([")
    shown = f"{bound}{number.text}" if bound in ("<", ">", "≤", "≥") else number.text
    return Check(
        name=NAME, passed=False, detail=f"The number {shown} is not in the quoted passage."
    )


def _check_places(reading: ClaimReading) -> Check:
    """Fail when a number counts in the claim what another number counts in the quotes."""
    found = misplaced(reading.claim, reading.evidence.sentences)
    if found is None:
        return _check_arms(reading)
    return Check(
        name=NAME,
        passed=False,
        detail=f"The claim says {found.said} where the quoted passage says {found.stated}.",
    )


def _check_arms(reading: ClaimReading) -> Check:
    """Fail when a value is told of another group than in the quoted sentence."""
    value = told_of_another_arm(reading.claim, _BRACKETS.sub("", reading.nearest))
    detail = f"The claim tells {value} of another group than the quoted passage." if value else ""
    return Check(name=NAME, passed=value is None, detail=detail)
