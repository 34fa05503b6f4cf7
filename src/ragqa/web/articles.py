"""The library: its articles searched, read, compared, taken along, and written."""

from typing import Annotated

from fastapi import APIRouter, Depends, Form, Path, Query, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from ragqa.access.guard import Requires
from ragqa.access.roles import Principal, Role
from ragqa.desk.article_search import ArticleOrder, ArticleWish, Freshly
from ragqa.desk.at_hand import AtDesk
from ragqa.desk.desk import Desk
from ragqa.errors import UsageError
from ragqa.library.reviewing import Reading
from ragqa.rendering.article_view import ArticleView
from ragqa.schema.article import Article
from ragqa.schema.question import Audience, Question, checked_question
from ragqa.schema.review import ReviewState
from ragqa.web.addresses import ANY, list_address
from ragqa.web.article_place import ArticlePlace
from ragqa.web.ask import Asker
from ragqa.web.changes_view import ChangesView
from ragqa.web.evidence import article_in, claim_in
from ragqa.web.evidence_view import evidence_of
from ragqa.web.exports import export_of
from ragqa.web.templating import fragment, page

router = APIRouter(prefix="/articles")

Editor = Annotated[Principal, Depends(Requires(Role.EDITOR))]
"""Whoever keeps the library."""
VersionNumber = Annotated[int, Path(ge=1, le=1_000_000)]
PageNumber = Annotated[int, Query(ge=1, le=1_000_000, alias="page")]


@router.get("")
def read_articles(
    request: Request,
    desk: AtDesk,
    who: Asker,
    q: str = "",
    state: Annotated[ReviewState | None, ANY] = None,
    audience: Annotated[Audience | None, ANY] = None,
    fresh: Annotated[Freshly | None, ANY] = None,
    order: ArticleOrder = ArticleOrder.FITTING,
    number: PageNumber = 1,
) -> Response:
    """List the articles that are wanted, with where each stands."""
    wish = ArticleWish(
        words=q, state=state, audience=audience, fresh=fresh, order=order, page=number
    )
    return _list_page(request, desk, who, wish)


@router.post("")
def order_article(
    request: Request,
    desk: AtDesk,
    who: Editor,
    question: Annotated[str, Form()] = "",
    audience: Annotated[Audience, Form()] = Audience.CLINICIAN,
) -> Response:
    """Have a question answered for the library, or lead to the article that answers it."""
    try:
        asked = Question(text=checked_question(question), audience=audience)
    except UsageError as error:
        return _list_page(request, desk, who, ArticleWish(), typed=question, fault=str(error))
    order = desk.commissions
    if existing := order.existing(asked):
        return RedirectResponse(f"/articles/{existing}", 303)
    return RedirectResponse(
        f"/articles/orders/{order.order(asked, by=who.name).commission_id}", 303
    )


@router.get("/orders/{commission_id}")
def read_order(request: Request, desk: AtDesk, who: Editor, commission_id: str) -> Response:
    """Show how far an article has come that was ordered."""
    order = desk.commissions.read(commission_id)
    if request.headers.get("HX-Request") == "true":
        return HTMLResponse(fragment("order_part.html", order=order))
    return page(request, "order.html", who=who, order=order)


@router.post("/{article_id}/anew")
def write_anew(desk: AtDesk, who: Editor, article_id: str) -> Response:
    """Have an article written anew, for the reasons that make it stale."""
    reading = desk.articles.read(article_id)
    stale = desk.article_search.stale(reading.version.article_id)
    reason = stale.sentence if stale else f"{who.name} had it written anew."
    order = desk.commissions.order(reading.answer.question, by=who.name, reason=reason)
    return RedirectResponse(f"/articles/orders/{order.commission_id}", 303)


@router.get("/{article_id}")
def read_article(request: Request, desk: AtDesk, who: Asker, article_id: str) -> Response:
    """Show the current version of an article as it is read."""
    return _article_page(request, desk, who, desk.articles.read(article_id))


@router.get("/{article_id}/versions/{number}")
def read_version(
    request: Request, desk: AtDesk, who: Asker, article_id: str, number: VersionNumber
) -> Response:
    """Show one version of an article."""
    return _article_page(request, desk, who, desk.articles.read(article_id, number=number))


@router.get("/{article_id}/versions/{number}/export/{form}")
def export_version(
    desk: AtDesk, who: Asker, article_id: str, number: VersionNumber, form: str
) -> Response:
    """Send one version in one form, as a file."""
    reading = desk.articles.read(article_id, number=number)
    return export_of(reading.answer, form, f"{article_id}-{number}")


@router.get("/{article_id}/versions/{number}/evidence/{claim_id}/{reference}")
def read_evidence(
    request: Request,
    desk: AtDesk,
    who: Asker,
    article_id: str,
    number: VersionNumber,
    claim_id: str,
    reference: int,
) -> Response:
    """Show the quoted words in their paragraph, their work, and the checks they passed."""
    reading = desk.articles.read(article_id, number=number)
    article = article_in(reading.answer)
    claim = claim_in(article, claim_id)
    with desk.serving.lease() as serving:
        view = evidence_of(article, claim, reference, serving.snapshot)
    place = place_of(reading)
    if request.headers.get("HX-Request") == "true":
        return HTMLResponse(fragment("evidence_part.html", view=view, place=place))
    return page(request, "evidence.html", who=who, view=view, place=place)


@router.get("/{article_id}/changes")
def read_changes(
    request: Request,
    desk: AtDesk,
    who: Asker,
    article_id: str,
    version: Annotated[int | None, ANY, Query(ge=1, le=1_000_000)] = None,
    against: Annotated[int | None, ANY, Query(ge=1, le=1_000_000)] = None,
) -> Response:
    """Show what changed between two versions, gravest first."""
    reading = desk.articles.read(article_id, number=version)
    diff = desk.articles.diff(article_id, number=version, against=against)
    return page(
        request,
        "changes.html",
        who=who,
        place=place_of(reading),
        reading=reading,
        changes=ChangesView(diff=diff),
    )


def place_of(reading: Reading) -> ArticlePlace:
    """Return where a version is."""
    version = reading.version
    return ArticlePlace(article_id=version.article_id, number=version.number)


def view_of(reading: Reading) -> ArticleView | None:
    """Return a version as it is laid out; None where it is no article."""
    answer = reading.answer
    if not isinstance(answer, Article):
        return None
    return ArticleView(article=answer, evidence=place_of(reading).evidence)


def _article_page(request: Request, desk: Desk, who: Principal, reading: Reading) -> Response:
    return page(
        request,
        "library_article.html",
        who=who,
        reading=reading,
        place=place_of(reading),
        view=view_of(reading),
        is_current=reading.version == reading.versions[-1][0],
        stale=desk.article_search.stale(reading.version.article_id),
        may_review=who.has(frozenset({Role.EDITOR, Role.REVIEWER})),
    )


def _list_page(
    request: Request,
    desk: Desk,
    who: Principal,
    wish: ArticleWish,
    *,
    typed: str = "",
    fault: str = "",
) -> Response:
    chosen = {
        "q": wish.words,
        "state": wish.state,
        "audience": wish.audience,
        "fresh": wish.fresh,
        "order": None if wish.order is ArticleOrder.FITTING else wish.order,
    }
    return page(
        request,
        "articles.html",
        who=who,
        status_code=422 if fault else 200,
        wish=wish,
        found=desk.article_search.found(wish),
        uncompared=desk.article_search.uncompared(),
        address=list_address("/articles", chosen),
        is_filtered=any(chosen.values()),
        orders=desk.commissions.under_way(),
        typed=typed,
        fault=fault,
    )
