"""The directness lock: what was seen in some is not told of all.

A finding in mice, in cells, in children or on dialysis says so, or it is no claim about patients.
The quoted sentence is read for that, and so are the tags of the passages: "drug A reduced pain"
tells nothing of whom it was seen in.
"""

import re
from collections.abc import Sequence

from ragqa.linguistics.populations import NAMED, OUTSIDE_PATIENTS, groups_in, narrowed_to
from ragqa.schema.claim import Check
from ragqa.schema.directness import Directness, Group
from ragqa.schema.question import Question
from ragqa.verification.evidence import EvidenceText

NAME = "directness"
SAID = {
    Group.ANIMALS: "In animals",
    Group.CELLS: "In vitro",
    Group.CHILDREN: "In children",
    Group.NEWBORNS: "In newborns",
    Group.PREGNANT: "In pregnancy",
    Group.DIALYSIS: "On dialysis",
}
"""How a sentence says of whom alone it holds."""

# Newborns are infants, and infants children.
_YOUNG = frozenset({Group.CHILDREN, Group.NEWBORNS})
_NOT_ADULTS = _YOUNG | {Group.PREGNANT}
_ADULTS = re.compile(r"\badults?\b|\bnon-?pregnant\b", re.IGNORECASE)
_PLURAL = re.compile(r"\w+s\Z|mice\Z", re.IGNORECASE)
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


def unsaid(text: str, question: Question, tags: Sequence[Directness]) -> frozenset[Group] | None:
    """Return the groups to which all cited passages are confined, and that nobody names.

    None where one of them is about adults in general, or where the sentence or the question that
    it answers names its group. Empty where the passages are about different groups.
    """
    named = _named(f"{text}\n{question.text}")
    # What a passage says of adults it does not say of children.
    kept = _KEPT - _NOT_ADULTS if _ADULTS.search(text) else _KEPT
    confined = [tag.confined_to & kept for tag in tags]
    if not confined or any(not groups or groups & named for groups in confined):
        return None
    return frozenset.intersection(*confined)


def saying(group: Group, title: str) -> str:
    """Return the words that say of whom a sentence holds: "In rats", as the title calls them."""
    found = NAMED[group].search(title)
    if group is Group.ANIMALS and found and _PLURAL.search(found[0]):
        return f"In {found[0].lower()}"
    return SAID[group]


def leading(text: str, title: str) -> str | None:
    """Return the words by which a sentence was made to say of whom it holds; None without."""
    words = sorted({*SAID.values(), saying(Group.ANIMALS, title)})
    return next((one for one in words if text.startswith(f"{one}: ")), None)


def _named(text: str) -> frozenset[Group]:
    groups = groups_in(text)
    return groups | _YOUNG if groups & _YOUNG else groups
