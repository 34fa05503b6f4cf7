"""An answer as programs get it, schema version 1, described for the OpenAPI document.

The bodies themselves come from `rendering`; these classes only say what is in them.
"""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from ragqa.schema.article import Outcome, Style
from ragqa.schema.claim import ClaimRole, Label
from ragqa.schema.directness import Group, Sex, Species
from ragqa.schema.question import Audience
from ragqa.schema.review import ReviewState
from ragqa.schema.source import Design, Kind


class Shape(BaseModel):
    """Something in an answer; later versions may add fields."""

    model_config = ConfigDict(extra="allow")


class DirectnessShape(Shape):
    """Whom a passage is about and what kind of study it reports, as far as that is stated."""

    species: Species | None
    groups: list[Group] = Field(description="To whom it is confined; none for adults in general.")
    sex: Sex | None
    ages: list[int] | None = Field(description="From the lowest to the highest, in years.")
    design: Design | None
    size: int | None


class StrengthShape(Shape):
    """How strongly a body recommends something, in its own words."""

    grade: str | None
    certainty: str | None
    origin: str | None


class QuotationShape(Shape):
    """Where words stand in a document."""

    passage_id: str
    start: int
    end: int


class StudyShape(Shape):
    """The design and size of the study behind a finding."""

    design: str | None
    size: str | None
    quotation: QuotationShape | None


class CitationShape(Shape):
    """The exact words of a source that a claim rests on; `start` and `end` are offsets into it."""

    reference: int = Field(description="Number in the reference list.")
    document_id: str
    passage_id: str
    start: int
    end: int
    quote: str
    page: int | None
    section: str
    directness: DirectnessShape


class CheckShape(Shape):
    """One test that a claim was put to."""

    name: str
    passed: bool
    detail: str


class VerdictShape(Shape):
    """What all checks came to; the score lies in [0, 1]."""

    label: Label
    score: float
    checks: list[CheckShape]


class ClaimShape(Shape):
    """One sentence of an article with its citations."""

    id: str
    text: str
    role: ClaimRole
    strength: StrengthShape | None
    study: StudyShape | None
    citations: list[CitationShape]
    verdict: VerdictShape


class BlockShape(Shape):
    """Claims under one heading, by their ids."""

    heading: str | None
    style: Style
    claims: list[str]


class SectionShape(Shape):
    """One of the two parts of an article; the notice says why it is thin."""

    kind: Literal["guidelines", "research"]
    title: str
    notice: str | None
    blocks: list[BlockShape]


class ReferenceShape(Shape):
    """One numbered work; its notices must be known before relying on it."""

    number: int
    kind: Kind
    document_id: str
    title: str
    authors: list[str]
    container: str | None
    year: int | None
    doi: str | None
    pmid: str | None
    pmcid: str | None
    url: str | None
    notices: list[str]


class WithheldShape(Shape):
    """A sentence that failed a check, and why."""

    text: str
    reason: str


class GapShape(Shape):
    """A part of the question that the sources leave open, and why."""

    question: str
    reason: str


class ConcordanceShape(Shape):
    """How a guideline claim and a research claim stand to each other."""

    guideline: str
    research: str
    relation: str


class ApprovalShape(Shape):
    """One person's word for the text with this hash."""

    content_hash: str
    reviewer: str
    credential: str
    approved_at: str


class ReviewShape(Shape):
    """Where the text stands with its reviewers; all null for an abstention."""

    state: ReviewState | None
    submitted_by: str | None
    reason: str | None
    approval: ApprovalShape | None


class ProvenanceShape(Shape):
    """What shaped the answer besides its sources."""

    snapshot: str
    prompts: dict[str, str]
    composer: str
    embedder: str
    verifier: str
    settings: str
    version: str
    generated_at: str


class UsageShape(Shape):
    """What the answer cost."""

    seconds: dict[str, float]
    prompt_tokens: int
    completion_tokens: int
    cost: float


class Answer(Shape):
    """An article, or an abstention: then `reason` and `nearest` are there and it has no claims.

    The same object as `ragqa ask --format json` prints.
    """

    schema_version: Literal[1]
    question: str
    outcome: Outcome
    audience: Audience
    reason: str | None = Field(None, description="Of an abstention: why there is no answer.")
    nearest: list[ReferenceShape] = Field([], description="Of an abstention: what came nearest.")
    summary: list[str] = Field(description="Ids of the claims of the direct answer.")
    sections: list[SectionShape]
    claims: list[ClaimShape]
    references: list[ReferenceShape]
    withheld: list[WithheldShape]
    gaps: list[GapShape]
    concordance: list[ConcordanceShape]
    notices: list[str]
    review: ReviewShape
    provenance: ProvenanceShape
    usage: UsageShape
    disclaimer: str
