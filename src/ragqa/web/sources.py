"""The sources: every document of the index, with what became of it and what rests on it."""

from typing import Annotated

from fastapi import APIRouter, Request, Response

from ragqa.desk.at_hand import AtDesk
from ragqa.desk.source_list import SourceOrder, SourceStatus, SourceWish, statuses_of
from ragqa.desk.sources import read_source
from ragqa.errors import NoIndexError
from ragqa.schema.document import DocumentId
from ragqa.schema.source import Design, Kind
from ragqa.web.addresses import ANY, list_address
from ragqa.web.articles import PageNumber
from ragqa.web.ask import Asker
from ragqa.web.templating import page

router = APIRouter(prefix="/sources")


@router.get("")
def read_sources(
    request: Request,
    desk: AtDesk,
    who: Asker,
    q: str = "",
    kind: Annotated[Kind | None, ANY] = None,
    design: Annotated[Design | None, ANY] = None,
    status: Annotated[SourceStatus | None, ANY] = None,
    cited: bool = False,
    order: SourceOrder = SourceOrder.TITLE,
    number: PageNumber = 1,
) -> Response:
    """List the documents that are wanted."""
    wish = SourceWish(
        words=q, kind=kind, design=design, status=status, cited=cited, order=order, page=number
    )
    chosen = {
        "q": q,
        "kind": kind,
        "design": design,
        "status": status,
        "cited": cited,
        "order": None if order is SourceOrder.TITLE else order,
    }
    try:
        found = desk.source_list.found(wish)
    except NoIndexError:
        found = None
    return page(
        request,
        "sources.html",
        who=who,
        wish=wish,
        found=found,
        is_filtered=any(chosen.values()),
        address=list_address("/sources", chosen),
        kinds=[("", "any"), *((one.value, one.value) for one in Kind)],
        designs=[("", "any"), *((one.value, one.value) for one in Design)],
        statuses=[("", "any"), *((one.value, one.value) for one in SourceStatus)],
    )


@router.get("/{document_id:path}/articles")
def read_resting(request: Request, desk: AtDesk, who: Asker, document_id: str) -> Response:
    """List the articles that rest on a document."""
    document = read_source(desk.serving, document_id).document
    return page(
        request,
        "resting.html",
        who=who,
        document=document,
        statuses=statuses_of(document.source),
        resting=desk.source_list.resting_on(DocumentId(document_id)),
    )
