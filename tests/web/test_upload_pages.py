"""Uploads on pages, without a script: what was sent, what became of it, and what was refused."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from ragqa.desk.desk import Desk
from tests.web.desk_site import desk_site, finished, sent
from tests.web.pages import Page, shown

Site = tuple[TestClient, Desk]
TRIAL = b"# Trial of drug A\n\nDrug A relieved condition X in 40 of 90 adults after four weeks.\n"
OTHER = TRIAL.replace(b"40", b"20")


@pytest.fixture(scope="module")
def editors(demo_index: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with desk_site(demo_index, tmp_path_factory.mktemp("uploads")) as made:
        yield made


@pytest.fixture(scope="module")
def site(editors: Site) -> TestClient:
    return editors[0]


def test_files_are_sent_and_each_outcome_is_told(site: TestClient) -> None:
    page = sent(site, [("a/trial.md", TRIAL), ("tool.exe", b"MZ"), ("empty.txt", b"")])
    words = " ".join(page.words.split())
    assert "a/trial.md added" in words
    assert "tool.exe refused" in words
    assert "empty.txt refused" in words
    (document,) = page.links(r"^/documents/")
    assert "Drug A relieved condition X" in shown(site, document).words
    assert "in the index" in shown(site, "/uploads").words


def test_another_file_of_the_same_name_is_refused_unless_it_may_replace(site: TestClient) -> None:
    sent(site, [("same.md", TRIAL)])
    assert "Another file is called same.md" in sent(site, [("same.md", OTHER)]).words
    assert "updated" in sent(site, [("same.md", OTHER)], replace="yes").words


def test_the_sender_says_that_works_are_guidelines(editors: Site) -> None:
    site, desk = editors
    sent(site, [("who.md", TRIAL.replace(b"drug A", b"drug B"))], kind="guideline")
    assert desk.uploads.folder.names().count("guidelines/who.md") == 1
    assert "guideline" in shown(site, "/sources?q=drug+B&kind=guideline").words


@pytest.mark.parametrize(
    "name", ["../../library.sqlite.md", "..\\x.md", "/etc/../x.md", ".jobs/x.md", "README.md"]
)
def test_a_hostile_name_is_refused_and_leads_nowhere(editors: Site, name: str) -> None:
    site, desk = editors
    before = set(desk.uploads.folder.root.parent.rglob("*.md"))
    page = sent(site, [(name, b"hostile")])
    assert "refused" in page.words
    assert set(desk.uploads.folder.root.parent.rglob("*.md")) == before


def test_a_file_beyond_the_limit_is_refused_as_it_arrives(site: TestClient) -> None:
    page = sent(site, [("large.txt", b"x" * ((1 << 20) + 1)), ("small.md", TRIAL)])
    assert "larger than the 1 MB" in page.words


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"a=b", "application/x-www-form-urlencoded"),
        (b"nonsense", "multipart/form-data; boundary=x"),
        (b"nonsense", "multipart/form-data"),
        (b"--x\r\n\r\n--x--\r\n", "multipart/form-data; boundary=x"),
    ],
)
def test_what_is_no_form_with_files_is_refused(site: TestClient, content: bytes, kind: str) -> None:
    response = site.post("/uploads", content=content, headers={"content-type": kind})
    assert response.status_code == 422
    assert Page(response.text).all("section", role="alert")


def test_a_file_that_breaks_off_is_let_go(editors: Site) -> None:
    site, desk = editors
    cut = b'--x\r\nContent-Disposition: form-data; name="files"; filename="cut.md"\r\n\r\nhalf'
    kind = {"content-type": "multipart/form-data; boundary=x"}
    assert site.post("/uploads", content=cut, headers=kind).status_code == 422
    root = desk.uploads.folder.root
    assert "cut.md" not in desk.uploads.folder.names()
    assert not list((root / ".incoming").glob("*"))


def test_a_file_is_removed_once_it_was_confirmed(editors: Site) -> None:
    site, desk = editors
    sent(site, [("gone/trial.md", TRIAL.replace(b"drug A", b"drug C"))])
    asked = shown(site, "/uploads/remove?name=gone/trial.md")
    assert "Remove this file?" in asked.words
    removal = site.post("/uploads/remove", data={"name": "gone/trial.md"}, follow_redirects=False)
    assert "removed" in finished(site, removal.headers["location"]).words
    assert "gone/trial.md" not in desk.uploads.folder.names()
    assert site.get("/uploads/remove?name=../library.sqlite").status_code == 404


def test_all_folders_are_read_again(site: TestClient) -> None:
    begun = site.post("/uploads/reindex", follow_redirects=False)
    assert "ragqa ingest" in finished(site, begun.headers["location"]).words


def test_an_admin_makes_a_key_that_is_shown_once_and_takes_it_away(editors: Site) -> None:
    site, desk = editors
    made = site.post("/accounts", data={"name": "Ann Roe", "roles": ["asker", "reviewer"]})
    (key,) = [one for one in desk.keys.listed() if one.principal.name == "Ann Roe"]
    assert f"ragqa_{key.key_id}_" in made.text
    assert made.headers["cache-control"] == "no-store"
    assert f"ragqa_{key.key_id}_" not in site.get("/accounts").text
    assert "Revoke this key?" in shown(site, f"/accounts/{key.key_id}/revoke").words
    assert "revoked" in Page(site.post(f"/accounts/{key.key_id}/revoke").text).words
    assert "add key" in shown(site, "/log").words


def test_a_key_without_a_role_or_a_name_comes_back_with_the_reason(site: TestClient) -> None:
    for data in ({"name": "Ann Roe"}, {"name": "", "roles": "asker"}):
        response = site.post("/accounts", data=data)
        assert response.status_code == 422
        assert Page(response.text).all("p", role="alert")


def test_a_seal_that_the_log_does_not_hold_is_told(site: TestClient) -> None:
    assert "as it was written" in shown(site, "/log").words
    assert "not as it was written" in shown(site, f"/log?seal={'f' * 64}").words


def test_an_index_that_is_not_there_yet_is_told(tmp_path: Path) -> None:
    from ragqa.config import LibrarySettings, ServerSettings, Settings
    from ragqa.server import build_app

    settings = Settings(
        index=tmp_path / "index",
        library=LibrarySettings(url=str(tmp_path / "library.sqlite")),
        server=ServerSettings(uploads=tmp_path / "uploads"),
    )
    with TestClient(build_app(settings), base_url="http://localhost") as site:
        assert "Nothing is in the index yet" in shown(site, "/sources").words
        for address in ("/articles", "/review", "/uploads"):
            shown(site, address)
        assert "added" in sent(site, [("trial.md", TRIAL)]).words
        assert len(shown(site, "/sources").links(r"^/documents/")) == 1
