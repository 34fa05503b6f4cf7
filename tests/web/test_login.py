"""Logging in with a key on a page, going on to where one was going, and logging out."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.testclient import TestClient

from ragqa.access.admission import LOGINS
from ragqa.access.roles import Principal, Role
from ragqa.config import Settings
from ragqa.desk.desk import Desk
from ragqa.server import build_app
from ragqa.web.login import local
from tests.web.pages import Page

ADMIN = Principal(name="Ada Admin", credential="", roles=frozenset({Role.ADMIN}))


@pytest.fixture
def site(tmp_path: Path) -> Iterator[TestClient]:
    """A server that asks for keys, without an index."""
    settings = Settings.model_validate(
        {
            "index": tmp_path / "index",
            "library": {"url": str(tmp_path / "library.sqlite")},
            "server": {"access": "keys", "uploads": tmp_path / "uploads"},
        }
    )
    with TestClient(
        build_app(settings), base_url="http://ragqa.example", follow_redirects=False
    ) as client:
        yield client


def desk(site: TestClient) -> Desk:
    opened = site.app.state.desk  # type: ignore[attr-defined]
    assert isinstance(opened, Desk)
    return opened


@pytest.fixture
def key(site: TestClient) -> str:
    return desk(site).keys.add("Ann Roe", [Role.ADMIN], credential="", days=1, by=ADMIN).text


def log_in(site: TestClient, key: str, address: str = "/accounts") -> None:
    sent = site.post("/login", data={"key": f" {key} ", "next": address})
    assert (sent.status_code, sent.headers["location"]) == (303, address)


def test_who_has_not_logged_in_is_led_to_do_so_and_back_to_where_they_went(
    site: TestClient, key: str
) -> None:
    led = site.get("/log?seal=a b&number=1")
    assert led.status_code == 303
    asked = Page(site.get(led.headers["location"]).text)
    (wanted,) = asked.all("input", name="next")
    assert wanted["value"] == "/log?seal=a%20b&number=1"
    log_in(site, key, str(wanted["value"]))
    assert site.get(str(wanted["value"])).status_code == 200


def test_a_session_is_a_cookie_that_no_script_and_no_other_site_can_use(
    site: TestClient, key: str
) -> None:
    sent = site.post("/login", data={"key": key})
    name, *rest = sent.headers["set-cookie"].split("; ")
    assert name.startswith("ragqa_session=")
    assert key not in name
    assert set(rest) == {"HttpOnly", "Path=/", "SameSite=strict"}
    over_https = site.post("https://ragqa.example/login", data={"key": key})
    assert "Secure" in over_https.headers["set-cookie"].split("; ")


def test_logging_out_ends_the_session_itself(site: TestClient, key: str) -> None:
    log_in(site, key)
    token = site.cookies["ragqa_session"]
    page = site.get("/accounts").text
    assert Page(page).all("form", action="/logout")
    left = site.post("/logout")
    assert (left.status_code, left.headers["location"]) == (303, "/login")
    assert "ragqa_session" not in site.cookies
    again = site.get("/accounts", headers={"Cookie": f"ragqa_session={token}"})
    assert again.headers["location"].startswith("/login")


def test_a_revoked_key_ends_the_session_at_once(site: TestClient, key: str) -> None:
    log_in(site, key)
    desk(site).keys.revoke("Ann Roe", by=ADMIN)
    assert site.get("/accounts").headers["location"].startswith("/login")


@pytest.mark.parametrize("typed", ["", "x", "ragqa_000000000000_" + "0" * 64, "é" * 100])
def test_what_is_no_key_is_told_beside_the_field_and_never_shown_again(
    site: TestClient, typed: str
) -> None:
    told = site.post("/login", data={"key": typed, "next": "/log"})
    assert told.status_code == 401
    page = Page(told.text)
    assert "The server knows no such key." in page.words
    (field,) = page.all("input", id="key")
    assert field["aria-describedby"] == "key-fault"
    assert field["type"] == "password"
    assert "value" not in field
    assert page.all("input", name="next", value="/log")


def test_trying_keys_is_slowed_down(site: TestClient, key: str) -> None:
    for _ in range(LOGINS):
        assert site.post("/login", data={"key": "x"}).status_code == 401
    slowed = site.post("/login", data={"key": key})
    assert slowed.status_code == 429
    assert 1 <= int(slowed.headers["retry-after"]) <= 60
    assert "attempts to log in" in slowed.text


def test_another_site_cannot_log_anybody_in_or_out(site: TestClient, key: str) -> None:
    other = {"Origin": "http://evil.example"}
    assert site.post("/login", data={"key": key}, headers=other).status_code == 403
    log_in(site, key)
    assert site.post("/logout", headers=other).status_code == 403
    assert site.get("/accounts").status_code == 200


def test_a_part_of_a_page_leads_the_whole_page_to_log_in(site: TestClient) -> None:
    by_script = {"HX-Request": "true", "HX-Current-URL": "http://ragqa.example/log?number=2"}
    part = site.get("/accounts", headers=by_script)
    assert part.status_code == 401
    assert part.headers["hx-redirect"] == "/login?next=%2Flog%3Fnumber%3D2"


def test_a_program_is_told_to_send_a_key(site: TestClient) -> None:
    refused = site.get("/v1/models")
    assert (refused.status_code, refused.headers["www-authenticate"]) == (401, "Bearer")


@pytest.mark.parametrize(
    "address",
    [
        "",
        "//evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "https://evil.example",
        "javascript:alert(1)",
        "/a\nSet-Cookie: x=1",
        "/\t/evil.example",
        "/login?next=/login",
        "/logout",
        " /x",
        "x",
    ],
)
def test_nobody_is_led_to_another_site_or_in_a_circle(
    site: TestClient, key: str, address: str
) -> None:
    sent = site.post("/login", data={"key": key, "next": address})
    assert (sent.status_code, sent.headers["location"]) == (303, "/")
    assert 'name="next" value="/"' in site.get("/login", params={"next": address}).text


@given(st.text())
def test_wherever_anybody_is_led_is_here(address: str) -> None:
    led = local(address)
    assert led.startswith("/")
    assert not led.startswith(("//", "/\\"))
    assert led in {address, "/"}


def test_in_open_mode_nobody_has_to_log_in(tmp_path: Path) -> None:
    settings = Settings.model_validate({"library": {"url": str(tmp_path / "library.sqlite")}})
    with TestClient(
        build_app(settings), base_url="http://localhost", follow_redirects=False
    ) as site:
        for answer in (
            site.get("/login?next=/log"),
            site.post("/login", data={"key": "x", "next": "/log"}),
        ):
            assert (answer.status_code, answer.headers["location"]) == (303, "/log")
        assert "/logout" not in site.get("/log").text
