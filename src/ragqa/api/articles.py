"""/v1/articles: the library."""

from typing import Annotated, Literal

from fastapi import APIRouter, Path, Query, Response
from fastapi.responses import JSONResponse
from pydantic import Field

from ragqa.api.answer_shapes import Answer
from ragqa.api.article_shapes import ArticleList, ArticleReading, DiffShape, VersionList
from ragqa.api.bodies import AllowIdentifiers, Body, PageNumber, QuestionText, Words
from ragqa.api.callers import Anybody, Editor
from ragqa.api.documents import files, problems
from ragqa.api.jobs import JobShape, accepted, commission_object
from ragqa.api.list_shapes import page_object
from ragqa.desk.article_search import ArticleOrder, ArticleRow, ArticleWish, Freshly
from ragqa.desk.at_hand import AtDesk
from ragqa.desk.identifiers import check_identifiers
from ragqa.errors import UsageError
from ragqa.library.review_objects import reading_object, version_objects
from ragqa.rendering.as_json import JsonObject, render_json
from ragqa.rendering.diff_as_json import render_diff_json
from ragqa.rendering.forms import MEDIA_TYPES, SUFFIXES, Form, rendered
from ragqa.schema.question import Audience, Question
from ragqa.schema.review import ReviewState

router = APIRouter(prefix="/articles", tags=["articles"])

ArticleName = Annotated[
    str, Path(max_length=100, description="Id of the article, as the list gives it.")
]
Number = Annotated[int, Path(ge=1, le=1_000_000, description="Versions count from 1.")]
Against = Annotated[
    int | None,
    Query(
        ge=1,
        le=1_000_000,
        description="Version to compare with; the last approved one before, unless given.",
    ),
]
ExportForm = Literal["md", "html", "docx", "json", "ris", "bibtex", "csl-json"]


class ArticleSearchRequest(Body):
    """Which articles are wanted; what is left out leaves a thing open."""

    words: Words = ""
    state: Annotated[ReviewState | None, Field(description="Where the review stands.")] = None
    audience: Annotated[Audience | None, Field(description="Whom it was written for.")] = None
    fresh: Annotated[
        Freshly | None,
        Field(description="Whether it is what it would be if it were written now."),
    ] = None
    order: Annotated[ArticleOrder, Field(description="Which comes first.")] = ArticleOrder.FITTING
    page: PageNumber = 1


class NewArticle(Body):
    """A question that is to be answered into the library."""

    question: QuestionText
    audience: Annotated[Audience, Field(description="Who reads it.")] = Audience.CLINICIAN
    reason: Annotated[
        str,
        Field(
            max_length=1000,
            description="Why an article that the library has is written anew; empty for a new one.",
        ),
    ] = ""
    allow_identifiers: AllowIdentifiers = False


@router.get("", response_model=ArticleList)
def list_articles(
    asked: Annotated[ArticleSearchRequest, Query()], desk: AtDesk, _: Anybody
) -> JSONResponse:
    """List the articles of the library.

    All words must stand in the question or in the sentences of an article.
    """
    wish = ArticleWish(
        words=asked.words,
        state=asked.state,
        audience=asked.audience,
        fresh=asked.fresh,
        order=asked.order,
        page=asked.page,
    )
    return JSONResponse(page_object(desk.article_search.found(wish), "articles", _row))


@router.post("", status_code=202, response_model=JobShape, responses=problems(507))
def write_article(asked: NewArticle, desk: AtDesk, who: Editor) -> JSONResponse:
    """Have a question answered into the library.

    The article is written beside everything else and submitted for review in the name of who asks;
    `Location` says where to see how far it has come.
    """
    question = Question(text=asked.question, audience=asked.audience)
    check_identifiers(question.text, allowed=asked.allow_identifiers)
    existing = desk.commissions.existing(question)
    if existing and not asked.reason.strip():
        raise UsageError(
            f"The library has article {existing} on this question. Read that one, or give a reason "
            "to have it written anew."
        )
    made = desk.commissions.order(question, by=who.name, reason=asked.reason.strip())
    return accepted(commission_object(made))


@router.get("/{article_id}", response_model=ArticleReading, responses=problems(404, 409))
def read_article(article_id: ArticleName, desk: AtDesk, _: Anybody) -> JSONResponse:
    """Read the current version of an article.

    With where it stands in its review, and all versions that there are.
    """
    return JSONResponse(reading_object(desk.articles.read(article_id)))


@router.get("/{article_id}/versions", response_model=VersionList, responses=problems(404, 409))
def list_versions(article_id: ArticleName, desk: AtDesk, _: Anybody) -> JSONResponse:
    """List the versions of an article, the current one last."""
    return JSONResponse({"versions": version_objects(desk.articles.read(article_id))})


@router.get("/{article_id}/versions/{number}", response_model=Answer, responses=problems(404, 409))
def read_version(article_id: ArticleName, number: Number, desk: AtDesk, _: Anybody) -> Response:
    """Read one version of an article, with the review of its own text."""
    answer = desk.articles.read(article_id, number=number).answer
    return Response(render_json(answer), media_type="application/json")


@router.get("/{article_id}/diff", response_model=DiffShape, responses=problems(404, 409))
def diff_article(
    article_id: ArticleName, desk: AtDesk, _: Anybody, against: Against = None
) -> Response:
    """Compare the current version of an article with an earlier one, claim by claim.

    The gravest change comes first: direction, numbers, strength, content, withdrawn, new.
    """
    diff = desk.articles.diff(article_id, number=None, against=against)
    return Response(render_diff_json(diff), media_type="application/json")


@router.get(
    "/{article_id}/export",
    response_class=Response,
    responses={**files(MEDIA_TYPES.values()), **problems(404, 409)},
)
def export_article(
    article_id: ArticleName,
    desk: AtDesk,
    _: Anybody,
    form: Annotated[ExportForm, Query(alias="format", description="What is sent.")] = "md",
) -> Response:
    """Take an article along, or its references alone.

    `ris`, `bibtex` and `csl-json` hold the references alone.
    """
    wanted = Form(form)
    answer = desk.articles.read(article_id).answer
    name = f"{article_id}{SUFFIXES[wanted]}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(rendered(answer, wanted), media_type=MEDIA_TYPES[wanted], headers=headers)


def _row(row: ArticleRow) -> JsonObject:
    return {
        "article_id": row.article_id,
        "question": row.question.text,
        "audience": row.question.audience,
        "version": row.number,
        "updated_at": row.updated_at,
        "state": row.state,
        "claims": row.claims,
        "compared": row.compared,
        "stale": row.stale and row.stale.sentence,
    }
