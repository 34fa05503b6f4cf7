"""Where an article stands with its human reviewers, and what an approval is bound to.

An approval belongs to one exact text, by the hash of all that it says. Whatever an article
carries, `standing` tells what may be said of it: no other text can borrow an approval.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from ragqa.schema.article import Article


class ReviewState(StrEnum):
    """How far a person has come with an article."""

    SUBMITTED = "submitted"
    UNDER_REVIEW = "under review"
    SENT_BACK = "sent back"
    APPROVED = "approved"


@dataclass(frozen=True, slots=True, kw_only=True)
class Approval:
    """One person's word that the article with this content hash may be relied on.

    `approved_at` is an ISO date and time.
    """

    content_hash: str
    reviewer: str
    credential: str
    approved_at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """Where one article stands: approved with an approval in hand, and not otherwise.

    `submitted_by` is None for an answer that was never put into a library. `reason` says why it
    is back: what changed, or a reviewer's comment.
    """

    state: ReviewState
    submitted_by: str | None
    reason: str | None
    approval: Approval | None

    def __post_init__(self) -> None:
        if (self.state is ReviewState.APPROVED) != (self.approval is not None):
            raise ValueError("an approved article, and no other, carries its approval")


UNREAD: Final = Review(state=ReviewState.SUBMITTED, submitted_by=None, reason=None, approval=None)
"""Of an answer that no person has looked at."""

_EDITED = "The text is not the one that passed review."


def standing(article: "Article") -> Review:
    """Return the review that may be shown: an approval of any other text does not count."""
    review = article.review
    if review.approval is None or review.approval.content_hash == content_hash(article):
        return review
    return replace(review, state=ReviewState.SUBMITTED, reason=_EDITED, approval=None)


def content_hash(article: "Article") -> str:
    """Return the SHA-256 of everything an approval covers, in hexadecimal.

    That is every field but three: when the article was made, what it cost, and its review. Text,
    claims with their citations, references, notices, prompts, models, settings and snapshot are
    in it, and a field that the article gains later is in it too, once it says something: the text
    that was approved before ragqa knew the field is still that text.
    """
    fields = asdict(article)
    del fields["review"], fields["usage"], fields["provenance"]["generated_at"]
    _leave_out(fields, {"glossary": (), "reading_grade": None})
    for claim in fields["claims"]:
        _leave_out(claim, {"original": None})
    written = json.dumps(fields, sort_keys=True, allow_nan=False)
    return hashlib.sha256(written.encode("ascii")).hexdigest()


def _leave_out(fields: dict[str, object], unsaid: Mapping[str, object]) -> None:
    for name, nothing in unsaid.items():
        if fields[name] == nothing:
            del fields[name]
