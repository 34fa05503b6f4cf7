"""Files that pages load."""

import hashlib
import re
from importlib.resources import files

import pytest
from starlette.testclient import TestClient

from ragqa.access.roles import Principal, Role
from ragqa.web.navigation import places_for
from ragqa.web.static_files import static

STATIC = files("ragqa.web") / "static"
NAMES = [
    file.name for file in STATIC.iterdir() if not file.name.endswith((".md", ".txt", ".min.js"))
]


@pytest.mark.parametrize("name", [*NAMES, "page.css", "htmx.js"])
def test_a_file_is_sent_under_a_name_that_holds_its_bytes(site: TestClient, name: str) -> None:
    address = static(name)
    sent = site.get(address)
    assert hashlib.sha256(sent.content).hexdigest()[:12] in address
    assert "immutable" in sent.headers["cache-control"]
    assert sent.headers["content-type"].split(";")[0] in {
        "text/css",
        "text/javascript",
        "image/svg+xml",
    }


@pytest.mark.parametrize("address", ["site.css", "README.md", "htmx.LICENSE.txt", "..%2Fask.py"])
def test_nothing_else_is_sent(site: TestClient, address: str) -> None:
    assert site.get(f"/static/{address}").status_code == 404


def test_what_others_wrote_is_what_the_readme_names() -> None:
    named = re.findall(r"`([\w.-]+\.js)` \|.*`([0-9a-f]{64})`", (STATIC / "README.md").read_text())
    assert [name for name, _ in named] == ["htmx.min.js", "hx-sse.min.js"]
    for name, digest in named:
        assert hashlib.sha256((STATIC / name).read_bytes()).hexdigest() == digest


def test_htmx_is_sent_with_its_extension(site: TestClient) -> None:
    sent = site.get(static("htmx.js")).content
    for name in ("htmx.min.js", "hx-sse.min.js"):
        assert (STATIC / name).read_bytes() in sent


def test_style_sheets_load_nothing_and_use_colours_that_exist() -> None:
    ours = (STATIC / "site.css").read_text()
    shared = (files("ragqa.rendering") / "templates" / "page.css").read_text()
    assert not re.search(r"url\(|@import|expression\(", ours)
    used = set(re.findall(r"var\(--([a-z-]+)\)", ours))
    assert used <= set(re.findall(r"--([a-z-]+):", ours + shared))


@pytest.mark.parametrize(
    ("role", "labels"),
    [
        (Role.ASKER, ["Ask", "Articles", "Sources"]),
        (Role.EDITOR, ["Ask", "Articles", "Sources", "Review", "Uploads"]),
        (Role.REVIEWER, ["Ask", "Articles", "Sources", "Review"]),
        (Role.ADMIN, ["Ask", "Articles", "Sources", "Review", "Uploads", "Accounts"]),
    ],
)
def test_the_masthead_leads_where_somebody_may_go(role: Role, labels: list[str]) -> None:
    who = Principal(name="Ann", credential="", roles=frozenset({role}))
    assert [place.label for place in places_for(who)] == labels


def test_the_masthead_of_nobody_leads_nowhere() -> None:
    assert places_for(None) == []
