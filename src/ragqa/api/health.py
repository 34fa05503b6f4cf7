"""/healthz and /readyz: whether the server lives, and whether it can answer."""

from typing import Literal

from fastapi import APIRouter, Response
from pydantic import BaseModel, Field

from ragqa.desk.at_hand import AtDesk
from ragqa.desk.readiness import readiness

router = APIRouter(tags=["health"])

UNREADY = 503


class Health(BaseModel):
    """The server lives."""

    status: Literal["alive"] = "alive"


class Ready(BaseModel):
    """Whether questions can be answered."""

    status: Literal["ready", "not ready"]
    snapshot: str | None = Field(description="Id of the snapshot that serves.")
    missing: list[str] = Field(description="A sentence for each thing that is missing.")


@router.get("/healthz")
async def healthz() -> Health:
    """Tell that the server lives.

    Nothing else is looked at: a server without an index lives as well.
    """
    return Health()


@router.get("/readyz", responses={UNREADY: {"model": Ready, "description": "Something is missing"}})
def readyz(desk: AtDesk, response: Response) -> Ready:
    """Tell whether questions can be answered.

    Reads from the index and the library. With status 503 `missing` says what is wrong and how to
    mend it.
    """
    found = readiness(desk.serving, desk.library)
    if found.missing:
        response.status_code = UNREADY
    status: Literal["ready", "not ready"] = "not ready" if found.missing else "ready"
    return Ready(status=status, snapshot=found.snapshot_id, missing=list(found.missing))
