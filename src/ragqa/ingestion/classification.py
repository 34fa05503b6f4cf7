"""Kind and design of a work, from what it says of itself; never guessed silently."""

import re
from collections.abc import Iterable
from pathlib import Path

from ragqa.schema.source import Design, Kind, KindBasis

_GUIDELINE_TYPES = re.compile(
    r"\b(?:practice guideline|guidelines?|consensus(?: development)?(?: conference| statement)?|"
    r"recommendations?)\b",
    re.IGNORECASE,
)
_WORDS = re.compile(r"[a-z]+")
# How far up a folder may tell the kind: beyond that, names are about a machine, not a work.
_FOLDER_LEVELS = 4

# In order of preference: a systematic review with meta-analysis is a meta-analysis.
_TYPES: tuple[tuple[str, Design], ...] = (
    ("meta-analysis", Design.META_ANALYSIS),
    ("network meta-analysis", Design.META_ANALYSIS),
    ("systematic review", Design.SYSTEMATIC_REVIEW),
    ("randomized controlled trial", Design.RANDOMISED_TRIAL),
    ("randomised controlled trial", Design.RANDOMISED_TRIAL),
    ("pragmatic clinical trial", Design.RANDOMISED_TRIAL),
    ("equivalence trial", Design.RANDOMISED_TRIAL),
    ("case-control studies", Design.CASE_CONTROL),
    ("cohort studies", Design.COHORT),
    ("prospective studies", Design.COHORT),
    ("follow-up studies", Design.COHORT),
    ("cross-sectional studies", Design.CROSS_SECTIONAL),
    ("case reports", Design.CASE_SERIES),
    ("review", Design.NARRATIVE_REVIEW),
    ("scientific integrity review", Design.NARRATIVE_REVIEW),
)
_RANDOMISED = r"\brandomi[sz]ed,?(?:[\w ,/‐-]{0,60}?)\b(?:trial|study)\b|\brct\b"
_TITLES: tuple[tuple[re.Pattern[str], Design], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), design)
    for pattern, design in (
        (r"\bmeta-?\s?analys[ie]s\b", Design.META_ANALYSIS),
        (r"\bsystematic (?:literature )?review\b", Design.SYSTEMATIC_REVIEW),
        (_RANDOMISED, Design.RANDOMISED_TRIAL),
        (r"\bcase[- ]control(?:led)? study\b", Design.CASE_CONTROL),
        (r"\bcohort(?: study|\b)", Design.COHORT),
        (r"\bcross[- ]sectional\b", Design.CROSS_SECTIONAL),
        (r"\bcase (?:series|reports?)\b", Design.CASE_SERIES),
        (r"\b(?:narrative|scoping|literature) review\b", Design.NARRATIVE_REVIEW),
    )
)
_ANIMAL_TITLE = re.compile(
    r"\b(?:rats?|mice|mouse|murine|rabbits?|piglets?|zebrafish|drosophila|rodents?|dogs|canine|"
    r"ovine|porcine|macaques?|guinea pigs?|animal (?:model|study))\b",
    re.IGNORECASE,
)
_PEOPLE = re.compile(
    r"\b(?:patients?|humans?|adults?|children|women|men|people|persons?|participants|infants?|"
    r"clinical|volunteers|bites?|allerg\w+|monoclonal|antibod(?:y|ies))\b",
    re.IGNORECASE,
)
_ANIMAL_HEADINGS = frozenset(
    {"animals", "rats", "mice", "disease models, animal", "rabbits", "dogs", "swine"}
)


# Bibliographic databases give these to what is no guideline.
_RESEARCH_TYPES = frozenset(
    {
        "journal article",
        "clinical trial",
        "controlled clinical trial",
        "comparative study",
        "evaluation study",
        "multicenter study",
        "observational study",
        "twin study",
        "validation study",
    }
)


def kind_of_types(publication_types: Iterable[str]) -> Kind | None:
    """Return the kind that publication types state; None when they state none."""
    types = list(publication_types)
    if any(_GUIDELINE_TYPES.search(one) for one in types):
        return Kind.GUIDELINE
    named = any(one.lower().strip() in _RESEARCH_TYPES for one in types)
    return Kind.RESEARCH if named or design_of_types(types) else None


def design_of_types(publication_types: Iterable[str]) -> Design | None:
    """Return the design that publication types and MeSH headings state."""
    lowered = {one.lower().strip() for one in publication_types}
    if lowered & _ANIMAL_HEADINGS and "humans" not in lowered:
        return Design.ANIMAL
    return next((design for name, design in _TYPES if name in lowered), None)


def design_of_title(title: str) -> Design | None:
    """Return the design that a title states, an animal model first."""
    if _ANIMAL_TITLE.search(title) and not _PEOPLE.search(title):
        return Design.ANIMAL
    return next((design for pattern, design in _TITLES if pattern.search(title)), None)


def kind_of_folder(path: Path) -> Kind | None:
    """Return the kind that a folder above `path` names, the nearest first.

    A folder tells when its name holds the word guideline(s) or research: `WHO guidelines`.
    """
    for parent in list(path.resolve().parents)[:_FOLDER_LEVELS]:
        words = set(_WORDS.findall(parent.name.lower()))
        if words & {"guideline", "guidelines"}:
            return Kind.GUIDELINE
        if "research" in words:
            return Kind.RESEARCH
    return None


def kind_of_path(path: Path) -> tuple[Kind, KindBasis]:
    """Return the kind by folder, or research as an assumption that is reported."""
    kind = kind_of_folder(path)
    if kind is None:
        return Kind.RESEARCH, KindBasis.ASSUMED
    return kind, KindBasis.FOLDER
