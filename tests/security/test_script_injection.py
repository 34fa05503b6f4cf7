"""Texts of attackers in every place that takes text: none of them runs, on any page."""

import json
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import quote, urlsplit

import httpx
import pytest
from fastapi import FastAPI
from fastapi.responses import HTMLResponse

from ragqa.access.roles import Principal, Role
from ragqa.assembly import build_ingester
from ragqa.config import Settings
from ragqa.desk.desk import Desk
from ragqa.errors import RagqaError
from ragqa.library.reviewing import Reviewer
from ragqa.schema.article import Article
from tests.browser.chromium import Chromium
from tests.browser.place import answered, served, write
from tests.running_server import running
from tests.security.payloads import PAYLOADS, PRODUCT

QUESTION = "Does exampline relieve fictosis in adults?"
_TOGETHER = 9
"""Payloads in one long text."""
LONG = [
    " ".join(PAYLOADS[at : at + _TOGETHER]).replace("\n", " ")
    for at in range(0, len(PAYLOADS), _TOGETHER)
]
ADMIN = Principal(name="Whoever began", credential="", roles=frozenset({Role.ADMIN}))


@dataclass(frozen=True, kw_only=True)
class Attacked:
    """A server all of whose places hold payloads, and the pages that show them."""

    base: str
    pages: tuple[str, ...]
    answer: str
    stored: int


@pytest.fixture(scope="module")
def attacked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Attacked]:
    folder = tmp_path_factory.mktemp("attacked")
    corpus = folder / "corpus"
    corpus.mkdir()
    rows = (json.dumps(_work(number, text)) for number, text in enumerate(PAYLOADS))
    (corpus / "works.jsonl").write_text("\n".join(rows), encoding="utf-8")
    report = build_ingester(Settings(index=folder / "made")).ingest([corpus])
    assert (report.failed, report.added) == (0, len(PAYLOADS)), report.failures
    with served(folder / "made", folder / "place") as (base, desk):
        _hand_in(base, desk)
        article = _review(desk)
        answer = answered(base, QUESTION)
        with desk.serving.lease() as serving:
            names = serving.snapshot.document_ids()
            texts = [serving.snapshot.document(name).text for name in names]
        pages = (
            "/",
            "/conversations",
            answer,
            f"/review/{article}",
            f"/articles/{article}",
            "/review",
            "/log",
            "/accounts",
            "/uploads",
            *(f"/sources?number={number}" for number in range(1, 9)),
            *(f"{place}?q={quote(text)}" for place in ("/sources", "/articles") for text in LONG),
            *(f"/documents/{quote(name, safe='')}" for name in names),
        )
        yield Attacked(
            base=base,
            pages=pages,
            answer=answer,
            stored=sum("__executed" in text for text in texts),
        )


def _work(number: int, payload: str) -> dict[str, object]:
    return {
        "_id": f"w{number} {payload if payload.isprintable() else ''}",
        "title": f"Exampline in fictosis, trial {number} {payload}",
        "text": f"Exampline relieved fictosis in {number + 20} of 400 adults. {payload} was seen "
        f"in none of them.\n\n{payload}\n\nNausea was more common with exampline.",
        "metadata": {
            "authors": [f"{payload} A", "Roe B"],
            "journal": f"Journal {payload}",
            "organisation": payload,
            "population": f"adults {payload}",
            "url": payload,
            "doi": f"10.1000/{number}{payload}",
            "year": 2020,
        },
    }


def _hand_in(base: str, desk: Desk) -> None:
    """Ask every payload, and give keys to people and upload files that are called by them."""
    with httpx.Client(base_url=base, timeout=60) as client:
        for payload in PAYLOADS:
            asked = client.post("/ask", data={"question": f"Does exampline help? {payload}"})
            assert asked.status_code in {200, 303, 422}, asked.text
        for payload in LONG:
            client.post("/accounts", data={"name": payload, "roles": "asker"})
    for payload in PAYLOADS:
        with suppress(RagqaError):
            desk.keys.add(payload[:60], [Role.ASKER], credential=payload[:60], days=1, by=ADMIN)


def _review(desk: Desk) -> str:
    """Have an article written, and say every payload of one of its sentences."""
    write(desk, QUESTION)
    (one,) = desk.reviewing.listed(None)
    name, by = one.article_id, Reviewer(name="A reviewer", credential="<b canary>MD</b>")
    desk.reviewing.start(name, by, take_over=False)
    answer = desk.reviewing.read(name, number=None).answer
    assert isinstance(answer, Article)
    said = 0
    for payload in PAYLOADS:
        with suppress(RagqaError):
            desk.reviewing.comment(name, by, answer.claims[0].claim_id, payload)
            said += 1
    assert said >= 150
    return name


