"""Every route lets through whom it declares and nobody else: role by role, as the code stands.

The table is made from the routes of the application itself: one that is added without saying whom
it takes fails here, and so does one that lets through others than it says.
"""

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from ragqa.access.keys import Keys
from ragqa.access.roles import Principal, Role
from ragqa.api.declared_roles import declared_routes
from ragqa.config import Settings
from ragqa.library.database import Database
from ragqa.server import build_app

PUBLIC = {
    ("GET", "/openapi.json"),
    ("GET", "/healthz"),
    ("GET", "/readyz"),
    ("GET", "/static/{address}"),
    ("GET", "/login"),
    ("POST", "/login"),
    ("POST", "/logout"),
}
"""All that takes nobody in particular."""
ASKED = {
    ("POST", "/ask"),
    ("POST", "/conversations/{conversation_id}/delete"),
    ("POST", "/v1/ask"),
    ("POST", "/v1/conversations"),
    ("DELETE", "/v1/conversations/{conversation_id}"),
    ("POST", "/v1/conversations/{conversation_id}/turns"),
    ("POST", "/v1/conversations/{conversation_id}/turns/{number}/answer"),
    ("POST", "/v1/search"),
    ("POST", "/v1/verify"),
    ("POST", "/v1/lint"),
    ("POST", "/v1/chat/completions"),
    ("POST", "/mcp"),
}
"""All that who only asks may send: it leaves nothing but their own conversations."""
PROGRAMS = ("/v1", "/mcp", "/metrics")
FILLED = {"number": "1", "reference": "1", "form": "json"}
ADMIN = Principal(name="Ada Admin", credential="", roles=frozenset({Role.ADMIN}))

Declared = dict[tuple[str, str], frozenset[Role] | None]


def declared() -> Declared:
    """Return whom each method of each path takes."""
    found: Declared = {}
    for context, roles in declared_routes(build_app(Settings())):
        assert context.path is not None
        for method in (context.methods or {"POST"}) - {"HEAD"}:
            found[method, context.path] = roles
    return found


DECLARED = declared()
GUARDED = sorted(place for place, roles in DECLARED.items() if roles is not None)


def settings_at(folder: Path, index: Path, access: str) -> Settings:
    return Settings.model_validate(
        {
            "index": index,
            "library": {"url": str(folder / "library.sqlite")},
            "server": {
                "access": access,
                "uploads": folder / "uploads",
                "requests_per_minute": 1_000_000,
            },
        }
    )


