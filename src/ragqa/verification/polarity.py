"""The polarity lock: a claim negates what its quote negates and points the same way."""

from ragqa.linguistics.polarity import disagreement
from ragqa.schema.claim import Check
from ragqa.verification.evidence import EvidenceText

NAME = "polarity"


def check_polarity(claim: str, evidence: EvidenceText) -> Check:
    """Fail when the claim and the quoted sentence nearest to it point different ways."""
    found = disagreement(claim, evidence.text)
    if found is None:
        return Check(name=NAME, passed=True, detail="")
    if found.negated:
        detail = f"The claim negates “{found.word}”, the quoted passage does not."
    elif found.opposite is None:
        detail = f"The quoted passage negates “{found.word}”, the claim does not."
    else:
        detail = f"The claim says “{found.word}” where the quoted passage says “{found.opposite}”."
    return Check(name=NAME, passed=False, detail=detail)
