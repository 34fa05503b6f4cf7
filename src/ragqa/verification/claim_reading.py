"""A claim read beside its evidence: what several checks ask of both, found out once."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from ragqa.linguistics.comparisons import turned_round
from ragqa.linguistics.terms import terms
from ragqa.verification.evidence import EvidenceText, in_same_words

_NESTED = 2  # an expansion may hold an abbreviation of its own: "UK Collaborative Trial"

# "No change was seen" says what "it did not change" says.
_DENIALS = frozenset({"no", "not"})


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimReading:
    """A claim and its evidence in the same words.

    `nearest` is the quoted sentence that shares the most words with the claim; `carried` holds the
    terms of quotes and titles, known abbreviations in both forms; `turned` the words by which the
    claim tells a comparison from its other side.
    """

    claim: str
    evidence: EvidenceText
    nearest: str
    carried: frozenset[str]
    turned: frozenset[str]


def read(claim: str, evidence: EvidenceText) -> ClaimReading:
    """Bring a claim and its evidence into the same words, and lay them side by side."""
    said, stated = in_same_words(" ".join(claim.split()), evidence)
    nearest = stated.nearest(said)
    return ClaimReading(
        claim=said,
        evidence=stated,
        nearest=nearest,
        carried=_carried(stated, stated.known_beside(said)),
        turned=turned_round(said, nearest),
    )


def _carried(evidence: EvidenceText, known: Mapping[str, str]) -> frozenset[str]:
    """Return the terms of the quotes and titles, with each known abbreviation in both forms."""
    carried = set(terms(evidence.text))
    for title in evidence.titles:
        carried.update(terms(title))
    for _ in range(_NESTED):
        for short, long in known.items():
            singular, plural, words = _forms(short, long)
            if singular <= carried or plural <= carried:
                carried |= words
            if words <= carried:
                carried |= singular
    return frozenset(carried) | (_DENIALS if not _DENIALS.isdisjoint(carried) else frozenset())


@lru_cache(maxsize=4096)
def _forms(short: str, long: str) -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    """Return the terms of an abbreviation, of its plural, and of what it stands for."""
    return frozenset(terms(short)), frozenset(terms(f"{short}s")), frozenset(terms(long))
