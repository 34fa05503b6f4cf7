"""The verbs of a model's sentences: set by code, so that no reply goes further than its source.

A model proposes what is said and which sentence says it. How far that goes is read from the
source's own words, its grade and its origin; a sentence that goes further has its verb corrected
where that can be done word for word, and gives way to the source's own sentence where not.
"""

import re

from ragqa.generation.candidates import Candidate
from ragqa.linguistics.stance import Stance, graded, stance_of, stance_on
from ragqa.linguistics.strength import (
    Force,
    asked_as_told,
    causal_force,
    hedge_lifted,
    states_an_aim,
)
from ragqa.linguistics.terms import content_terms, terms

_WEAKER = {
    Stance.RECOMMENDS: (
        (re.compile(r"\bstrongly (?=recommend|advis|suggest)", re.IGNORECASE), ""),
        (re.compile(r"\bmust\b", re.IGNORECASE), "should"),
    ),
    Stance.SUGGESTS: (
        (re.compile(r"\bstrongly (?=recommend|advis|suggest)", re.IGNORECASE), ""),
        (re.compile(r"\b(r)ecommend(?=s\b|ed\b|ing\b|\b)", re.IGNORECASE), "suggest"),
        (re.compile(r"\badvise(?=s\b|d\b|\b)", re.IGNORECASE), "suggest"),
        (re.compile(r"\b(?:should|must) (?!not\b)", re.IGNORECASE), "may "),
        (re.compile(r"\bsuggestd\b"), "suggested"),
    ),
}
_MODAL = re.compile(
    r"\b(?P<modal>may|might|could|can) (?:\w+ly )?(?P<verb>[a-z]+)\b", re.IGNORECASE
)
_HELPING = re.compile(r"\b(?:will|does|do|did|would|has|have|had)\s+\Z", re.IGNORECASE)
_CAUSING = re.compile(
    r"\b(?:(?:is|was|are|were) (?:caused by|due to)|causes?|caused|leads? to|led to|"
    r"results? in|resulted in)\b",
    re.IGNORECASE,
)


def as_far_as(text: str, source: Candidate) -> str:
    """Return what a model says, no further than `source` goes; else the source's own sentence."""
    for correct in (_recommending, _hedged, _associating):
        text = correct(text, source) if _overstates(text, source) else text
    return source.text if _overstates(text, source) else text


def told(text: str, cited: tuple[Candidate, ...]) -> Candidate | None:
    """Return the cited sentence that a model's sentence tells; None where none holds half of it.

    Such a one is cited by mistake: its words are no measure.
    """
    wanted = frozenset(content_terms(text))
    best = max(cited, key=lambda one: len(wanted & one.terms), default=None)
    return best if best and 2 * len(wanted & best.terms) >= len(wanted) else None


def _overstates(text: str, source: Candidate) -> bool:
    """Tell whether a sentence recommends, concludes or asserts more than its source."""
    said = source.sentence.text
    return (
        _goes_further(text, source)
        or hedge_lifted(text, said)
        or (causal_force(text) is Force.PLAIN and causal_force(said) is Force.HEDGED)
        or asked_as_told(text, said)
        or (states_an_aim(said) and not states_an_aim(text))
    )


def _goes_further(text: str, source: Candidate) -> bool:
    stance = stance_of(text)
    return stance >= Stance.RECOMMENDS and stance > _stated(text, source)


def _stated(text: str, source: Candidate) -> Stance:
    return min(stance_on(text, source.sentence.text), graded(source.strength))


def _recommending(text: str, source: Candidate) -> str:
    """Put the verb of the source's grade in place of the model's."""
    if not _goes_further(text, source):
        return text
    for pattern, weaker in _WEAKER.get(_stated(text, source), ()):
        text = pattern.sub(weaker, text)
    return text


def _hedged(text: str, source: Candidate) -> str:
    """Put "may" back before the verb that the source has it before."""
    for modal in _MODAL.finditer(source.sentence.text):
        text = _with_modal(text, modal["modal"].lower(), modal["verb"])
    return text


def _with_modal(text: str, modal: str, verb: str) -> str:
    stem = terms(verb)
    for word in re.finditer(r"\b[a-z]+\b", text):
        before = text[: word.start()]
        if terms(word[0]) == stem and not before.lower().rstrip().endswith((modal, "to")):
            return f"{_HELPING.sub('', before)}{modal} {verb}{text[word.end() :]}"
    return text


def _associating(text: str, source: Candidate) -> str:
    """Tell an association where the source tells no more."""
    if causal_force(source.sentence.text) is not Force.HEDGED:
        return text
    return _CAUSING.sub("is associated with", text)
