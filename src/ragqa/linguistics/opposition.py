"""How two clauses on one subject exclude each other.

A precise and narrow reading: both have to speak of one subject in nearly the same terms, for the
same people. Whoever holds sentences against each other, in an article of its own or of another
hand, asks here.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

from ragqa.linguistics.assertions import Assertion, subject_terms
from ragqa.linguistics.clause_stance import names_effect
from ragqa.linguistics.polarity import disagreement
from ragqa.linguistics.quantities import Comparator, Quantity
from ragqa.linguistics.strength import Force, causal_force
from ragqa.linguistics.units import factor

_WHETHER = re.compile(r"\b(?:whether|if|that)\b(?P<open>.*)", re.IGNORECASE | re.DOTALL)
_CAUSED = re.compile(
    r"(?P<before>.+?)\b(?:is|are|was|were)?\s*(?:\w+ly\s)?(?:caused by|due to|results? from)\b"
    r"|\b(?:causes?|cause of|caus(?:al|ation) (?:of|for)|(?:a?etiology|origin) of)\s(?P<behind>.+)",
    re.IGNORECASE | re.DOTALL,
)
_OPPOSITES = tuple(
    (re.compile(rf"\b(?:{one})\b", re.IGNORECASE), re.compile(rf"\b(?:{other})\b", re.IGNORECASE))
    for one, other in (
        (r"(?<!not )(?:considered )?safe", r"contraindicated|harmful|dangerous|unsafe|not safe"),
        (r"(?<!un)common|frequent", r"rare|uncommon|infrequent"),
        (r"first[- ]line|first choice", r"second[- ]line|third[- ]line|last[- ]line|last resort"),
        (r"reversible", r"irreversible|permanent"),
        (
            r"(?<!not )(?:required|mandatory|necessary)",
            r"optional|unnecessary|not (?:required|necessary)",
        ),
        (
            r"(?<!not )recommended|should be (?:given|used|offered|started)",
            r"contraindicated|should be avoided|must be avoided|discouraged",
        ),
    )
)
_SMALLER = frozenset({Comparator.LESS, Comparator.AT_MOST})
_LARGER = frozenset({Comparator.MORE, Comparator.AT_LEAST})


class Opposed(StrEnum):
    """In what two clauses exclude each other."""

    CERTAINTY = "certainty"
    """The one is sure of what the other calls open."""
    NUMBER = "number"
    SIDE = "side"
    """They negate each other, or point opposite ways."""
    CAUSE = "cause"
    """The one tells the cause of what the other calls unexplained."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Opposition:
    """In what two clauses exclude each other; the `numbers` of both where these do."""

    kind: Opposed
    numbers: tuple[str, str] | None = None


def opposition(one: Assertion, other: Assertion, *, one_work: bool) -> Opposition | None:
    """Return in what two clauses on one subject exclude each other; None if they do not.

    Args:
        one: `one.is_about(other)` holds.
        other: the other clause.
        one_work: whether one and the same work says both. Studies may well find different figures.
    """
    if one.stance.holds_open != other.stance.holds_open:
        known, unknown = (other, one) if one.stance.holds_open else (one, other)
        said = _WHETHER.search(unknown.text)
        sure = known.stance.asserts_effect and not known.stance.is_soft
        both = sure and said and names_effect(said["open"])
        return Opposition(kind=Opposed.CERTAINTY) if both else None
    if one.stance.is_soft or other.stance.is_soft:
        return None
    if numbers := _other_number(one, other, one_work=one_work):
        return Opposition(kind=Opposed.NUMBER, numbers=numbers)
    if one.words == other.words or quantities_differ(one, other):
        return None
    return Opposition(kind=Opposed.SIDE) if _opposite(one, other) else None


def _opposite(one: Assertion, other: Assertion) -> bool:
    """Tell whether two clauses on one subject negate each other or point opposite ways."""
    for first, second in ((one, other), (other, one)):
        if first.stance.denies_effect and second.stance.asserts_effect:
            return True
        if any(
            a.search(first.text) and b.search(second.text) and not b.search(first.text)
            for a, b in _OPPOSITES
        ):
            return True
    return disagreement(one.text, other.text) is not None


def _other_number(one: Assertion, other: Assertion, *, one_work: bool) -> tuple[str, str] | None:
    """Return two numbers for one thing, where each clause has one of that dimension."""
    if (one.stance.of_a_study or other.stance.of_a_study) and not one_work:
        return None
    for quantity in one.quantities:
        rivals = [q for q in other.quantities if _same_dimension(quantity, q)]
        own = [q for q in one.quantities if _same_dimension(quantity, q)]
        if len(rivals) == len(own) == 1 and _exclude(quantity, rivals[0]):
            return quantity.text, rivals[0].text
    return None


def _same_dimension(one: Quantity, other: Quantity) -> bool:
    return (
        one.unit is not None and other.unit is not None and factor(one.unit, other.unit) is not None
    )


def _exclude(one: Quantity, other: Quantity) -> bool:
    """Tell whether two quantities bound the same side at different values."""
    sides = {one.comparator, other.comparator}
    return not (sides & _SMALLER and sides & _LARGER) and not _agree(one, other)


def _agree(one: Quantity, other: Quantity) -> bool:
    """Tell whether two quantities can both hold: equal, or the one within the other's range."""
    scale = factor(one.unit or "", other.unit or "") or 1.0
    low, high = one.value * scale, (one.upper or one.value) * scale
    close = 0.02 * max(abs(low), abs(other.value))
    return low - close <= (other.upper or other.value) and other.value <= high + close


def quantities_differ(one: Assertion, other: Assertion) -> bool:
    """Tell clauses on different doses, ages or times."""
    return not all(any(q.same_as(p) for p in other.quantities) for q in one.quantities) or not all(
        any(q.same_as(p) for p in one.quantities) for q in other.quantities
    )


def cause_told_and_open(one: Assertion, other: Assertion) -> bool:
    """Tell whether one clause tells the cause of what the other calls unexplained."""
    pairs = ((told_effect(one), open_effect(other)), (open_effect(one), told_effect(other)))
    return any(told and unknown and same_effect(told, unknown) for told, unknown in pairs)


def same_effect(told: frozenset[str], unknown: frozenset[str]) -> bool:
    """Tell whether two sets of terms name one thing that is caused."""
    return len(told & unknown) >= 0.5 * len(told | unknown)


def told_effect(clause: Assertion) -> frozenset[str]:
    """Return the terms of what a clause says is caused; none where it is not sure of it."""
    stance = clause.stance
    sure = not (stance.holds_open or stance.is_soft) and causal_force(clause.text) is Force.PLAIN
    return _effect(clause.text) if sure else frozenset()


def open_effect(clause: Assertion) -> frozenset[str]:
    """Return the terms of what a clause calls unexplained."""
    return _effect(clause.text) if clause.stance.holds_open else frozenset()


def _effect(text: str) -> frozenset[str]:
    """Return the terms of what is said to be caused."""
    caused = _CAUSED.search(text)
    if caused is None:
        return frozenset()
    behind = (
        re.split(r",\s|\s(?:is|are|remains?)\s", caused["behind"])[0] if caused["behind"] else ""
    )
    return subject_terms(caused["before"] or behind)
