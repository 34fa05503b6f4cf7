"""What the lists of a section tell, and what they are about, as the headings above them say.

A list of signs is no treatment and a list of doses no sign: each answers only the question that
its headings announce.
"""

import re
from collections.abc import Sequence

from ragqa.linguistics.aspects import Aspect
from ragqa.linguistics.terms import content_terms
from ragqa.schema.document import Document

_TREATS = re.compile(
    r"treat|tretament|manag|therap|dosage|dosing|\bdoses?\b|regimen|prophyla|prevent|supportive|"
    r"adverse|caution|contraindicat|immuni[sz]ation|vaccinat|resuscitat|first[- ]aid|recommend|"
    r"surg|\bdrugs?\b|medication|interventions?",
    re.IGNORECASE,
)
_TELLS = re.compile(
    r"goal|objective|\baims?\b|differential|diagnos|featur|presentation|manifestation|symptom|"
    r"\bsigns?\b|investigation|a?etiolog|predispos|precipitat|epidemiolog|introduction|background|"
    r"classification|criteria|pathogen|pathophysiolog|complications?\Z|complications of|"
    r"risk factor|indications? for|reference|author|contributor|abbreviation|definition|causes|"
    r"types",
    re.IGNORECASE,
)
_GOAL = re.compile(r"goal|objective|\baims?\b|\bindications? for", re.IGNORECASE)
_PREVENTS = re.compile(r"prevent|prophyla|immuni[sz]ation|vaccinat", re.IGNORECASE)
# In this order, first match wins: "differential diagnoses" are no way to recognise a condition.
_DESCRIBES = tuple(
    (aspect, re.compile(pattern, re.IGNORECASE))
    for aspect, pattern in (
        (Aspect.DIFFERENTIAL, r"differential"),
        (Aspect.COMPLICATIONS, r"complications?\Z|complications of"),
        (Aspect.DIAGNOSIS, r"diagnos|investigation|criteria"),
        (Aspect.FEATURES, r"featur|presentation|manifestation|symptom|\bsigns?\b"),
        (Aspect.RISK, r"predispos|precipitat|risk factor"),
        (Aspect.CAUSE, r"a?etiolog|\bcauses\b|pathogenesis"),
        (Aspect.FREQUENCY, r"epidemiolog"),
    )
)
_DESCRIBED = frozenset(aspect for aspect, _ in _DESCRIBES) | {Aspect.PREVENTION}
_NUMBERED_TITLE = re.compile(r"_\d+\Z")
# Guidelines list the one for the other.
_CAUSAL = frozenset({Aspect.CAUSE, Aspect.RISK})
_ABOUT = re.compile(
    r"(?:(?:treatment|management) (?:goals|objectives|aims)|treatments?|tretament|management|"
    r"prevention) (?:of|for|in) (?=\S)",
    re.I,
)
# Sections that end where the treatment begins, even where its heading was lost.
_LOOKS = re.compile(
    r"^(?:(?:differential )?diagnos[ei]s|(?:clinical )?features|investigations?) (?:of|for) ",
    re.IGNORECASE,
)


def told(title: str, path: Sequence[str]) -> Aspect | None:
    """Return what the lists of a section tell, by its innermost heading that tells anything.

    Whatever says what to do tells of treatment, or of prevention; None where lists tell
    something that nobody asks for, such as goals.
    """
    for name in (*reversed(path), title):
        acts = _TREATS.search(name) is not None
        if _TELLS.search(name) and not (acts and not is_goal(name)):
            return _described(name, path)
        if acts:
            return Aspect.PREVENTION if _PREVENTS.search(name) else Aspect.TREATMENT
    return None


def answers(told: Aspect, asked: Aspect | None) -> bool:
    """Tell whether lists that tell the one thing may answer who asks the other.

    What is described answers only those who ask for it; what is done answers all the rest.
    """
    if asked in _CAUSAL:
        return told in _CAUSAL
    if asked in _DESCRIBED:
        return told is asked
    return told in (Aspect.TREATMENT, Aspect.PREVENTION)


def title_of(document: Document) -> str:
    """Return what a chapter is about, as its title names it."""
    return _NUMBERED_TITLE.sub("", document.source.title).replace("_", " ")


def without_first_item(name: str) -> str:
    """Return words above a list without an item that stands behind them on the same line.

    "Topical treatment: drug A" says topical of all items, and drug A of none but the first.
    """
    head, _, first = name.partition(": ")
    return head if first and _TREATS.search(head) else name


def is_goal(words: str) -> bool:
    """Tell words that announce what a treatment is for rather than what it is."""
    return _GOAL.search(words) is not None


def governing(title: str, path: Sequence[str]) -> list[str]:
    """Return what a section is about, outermost first: the subject once, then what narrows it.

    What is told below goals by a heading of its own is none of them.
    """
    outer, *inner = path or (title,)
    inner = [name for name in inner if not is_goal(name)]
    about = _ABOUT.match(outer)
    subject = outer[about.end() :] if about else outer
    if about and set(content_terms(subject)) <= set(content_terms(title)):
        return [subject, *inner] if inner else [outer]
    if _LOOKS.search(outer) and not _TREATS.search(outer) and any(map(_announces, inner)):
        return [title, *inner]
    whole = set(content_terms(title)) <= set(content_terms(outer))
    return [outer, *inner] if whole else [title, outer, *inner]


def _announces(name: str) -> bool:
    return _TREATS.search(name) is not None or _TELLS.search(name) is not None


def _described(name: str, path: Sequence[str]) -> Aspect | None:
    found = next((aspect for aspect, pattern in _DESCRIBES if pattern.search(name)), None)
    # "Other causes of vaginal discharge" below differential diagnoses are such themselves.
    if found in _CAUSAL and any(_DESCRIBES[0][1].search(outer) for outer in path):
        return Aspect.DIFFERENTIAL
    return found
