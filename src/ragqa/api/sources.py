"""/v1/sources: the documents of the index, and more of them."""

from functools import partial
from typing import Annotated

from fastapi import APIRouter, File, Form, Path, Query, UploadFile
from fastapi.responses import JSONResponse
from pydantic import Field
from starlette.concurrency import run_in_threadpool

from ragqa.access.roles import Principal
from ragqa.api.bodies import Body, PageNumber, Words
from ragqa.api.callers import Anybody, Editor
from ragqa.api.documents import problems
from ragqa.api.jobs import JobShape, accepted, job_object
from ragqa.api.list_shapes import page_object
from ragqa.api.mcp_results import SourceText, source_text
from ragqa.api.source_shapes import SourceList, SourceReading
from ragqa.desk.at_hand import AtDesk
from ragqa.desk.desk import Desk
from ragqa.desk.source_list import SourceOrder, SourceRow, SourceStatus, SourceWish, statuses_of
from ragqa.desk.sources import SourceRead, read_source
from ragqa.desk.upload_jobs import Job
from ragqa.errors import UsageError
from ragqa.rendering.as_json import JsonObject
from ragqa.schema.source import Design, Kind, Source
from ragqa.verification.references import notices_of

router = APIRouter(prefix="/sources", tags=["sources"])

LONGEST_PIECE = 100_000
"""Characters of a text that one request may read."""
_BLOCK = 1 << 20
DocumentName = Annotated[
    str,
    Path(max_length=500, description="`document_id` of a result, a citation or a reference."),
]


class SourceSearchRequest(Body):
    """Which documents are wanted; what is left out leaves a thing open."""

    words: Words = ""
    kind: Annotated[Kind | None, Field(description="Only guidelines, or only research.")] = None
    design: Annotated[Design | None, Field(description="Only studies of this design.")] = None
    status: Annotated[
        SourceStatus | None, Field(description="What became of it since it was published.")
    ] = None
    cited: Annotated[bool, Field(description="Only what an article of the library cites.")] = False
    order: Annotated[SourceOrder, Field(description="Which comes first.")] = SourceOrder.TITLE
    page: PageNumber = 1


@router.get("", response_model=SourceList)
def list_sources(
    asked: Annotated[SourceSearchRequest, Query()], desk: AtDesk, _: Anybody
) -> JSONResponse:
    """List the documents of the index.

    With what became of each, and how many claims of the library rest on it. All words must stand
    in title, authors, journal, year or identifiers.
    """
    wish = SourceWish(
        words=asked.words,
        kind=asked.kind,
        design=asked.design,
        status=asked.status,
        cited=asked.cited,
        order=asked.order,
        page=asked.page,
    )
    return JSONResponse(page_object(desk.source_list.found(wish), "sources", _row))


@router.post("", status_code=202, response_model=JobShape, responses=problems(507))
async def upload_sources(
    desk: AtDesk,
    who: Editor,
    files: Annotated[
        list[UploadFile],
        File(description="PDF, JATS or PubMed XML, .nbib, HTML, Markdown, text, JSON Lines."),
    ],
    kind: Annotated[Kind | None, Form(description="Of their works, where you know it.")] = None,
    replace: Annotated[
        bool, Form(description="Put them in the place of other files of their names.")
    ] = False,
) -> JSONResponse:
    """Send documents to be read into the index.

    Each file is kept or refused by itself; what serves goes on serving until all are read.
    `Location` says where to see what became of each.
    """
    job = await run_in_threadpool(_received, desk, who, files, kind, replace=replace)
    return accepted(job_object(job))


@router.get("/{document_id:path}/text", response_model=SourceText, responses=problems(404))
def read_source_text(
    document_id: DocumentName,
    desk: AtDesk,
    _: Anybody,
    start: Annotated[int, Query(ge=0, le=10**9, description="Offset of the first character.")] = 0,
    end: Annotated[
        int | None,
        Query(
            ge=1,
            le=10**9,
            description=f"Offset after the last; at most {LONGEST_PIECE:,} characters are sent.",
        ),
    ] = None,
) -> JSONResponse:
    """Read the text of a document, or a piece of it.

    Offsets are those of citations and search results. What is longer than one piece goes on at
    the returned `end`, until that equals `length`.
    """
    document = read_source(desk.serving, document_id).document
    length = len(document.text)
    if start >= max(1, length):
        raise UsageError(
            f"The text has {length:,} characters, and none at {start:,}. Begin before its end."
        )
    if end is not None and end <= start:
        raise UsageError(f"The piece ends at {end:,} and begins at {start:,}. End it after that.")
    last = min(length, start + LONGEST_PIECE, length if end is None else end)
    return JSONResponse(source_text(document, start, last).model_dump(mode="json"))


@router.get("/{document_id:path}", response_model=SourceReading, responses=problems(404))
def read_source_record(document_id: DocumentName, desk: AtDesk, _: Anybody) -> JSONResponse:
    """Read what is known of a document.

    With what other works say of it, and the articles of the library that rest on it.
    """
    return JSONResponse(_reading(desk, read_source(desk.serving, document_id)))


def _received(
    desk: Desk, who: Principal, files: list[UploadFile], kind: Kind | None, *, replace: bool
) -> Job:
    receiving = desk.uploads.receiving(kind=kind, replace=replace)
    for one in files:
        receiving.take(one.filename or "", iter(partial(one.file.read, _BLOCK), b""))
    return desk.uploads.read_in(receiving.received, who)


def _row(row: SourceRow) -> JsonObject:
    return {
        "document_id": row.document_id,
        "title": row.source.title,
        "kind": row.source.kind,
        "year": row.source.year,
        "container": row.source.container,
        "design": row.source.design,
        "statuses": list(row.statuses),
        "claims": row.claims,
        "articles": row.articles,
    }


def _reading(desk: Desk, read: SourceRead) -> JsonObject:
    document, source = read.document, read.document.source
    return {
        "document_id": document.document_id,
        "snapshot": read.snapshot_id,
        **_record(source),
        "statuses": list(statuses_of(source)),
        "notices": list(notices_of(source)),
        "length": len(document.text),
        "pages": len(document.pages),
        "articles": [
            {"article_id": one.article_id, "question": one.question.text, "claims": one.claims}
            for one in desk.source_list.resting_on(document.document_id)
        ],
    }


def _record(source: Source) -> JsonObject:
    return {
        "title": source.title,
        "kind": source.kind,
        "kind_basis": source.kind_basis,
        "authors": list(source.authors),
        "organisation": source.organisation,
        "container": source.container,
        "year": source.year,
        "doi": source.doi,
        "pmid": source.pmid,
        "pmcid": source.pmcid,
        "url": source.url,
        "access": source.access,
        "design": source.design,
        "population": source.population,
        "relations": [
            {
                "standing": one.standing,
                "other": one.other,
                "stated_by": one.stated_by and one.stated_by.title,
            }
            for one in source.relations
        ],
    }
