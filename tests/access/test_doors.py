"""Requests that never come to a route: strange hosts, other sites, bodies that are too large."""

from collections.abc import Iterator
from typing import Annotated

import anyio
import pytest
from fastapi import Depends, FastAPI, Request, UploadFile
from starlette.testclient import TestClient
from starlette.types import Message

from ragqa.access.admission import Carried, OpenAdmission
from ragqa.access.doors import FILES_AT_ONCE, Doors
from ragqa.access.guard import Requires
from ragqa.access.headers import SecurityHeaders
from ragqa.access.roles import Principal, Role
from ragqa.api.problems import add_problems
from ragqa.config import ServerSettings
from ragqa.errors import UnauthenticatedError

KILOBYTES = 16
LIMIT = KILOBYTES * 1024
UPLOAD = 1024 * 1024 * FILES_AT_ONCE


class OnlyByKey:
    """Lets in who sends the key `editor` or `asker`."""

    def admitted(self, carried: Carried) -> Principal:
        if carried.key not in {"editor", "asker"}:
            raise UnauthenticatedError("This takes a key.")
        return Principal(name="Eve", credential="", roles=frozenset({Role(carried.key)}))


def application(access: str) -> FastAPI:
    settings = ServerSettings.model_validate(
        {"access": access, "body_kilobytes": KILOBYTES, "upload_megabytes": 1}
    )
    app = FastAPI()
    app.state.admission = OpenAdmission() if access == "open" else OnlyByKey()

    @app.get("/healthz")
    def health() -> str:
        return "well"

    @app.get("/v1/thing")
    def read() -> str:
        return "read"

    @app.post("/v1/thing")
    async def change(request: Request) -> int:
        return len(await request.body())

    @app.post("/v1/sources")
    def upload(who: Annotated[Principal, Depends(Requires(Role.EDITOR))], file: UploadFile) -> int:
        return len(file.file.read())

    app.add_middleware(Doors, server=settings)
    add_problems(app)
    app.add_middleware(SecurityHeaders)
    return app


@pytest.fixture
def client() -> Iterator[TestClient]:
    with TestClient(application("open"), base_url="http://127.0.0.1:8000") as opened:
        yield opened


@pytest.fixture
def keyed() -> Iterator[TestClient]:
    with TestClient(application("keys"), base_url="http://ragqa.example") as opened:
        yield opened


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "127.0.0.1:8000",
        "127.8.8.8",
        "localhost:1",
        "LOCALHOST",
        "a.localhost",
        "[::1]:8",
    ],
)
def test_in_open_mode_every_name_of_this_machine_is_answered(client: TestClient, host: str) -> None:
    assert client.get("/v1/thing", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "evil.example:8000",
        "127.0.0.1.evil.example",
        "localhost.evil.example",
        "evil.example@127.0.0.1",
        "127.0.0.1@evil.example",
        "127.0.0.1/evil",
        "127.0.0.1:x",
        "10.0.0.1",
        "0.0.0.0",
        "[::2]",
        "[",
        "",
    ],
)
def test_in_open_mode_other_hosts_are_refused(client: TestClient, host: str) -> None:
    refused = client.get("/v1/thing", headers={"Host": host})
    assert refused.status_code == 403
    assert "is not this machine" in refused.json()["detail"]


def test_with_keys_any_host_is_answered(keyed: TestClient) -> None:
    assert keyed.get("/healthz", headers={"Host": "answers.example"}).status_code == 200


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"Origin": "http://127.0.0.1:8000"},
        {"Sec-Fetch-Site": "same-origin", "Origin": "http://127.0.0.1:8000"},
        {"Sec-Fetch-Site": "none"},
    ],
)
def test_a_change_from_a_page_of_this_server_or_a_program_is_made(
    client: TestClient, sent: dict[str, str]
) -> None:
    assert client.post("/v1/thing", content=b"1", headers=sent).status_code == 200


@pytest.mark.parametrize(
    "sent",
    [
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://127.0.0.1:9"},
        {"Origin": "http://["},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"},
        {"Sec-Fetch-Site": "cross-site", "Origin": "http://127.0.0.1:8000"},
        {"Authorization": "Bearer x", "Origin": "http://evil.example"},
    ],
)
def test_a_change_from_another_site_is_refused(client: TestClient, sent: dict[str, str]) -> None:
    refused = client.post("/v1/thing", content=b"1", headers=sent)
    assert refused.status_code == 403
    assert refused.headers["content-type"] == "application/problem+json"
    assert "page of another site" in refused.json()["detail"]


