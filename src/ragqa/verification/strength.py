"""The strength lock: a claim goes as far as its quote, or less far, never further."""

from collections.abc import Iterable

from ragqa.linguistics.stance import Stance, stance_of, stance_on
from ragqa.linguistics.strength import (
    Force,
    asked_as_told,
    causal_force,
    hedge_lifted,
    parse_strength,
    recommendation_force,
    states_an_aim,
)
from ragqa.schema.claim import Check, Strength
from ragqa.verification.evidence import EvidenceText
from ragqa.verification.quotes import Quote

NAME = "strength"
_SHORT_OF = {
    Stance.NONE: "The claim recommends, the quoted passage does not go that far.",
    Stance.INSUFFICIENT: "The quoted passage finds too little evidence for what is recommended.",
    Stance.CONSENSUS: "The claim recommends what the quoted passage only agrees on, untested.",
    Stance.SUGGESTS: "The claim recommends what the quoted passage only suggests.",
}


def check_strength(claim: str, evidence: EvidenceText) -> Check:
    """Fail when the claim recommends, concludes or asserts more than the nearest sentence does."""
    sentence = evidence.nearest(claim)
    return Check(name=NAME, passed=(fault := _fault(claim, sentence)) is None, detail=fault or "")


def _fault(claim: str, sentence: str) -> str | None:
    if recommendation_force(claim) is Force.PLAIN is not recommendation_force(sentence):
        return _SHORT_OF[Stance.NONE]
    if stance_of(claim) >= Stance.RECOMMENDS > (stated := stance_on(claim, sentence)):
        return _SHORT_OF[stated]
    if causal_force(claim) is Force.PLAIN and causal_force(sentence) is Force.HEDGED:
        return "The claim states a cause, the quoted passage only an association."
    if asked_as_told(claim, sentence) or (states_an_aim(sentence) and not states_an_aim(claim)):
        return "The claim tells an aim of the quoted study as if it were a result."
    if hedge_lifted(claim, sentence):
        return "The quoted passage is less certain than the claim."
    return None


def stated_strength(strength: Strength | None, quotes: Iterable[Quote]) -> Strength | None:
    """Return what of `strength` the quoted passages or their works state; None where nothing."""
    if strength is None:
        return None
    stated = _stated(quotes)
    kept = Strength(
        grade=_kept(strength.grade, stated),
        certainty=_kept(strength.certainty, stated),
        origin=_kept(strength.origin, stated),
    )
    return None if (kept.grade or kept.certainty or kept.origin) is None else kept


def _stated(quotes: Iterable[Quote]) -> frozenset[str]:
    """Return every grade, certainty and origin that the passages and works state, lower-cased."""
    values: set[str | None] = set()
    for quote in quotes:
        values.add(quote.source.grade)
        for text in (quote.text, quote.passage.text, quote.source.grade or ""):
            parsed = parse_strength(text)
            if parsed:
                values |= {parsed.grade, parsed.certainty, parsed.origin}
    return frozenset(value.lower() for value in values if value)


def _kept(value: str | None, stated: frozenset[str]) -> str | None:
    return value if value is not None and value.lower() in stated else None
