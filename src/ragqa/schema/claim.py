"""Sentences of an article, before and after they were checked."""

import hashlib
from dataclasses import dataclass
from enum import StrEnum
from typing import NewType

from ragqa.schema.directness import UNSTATED, Directness
from ragqa.schema.document import DocumentId, PassageId

ClaimId = NewType("ClaimId", str)


class ClaimRole(StrEnum):
    """What a sentence does in the article."""

    ANSWER = "answer"
    RECOMMENDATION = "recommendation"
    FINDING = "finding"
    BACKGROUND = "background"


@dataclass(frozen=True, slots=True, kw_only=True)
class Strength:
    """How strongly a recommendation is made, in the words of the body that makes it."""

    grade: str | None
    certainty: str | None
    origin: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Quotation:
    """Characters `start` to `end` of a document, inside one passage; the text is cut by code."""

    passage_id: PassageId
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Study:
    """The design and size a research finding rests on, where its work states them.

    `size` is cut from the work at `quotation`; None where no size is stated.
    """

    design: str | None
    size: str | None
    quotation: Quotation | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftClaim:
    """A sentence a composer proposes, with the passages it rests on. Nobody has checked it."""

    text: str
    role: ClaimRole
    strength: Strength | None
    study: Study | None
    quotations: tuple[Quotation, ...]

    @property
    def claim_id(self) -> ClaimId:
        """Derived from the text and what it rests on."""
        parts = [self.text, *(f"{q.passage_id}:{q.start}:{q.end}" for q in self.quotations)]
        return ClaimId("c" + hashlib.sha256("\x00".join(parts).encode()).hexdigest()[:12])


class Label(StrEnum):
    """Whether the quoted passages support the sentence."""

    SUPPORTED = "SUPPORTED"
    CONTRADICTED = "CONTRADICTED"
    NOT_ENOUGH_INFO = "NOT_ENOUGH_INFO"


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One test a claim was put to; `detail` is one plain sentence when it failed."""

    name: str
    passed: bool
    detail: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """The outcome of all checks on one claim; `score` in [0, 1], higher is better supported."""

    label: Label
    score: float
    checks: tuple[Check, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """A numbered pointer from a sentence to the exact words that support it.

    `directness` says whom these are about; articles of before it was told say nothing of it.
    """

    reference: int
    document_id: DocumentId
    passage_id: PassageId
    start: int
    end: int
    quote: str
    page: int | None
    section: str
    directness: Directness = UNSTATED


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A sentence that passed every check, with its citations.

    Told to another audience in other words, it keeps its id, and `original` is what was written.
    """

    claim_id: ClaimId
    text: str
    role: ClaimRole
    strength: Strength | None
    study: Study | None
    citations: tuple[Citation, ...]
    verdict: Verdict
    original: str | None = None
