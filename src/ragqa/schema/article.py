"""An answer before and after verification. Only the gate turns the one into the other."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from ragqa.schema.claim import Citation, Claim, ClaimId, DraftClaim
from ragqa.schema.document import DocumentId
from ragqa.schema.provenance import Provenance, Usage
from ragqa.schema.question import Question
from ragqa.schema.review import Review
from ragqa.schema.source import Kind

DISCLAIMER = (
    "This article is for healthcare professionals. It restates what the listed sources say; "
    "check the sources and current local guidance before acting on it. It does not replace "
    "clinical judgement about an individual patient."
)


class Outcome(StrEnum):
    """How much of the question was answered."""

    ANSWERED = "answered"
    PARTIAL = "partial"
    ABSTAINED = "abstained"


class Style(StrEnum):
    """How a block is set."""

    PARAGRAPH = "paragraph"
    BULLETS = "bullets"


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """A part of the question that the sources leave open, and why."""

    question: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftBlock:
    """Unchecked sentences under one heading."""

    heading: str | None
    style: Style
    claims: tuple[DraftClaim, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftSection:
    """An unchecked section; `notice` says why it is thin or empty."""

    kind: Kind
    notice: str | None
    blocks: tuple[DraftBlock, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftPart:
    """One of several things that were asked, and the sentences that were drafted for it."""

    question: str
    claims: tuple[ClaimId, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What a composer proposes. No door accepts it: only the gate does.

    `consulted` are works that may define an abbreviation which the quoted ones only use; `parts`
    are those of a question that asks several things.
    """

    question: Question
    composer: str
    prompts: tuple[tuple[str, str], ...]
    summary: tuple[DraftClaim, ...]
    sections: tuple[DraftSection, ...]
    gaps: tuple[Gap, ...]
    consulted: tuple[DocumentId, ...] = ()
    parts: tuple[DraftPart, ...] = ()

    @property
    def claims(self) -> Iterator[DraftClaim]:
        """All sentences: those of the summary, then those of the sections as they stand."""
        yield from self.summary
        for section in self.sections:
            for block in section.blocks:
                yield from block.claims


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """Checked sentences under one heading, by claim id."""

    heading: str | None
    style: Style
    claims: tuple[ClaimId, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleSection:
    """One of the two parts of an article."""

    kind: Kind
    notice: str | None
    blocks: tuple[Block, ...]

    @property
    def title(self) -> str:
        """The heading readers see."""
        return "From the Guidelines" if self.kind is Kind.GUIDELINE else "From the Research"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """One numbered entry of the reference list: one work, however many files hold it."""

    number: int
    kind: Kind
    document_id: DocumentId
    title: str
    authors: tuple[str, ...]
    container: str | None
    year: int | None
    doi: str | None
    pmid: str | None
    pmcid: str | None
    url: str | None
    notices: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Withheld:
    """A sentence that did not pass, and the reason in one plain sentence."""

    text: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Concordance:
    """How one guideline claim and one research claim stand to each other."""

    guideline: ClaimId
    research: ClaimId
    relation: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GlossaryEntry:
    """What a word of the article means, for those who may not know it.

    The meaning is a sentence of a cited work, or what an abbreviation stands for: where no cited
    work introduces that, it has no citation.
    """

    term: str
    meaning: str
    citations: tuple[Citation, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """An article in which every sentence has been checked against the words it cites.

    `notices` are for the whole article, such as why another composer wrote it than was asked.
    `reading_grade` is the Flesch-Kincaid grade of its sentences; articles of before it was
    measured have none.
    """

    question: Question
    outcome: Outcome
    notices: tuple[str, ...]
    summary: tuple[ClaimId, ...]
    sections: tuple[ArticleSection, ...]
    claims: tuple[Claim, ...]
    references: tuple[Reference, ...]
    withheld: tuple[Withheld, ...]
    gaps: tuple[Gap, ...]
    concordance: tuple[Concordance, ...]
    review: Review
    provenance: Provenance
    usage: Usage
    glossary: tuple[GlossaryEntry, ...] = ()
    reading_grade: float | None = None

    @property
    def citations(self) -> Iterator[Citation]:
        """All citations: those of the claims in order, then those of the glossary."""
        for claim in self.claims:
            yield from claim.citations
        for entry in self.glossary:
            yield from entry.citations

    def claim(self, claim_id: ClaimId) -> Claim:
        """Return the claim with this id.

        Raises:
            KeyError: the article has no such claim.
        """
        for claim in self.claims:
            if claim.claim_id == claim_id:
                return claim
        raise KeyError(claim_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class Abstention:
    """No article: the indexed sources do not answer, and these came nearest."""

    question: Question
    reason: str
    notices: tuple[str, ...]
    nearest: tuple[Reference, ...]
    withheld: tuple[Withheld, ...]
    provenance: Provenance
    usage: Usage
