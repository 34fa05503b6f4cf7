"""How much sentences share, and when one only says again what another says."""

import re
from collections.abc import Iterable

from ragqa.generation.candidates import Candidate, Part
from ragqa.linguistics.polarity import disagreement
from ragqa.schema.source import Kind

# Two sentences that share this much of the shorter one say the same; two recommendations may
# differ in the drug alone.
_SAME = 0.85
_SAME_ADVICE = 0.95
_FIGURE = re.compile(r"\d+(?:[.,]\d+)*")
# Share of a sentence's terms that a list of the same guideline holds where it is one of its items.
_LISTED_TOO = 0.95


def overlap(candidate: Candidate, others: Iterable[Candidate]) -> float:
    """Return how much the candidate shares with the one of `others` it is most like, in [0, 1]."""
    return max((_shared(candidate, other) for other in others), default=0.0)


def repeats(candidate: Candidate, others: Iterable[Candidate]) -> bool:
    """Tell whether one of `others` says the same."""
    return any(_same(candidate, other) for other in others)


def _same(one: Candidate, other: Candidate) -> bool:
    if one.text == other.text:
        return True
    if one.sentence.listed and other.sentence.listed:
        # Two doses may differ in a single number.
        return one.terms == other.terms
    if one.sentence.listed or other.sentence.listed:
        return _is_item(one, other) if other.sentence.listed else _is_item(other, one)
    if _advises(one) and _advises(other):
        return one.strength == other.strength and _shared(one, other) >= _SAME_ADVICE
    if _shared(one, other) < _SAME or _counts_otherwise(one.text, other.text):
        return False
    return disagreement(one.text, other.text) is None


def _counts_otherwise(one: str, other: str) -> bool:
    """Tell whether each of two sentences has a figure that the other lacks."""
    here, there = set(_FIGURE.findall(one)), set(_FIGURE.findall(other))
    return bool(here - there and there - here)


def _advises(candidate: Candidate) -> bool:
    return candidate.kind is Kind.GUIDELINE and (
        candidate.strength is not None or candidate.part is Part.RECOMMENDATION
    )


def _is_item(sentence: Candidate, items: Candidate) -> bool:
    """Tell whether a sentence stands among the items of a list, word for word or nearly so."""
    held = len(sentence.terms & items.terms)
    return bool(sentence.terms) and held >= _LISTED_TOO * len(sentence.terms)


def _shared(one: Candidate, other: Candidate) -> float:
    """Share of the shorter sentence's terms that the other has; in [0, 1]."""
    smaller = min(len(one.terms), len(other.terms))
    return len(one.terms & other.terms) / smaller if smaller else 0.0
