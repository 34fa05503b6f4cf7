"""How a route says in the OpenAPI document what it answers, but for the body that it declares."""

from collections.abc import Iterable
from typing import Final

from ragqa.api.problems import MEDIA_TYPE

PROBLEM: Final = {"$ref": "#/components/schemas/Problem"}
_MEANING: Final = {
    400: "The request cannot be read.",
    401: "Nobody is named who asks: send a key.",
    403: "The key has not the role that this takes.",
    404: "There is nothing under this id.",
    406: "There is no such form of it.",
    409: "The state of the review does not allow this step.",
    413: "The request is too large.",
    415: "The body is written in another form.",
    422: "A field is wrong, or what is asked for cannot be done.",
    429: "Too many requests in a short time.",
    503: "Busy, or the index or the library cannot be used just now.",
    507: "The disk of the server is full.",
}

Responses = dict[int | str, dict[str, object]]
"""What FastAPI takes: responses by their status."""


def problems(*statuses: int) -> Responses:
    """Return the problems that an address answers, besides those that every one does."""
    return {status: _problem(status) for status in statuses}


def files(media_types: Iterable[str]) -> Responses:
    """Return a response that is a file in one of some forms."""
    content = {one.partition(";")[0]: {"schema": _schema(one)} for one in media_types}
    return {200: {"description": "The file.", "content": content}}


def _schema(media_type: str) -> dict[str, object]:
    return {} if media_type.endswith("json") else {"type": "string", "format": "binary"}


def _problem(status: int) -> dict[str, object]:
    content = {MEDIA_TYPE: {"schema": PROBLEM}}
    headers = {"Retry-After": {"schema": {"type": "integer"}, "description": "Seconds to wait."}}
    told: dict[str, object] = {"description": _MEANING[status], "content": content}
    return {**told, "headers": headers} if status in (429, 503) else told
