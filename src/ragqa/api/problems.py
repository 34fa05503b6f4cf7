"""Every error as problem+json (RFC 9457): what happened, where, and the next step.

Under /v1 all errors are told so, but for the OpenAI-compatible addresses, whose clients expect
another shape. What goes wrong on a page is told as a page.
"""

import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import asdict
from http import HTTPStatus
from typing import Final

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ragqa.api.invalid_requests import invalid
from ragqa.errors import RagqaError
from ragqa.problems import (
    BAD_REQUEST,
    INTERNAL,
    INVALID,
    NOT_ACCEPTABLE,
    NOT_FOUND,
    TOO_LARGE,
    WRONG_MEDIA_TYPE,
    WRONG_METHOD,
    Problem,
    ProblemKind,
    problem_of,
)

logger = logging.getLogger(__name__)

MEDIA_TYPE: Final = "application/problem+json"
OPENAI: Final = ("/v1/chat/", "/v1/models")
"""Addresses whose errors have the shape that OpenAI's clients read."""
_PROGRAMS: Final = ("/v1", "/openapi.json", "/healthz", "/readyz", "/metrics", "/mcp")
_HTTP: Final[Mapping[int, ProblemKind]] = {
    400: BAD_REQUEST,
    404: NOT_FOUND,
    405: WRONG_METHOD,
    406: NOT_ACCEPTABLE,
    413: TOO_LARGE,
    415: WRONG_MEDIA_TYPE,
}
_ADVICE: Final[dict[int, str]] = {
    400: "The request cannot be read. Check how it is written.",
    404: "Nothing is at this address. /openapi.json lists the addresses there are.",
    405: "This address does not answer {method}. /openapi.json says what it answers.",
    413: "The request is too large. Send less of it.",
}
_ADVICE_FOR_PEOPLE: Final[dict[int, str]] = {
    404: "There is no page at this address. The links above lead to those there are.",
    405: "This address is for a form, not for a link. Go back and use the form.",
}

Page = Callable[[Request, Problem], Response]
"""Tells a problem as a page."""
Answered = Callable[[Request, Exception], Awaitable[Response]]


def add_problems(app: FastAPI, page: Page | None = None) -> None:
    """Have the application answer errors as problems; call it last, so that nothing is outside.

    Args:
        app: the application.
        page: tells what goes wrong on pages; None where there are none.
    """

    async def answered(request: Request, error: Exception) -> Response:
        problem = _problem(request, error)
        if page is not None and _is_for_people(request):
            return page(request, problem)
        return problem_response(request, problem)

    app.add_exception_handler(RagqaError, answered)
    app.add_exception_handler(OSError, answered)
    app.add_exception_handler(HTTPException, answered)
    app.add_exception_handler(RequestValidationError, answered)
    app.add_exception_handler(Exception, answered)
    app.add_middleware(_Refusing, answered=answered)


def problem_response(request: Request, problem: Problem) -> Response:
    """Return a problem in the shape that the clients of its address read."""
    headers = dict(problem.headers)
    if problem.retry_after is not None:
        headers["Retry-After"] = str(problem.retry_after)
    if problem.kind.status == HTTPStatus.UNAUTHORIZED:
        headers["WWW-Authenticate"] = "Bearer"
    status, path = problem.kind.status, request.url.path
    if path.startswith(OPENAI):
        status = BAD_REQUEST.status if status == INVALID.status else status
        return JSONResponse({"error": openai_error(problem)}, status, headers)
    content = problem_object(problem, instance=path)
    return JSONResponse(content, status, headers, media_type=MEDIA_TYPE)


def problem_object(problem: Problem, *, instance: str) -> dict[str, object]:
    """Return a problem document; `instance` is the address that was asked."""
    return {
        "type": problem.type,
        "title": problem.kind.title,
        "status": problem.kind.status,
        "detail": problem.detail,
        "instance": instance,
        **({"errors": [asdict(fault) for fault in problem.faults]} if problem.faults else {}),
        **dict(problem.more),
    }


def openai_error(problem: Problem) -> dict[str, object]:
    """Return a problem as OpenAI's clients read it."""
    faulty = problem.faults[0].field if problem.faults else None
    asked = problem.kind.status < HTTPStatus.INTERNAL_SERVER_ERROR
    return {
        "message": problem.detail,
        "type": "invalid_request_error" if asked else "server_error",
        "param": faulty,
        "code": problem.kind.name.replace("-", "_"),
    }


class _Refusing:
    """Answers what is raised before a request has come to its route: limits, hosts, sizes."""

    def __init__(self, app: ASGIApp, answered: Answered) -> None:
        self._app = app
        self._answered = answered

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, and answer it where it is refused."""
        begun = False

        async def sending(message: Message) -> None:
            nonlocal begun
            begun = begun or message["type"] == "http.response.start"
            await send(message)

        try:
            await self._app(scope, receive, sending)
        except RagqaError as error:
            if begun or scope["type"] != "http":
                raise
            response = await self._answered(Request(scope), error)
            await response(scope, receive, send)


def _problem(request: Request, error: Exception) -> Problem:
    match error:
        case RequestValidationError():
            return invalid(request, error)
        case HTTPException():
            return _http_problem(request, error)
    problem = problem_of(error)
    if problem.kind is INTERNAL:
        logger.error("a request to %s failed", request.url.path, exc_info=error)
    return problem


def _http_problem(request: Request, error: HTTPException) -> Problem:
    status = error.status_code
    advice = _ADVICE | _ADVICE_FOR_PEOPLE if _is_for_people(request) else _ADVICE
    told = advice.get(status, f"{error.detail.rstrip('.')}.").format(method=request.method)
    other = ProblemKind(name=f"http-{status}", title=HTTPStatus(status).phrase, status=status)
    kind = _HTTP.get(status, other)
    return Problem(kind=kind, detail=told, headers=tuple((error.headers or {}).items()))


def _is_for_people(request: Request) -> bool:
    return not request.url.path.startswith(_PROGRAMS)
