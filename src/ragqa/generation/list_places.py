"""What the place of a list in its chapter costs it, where a question asks for something else."""

import re

from ragqa.generation.candidates import Candidate

# What each place further down in a list of treatments costs, and how many of them count.
_LATER, _LATEST = 0.05, 6
# What it costs a list to be one of cautions or prevention where the question asks for neither.
_NO_TREATMENT = 0.3
_BESIDE = re.compile(
    r"prevent|prophyla|adverse|caution|contraindicat|harm|safe|side[- ]effect|not recommended|"
    r"avoid|follow-?up|supportive",
    re.IGNORECASE,
)
# What it costs a list to be of other measures where a drug may be meant.
_NO_DRUG = 0.15
_WITHOUT_DRUGS = re.compile(r"non-?\s?drug|surg|non-?pharmac|supportive", re.IGNORECASE)
# What it costs a list to be one of second choices.
_SECOND_CHOICE = 0.15
_SECOND = re.compile(r"\bothers?\b|alternative|second[- ]line", re.IGNORECASE)


def further_down(candidate: Candidate, question: str) -> float:
    """Return what it costs items to be no treatment, or to be listed behind others."""
    listed = candidate.sentence.listed
    if listed is None:
        return 0.0
    second = _SECOND.search(listed.above) and not _SECOND.search(question)
    other = _WITHOUT_DRUGS.search(listed.above) and not _WITHOUT_DRUGS.search(question)
    return (
        (_NO_TREATMENT if is_aside(candidate, question) else 0.0)
        + (_SECOND_CHOICE if second else 0.0)
        + (_NO_DRUG if other else 0.0)
        + _LATER * min(listed.order, _LATEST)
    )


def is_aside(candidate: Candidate, question: str) -> bool:
    """Tell a list of cautions or of prevention where the question asks for neither."""
    listed = candidate.sentence.listed
    return (
        listed is not None
        and _BESIDE.search(listed.above) is not None
        and _BESIDE.search(question) is None
    )
