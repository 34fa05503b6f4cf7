"""A claim read beside its evidence: what several checks ask of both, found out once."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from ragqa.linguistics.comparisons import turned_back
from ragqa.linguistics.terms import terms
from ragqa.verification.evidence import EvidenceText, in_same_words
from ragqa.verification.retelling import Retelling, retold

_NESTED = 2  # an expansion may hold an abbreviation of its own: "UK Collaborative Trial"

# "No change was seen" says what "it did not change" says, "reduced risk" what "lower risk" says.
_ALIKE = tuple(
    map(frozenset, (("no", "not", "none", "neither"), ("lower", "decreas"), ("higher", "increas")))
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimReading:
    """A claim and its evidence in the same words.

    `nearest` is the quoted sentence that shares the most words with the claim; `carried` holds the
    terms of quotes and titles, known abbreviations in both forms; `retelling` is None where the
    claim does not retell its sentence. A comparison that the claim tells from its other side
    ("lower in B than in A" for "higher in A than in B") is turned round to the side of the source.
    """

    claim: str
    evidence: EvidenceText
    nearest: str
    carried: frozenset[str]
    retelling: Retelling | None


def read(claim: str, evidence: EvidenceText) -> ClaimReading:
    """Bring a claim and its evidence into the same words, and lay them side by side."""
    said, stated = in_same_words(" ".join(claim.split()), evidence)
    nearest = stated.nearest(said)
    said = turned_back(said, nearest)
    return ClaimReading(
        claim=said,
        evidence=stated,
        nearest=nearest,
        carried=_carried(stated, stated.known_beside(said)),
        retelling=retold(said, nearest, stated),
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
    return frozenset(carried).union(*(alike for alike in _ALIKE if not alike.isdisjoint(carried)))


@lru_cache(maxsize=4096)
def _forms(short: str, long: str) -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    """Return the terms of an abbreviation, of its plural, and of what it stands for."""
    return frozenset(terms(short)), frozenset(terms(f"{short}s")), frozenset(terms(long))
