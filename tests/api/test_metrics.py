"""What a server tells Prometheus: counts, and nothing of what was asked."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from fastapi import APIRouter, FastAPI
from fastapi.responses import StreamingResponse
from fastapi.testclient import TestClient
from prometheus_client.parser import text_string_to_metric_families
from starlette.types import Message, Scope

from ragqa.api.metrics import Counted, RequestCounts, template_of
from ragqa.config import Settings
from ragqa.server import build_app

ASKED = "Should adults with restless legs have iron studies?"


def samples(text: str) -> dict[tuple[str, tuple[tuple[str, str], ...]], float]:
    """Return the value of every series, by its name and labels."""
    return {
        (one.name, tuple(sorted(one.labels.items()))): one.value
        for family in text_string_to_metric_families(text)
        for one in family.samples
    }


@pytest.fixture
def client(demo_index: Path) -> Iterator[TestClient]:
    app = build_app(Settings(index=demo_index))
    with TestClient(app, base_url="http://127.0.0.1:8000") as client:
        yield client


def test_requests_answers_and_the_snapshot_are_counted(client: TestClient) -> None:
    article = client.post("/v1/ask", json={"question": ASKED}).json()
    assert client.get("/nowhere/secret-42").status_code == 404
    answer = client.get("/metrics")
    assert answer.headers["content-type"].startswith("text/plain; version=")
    told = samples(answer.text)
    snapshot = client.get("/readyz").json()["snapshot"]
    labels = (("method", "POST"), ("route", "/v1/ask"), ("status", "200"))
    assert told["ragqa_http_requests_total", labels] == 1
    labels = (("method", "GET"), ("route", "(none)"), ("status", "404"))
    assert told["ragqa_http_requests_total", labels] == 1
    assert told["ragqa_http_request_seconds_count", (("method", "POST"), ("route", "/v1/ask"))] == 1
    assert told["ragqa_answers_total", (("outcome", article["outcome"]),)] == 1
    assert told["ragqa_claims_total", ()] == len(article["claims"]) > 0
    assert told["ragqa_withheld_total", ()] == len(article["withheld"])
    assert told["ragqa_answers_under_way", ()] == told["ragqa_answers_waiting", ()] == 0
    assert told["ragqa_index_info", (("snapshot", snapshot),)] == 1


def test_no_word_of_a_question_or_address_is_told(client: TestClient) -> None:
    client.get("/v1/search", params={"query": "zebrafish leprechaun"})
    client.get("/secret-address-42?query=leprechaun")
    client.request("BREW", "/healthz")
    told = client.get("/metrics").text
    assert not [w for w in ("zebrafish", "leprechaun", "secret", "BREW") if w in told]
    assert 'method="other"' in told


def test_a_route_is_named_by_its_template_under_its_prefix() -> None:
    inner, outer, app = APIRouter(), APIRouter(prefix="/v1"), FastAPI()

    @inner.get("/a/{name}/b/{number}")
    def part(name: str, number: int) -> str:
        return f"{name} {number}"

    @inner.get("/files/{path:path}")
    def file(path: str) -> str:
        return path

    outer.include_router(inner, prefix="/x")
    app.include_router(outer)
    counts = RequestCounts()
    client = TestClient(Counted(app, counts))
    for address in ("/v1/x/a/é%20x/b/7", "/v1/x/files/p/q", "/v1/x/a/v/b/no", "/v1/y"):
        client.get(address)
    routes = {
        one.labels["route"]
        for family in counts.registry.collect()
        for one in family.samples
        if one.name == "ragqa_http_requests_total"
    }
    assert routes == {"/v1/x/a/{name}/b/{number}", "/v1/x/files/{path}", "(none)"}


def test_an_address_that_was_not_routed_has_no_template() -> None:
    assert template_of({"type": "http", "path": "/a"}) == "(none)"


def test_a_stream_passes_piece_by_piece_and_is_counted_at_its_end() -> None:
    app, counts = FastAPI(), RequestCounts()
    allowed = asyncio.Event()
    sent: list[Message] = []

    async def pieces() -> AsyncIterator[bytes]:
        yield b"first"
        await allowed.wait()
        yield b"last"

    @app.get("/stream")
    async def stream() -> StreamingResponse:
        return StreamingResponse(pieces())

    async def run() -> None:
        scope: Scope = {
            "type": "http",
            "method": "GET",
            "path": "/stream",
            "raw_path": b"/stream",
            "query_string": b"",
            "headers": [],
            "root_path": "",
            "http_version": "1.1",
            "scheme": "http",
            "asgi": {"version": "3.0", "spec_version": "2.4"},
        }

        async def receive() -> Message:
            await asyncio.Event().wait()
            raise AssertionError

        async def send(message: Message) -> None:
            sent.append(message)

        task = asyncio.create_task(Counted(app, counts)(scope, receive, send))
        while not any(message.get("body") == b"first" for message in sent):
            await asyncio.sleep(0)
        assert not list(counted(counts))
        allowed.set()
        await task

    asyncio.run(run())
    assert list(counted(counts)) == [{"method": "GET", "route": "/stream", "status": "200"}]


def test_a_request_that_breaks_off_is_counted_so() -> None:
    counts = RequestCounts()

    async def gone(scope: Scope, receive: object, send: object) -> None:
        raise asyncio.CancelledError

    async def run() -> None:
        scope: Scope = {"type": "http", "method": "GET", "path": "/"}
        with pytest.raises(asyncio.CancelledError):
            await Counted(gone, counts)(scope, None, None)  # type: ignore[arg-type]

    asyncio.run(run())
    assert list(counted(counts)) == [{"method": "GET", "route": "(none)", "status": "499"}]


def counted(counts: RequestCounts) -> Iterator[dict[str, str]]:
    """Yield the labels of the requests that were counted."""
    for family in counts.registry.collect():
        yield from (one.labels for one in family.samples if one.name.endswith("requests_total"))
