"""The quantity lock: every number of a claim stands in its quote, with unit and bound.

A heading above the quote may state one as well: "Children under 5 years".
"""

from ragqa.linguistics.quantities import uncarried
from ragqa.schema.claim import Check
from ragqa.verification.evidence import EvidenceText

NAME = "quantities"


def check_quantities(claim: str, evidence: EvidenceText) -> Check:
    """Fail when the claim holds a number that no quote states with the same unit and bound."""
    stated = "; ".join([*evidence.headings, evidence.text])
    missing = uncarried(claim, " ".join(stated.split()))
    if not missing:
        return Check(name=NAME, passed=True, detail="")
    number = missing[0]
    bound = claim[max(0, number.start - 12) : number.start].rsplit(" ", 1)[-1].strip("([")
    shown = f"{bound}{number.text}" if bound in ("<", ">", "≤", "≥") else number.text
    return Check(
        name=NAME, passed=False, detail=f"The number {shown} is not in the quoted passage."
    )
