"""Articles of the library as programs get them, described for the OpenAPI document."""

from typing import Literal

from pydantic import Field

from ragqa.api.answer_shapes import (
    Answer,
    ApprovalShape,
    ClaimShape,
    ProvenanceShape,
    ReferenceShape,
    Shape,
)
from ragqa.api.list_shapes import PageShape
from ragqa.schema.article import Outcome
from ragqa.schema.claim_diff import Change, Part
from ragqa.schema.question import Audience
from ragqa.schema.review import ReviewState


class ArticleLine(Shape):
    """One article of a list."""

    article_id: str
    question: str
    audience: Audience
    version: int
    updated_at: str
    state: ReviewState | None = Field(description="Null where there is no answer to review.")
    claims: int
    compared: bool = Field(description="Whether it was held against the index that serves.")
    stale: str | None = Field(description="Why it is out of date; null where it is not.")


class ArticleList(PageShape):
    """One page of the library."""

    articles: list[ArticleLine]


class VersionShape(Shape):
    """One version of an article; the hash is null for an abstention."""

    number: int
    version_id: str
    content_hash: str | None
    created_at: str
    reason: str = Field(description="Why it took the place of the one before.")
    approval: ApprovalShape | None


class VersionList(Shape):
    """All versions, the current one last."""

    versions: list[VersionShape]


class ReviewerShape(Shape):
    """Who reviews an article now."""

    name: str
    credential: str
    since: str


class CommentShape(Shape):
    """What was said of one claim."""

    claim: str
    comment: str
    by: str
    credential: str
    at: str


class CaseShape(Shape):
    """Where an article stands; all of it null for one that was never submitted."""

    article_id: str
    state: ReviewState | None
    content_hash: str | None = Field(description="Of the text that is under review.")
    submitted_by: str | None
    reason: str | None
    reviewer: ReviewerShape | None
    approval: ApprovalShape | None
    comments: list[CommentShape]


class ArticleReading(CaseShape):
    """One version of an article with its review and all versions there are."""

    version: int
    versions: list[VersionShape]
    article: Answer


class StepShape(Shape):
    """One row of the review log."""

    row: int
    article_id: str
    content_hash: str
    action: str
    by: str
    credential: str
    at: str
    claim: str | None
    comment: str


class ReviewReading(CaseShape):
    """Where an article stands, and every step that led there."""

    log: list[StepShape]


class EditionShape(Shape):
    """One of the two versions that are compared."""

    name: str
    outcome: Outcome
    reason: str | None
    references: list[ReferenceShape]
    provenance: ProvenanceShape


class DifferenceShape(Shape):
    """One thing in which two versions of a claim differ."""

    change: Change
    before: str
    after: str


class ClaimChangeShape(Shape):
    """A claim in both versions, or in the only one that has it."""

    change: Change
    before: ClaimShape | None
    after: ClaimShape | None
    differences: list[DifferenceShape]


class ReferenceChangeShape(Shape):
    """A work that came, went, or is described otherwise."""

    before: ReferenceShape | None
    after: ReferenceShape | None


class TextChangeShape(Shape):
    """A notice, gap, comparison or withheld sentence that changed."""

    part: Part
    before: str | None
    after: str | None


class DiffShape(Shape):
    """Every claim of two versions once, gravest change first, and what changed besides."""

    schema_version: Literal[1]
    question: str
    empty: bool
    before: EditionShape
    after: EditionShape
    counts: dict[str, int]
    claims: list[ClaimChangeShape]
    references: list[ReferenceChangeShape]
    texts: list[TextChangeShape]
