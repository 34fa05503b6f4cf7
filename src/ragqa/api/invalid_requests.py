"""What is wrong with a request that its description does not allow, in plain words."""

from collections.abc import Mapping
from typing import Final

from fastapi import Request
from fastapi.exceptions import RequestValidationError
from pydantic_core import ErrorDetails

from ragqa.problems import BAD_REQUEST, INVALID, WRONG_MEDIA_TYPE, FieldFault, Problem

_BODY: Final = "body"
_JSON: Final = "application/json"
_TOLD: Final[Mapping[str, str]] = {
    "missing": "is missing",
    "extra_forbidden": "is no field of this request",
    "string_type": "is not text",
    "string_too_short": "is shorter than {min_length} characters",
    "string_too_long": "is longer than {max_length} characters",
    "string_pattern_mismatch": "does not look as it should",
    "string_unicode": "is not text that can be written in UTF-8",
    "int_type": "is not a whole number",
    "int_parsing": "is not a whole number",
    "int_parsing_size": "is too large a number",
    "int_from_float": "is not a whole number",
    "float_type": "is not a number",
    "float_parsing": "is not a number",
    "finite_number": "is not a finite number",
    "bool_type": "is neither true nor false",
    "bool_parsing": "is neither true nor false",
    "greater_than_equal": "is less than {ge}",
    "less_than_equal": "is more than {le}",
    "enum": "is not one of {expected}",
    "literal_error": "is not one of {expected}",
    "list_type": "is not a list",
    "tuple_type": "is not a list",
    "too_short": "has fewer than {min_length} entries",
    "too_long": "has more than {max_length} entries",
    "dict_type": "is not an object",
    "model_type": "is not an object",
    "model_attributes_type": "is not an object",
    "value_error": "cannot be used: {error}",
}


def invalid(request: Request, error: RequestValidationError) -> Problem:
    """Return what is wrong with a request, each part named as its sender names it."""
    details: list[ErrorDetails] = list(error.errors())
    if any(one["loc"] == (_BODY,) or one["type"] == "json_invalid" for one in details):
        return _body_problem(request, details)
    faults = tuple(FieldFault(field=_field(one), detail=_told(one)) for one in details)
    return Problem(
        kind=INVALID,
        detail=" ".join(fault.detail for fault in faults) + " /openapi.json describes the request.",
        faults=faults,
    )


def _body_problem(request: Request, details: list[ErrorDetails]) -> Problem:
    """Return what is wrong with a body that is not even an object of JSON."""
    written = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if written and written != _JSON:
        told = f"The body is {written!r}; this address takes {_JSON!r}. Send it as that."
        return Problem(kind=WRONG_MEDIA_TYPE, detail=told)
    if any(one["type"] == "json_invalid" for one in details):
        return Problem(kind=BAD_REQUEST, detail="The body is not JSON. Send one JSON object.")
    told = "The body is not one JSON object. /openapi.json describes the request."
    return Problem(
        kind=INVALID, detail=told, faults=(FieldFault(field=_BODY, detail="It is no object."),)
    )


def _field(detail: ErrorDetails) -> str:
    """Return `pairs.2.claim`: the path to what is wrong, without where the request carries it."""
    place, *path = (str(part) for part in detail["loc"])
    return ".".join(path) or place


def _told(detail: ErrorDetails) -> str:
    told = _TOLD.get(detail["type"], "cannot be used: {message}")
    context = {name: str(value) for name, value in (detail.get("ctx") or {}).items()}
    written = told.format(**{"message": detail["msg"].lower(), **context}).rstrip(".")
    return f"`{_field(detail)}` {written}."
