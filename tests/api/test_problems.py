"""Every error comes as a problem document that says what happened and what to do."""

import errno
import json
from collections.abc import Iterator
from http import HTTPStatus

import pytest
from fastapi import FastAPI, Request, Response
from fastapi.testclient import TestClient
from pydantic import BaseModel, ConfigDict, Field
from starlette.types import ASGIApp, Receive, Scope, Send

from ragqa import errors
from ragqa.api.problems import add_problems
from ragqa.problems import KINDS, Problem


class Pair(BaseModel):
    claim: str


class Body(BaseModel):
    model_config = ConfigDict(extra="forbid")
    question: str = Field(max_length=10)
    pairs: list[Pair] = []


class Refuser:
    """Refuses some requests before they come to a route, as limits do."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["path"].endswith("/limited"):
            raise errors.TooManyRequestsError("Too many. Wait a minute.")
        await self._app(scope, receive, send)


def _failing(error: Exception) -> FastAPI:
    app = FastAPI()

    @app.get("/v1/fails")
    @app.get("/v1/chat/fails")
    @app.get("/page")
    def fails() -> None:
        raise error

    @app.post("/v1/body")
    def body(body: Body) -> str:
        return body.question

    app.add_middleware(Refuser)
    add_problems(app, page=_page)
    return app


def _page(_: Request, problem: Problem) -> Response:
    return Response(f"<p>{problem.detail}</p>", problem.kind.status, media_type="text/html")


def _client(error: Exception | None = None) -> TestClient:
    app = _failing(error or errors.NotFoundError("There is none."))
    return TestClient(app, raise_server_exceptions=False)


def _classes(root: type[errors.RagqaError]) -> Iterator[type[errors.RagqaError]]:
    for one in root.__subclasses__():
        yield one
        yield from _classes(one)


def _raised(error: type[errors.RagqaError]) -> errors.RagqaError:
    told = "What happened. What to do."
    if issubclass(error, errors.IdentifiersError):
        return error(told, found=("name",), proposal="Is drug A safe for [name]?")
    return error(told)


@pytest.mark.parametrize("error", sorted(_classes(errors.RagqaError), key=lambda one: one.__name__))
def test_an_error_is_told_in_its_own_sentence(error: type[errors.RagqaError]) -> None:
    answer = _client(_raised(error)).get("/v1/fails")
    told = answer.json()
    assert answer.headers["content-type"] == "application/problem+json"
    assert told["detail"] == "What happened. What to do."
    assert told["type"].startswith("urn:ragqa:problem:")
    assert told["status"] == answer.status_code >= HTTPStatus.BAD_REQUEST
    assert told["instance"] == "/v1/fails"
    assert HTTPStatus(answer.status_code).phrase
    assert told["title"]


def test_no_two_kinds_of_problem_have_one_name_and_two_meanings() -> None:
    kinds = set(KINDS.values())
    assert len({kind.name for kind in kinds}) == len(kinds)


@pytest.mark.parametrize(
    ("error", "status", "wait"),
    [
        (errors.BusyError("Busy."), 503, True),
        (errors.LibraryLockedError("Locked."), 503, True),
        (errors.NoIndexError("None."), 503, True),
        (errors.TooManyRequestsError("Many."), 429, True),
        (errors.LibraryFullError("Full."), 507, False),
        (OSError(errno.ENOSPC, "No space left on device"), 507, False),
        (errors.ReviewError("Not now."), 409, False),
        (errors.NotFoundError("None."), 404, False),
        (errors.UnauthenticatedError("Who?"), 401, False),
        (errors.ForbiddenError("No."), 403, False),
        (errors.UsageError("Cannot be."), 422, False),
        (ValueError("a bug"), 500, False),
        (OSError(errno.EIO, "a bug"), 500, False),
    ],
)
def test_an_error_has_its_status_and_says_when_to_come_back(
    error: Exception, status: int, wait: bool
) -> None:
    answer = _client(error).get("/v1/fails")
    assert answer.status_code == status
    assert ("retry-after" in answer.headers) == wait
    assert ("www-authenticate" in answer.headers) == (status == HTTPStatus.UNAUTHORIZED)


def test_a_question_that_identifies_a_patient_is_told_with_a_proposal() -> None:
    told = _client(_raised(errors.IdentifiersError)).get("/v1/fails").json()
    assert told["type"] == "urn:ragqa:problem:patient-identifiers"
    assert (told["found"], told["proposal"]) == (["name"], "Is drug A safe for [name]?")


def test_a_bug_is_not_told_to_who_asks() -> None:
    answer = _client(ValueError("the secret of line 7")).get("/v1/fails")
    assert "secret" not in answer.text
    assert answer.json()["type"] == "urn:ragqa:problem:internal"


def test_what_is_refused_before_its_route_is_a_problem_too() -> None:
    answer = _client().get("/v1/limited")
    assert (answer.status_code, answer.json()["detail"]) == (429, "Too many. Wait a minute.")


def test_a_page_tells_the_same_as_a_page() -> None:
    answer = _client(errors.BusyError("Busy. Come back.")).get("/page")
    assert (answer.status_code, answer.text) == (503, "<p>Busy. Come back.</p>")


def test_openais_clients_are_told_in_their_own_shape() -> None:
    answer = _client(errors.BusyError("Busy. Come back.")).get("/v1/chat/fails")
    assert answer.json() == {
        "error": {
            "message": "Busy. Come back.",
            "type": "server_error",
            "param": None,
            "code": "busy",
        }
    }


def test_an_unknown_address_and_a_wrong_method_are_told() -> None:
    client = _client()
    nothing, wrong = client.get("/v1/nothing"), client.delete("/v1/body")
    assert (nothing.status_code, nothing.json()["type"]) == (404, "urn:ragqa:problem:not-found")
    assert (wrong.status_code, wrong.json()["type"]) == (405, "urn:ragqa:problem:wrong-method")
    assert wrong.headers["allow"] == "POST"
    assert "DELETE" in wrong.json()["detail"]


@pytest.mark.parametrize(
    ("body", "field", "told"),
    [
        ({}, "question", "`question` is missing."),
        ({"question": 3}, "question", "`question` is not text."),
        ({"question": "x" * 11}, "question", "`question` is longer than 10 characters."),
        ({"question": "x", "n": 1}, "n", "`n` is no field of this request."),
        (
            {"question": "x", "pairs": [{"claim": "y"}, {}]},
            "pairs.1.claim",
            "`pairs.1.claim` is missing.",
        ),
        ({"question": "x", "\ud800": 1}, "body", "It is no object."),
    ],
)
def test_a_wrong_field_is_named_in_plain_words(
    body: dict[str, object], field: str, told: str
) -> None:
    headers = {"content-type": "application/json"}
    answer = _client().post("/v1/body", content=json.dumps(body), headers=headers)
    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert answer.json()["errors"] == [{"field": field, "detail": told}]
    assert answer.json()["detail"].endswith("/openapi.json describes the request.")


@pytest.mark.parametrize(
    ("content", "media_type", "status", "name"),
    [
        (b"{", "application/json", 400, "bad-request"),
        (b"[1]", "application/json", 422, "invalid-request"),
        (b"", "application/json", 422, "invalid-request"),
        (b"question=x", "application/x-www-form-urlencoded", 415, "wrong-media-type"),
        (b"\xff\xfe", "application/json", 400, "bad-request"),
    ],
)
def test_a_body_that_is_no_object_is_told(
    content: bytes, media_type: str, status: int, name: str
) -> None:
    headers = {"content-type": media_type}
    answer = _client().post("/v1/body", content=content, headers=headers)
    assert (answer.status_code, answer.json()["type"]) == (status, f"urn:ragqa:problem:{name}")
