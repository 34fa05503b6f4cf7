"""Uploads: documents sent, read into the index, looked after and removed."""

from collections.abc import Mapping
from typing import Annotated, Final

from fastapi import APIRouter, Form, Query, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from starlette.concurrency import run_in_threadpool

from ragqa.desk.at_hand import AtDesk
from ragqa.desk.receiving import Receiving
from ragqa.errors import SnapshotError
from ragqa.ingestion.reading import SUFFIXES
from ragqa.ingestion.sidecar import SUFFIX as SIDECAR
from ragqa.schema.source import Kind
from ragqa.web.addresses import list_address
from ragqa.web.articles import Editor, PageNumber
from ragqa.web.multipart_files import read_files
from ragqa.web.templating import fragment, page

router = APIRouter(prefix="/uploads")

_JOBS: Final = 5
FileName = Annotated[str, Query(max_length=2000)]


@router.get("")
def read_uploads(
    request: Request, desk: AtDesk, who: Editor, q: str = "", number: PageNumber = 1
) -> Response:
    """Show the form to send documents with, what is being done, and the files there are."""
    try:
        found, trouble = desk.uploads.listed(q, number), ""
    except SnapshotError as error:
        found, trouble = None, str(error)
    return page(
        request,
        "uploads.html",
        who=who,
        jobs=desk.uploads.jobs()[:_JOBS],
        found=found,
        trouble=trouble,
        words=q,
        address=list_address("/uploads", {"q": q}),
        megabytes=desk.uploads.folder.megabytes,
        suffixes=SUFFIXES,
        sidecar=SIDECAR,
    )


@router.post("")
async def upload(request: Request, desk: AtDesk, who: Editor) -> Response:
    """Take in documents as they arrive, and have them read."""

    def opened(fields: Mapping[str, str]) -> Receiving:
        kinds = {kind.value: kind for kind in Kind}
        return desk.uploads.receiving(
            kind=kinds.get(fields.get("kind", "")), replace=fields.get("replace") == "yes"
        )

    receiving = await read_files(request, opened)
    job = await run_in_threadpool(desk.uploads.read_in, receiving.received, who)
    return RedirectResponse(f"/uploads/jobs/{job.job_id}", 303)


@router.post("/reindex")
def reindex(desk: AtDesk, who: Editor) -> Response:
    """Have all folders read again."""
    return RedirectResponse(f"/uploads/jobs/{desk.uploads.reindex(who).job_id}", 303)


@router.get("/jobs/{job_id}")
def read_job(request: Request, desk: AtDesk, who: Editor, job_id: str) -> Response:
    """Show how far a job has come, and what became of each file."""
    job = desk.uploads.read(job_id)
    if request.headers.get("HX-Request") == "true":
        return HTMLResponse(fragment("job_part.html", job=job))
    return page(request, "job.html", who=who, job=job)


@router.get("/remove")
def ask_removal(request: Request, desk: AtDesk, who: Editor, name: FileName) -> Response:
    """Ask whether a file is to be removed, and say what rests on it."""
    file = desk.uploads.file(name)
    documents = file.record.documents if file.record else ()
    resting = {one: desk.source_list.resting_on(one) for one in documents}
    return page(
        request,
        "remove_upload.html",
        who=who,
        file=file,
        resting=[one for found in resting.values() for one in found],
    )


@router.post("/remove")
def remove(desk: AtDesk, who: Editor, name: Annotated[str, Form(max_length=2000)]) -> Response:
    """Remove a file, and take it out of the index."""
    return RedirectResponse(f"/uploads/jobs/{desk.uploads.remove(name, who).job_id}", 303)
