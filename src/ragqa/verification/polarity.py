"""The polarity lock: a claim negates what its quote negates and points the same way."""

from ragqa.linguistics.comparisons import arms_swapped
from ragqa.linguistics.polarity import disagreement
from ragqa.schema.claim import Check
from ragqa.verification.claim_reading import ClaimReading

NAME = "polarity"


def check_polarity(reading: ClaimReading) -> Check:
    """Fail when the claim and the quoted sentence nearest to it point different ways.

    "Lower in B than in A" points the same way as "higher in A than in B".
    """
    fault = _fault(reading.claim, reading.nearest)
    return Check(name=NAME, passed=fault is None, detail=fault or "")


def _fault(claim: str, nearest: str) -> str | None:
    found = disagreement(claim, nearest)
    if found is None:
        swapped = arms_swapped(claim, nearest)
        return "The claim exchanges the two sides of the quoted comparison." if swapped else None
    if found.negated:
        return f"The claim negates “{found.word}”, the quoted passage does not."
    if found.opposite is None:
        return f"The quoted passage negates “{found.word}”, the claim does not."
    return f"The claim says “{found.word}” where the quoted passage says “{found.opposite}”."
