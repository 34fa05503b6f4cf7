"""The review of one article as a state machine: which step may follow which, and who may take it.

    submitted ── start ──> under review ── approve ──> approved
        ^                       │
        └── submit ── sent back <── send back, with a comment

A new text of the article goes back to submitted from anywhere; where a regeneration finds no
answer, nothing is left to review. Nobody reviews a text that they submitted themselves. Nothing
here reads a clock or a database: a review is the steps taken so far, replayed.
"""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final, Never, assert_never

from ragqa.errors import ReviewError
from ragqa.schema.article import Article
from ragqa.schema.claim import ClaimId
from ragqa.schema.review import UNREAD, Approval, Review, ReviewState, content_hash

LONGEST_NAME: Final = 200
LONGEST_COMMENT: Final = 10_000


class Action(StrEnum):
    """What is done to an article; a batch submits in the name of whoever runs it."""

    SUBMIT = "submit"
    ABSTAIN = "abstain"
    """It was regenerated, and the sources give no answer any more."""
    START = "start"
    TAKE_OVER = "take over"
    COMMENT = "comment"
    APPROVE = "approve"
    SEND_BACK = "send back"


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One thing that one person did to one text of an article, as the log keeps it.

    `content_hash` names the text, `at` is an ISO date and time, and `claim` is None but where one
    claim is commented on. `comment` is what is said of it, why an article was sent back, or what
    brings it back for review.
    """

    article_id: str
    content_hash: str
    action: Action
    by: str
    credential: str
    at: str
    claim: ClaimId | None
    comment: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """The review of one article after the steps taken so far.

    `review` is None where there is nothing to review. `reviewer` is the step by which the present
    reviewer began. `submissions` are those of the present text, `comments` what was said of it,
    and `approvals` those of every text, so that an approved version stays readable as such.
    """

    article_id: str
    content_hash: str
    review: Review | None
    reviewer: Step | None
    submissions: tuple[Step, ...]
    comments: tuple[Step, ...]
    approvals: tuple[Approval, ...]

    @property
    def state(self) -> ReviewState | None:
        """Where the present text stands."""
        return self.review.state if self.review else None


def as_reviewed(article: Article, case: Case | None) -> Article:
    """Return the article with the review of this very text, whichever version it is.

    An approval that an earlier text was given is found again with that text.
    """
    text = content_hash(article)
    if case is None:
        return replace(article, review=UNREAD)
    if case.review is not None and case.content_hash == text:
        return replace(article, review=case.review)
    given = [approval for approval in case.approvals if approval.content_hash == text]
    earlier = Review(
        state=ReviewState.APPROVED if given else ReviewState.SUBMITTED,
        submitted_by=None,
        reason="This is not the text that is under review now.",
        approval=given[-1] if given else None,
    )
    return replace(article, review=earlier)


def same_person(name: str, other: str) -> bool:
    """Tell whether two names are one but for case, width, spaces and punctuation."""
    return _spelling(name) == _spelling(other)


def replayed(steps: Iterable[Step]) -> dict[str, Case]:
    """Return the case of every article after these steps, given in order.

    Raises:
        ReviewError: a step was not allowed when it was taken.
    """
    cases: dict[str, Case] = {}
    for step in steps:
        cases[step.article_id] = advanced(cases.get(step.article_id), step)
    return cases


def advanced(case: Case | None, step: Step) -> Case:
    """Return the case after one more step; None is an article that was never submitted.

    Raises:
        ReviewError: the step is not allowed; the sentence says why, and what to do instead.
    """
    _check_words(step)
    match step.action:
        case Action.SUBMIT:
            return _submitted(case, step)
        case Action.ABSTAIN:
            return _abstained(case, step)
    known = _known(case, step)
    _check_person(known, step)
    match step.action:
        case Action.START | Action.TAKE_OVER:
            return replace(_moved(known, ReviewState.UNDER_REVIEW), reviewer=step)
        case Action.COMMENT:
            return replace(known, comments=(*known.comments, step))
        case Action.APPROVE:
            return _approved(known, step)
        case Action.SEND_BACK:
            return _moved(known, ReviewState.SENT_BACK, reason=step.comment)
        case _:
            assert_never(step.action)


def _submitted(case: Case | None, step: Step) -> Case:
    """Take in a new text, or the same one again after it was sent back."""
    review = Review(
        state=ReviewState.SUBMITTED,
        submitted_by=step.by,
        reason=step.comment or None,
        approval=None,
    )
    if case is None or case.content_hash != step.content_hash:
        return _renewed(case, step, review)
    if case.state is not ReviewState.SENT_BACK:
        _refuse(step, _told(case), "Only what was sent back can be submitted again")
    reason = step.comment or "It was submitted again as it was."
    return replace(
        case,
        review=replace(review, reason=reason),
        reviewer=None,
        submissions=(*case.submissions, step),
    )


def _abstained(case: Case | None, step: Step) -> Case:
    """Leave nothing to review where there was something."""
    if case is None:
        _refuse(step, "was never submitted", "An abstention needs no review")
    return _renewed(case, step, None)


def _renewed(case: Case | None, step: Step, review: Review | None) -> Case:
    """Begin again with a new text; approvals of older ones are kept."""
    if case is not None and not step.comment:
        _refuse(step, "has a new text and no reason for it", "Say what changed")
    return Case(
        article_id=step.article_id,
        content_hash=step.content_hash,
        review=review,
        reviewer=None,
        submissions=(step,),
        comments=(),
        approvals=case.approvals if case else (),
    )


def _known(case: Case | None, step: Step) -> Case:
    """Return the case of a text that can take this step in the state that it is in."""
    if case is None:
        _refuse(step, "was never submitted", "Submit it with `ragqa review submit`")
    if case.review is None:
        _refuse(step, _told(case), "Regenerate it with `ragqa batch run`")
    if case.content_hash != step.content_hash:
        _refuse(step, "has another text than was submitted", "See `ragqa review show`")
    if case.state is not _FROM[step.action]:
        _refuse(step, _told(case), _NEXT[case.review.state])
    return case


def _check_person(case: Case, step: Step) -> None:
    """Refuse who submitted this text, and who does not hold it."""
    for submission in case.submissions:
        if same_person(submission.by, step.by):
            _refuse(step, f"was submitted by {submission.by}", "Somebody else must review it")
    if case.reviewer is None:
        return
    theirs = same_person(case.reviewer.by, step.by)
    if step.action is Action.TAKE_OVER and theirs:
        _refuse(step, _told(case), "Go on with it; there is nobody to take it over from")
    if step.action is not Action.TAKE_OVER and not theirs:
        _refuse(step, _told(case), "Take it over with `ragqa review start --take-over`")


def _approved(case: Case, step: Step) -> Case:
    if not step.credential:
        _refuse(step, "cannot be approved without a credential", "Name yours with --credential")
    approval = Approval(
        content_hash=step.content_hash,
        reviewer=step.by,
        credential=step.credential,
        approved_at=step.at,
    )
    moved = _moved(case, ReviewState.APPROVED, approval=approval)
    return replace(moved, approvals=(*case.approvals, approval))


def _moved(
    case: Case, state: ReviewState, *, reason: str | None = None, approval: Approval | None = None
) -> Case:
    """Return the case in another state; who reviews it is known for as long as it is reviewed."""
    before = case.submissions[-1]
    review = Review(state=state, submitted_by=before.by, reason=reason, approval=approval)
    return replace(case, review=review, reviewer=None)


def _told(case: Case) -> str:
    """Return "is under review by Ann Roe": what an article is just now."""
    if case.reviewer is not None:
        return f"is under review by {case.reviewer.by}"
    return f"is {case.state}" if case.state else "has no answer that could be reviewed"


def check_name(name: str, credential: str) -> None:
    """Refuse the name of a person, or their credential, that cannot be kept or shown.

    Raises:
        ReviewError: one is too long or holds control characters, or the name is nobody's.
    """
    for text, what in ((name, "name"), (credential, "credential")):
        if len(text) > LONGEST_NAME or not _keepable(text):
            raise ReviewError(
                f"The {what} {text[:40]!r} is longer than {LONGEST_NAME} characters or holds "
                "control characters. Give it in plain words."
            )
    if not _spelling(name):
        raise ReviewError(f"{name!r} is nobody's name. Give yours with --by NAME.")


def check_comment(comment: str) -> None:
    """Refuse a comment that cannot be kept or shown.

    Raises:
        ReviewError: it is too long or holds control characters.
    """
    if len(comment) > LONGEST_COMMENT or not _keepable(comment, also="\n\t"):
        raise ReviewError(
            f"The comment is longer than {LONGEST_COMMENT:,} characters or holds control "
            "characters. Give it in plain words."
        )


def _check_words(step: Step) -> None:
    """Refuse names and comments that cannot be kept or shown, or that are missing."""
    check_name(step.by, step.credential)
    check_comment(step.comment)
    if step.action in _EXPLAINED and not step.comment.strip():
        _refuse(step, f"needs a comment to {step.action}", "Say in a few words what is wrong")


def _keepable(text: str, also: str = "") -> bool:
    """Tell whether a text has no controls and no halves of characters."""
    return all(c in also or unicodedata.category(c) not in _CONTROLS for c in text)


def _spelling(name: str) -> str:
    """Return what is left of a name when case, width, spaces and punctuation do not count."""
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold())
    return "".join(c for c in folded if unicodedata.category(c)[0] not in _NOT_SPELLING)


def _refuse(step: Step, why: str, instead: str) -> Never:
    raise ReviewError(f"Article {step.article_id} {why}. {instead}.")


_FROM: Final = {
    Action.START: ReviewState.SUBMITTED,
    Action.TAKE_OVER: ReviewState.UNDER_REVIEW,
    Action.COMMENT: ReviewState.UNDER_REVIEW,
    Action.APPROVE: ReviewState.UNDER_REVIEW,
    Action.SEND_BACK: ReviewState.UNDER_REVIEW,
}
"""The one state in which a step can be taken."""
_NEXT: Final = {
    ReviewState.SUBMITTED: "Begin with `ragqa review start`",
    ReviewState.UNDER_REVIEW: "Comment on it, approve it or send it back",
    ReviewState.SENT_BACK: "Submit it again with `ragqa review submit`",
    ReviewState.APPROVED: "Only a new text of it is reviewed again",
}
_EXPLAINED: Final = frozenset({Action.COMMENT, Action.SEND_BACK})
_CONTROLS: Final = frozenset({"Cc", "Cs", "Zl", "Zp"})
_NOT_SPELLING: Final = frozenset("ZPC")
"""Kinds of characters that make no other name: spaces, punctuation, controls."""
