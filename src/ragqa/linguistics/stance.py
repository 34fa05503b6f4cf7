"""How far a sentence goes in recommending, from "insufficient evidence" to "strongly recommends".

The order is that of the bodies which grade: what is agreed on without a test of it goes less far
than what is suggested on evidence, and that less far than what is recommended.
"""

import re
from enum import IntEnum

from ragqa.linguistics.clauses import clauses
from ragqa.linguistics.strength import Force, recommendation_force
from ragqa.linguistics.terms import content_terms
from ragqa.schema.claim import Strength


class Stance(IntEnum):
    """How far a recommendation goes; higher claims more."""

    NONE = 0
    INSUFFICIENT = 1
    CONSENSUS = 2
    SUGGESTS = 3
    RECOMMENDS = 4
    STRONG = 5


_INSUFFICIENT = re.compile(
    r"\b(?:insufficient|inadequate|not enough|no sufficient) (?:\w+ )?evidence\b|"
    r"\bevidence (?:\w+ ){0,4}?(?:is|was|are|remains) (?:\w+ )?(?:insufficient|inadequate|lacking)|"
    r"\bfor (?:or|nor) against\b|\bno recommendation\b|"
    r"\b(?:cannot|could not|unable to|not) (?:be )?(?:recommend|make) (?:\w+ )?(?:for|a recommend)",
    re.IGNORECASE,
)
_CONSENSUS = re.compile(
    r"\bconsensus\b|\bexpert opinion\b|\bgood[- ]practice\b|\bclinical experience\b|"
    r"\bnot (?:been )?(?:\w+ly )?(?:tested|validated)\b|\buntested\b",
    re.IGNORECASE,
)
_CONDITIONAL = re.compile(
    r"\b(?:conditional(?:ly)?|weak(?:ly)?|discretionary)[\s-]+(?:recommend|suggest)|"
    r"\((?:conditional|weak)\b|\brecommendation\s*[:=]?\s*(?:conditional|weak)\b",
    re.IGNORECASE,
)
_STRONG = re.compile(
    r"\bstrongly (?:recommend|advis)|\bmust\b|\bstrong recommendation\b|\(strong\b", re.IGNORECASE
)
_WEAK_GRADES = re.compile(r"(?:level )?(?:C|2[A-D]|IIb|weak|conditional|discretionary)", re.I)


def stance_of(text: str) -> Stance:
    """Return how far `text` goes in recommending; NONE where it does not recommend at all."""
    if _INSUFFICIENT.search(text):
        return Stance.INSUFFICIENT
    force = recommendation_force(text)
    if force is Force.NONE:
        return Stance.NONE
    if _CONSENSUS.search(text):
        return Stance.CONSENSUS
    if force is Force.HEDGED or _CONDITIONAL.search(text):
        return Stance.SUGGESTS
    return Stance.STRONG if _STRONG.search(text) else Stance.RECOMMENDS


def stance_on(claim: str, sentence: str) -> Stance:
    """Return how far `sentence` goes in what `claim` tells of it.

    Where it finds evidence insufficient for one thing, it may recommend another: then the
    statement counts that shares most words with the claim.
    """
    whole = stance_of(sentence)
    if whole is not Stance.INSUFFICIENT:
        return whole
    wanted = frozenset(content_terms(claim))
    told = max(clauses(sentence), key=lambda one: len(wanted.intersection(content_terms(one))))
    return stance_of(told)


def graded(strength: Strength | None) -> Stance:
    """Return how far a recommendation of this strength may go."""
    if strength is None:
        return Stance.STRONG
    if (strength.grade or "").upper() == "I":
        return Stance.INSUFFICIENT
    if strength.origin and strength.origin != "evidence":
        return Stance.CONSENSUS
    if strength.grade and _WEAK_GRADES.fullmatch(strength.grade):
        return Stance.SUGGESTS
    return Stance.STRONG
