"""What becomes of a sentence after its checks: told apart, cut down, or withheld.

A sentence whose statements rest on different quotes becomes one claim for each, so that nobody
has to guess which source says which half. A sentence that was refused is repaired once: it is put
on other sentences of the sources that carry it, or cut down to those of its statements that pass,
or to the quoted sentence that it meant to tell. What a repair gives is checked as any sentence is,
and never repaired again.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

from ragqa.linguistics.clauses import clauses
from ragqa.linguistics.first_person import is_first_person
from ragqa.linguistics.polarity import nearest_sentence
from ragqa.linguistics.terms import content_terms
from ragqa.schema.article import Draft, DraftBlock, Withheld
from ragqa.schema.claim import ClaimId, DraftClaim, Quotation
from ragqa.verification.attribution import Attributed
from ragqa.verification.readability import LONGEST_CLAIM

Attribute = Callable[[DraftClaim], Attributed | Withheld]
"""Puts one sentence to all checks."""

Reading = Callable[[Quotation], str]
"""Reads the words at a place; empty where they cannot be quoted."""

Elsewhere = Callable[[DraftClaim], Iterable[DraftClaim]]
"""Returns a sentence on other quotes that may carry it, the best first."""

_MEANT = 0.5  # share of a refused sentence's words that the quoted sentence has to hold


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """What of one drafted sentence may be printed, and what may not."""

    passed: tuple[Attributed, ...]
    withheld: tuple[Withheld, ...]


def settle(claim: DraftClaim, attribute: Attribute, read: Reading, elsewhere: Elsewhere) -> Settled:
    """Return what may be printed of `claim`: it, its statements, or what its quotes say.

    On other quotes it is nothing but itself, so that nothing is withheld.
    """
    outcome = attribute(claim)
    if isinstance(outcome, Attributed):
        return Settled(passed=_told_apart(outcome, attribute), withheld=())
    if len(claim.text) > LONGEST_CLAIM:
        return Settled(passed=(), withheld=(outcome,))
    moved = next((o for o in map(attribute, elsewhere(claim)) if isinstance(o, Attributed)), None)
    if moved:
        return Settled(passed=(moved,), withheld=())
    parts = [_on_any(part, attribute) for part in _statements(claim)]
    passed = [part for part in parts if isinstance(part, Attributed)]
    if passed:
        refused = tuple(part for part in parts if isinstance(part, Withheld))
        apart = tuple(item for part in passed for item in _told_apart(part, attribute))
        return Settled(passed=apart, withheld=refused)
    quoted = _as_quoted(claim, read)
    instead = attribute(quoted) if quoted else outcome
    return Settled(
        passed=(instead,) if isinstance(instead, Attributed) else (), withheld=(outcome,)
    )


def with_claims(draft: Draft, settled: Mapping[ClaimId, Iterable[DraftClaim]]) -> Draft:
    """Return `draft` with each of its sentences by what became of it."""

    def among(claims: Iterable[DraftClaim]) -> tuple[DraftClaim, ...]:
        return tuple(part for claim in claims for part in settled[claim.claim_id])

    def block_of(block: DraftBlock) -> DraftBlock:
        return replace(block, claims=among(block.claims))

    return replace(
        draft,
        summary=among(draft.summary),
        sections=tuple(
            replace(section, blocks=tuple(block_of(block) for block in section.blocks))
            for section in draft.sections
        ),
    )


def _told_apart(item: Attributed, attribute: Attribute) -> tuple[Attributed, ...]:
    """Return a claim that rests on several quotes as claims that rest on one each.

    Where single quotes carry all of it, the others go; where each of its statements has a quote
    of its own, the statements part; else the quotes carry it together.
    """
    if len(item.quotes) == 1:
        return (item,)
    alone = _carried_alone(item.draft, attribute)
    if alone:
        places = tuple(place for one in alone for place in one.draft.quotations)
        whole = item if len(alone) == len(item.quotes) else _on(item.draft, places, attribute)
        return (whole or item,)
    parts = [_carried_alone(part, attribute) for part in _statements(item.draft)]
    return tuple(part[0] for part in parts) if parts and all(parts) else (item,)


def _carried_alone(claim: DraftClaim, attribute: Attribute) -> list[Attributed]:
    """Return the claim on each of its quotes that carries it without the others."""
    found = [_on(claim, (place,), attribute) for place in dict.fromkeys(claim.quotations)]
    return [one for one in found if one is not None]


def _on_any(claim: DraftClaim, attribute: Attribute) -> Attributed | Withheld:
    """Return one statement on its quotes together, or else on the first that carries it alone."""
    outcome = attribute(claim)
    alone = _carried_alone(claim, attribute) if isinstance(outcome, Withheld) else []
    return alone[0] if alone else outcome


def _on(
    claim: DraftClaim, places: tuple[Quotation, ...], attribute: Attribute
) -> Attributed | None:
    outcome = attribute(replace(claim, quotations=places))
    return outcome if isinstance(outcome, Attributed) else None


def _statements(claim: DraftClaim) -> list[DraftClaim]:
    """Return the claim's statements as claims; none where it makes but one."""
    texts = clauses(claim.text)
    return [replace(claim, text=text) for text in texts] if len(texts) > 1 else []


def _as_quoted(claim: DraftClaim, read: Reading) -> DraftClaim | None:
    """Return the quoted sentence that the claim meant to tell as a claim of its own."""
    wanted = set(content_terms(claim.text))
    found = [(nearest_sentence(claim.text, text), p) for p in claim.quotations if (text := read(p))]
    held = [(len(wanted.intersection(content_terms(text))), text, p) for text, p in found]
    share, text, place = max(held, key=lambda one: one[0], default=(0, "", None))
    if place is None or share < _MEANT * len(wanted) or not wanted or is_first_person(text):
        return None
    return replace(claim, text=text, quotations=(place,))
