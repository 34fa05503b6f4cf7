"""/v1/search: passages without an answer."""

import json
from typing import Annotated

from fastapi import APIRouter, Query, Response
from pydantic import Field

from ragqa.api.bodies import Body, QuestionText
from ragqa.api.callers import Anybody
from ragqa.api.mcp_results import Hit
from ragqa.desk.at_hand import AtDesk
from ragqa.desk.desk import Desk
from ragqa.rendering.rows_as_json import found_row
from ragqa.retrieval.filters import checked_filters
from ragqa.schema.source import Design, Kind

router = APIRouter(tags=["search"])

_LAST_YEAR = 9999


class SearchRequest(Body):
    """What is looked for; every condition that is given must hold."""

    query: QuestionText
    top: Annotated[int, Field(ge=1, le=100, description="Most passages to return.")] = 10
    kind: Annotated[Kind | None, Field(description="Only guidelines, or only research.")] = None
    year_from: Annotated[
        int | None, Field(ge=0, le=_LAST_YEAR, description="Only works of this year or later.")
    ] = None
    year_to: Annotated[
        int | None, Field(ge=0, le=_LAST_YEAR, description="Only works of this year or earlier.")
    ] = None
    design: Annotated[
        tuple[Design, ...],
        Field(max_length=len(Design), description="Only studies of one of these designs."),
    ] = ()
    population: Annotated[
        str | None,
        Field(
            min_length=1,
            max_length=200,
            description="Words for whom it is about: children, women, dialysis, animals.",
        ),
    ] = None


class SearchResponse(Body):
    """The passages of one snapshot, best first."""

    query: str
    snapshot: str = Field(description="Id of the snapshot that all results come from.")
    results: list[Hit]


@router.get("/search", response_model=SearchResponse)
async def search(asked: Annotated[SearchRequest, Query()], desk: AtDesk, _: Anybody) -> Response:
    """Search the index.

    Returns passages best first, with where they stand in their documents; nothing is composed.
    """
    return await _found(desk, asked)


@router.post("/search", response_model=SearchResponse)
async def search_by_body(asked: SearchRequest, desk: AtDesk, _: Anybody) -> Response:
    """Search the index with a body.

    The same as with parameters, and nothing of the query is left in the logs of a proxy.
    """
    return await _found(desk, asked)


async def _found(desk: Desk, asked: SearchRequest) -> Response:
    filters = checked_filters(
        year_from=asked.year_from,
        year_to=asked.year_to,
        designs=asked.design,
        population=asked.population,
    )
    found = await desk.searching.search(
        asked.query, top=asked.top, kind=asked.kind, filters=filters
    )
    content = {
        "query": found.query,
        "snapshot": found.snapshot_id,
        "results": [found_row(rank, item) for rank, item in enumerate(found.evidence, start=1)],
    }
    return Response(json.dumps(content), media_type="application/json")
