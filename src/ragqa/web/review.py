"""The review: what waits for whom, and each article sentence by sentence with its evidence."""

from collections import Counter
from collections.abc import Callable
from contextlib import ExitStack
from typing import Annotated, Final

from fastapi import APIRouter, Depends, Form, Request, Response
from fastapi.responses import RedirectResponse

from ragqa.access.guard import Requires
from ragqa.access.roles import Principal, Role
from ragqa.desk.article_search import ArticleOrder, ArticleWish
from ragqa.desk.at_hand import AtDesk
from ragqa.desk.desk import Desk
from ragqa.desk.review_steps import offers
from ragqa.errors import ReviewError, SnapshotError, UsageError
from ragqa.library.review import Case
from ragqa.library.reviewing import Reading, Reviewer
from ragqa.schema.review import ReviewState
from ragqa.web.addresses import ANY, list_address
from ragqa.web.articles import PageNumber
from ragqa.web.changes_view import ChangesView
from ragqa.web.review_view import NOTHING_TYPED, Typed, review_view
from ragqa.web.templating import page

router = APIRouter(prefix="/review")

_CONFLICT: Final = 409
Reader = Annotated[Principal, Depends(Requires(Role.EDITOR, Role.REVIEWER))]
"""Whoever sees what is reviewed, and comments."""
ReviewerWho = Annotated[Principal, Depends(Requires(Role.REVIEWER))]
"""Whoever reviews."""
EditorWho = Annotated[Principal, Depends(Requires(Role.EDITOR))]
"""Whoever submits."""
Text = Annotated[str, Form(alias="text", max_length=64)]
"""The hash of the text that was read."""
Words = Annotated[str, Form(max_length=20_000)]
ClaimName = Annotated[str, Form(max_length=64)]


@router.get("")
def read_queue(
    request: Request,
    desk: AtDesk,
    who: Reader,
    state: Annotated[ReviewState | None, ANY] = None,
    number: PageNumber = 1,
) -> Response:
    """List the articles in one state, with how many there are in each."""
    counts = Counter(one.state for one in desk.reviewing.listed(None) if one.state)
    shown = state or _first_of(counts)
    wish = ArticleWish(state=shown, order=ArticleOrder.UPDATED, page=number)
    return page(
        request,
        "review_queue.html",
        who=who,
        found=desk.article_search.found(wish),
        state=shown,
        counts=[(one, counts[one]) for one in ReviewState],
        address=list_address("/review", {"state": shown}),
    )


@router.get("/{article_id}")
def read_review(request: Request, desk: AtDesk, who: Reader, article_id: str) -> Response:
    """Show an article sentence by sentence, with the steps that can be taken."""
    return _review_page(request, desk, who, article_id)


@router.post("/{article_id}/start")
def start(
    request: Request, desk: AtDesk, who: ReviewerWho, article_id: str, read: Text = ""
) -> Response:
    """Take a submitted article into review."""
    return _taken(
        request,
        desk,
        who,
        article_id,
        lambda by: desk.reviewing.start(article_id, by, take_over=False, read=read),
    )


@router.post("/{article_id}/take-over")
def take_over(
    request: Request, desk: AtDesk, who: ReviewerWho, article_id: str, read: Text = ""
) -> Response:
    """Take an article out of the hands of who reviews it."""
    return _taken(
        request,
        desk,
        who,
        article_id,
        lambda by: desk.reviewing.start(article_id, by, take_over=True, read=read),
    )


@router.post("/{article_id}/comment")
def comment(
    request: Request,
    desk: AtDesk,
    who: Reader,
    article_id: str,
    read: Text = "",
    comment: Words = "",
    claim: ClaimName = "",
) -> Response:
    """Say something of one sentence."""
    return _taken(
        request,
        desk,
        who,
        article_id,
        lambda by: desk.reviewing.comment(article_id, by, claim, _lines(comment), read=read),
        Typed(comment=comment, claim=claim, step="comment"),
        f"claim-{claim}",
    )


@router.post("/{article_id}/approve")
def approve(
    request: Request,
    desk: AtDesk,
    who: ReviewerWho,
    article_id: str,
    read: Text = "",
    credential: Words = "",
) -> Response:
    """Approve the text that was read."""
    return _taken(
        request,
        desk,
        who,
        article_id,
        lambda by: desk.reviewing.approve(
            article_id, Reviewer(name=by.name, credential=credential.strip()), read=read
        ),
        Typed(credential=credential, step="approve"),
    )


@router.post("/{article_id}/send-back")
def send_back(
    request: Request,
    desk: AtDesk,
    who: ReviewerWho,
    article_id: str,
    read: Text = "",
    comment: Words = "",
) -> Response:
    """Give an article back with what is wrong with it."""
    return _taken(
        request,
        desk,
        who,
        article_id,
        lambda by: desk.reviewing.send_back(article_id, by, _lines(comment), read=read),
        Typed(comment=comment, step="send-back"),
    )


@router.post("/{article_id}/submit")
def submit(
    request: Request,
    desk: AtDesk,
    who: EditorWho,
    article_id: str,
    read: Text = "",
    comment: Words = "",
) -> Response:
    """Put an article that was sent back up for review again."""
    return _taken(
        request,
        desk,
        who,
        article_id,
        lambda by: desk.reviewing.submit(article_id, by, _lines(comment), read=read),
        Typed(comment=comment, step="submit"),
    )


def _taken(
    request: Request,
    desk: Desk,
    who: Principal,
    article_id: str,
    step: Callable[[Reviewer], Case],
    typed: Typed = NOTHING_TYPED,
    place: str = "steps",
) -> Response:
    """Take a step and lead back to the article; where it is refused, nothing typed is lost."""
    desk.articles.read(article_id)
    try:
        step(Reviewer(name=who.name, credential=who.credential))
    except (ReviewError, UsageError) as error:
        return _review_page(request, desk, who, article_id, fault=str(error), typed=typed)
    return RedirectResponse(f"/review/{article_id}#{place}", 303)


def _review_page(
    request: Request,
    desk: Desk,
    who: Principal,
    article_id: str,
    *,
    fault: str = "",
    typed: Typed = NOTHING_TYPED,
) -> Response:
    reading = desk.articles.read(article_id)
    with ExitStack() as held:
        try:
            snapshot = held.enter_context(desk.serving.lease()).snapshot
        except SnapshotError:
            snapshot = None
        view = review_view(reading, snapshot, offers(reading.case, who))
    return page(
        request,
        "review.html",
        who=who,
        status_code=_CONFLICT if fault else 200,
        view=view,
        reading=reading,
        fault=fault,
        typed=typed,
        steps=desk.reviewing.log(article_id),
        stale=desk.article_search.stale(reading.version.article_id) if snapshot else None,
        changes=_changes(desk, reading),
    )


def _changes(desk: Desk, reading: Reading) -> ChangesView | None:
    """Return what changed since the last approved version; None where none was approved."""
    earlier = reading.versions[:-1]
    if not any(approval for _, approval in earlier):
        return None
    article_id = reading.version.article_id
    return ChangesView(diff=desk.articles.diff(article_id, number=None, against=None))


def _first_of(counts: Counter[ReviewState]) -> ReviewState:
    """Return the first state that holds articles."""
    return next((state for state in ReviewState if counts[state]), ReviewState.SUBMITTED)


def _lines(typed: str) -> str:
    """Return what a browser sent of a box of text, with plain ends of lines."""
    return typed.replace("\r\n", "\n").replace("\r", "\n").strip()