@pytest.fixture(scope="module")
def own_index(demo_index: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index that may be written to: an editor of this test has it renewed."""
    return Path(shutil.copytree(demo_index, tmp_path_factory.mktemp("own") / "index"))


@pytest.fixture(scope="module")
def keyed(own_index: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    settings = settings_at(tmp_path_factory.mktemp("keyed"), own_index, "keys")
    with TestClient(
        build_app(settings), base_url="http://ragqa.example", raise_server_exceptions=False
    ) as client:
        yield client


@pytest.fixture(scope="module")
def opened(own_index: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    settings = settings_at(tmp_path_factory.mktemp("opened"), own_index, "open")
    with TestClient(
        build_app(settings), base_url="http://127.0.0.1", raise_server_exceptions=False
    ) as client:
        yield client


@pytest.fixture(scope="module")
def keys(keyed: TestClient) -> dict[Role, str]:
    """A key for each role."""
    desk = keyed.app.state.desk  # type: ignore[attr-defined]
    made = Keys(desk.library.database, now=lambda: datetime.now(UTC))
    return {
        role: made.add(f"Some {role}", [role], credential="", days=None, by=ADMIN).text
        for role in Role
    }


def path_of(template: str) -> str:
    """Return an address with something in the place of each of its names."""
    parts = template.replace(":path}", "}").split("{")
    filled = [parts[0]]
    for part in parts[1:]:
        name, _, rest = part.partition("}")
        filled += [FILLED.get(name, "none"), rest]
    return "".join(filled)


def status(client: TestClient, place: tuple[str, str], key: str | None) -> int:
    """Return what a request comes to; 401 as well where it is led to the page to log in at."""
    method, template = place
    headers = {"Authorization": f"Bearer {key}"} if key else {}
    programs = template.startswith(PROGRAMS)
    body = {"json": {}} if programs else {"data": {"none": "1"}}
    more = body if method == "POST" else {}
    answer = client.request(
        method, path_of(template), headers=headers, follow_redirects=False, **more
    )
    led = answer.headers.get("location", "").startswith("/login")
    if led:
        assert method == "GET"
        assert not programs
    if answer.status_code == 401:
        assert "bearer" in answer.headers.get("www-authenticate", "").lower() or not programs
    return 401 if led else answer.status_code


def test_every_route_declares_whom_it_takes_but_for_the_public_ones() -> None:
    assert {place for place, roles in DECLARED.items() if roles is None} == PUBLIC
    assert all(roles for roles in DECLARED.values() if roles is not None)
    assert len(GUARDED) > 60


def test_who_only_asks_changes_nothing_but_their_own_conversations() -> None:
    changing = {
        place
        for place, roles in DECLARED.items()
        if place[0] != "GET" and roles is not None and Role.ASKER in roles
    }
    assert changing == ASKED


@pytest.mark.parametrize("place", GUARDED, ids=" ".join)
def test_nobody_gets_through_without_a_key(keyed: TestClient, place: tuple[str, str]) -> None:
    assert status(keyed, place, None) == 401
    assert status(keyed, place, "ragqa_000000000000_" + "0" * 64) == 401


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("place", GUARDED, ids=" ".join)
def test_each_role_gets_through_where_it_is_declared_and_nowhere_else(
    keyed: TestClient, keys: dict[Role, str], place: tuple[str, str], role: Role
) -> None:
    allowed = DECLARED[place]
    assert allowed is not None
    answered = status(keyed, place, keys[role])
    if role in allowed or role is Role.ADMIN:
        assert answered not in {401, 403}
        assert answered < 500
    else:
        assert answered == 403


@pytest.mark.parametrize("place", GUARDED, ids=" ".join)
def test_in_open_mode_the_local_user_gets_through_everywhere(
    opened: TestClient, place: tuple[str, str]
) -> None:
    answered = status(opened, place, None)
    assert answered not in {401, 403}
    assert answered < 500


@pytest.mark.parametrize("place", sorted(PUBLIC), ids=" ".join)
def test_what_is_public_is_answered_without_a_key(
    keyed: TestClient, place: tuple[str, str]
) -> None:
    method, template = place
    answer = keyed.request(method, path_of(template), follow_redirects=False)
    if place == ("POST", "/login"):
        assert (answer.status_code, "www-authenticate" in answer.headers) == (401, False)
    else:
        assert answer.status_code in {200, 303, 404}


def test_the_document_says_the_roles_of_every_operation(keyed: TestClient) -> None:
    document = keyed.get("/openapi.json").json()
    described = {
        (method.upper(), path): operation
        for path, operations in document["paths"].items()
        for method, operation in operations.items()
    }
    for (method, path), operation in described.items():
        (template,) = {one for _, one in DECLARED if one.replace(":path}", "}") == path}
        roles = DECLARED[method, template]
        if roles is None:
            assert (method, path) in PUBLIC
            assert "x-roles" not in operation
        else:
            assert operation["x-roles"] == sorted({*roles, Role.ADMIN})
            assert operation["security"] == [{"key": []}, {"session": []}]
    programs = {place for place in DECLARED if place[1].startswith("/v1")}
    assert {(m, p.replace(":path}", "}")) for m, p in programs} <= described.keys()


def test_in_open_mode_the_document_asks_for_no_proof(opened: TestClient) -> None:
    document = opened.get("/openapi.json").json()
    assert "securitySchemes" not in document["components"]
    assert document["paths"]["/v1/ask"]["post"]["x-roles"]


def test_a_revoked_key_gets_through_nowhere(keyed: TestClient) -> None:
    desk = keyed.app.state.desk  # type: ignore[attr-defined]
    assert isinstance(desk.library.database, Database)
    new = desk.keys.add("Gone", list(Role), credential="", days=None, by=ADMIN)
    assert status(keyed, ("GET", "/v1/models"), new.text) == 200
    desk.keys.revoke(new.key.key_id, by=ADMIN)
    assert all(status(keyed, place, new.text) == 401 for place in GUARDED)
