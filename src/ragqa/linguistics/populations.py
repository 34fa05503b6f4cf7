"""Those whom a text speaks of, where what holds of them need not hold of adults in general."""

import re

from ragqa.schema.directness import Group

NAMED = {
    Group.ANIMALS: re.compile(
        r"\b(?:rodents?|mouse|mice|murine|rats?|animals?|dogs?|canine|cats?|rabbits?|pigs?|piglets?|"
        r"monkeys?|zebrafish|foals?|horses?|cows?|cattle|sheep|lambs?|goats?|chickens?|broilers?|"
        r"hens?|drosophila|hamsters?|macaques?)\b",
        re.IGNORECASE,
    ),
    Group.CELLS: re.compile(
        r"\b(?:in vitro|cell[- ]lines?|cultured cells|ex vivo)\b", re.IGNORECASE
    ),
    Group.CHILDREN: re.compile(
        r"\b(?:child(?:ren|hood)?|pa?ediatric|infants?|adolescents?)\b", re.IGNORECASE
    ),
    Group.NEWBORNS: re.compile(r"\b(?:newborns?|neonat\w+)\b", re.IGNORECASE),
    Group.OLDER: re.compile(
        r"\bolder (?:adults|persons|people|women|men|patients)\b|\belderly\b", re.IGNORECASE
    ),
    Group.PREGNANT: re.compile(
        r"\b(?:pregnan\w+|gestation\w*|postpartum|breastfeeding|labou?r|ca?esarean|obstetric\w*|"
        r"pre-?eclampsia|antenatal|prenatal)\b",
        re.IGNORECASE,
    ),
    Group.DIALYSIS: re.compile(r"\b(?:ha?emodialysis|dialysis|end-stage)\b", re.IGNORECASE),
}
"""How a text names each group."""

OUTSIDE_PATIENTS = frozenset({Group.ANIMALS, Group.CELLS})
"""Groups of which nothing is known of patients."""

_PATIENTS = re.compile(
    r"\b(?:patients?|people|persons?|humans?|adults?|women|men|volunteers|participants|in vivo)\b",
    re.IGNORECASE,
)


def groups_in(text: str) -> frozenset[Group]:
    """Return the groups that `text` names."""
    return frozenset(group for group, names in NAMED.items() if names.search(text))


def narrowed_to(text: str) -> frozenset[Group]:
    """Return the groups to which what `text` says is narrowed.

    "Mice and patients" narrows to neither, nor does "adults and children".
    """
    groups = groups_in(text)
    outside = groups & OUTSIDE_PATIENTS
    if outside and _PATIENTS.search(text):
        return frozenset()
    return groups
