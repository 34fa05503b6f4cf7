"""The word lock: what a claim says is said in its quotes."""

from dataclasses import dataclass

from ragqa.linguistics.abbreviations import WELL_KNOWN
from ragqa.linguistics.terms import content_terms, terms
from ragqa.schema.claim import Check
from ragqa.verification.evidence import EvidenceText

NAME = "support"


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """The share of a claim's words that its quotes carry, and those that they do not."""

    share: float
    missing: tuple[str, ...]


def coverage(claim: str, evidence: EvidenceText) -> Coverage:
    """Measure how much of the claim its quotes say, abbreviations and titles understood."""
    wanted = list(dict.fromkeys(content_terms(claim)))
    carried = carried_terms(evidence)
    missing = tuple(term for term in wanted if term not in carried)
    return Coverage(share=1 - len(missing) / len(wanted) if wanted else 0.0, missing=missing)


def carried_terms(evidence: EvidenceText) -> frozenset[str]:
    """Return the terms of the quotes and titles, with each known abbreviation in both forms."""
    carried = set(terms(evidence.text))
    for title in evidence.titles:
        carried.update(terms(title))
    known = {**WELL_KNOWN, **dict(evidence.abbreviations)}
    added: set[str] = set()
    for short, long in known.items():
        short_terms, long_terms = set(terms(short)), set(terms(long))
        if short_terms <= carried:
            added |= long_terms
        if set(content_terms(long)) <= carried:
            added |= short_terms
    return frozenset(carried | added)


def check_support(claim: str, evidence: EvidenceText, *, threshold: float) -> Check:
    """Fail when the quotes carry less of the claim than `threshold`, or lack a name it uses.

    Names are terms with a figure, such as il-6; a number that is missing fails elsewhere too.
    """
    covered = coverage(claim, evidence)
    names = [term for term in covered.missing if _is_name(term)]
    if covered.share >= threshold and not names:
        return Check(name=NAME, passed=True, detail="")
    words = ", ".join(f"“{term}”" for term in (names or covered.missing)[:3])
    detail = (
        f"The quoted passage does not say {words}." if words else "The claim says nothing to check."
    )
    return Check(name=NAME, passed=False, detail=detail)


def _is_name(term: str) -> bool:
    return any(c.isdigit() for c in term) and any(c.isalpha() for c in term)
