"""The words that a citation rests on, in the text around them, with all that is known of both."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote

from ragqa.errors import NotFoundError
from ragqa.indexing.snapshot import Snapshot
from ragqa.rendering.wording import study_label
from ragqa.schema.article import Article, Reference
from ragqa.schema.claim import Citation, Claim
from ragqa.schema.document import Document
from ragqa.schema.source import Access, Source

CHECKS: Final[Mapping[str, str]] = {
    "readable": "The sentence can be read and compared",
    "quotes": "The quoted words stand in the source, letter for letter",
    "support": "The words of the sentence are those of the quotation",
    "quantities": "Every number, unit and comparison is the quotation's",
    "polarity": "What is affirmed or denied is affirmed or denied there",
    "strength": "The verb is as strong as the recommendation, and no stronger",
    "directness": "The quotation is about the people that the sentence is about",
    "substitution": "No name or side of a comparison was exchanged",
    "omission": "No condition or restriction was left out",
    "joints": "What is joined in the sentence is joined in the quotation",
    "plain words": "Plain words, no code or hidden characters",
    "entailment": "An entailment model takes the quotation to say it",
}
"""What each check of the gate makes sure of."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """A quotation and the text of its paragraph before and after it."""

    before: str
    quote: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class QuotedPlace:
    """One quotation of a claim; `around` is None where its index no longer holds it."""

    citation: Citation
    around: Surroundings | None
    has_pages: bool

    @property
    def source_address(self) -> str:
        """Where the whole text is, scrolled to the quotation."""
        citation = self.citation
        name = quote(citation.document_id, safe="")
        return f"/documents/{name}?start={citation.start}&end={citation.end}#quote"


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceView:
    """All that one citation of one sentence rests on."""

    claim: Claim
    reference: Reference
    places: tuple[QuotedPlace, ...]
    others: tuple[tuple[int, str], ...]
    source: Source | None

    @property
    def checks(self) -> list[str]:
        """What the checks that the sentence passed make sure of."""
        passed = [check.name for check in self.claim.verdict.checks if check.passed]
        return [CHECKS.get(name, name) for name in passed]

    @property
    def facts(self) -> list[tuple[str, str]]:
        """What is known of the study and of those it is about, each with its name."""
        directness = self.places[0].citation.directness
        named = (
            ("Kind", self.reference.kind.value),
            ("Study", study_label(self.claim.study) or (directness.design or "")),
            ("About", _about(self.places[0].citation)),
            ("Sex", directness.sex or ""),
            ("Ages", _ages(directness.ages)),
            ("Took part", f"{directness.size:,}" if directness.size else ""),
            ("Text at hand", _access(self.source)),
        )
        return [(name, str(value)) for name, value in named if value]


def evidence_of(article: Article, claim: Claim, number: int, snapshot: Snapshot) -> EvidenceView:
    """Return what the citations of one sentence in one reference rest on.

    Raises:
        NotFoundError: the sentence does not cite it.
    """
    cited = [one for one in claim.citations if one.reference == number]
    if not cited:
        raise NotFoundError(
            f"This sentence does not cite [{number}]. Open its evidence from the article."
        )
    reference = next(one for one in article.references if one.number == number)
    document = _document(snapshot, cited[0])
    return EvidenceView(
        claim=claim,
        reference=reference,
        places=tuple(_place(snapshot, one) for one in dict.fromkeys(cited)),
        others=_others(article, claim, number),
        source=document.source if document else None,
    )


def _others(article: Article, claim: Claim, number: int) -> tuple[tuple[int, str], ...]:
    """Return the other works that the sentence cites, by number."""
    titles = {one.number: one.title for one in article.references}
    numbers = dict.fromkeys(one.reference for one in claim.citations if one.reference != number)
    return tuple((other, titles[other]) for other in numbers)


def _place(snapshot: Snapshot, citation: Citation) -> QuotedPlace:
    document = _document(snapshot, citation)
    if document is None or document.text[citation.start : citation.end] != citation.quote:
        return QuotedPlace(citation=citation, around=None, has_pages=False)
    return QuotedPlace(
        citation=citation,
        around=around(document, citation.start, citation.end),
        has_pages=bool(document.pages),
    )


def around(document: Document, start: int, end: int) -> Surroundings:
    """Return the characters from `start` to `end` in their whole paragraph."""
    text = document.text
    first = text.rfind("\n\n", 0, start) + 2 if "\n\n" in text[:start] else 0
    last = text.find("\n\n", end)
    return Surroundings(
        before=text[first:start],
        quote=text[start:end],
        after=text[end:last] if last >= 0 else text[end:],
    )


def _document(snapshot: Snapshot, citation: Citation) -> Document | None:
    try:
        return snapshot.document(citation.document_id)
    except KeyError:
        return None


def _about(citation: Citation) -> str:
    """Return whom it is about, where that is not adults in general."""
    return ", ".join(sorted(citation.directness.confined_to))


def _ages(ages: tuple[int, int] | None) -> str:
    return f"{ages[0]} to {ages[1]} years" if ages else ""


def _access(source: Source | None) -> str:
    if source is None:
        return ""
    if source.access is Access.DIGEST:
        return "a digest of the work, in other words"
    return str(source.access)