def test_there_are_a_hundred_and_fifty_payloads_and_documents_keep_them(
    attacked: Attacked,
) -> None:
    assert len(set(PAYLOADS)) == len(PAYLOADS) >= 150
    assert attacked.stored >= 20
    shown = httpx.get(attacked.base + attacked.pages[3]).text
    assert shown.count("__executed") >= 100


class _Alive(HTMLParser):
    """Finds the elements and attributes that payloads would be."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = {name for name, _ in attrs}
        if "canary" in names or any(name.startswith("on") for name in names):
            self.found.append(self.get_starttag_text() or tag)
        if tag in {"style", "iframe", "object", "embed", "base"}:
            self.found.append(tag)
        if tag == "script" and "src" not in names:
            self.found.append("a script in the page")
        for name, value in attrs:
            if name in {"href", "src", "action", "formaction"}:
                scheme = urlsplit((value or "").strip()).scheme
                if scheme not in {"", "http", "https"}:
                    self.found.append(f"{name}={value}")


def _alive(html: str) -> list[str]:
    parser = _Alive()
    parser.feed(html)
    parser.close()
    return [*parser.found, *([PRODUCT] if PRODUCT in html else [])]


def test_the_check_finds_what_is_alive() -> None:
    for alive in (
        '<a href="java\nscript:x">',
        "<img canary>",
        "<p onclick=x>",
        "<script>1</script>",
    ):
        assert _alive(alive)


def test_every_page_is_sent_with_all_texts_escaped(attacked: Attacked) -> None:
    with httpx.Client(base_url=attacked.base, timeout=60) as client:
        for path in attacked.pages:
            response = client.get(path)
            assert response.headers["content-type"].startswith("text/html"), path
            assert response.status_code == 200, path
            assert _alive(response.text) == [], path
            assert "'unsafe" not in response.headers["content-security-policy"]


def test_a_stream_has_the_frames_that_the_server_sends_and_no_others(attacked: Attacked) -> None:
    with httpx.Client(base_url=attacked.base, timeout=60) as client:
        for payload in (*PAYLOADS[-25:], LONG[0]):
            place = client.post("/ask", data={"question": f"Does exampline help? {payload}"})
            if place.status_code != 303:
                continue  # it was refused, and the page that says so was looked at
            address, _, _ = place.headers["location"].partition("#")
            stream = client.get(f"{address}/turns/1/events").text.replace("\r\n", "\n")
            frames = [frame.split("\n") for frame in stream.strip().split("\n\n")]
            for frame in frames[:-1]:
                assert {line.partition(":")[0] for line in frame} <= {"id", "data", ""}
            told = [
                "\n".join(line[6:] for line in frame if line.startswith("data: "))
                for frame in frames
            ]
            assert all(_alive(piece) == [] for piece in told), payload
            assert frames[-1][0] == "event: answered"


def test_json_gives_texts_back_as_they_were_and_is_no_page(attacked: Attacked) -> None:
    with httpx.Client(base_url=attacked.base, timeout=60) as client:
        for payload in LONG:
            response = client.get("/v1/search", params={"q": f"exampline {payload}"})
            assert "html" not in response.headers["content-type"]
            assert response.headers["x-content-type-options"] == "nosniff"
            json.loads(response.text)


def test_nothing_runs_in_a_browser(attacked: Attacked, chromium: Chromium, tmp_path: Path) -> None:
    chromium.play(
        "injected.mjs",
        "nothing that a page shows is run",
        attacked.base,
        tmp_path,
        pages=attacked.pages,
        product=PRODUCT,
    )


def test_nothing_runs_while_a_browser_watches_an_answer(
    attacked: Attacked, chromium: Chromium, tmp_path: Path
) -> None:
    asked = [f"Does exampline help? {payload}"[:1900] for payload in LONG[::3]]
    chromium.play(
        "injected.mjs",
        "nothing that was asked is run, nor anything that answers it",
        attacked.base,
        tmp_path,
        questions=[QUESTION, *asked],
        product=PRODUCT,
    )


def test_the_browser_would_find_what_runs(chromium: Chromium, tmp_path: Path) -> None:
    app = FastAPI()

    @app.get("/{number}")
    def show(number: int) -> HTMLResponse:
        return HTMLResponse(f"<!doctype html><title>x</title><p>{PAYLOADS[number]}</p>")

    with running(app) as base:
        for number in range(0, 60, 8):
            with pytest.raises(AssertionError, match=r"an element|a script ran"):
                chromium.play(
                    "injected.mjs",
                    "nothing that a page shows is run",
                    base,
                    tmp_path,
                    pages=[f"/{number}"],
                    product=PRODUCT,
                )