def test_another_site_may_link_here_and_load_nothing(client: TestClient) -> None:
    other = {"Sec-Fetch-Site": "cross-site"}
    assert client.get("/v1/thing", headers=other).status_code == 403
    visit = {**other, "Sec-Fetch-Mode": "navigate"}
    assert client.get("/v1/thing", headers=visit).status_code == 200


def test_a_key_is_sent_from_wherever_its_holder_likes(keyed: TestClient) -> None:
    other = {"Origin": "http://evil.example"}
    assert keyed.post("/v1/thing", headers=other).status_code == 403
    with_key = {**other, "Authorization": "Bearer editor"}
    assert keyed.post("/v1/thing", headers=with_key).status_code == 200


@pytest.mark.parametrize("path", ["/v1/thing", "/v1/sources", "/nowhere", "/static", "/healthz/x"])
@pytest.mark.parametrize("method", ["GET", "POST", "DELETE"])
def test_with_keys_whatever_is_not_public_is_closed_to_strangers(
    keyed: TestClient, method: str, path: str
) -> None:
    assert keyed.request(method, path, content=b"{").status_code == 401
    with_key = {"Authorization": "Bearer editor"}
    assert keyed.request(method, path, content=b"{", headers=with_key).status_code != 401
    assert keyed.get("/healthz").status_code == 200


def pieces(size: int) -> Iterator[bytes]:
    """Yield a body of this size without saying how large it will be."""
    for start in range(0, size, 1000):
        yield b"x" * min(1000, size - start)


@pytest.mark.parametrize(("size", "status"), [(0, 200), (LIMIT, 200), (LIMIT + 1, 413)])
def test_a_body_is_read_up_to_the_limit_whether_or_not_its_length_is_told(
    client: TestClient, size: int, status: int
) -> None:
    told = client.post("/v1/thing", content=b"x" * size)
    untold = client.post("/v1/thing", content=pieces(size))
    assert "content-length" in told.request.headers
    assert "content-length" not in untold.request.headers
    for answer in (told, untold):
        assert answer.status_code == status
        if status == 413:
            assert answer.headers["content-type"] == "application/problem+json"
        else:
            assert answer.json() == size


@pytest.mark.parametrize("length", ["9" * 4000, str(LIMIT + 1)])
def test_a_length_is_believed_before_anything_is_read(client: TestClient, length: str) -> None:
    sent = client.post("/v1/thing", content=pieces(3), headers={"Content-Length": length})
    assert sent.status_code == 413
    assert f"at most {LIMIT:,} are read" in sent.json()["detail"]


def send(client: TestClient, size: int, key: str) -> int:
    files = {"file": ("a.txt", b"x" * size)}
    headers = {"Authorization": f"Bearer {key}"} if key else {}
    return client.post("/v1/sources", files=files, headers=headers).status_code


def test_documents_may_be_larger_from_who_may_send_them(keyed: TestClient) -> None:
    assert send(keyed, LIMIT * 2, "editor") == 200
    assert send(keyed, UPLOAD, "editor") == 413


@pytest.mark.parametrize(("key", "status"), [("", 401), ("none", 401), ("asker", 403)])
def test_documents_of_others_are_refused_before_they_are_read(key: str, status: int) -> None:
    answers: list[int] = []

    async def receive() -> Message:
        raise AssertionError("the body was read")

    async def sending(message: Message) -> None:
        answers.append(message.get("status", 0))

    headers = [(b"host", b"ragqa.example"), (b"content-length", b"70000")]
    if key:
        headers.append((b"authorization", f"Bearer {key}".encode()))
    path = "/v1/sources"
    scope = {"type": "http", "method": "POST", "path": path, "headers": headers, "scheme": "http"}
    scope |= {"query_string": b"", "server": ("ragqa.example", 80), "client": ("127.0.0.1", 1)}
    anyio.run(application("keys"), scope, receive, sending)
    assert answers[0] == status


@pytest.mark.parametrize("path", ["/v1/thing", "/nowhere"])
def test_every_answer_carries_the_headers(client: TestClient, path: str) -> None:
    headers = client.get(path).headers
    assert headers["content-security-policy"].startswith("default-src 'none'; script-src 'self';")
    assert "unsafe" not in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["cross-origin-opener-policy"] == "same-origin"
    assert headers["cross-origin-resource-policy"] == "same-origin"
    assert headers["cache-control"] == "no-store"
    assert "strict-transport-security" not in headers


def test_over_https_browsers_are_told_to_stay_there() -> None:
    client = TestClient(application("keys"), base_url="https://ragqa.example")
    assert client.get("/healthz").headers["strict-transport-security"] == "max-age=31536000"
