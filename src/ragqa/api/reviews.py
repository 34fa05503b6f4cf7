"""/v1/articles/{id}/review: where an article stands, and each step of its review."""

from typing import Annotated

from fastapi import APIRouter
from fastapi.responses import JSONResponse
from pydantic import Field, StrictBool

from ragqa.access.roles import Principal
from ragqa.api.article_shapes import CaseShape, ReviewReading
from ragqa.api.articles import ArticleName
from ragqa.api.bodies import Body
from ragqa.api.callers import Editor, EditorOrReviewer, Reviewer
from ragqa.api.documents import problems
from ragqa.desk.at_hand import AtDesk
from ragqa.desk.desk import Desk
from ragqa.errors import UsageError
from ragqa.library import reviewing
from ragqa.library.review import LONGEST_COMMENT, LONGEST_NAME, Case
from ragqa.library.review_objects import case_object, entry_object

router = APIRouter(prefix="/articles/{article_id}/review", tags=["reviews"])

_STEP = problems(404, 409, 507)
Name = Annotated[str | None, Field(min_length=1, max_length=LONGEST_NAME)]
Comment = Annotated[str, Field(min_length=1, max_length=LONGEST_COMMENT)]


class ReviewStep(Body):
    """Who acts, where the server is open and knows nobody; with keys, the key says so."""

    by: Name = None
    credential: Name = None
    content_hash: Annotated[
        str | None,
        Field(
            pattern="^[0-9a-f]{64}$",
            description="Of the text that was read: the step is refused where there is another.",
        ),
    ] = None


class StartRequest(ReviewStep):
    """Take an article into review."""

    take_over: Annotated[
        StrictBool, Field(description="Out of the hands of whoever reviews it now.")
    ] = False


class CommentRequest(ReviewStep):
    """Say something of one claim."""

    claim: Annotated[str, Field(min_length=1, max_length=100, description="Id of the claim.")]
    comment: Comment


class ApproveRequest(ReviewStep):
    """Approve one exact text."""

    content_hash: Annotated[
        str,
        Field(
            pattern="^[0-9a-f]{64}$",
            description="Of the text that was read; where there is another by now, nothing is "
            "approved.",
        ),
    ]


class SendBackRequest(ReviewStep):
    """Give an article back with what is wrong with it."""

    comment: Comment


class SubmitRequest(ReviewStep):
    """Put up for review again what was sent back."""

    comment: Annotated[str, Field(max_length=LONGEST_COMMENT)] = ""


@router.get("", response_model=ReviewReading, responses=problems(404, 409))
def read_review(article_id: ArticleName, desk: AtDesk, _: EditorOrReviewer) -> JSONResponse:
    """Read where an article stands, and every step that led there."""
    reading = desk.articles.read(article_id)
    log = [entry_object(*row) for row in desk.reviewing.log(article_id)]
    return JSONResponse({"article_id": article_id, **case_object(reading.case), "log": log})


@router.post("/start", response_model=CaseShape, responses=_STEP)
def start_review(
    article_id: ArticleName, asked: StartRequest, desk: AtDesk, who: Reviewer
) -> JSONResponse:
    """Take an article into review."""
    by = _signing(desk, who, asked)
    desk.articles.read(article_id)
    return _case(
        desk.reviewing.start(article_id, by, take_over=asked.take_over, read=asked.content_hash)
    )


@router.post("/comment", response_model=CaseShape, responses=_STEP)
def comment_claim(
    article_id: ArticleName, asked: CommentRequest, desk: AtDesk, who: EditorOrReviewer
) -> JSONResponse:
    """Comment on one claim of an article that you review."""
    by = _signing(desk, who, asked)
    desk.articles.read(article_id)
    return _case(
        desk.reviewing.comment(article_id, by, asked.claim, asked.comment, read=asked.content_hash)
    )


@router.post("/approve", response_model=CaseShape, responses=_STEP)
def approve_article(
    article_id: ArticleName, asked: ApproveRequest, desk: AtDesk, who: Reviewer
) -> JSONResponse:
    """Approve the text of an article that you review; one changed character undoes it."""
    by = _signing(desk, who, asked)
    desk.articles.read(article_id)
    return _case(desk.reviewing.approve(article_id, by, read=asked.content_hash))


@router.post("/send-back", response_model=CaseShape, responses=_STEP)
def send_article_back(
    article_id: ArticleName, asked: SendBackRequest, desk: AtDesk, who: Reviewer
) -> JSONResponse:
    """Give an article that you review back, with what is wrong with it."""
    by = _signing(desk, who, asked)
    desk.articles.read(article_id)
    return _case(desk.reviewing.send_back(article_id, by, asked.comment, read=asked.content_hash))


@router.post("/submit", response_model=CaseShape, responses=_STEP)
def submit_article(
    article_id: ArticleName, asked: SubmitRequest, desk: AtDesk, who: Editor
) -> JSONResponse:
    """Put an article that was sent back up for review again, as it is."""
    by = _signing(desk, who, asked)
    desk.articles.read(article_id)
    return _case(desk.reviewing.submit(article_id, by, asked.comment, read=asked.content_hash))


def _signing(desk: Desk, who: Principal, signed: ReviewStep) -> reviewing.Reviewer:
    """Return in whose name a step is taken.

    Raises:
        UsageError: somebody else is named than the key that was sent belongs to.
    """
    if desk.settings.server.access == "open":
        return reviewing.Reviewer(
            name=signed.by or who.name, credential=signed.credential or who.credential
        )
    if signed.by is not None or signed.credential is not None:
        raise UsageError(
            "Your key says who you are, and your credential stands with it. Leave out `by` and "
            "`credential`."
        )
    return reviewing.Reviewer(name=who.name, credential=who.credential)


def _case(case: Case) -> JSONResponse:
    return JSONResponse({"article_id": case.article_id, **case_object(case)})
