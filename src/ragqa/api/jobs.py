"""/v1/jobs: what was begun and takes longer than a request: articles, uploads, a reindex."""

from typing import Annotated

from fastapi import APIRouter, Path
from fastapi.responses import JSONResponse
from pydantic import Field

from ragqa.api.answer_shapes import Shape
from ragqa.api.callers import Editor
from ragqa.api.documents import problems
from ragqa.desk.at_hand import AtDesk
from ragqa.desk.commissions import Commission, CommissionState
from ragqa.desk.desk import Desk
from ragqa.desk.upload_jobs import Job, JobState, Outcome
from ragqa.errors import NotFoundError
from ragqa.rendering.as_json import JsonObject

router = APIRouter(prefix="/jobs", tags=["jobs"])

ARTICLE = "article"
"""The kind of a job that writes one."""
_STATES = {
    CommissionState.WAITING: JobState.WAITING,
    CommissionState.WRITING: JobState.RUNNING,
    CommissionState.DONE: JobState.DONE,
    CommissionState.FAILED: JobState.FAILED,
}


class FileOutcomeShape(Shape):
    """What became of one file."""

    name: str
    outcome: Outcome
    note: str = Field(description="One sentence, where something is to be said of it.")
    documents: list[str] = Field(description="The documents that it gave.")
    left_out: list[str] = Field(description="Pieces of text that were left out of them.")


class JobShape(Shape):
    """How far a job has come; `done` and `failed` are its end."""

    job_id: str
    kind: str = Field(description="`article`, `upload`, `reindex` or `remove`.")
    state: JobState
    by: str
    note: str = Field(description="What it waits for, or why it failed.")
    article_id: str | None = Field(None, description="Of the article that is written.")
    total: int = Field(description="Sentences to check, or files to read.")
    finished: int = Field(description="How many of them have been.")
    files: list[FileOutcomeShape] = Field(description="What became of each file, at the end.")


@router.get("/{job_id}", response_model=JobShape, responses=problems(404))
def read_job(job_id: Annotated[str, Path(max_length=100)], desk: AtDesk, _: Editor) -> JSONResponse:
    """See how far a job has come."""
    return JSONResponse(_found(desk, job_id))


def accepted(job: JsonObject) -> JSONResponse:
    """Answer that a job was begun, and where to see how far it has come."""
    headers = {"Location": f"/v1/jobs/{job['job_id']}"}
    return JSONResponse(job, status_code=202, headers=headers)


def commission_object(one: Commission) -> JsonObject:
    """Return an article that is being written."""
    return {
        "job_id": one.commission_id,
        "kind": ARTICLE,
        "state": _STATES[one.state],
        "by": one.by,
        "note": one.note,
        "article_id": one.article_id,
        "total": one.drafted,
        "finished": one.checked,
        "files": [],
    }


def job_object(job: Job) -> JsonObject:
    """Return a job on the documents of the index."""
    return {
        "job_id": job.job_id,
        "kind": job.kind,
        "state": job.state,
        "by": job.by,
        "note": job.note,
        "article_id": None,
        "total": job.to_read,
        "finished": job.read,
        "files": [
            {
                "name": one.name,
                "outcome": one.outcome,
                "note": one.note,
                "documents": list(one.documents),
                "left_out": list(one.left_out),
            }
            for one in job.outcomes
        ],
    }


def _found(desk: Desk, job_id: str) -> JsonObject:
    try:
        return commission_object(desk.commissions.read(job_id))
    except NotFoundError:
        return job_object(desk.uploads.read(job_id))
