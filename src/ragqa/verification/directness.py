"""The directness lock: what was seen in some is not told of all.

A finding in mice, in cells, in children or on dialysis says so, or it is no claim about patients.
"""

from ragqa.linguistics.populations import OUTSIDE_PATIENTS, groups_in, narrowed_to
from ragqa.schema.claim import Check
from ragqa.schema.directness import Group
from ragqa.verification.evidence import EvidenceText

NAME = "directness"
# Whom a quoted sentence names and a claim may not leave out.
_KEPT = OUTSIDE_PATIENTS | {Group.CHILDREN, Group.NEWBORNS, Group.PREGNANT, Group.DIALYSIS}


def check_directness(claim: str, evidence: EvidenceText) -> Check:
    """Fail when the quoted sentence is about some, and the claim does not say about whom.

    Titles count for animals and cells alone: a sentence of a trial in children is shown with the
    trial it comes from.
    """
    sentence = evidence.nearest(claim)
    left_out = narrowed_to(sentence) & _KEPT - groups_in(claim)
    titles = [narrowed_to(title) & OUTSIDE_PATIENTS for title in evidence.titles]
    if titles and all(titles) and not groups_in(claim) & OUTSIDE_PATIENTS:
        left_out |= frozenset().union(*titles)
    if not left_out:
        return Check(name=NAME, passed=True, detail="")
    about = min(left_out)
    return Check(
        name=NAME,
        passed=False,
        detail=f"The quoted passage is about {about}; the claim does not say so.",
    )
