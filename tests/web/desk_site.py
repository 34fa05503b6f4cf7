"""A server for editors: an index, a library with articles, and uploads, all its own."""

import re
import shutil
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from starlette.testclient import TestClient

from ragqa.config import LibrarySettings, ServerSettings, Settings
from ragqa.desk.desk import Desk, open_desk
from ragqa.schema.progress import NoAnswerProgress
from ragqa.schema.question import Question
from ragqa.server import build_app
from tests.web.pages import Page

EDITOR = "Eve Poe"
QUESTIONS = (
    "Are dopamine agonists recommended for restless legs?",
    "Does oral iron improve restless legs symptoms in children?",
)


@contextmanager
def desk_site(index: Path, folder: Path) -> Iterator[tuple[TestClient, Desk]]:
    """Serve a copy of an index, with the articles on `QUESTIONS` that an editor submitted."""
    shutil.copytree(index, folder / "index")
    settings = Settings(
        index=folder / "index",
        library=LibrarySettings(url=str(folder / "library.sqlite")),
        server=ServerSettings(uploads=folder / "uploads", upload_megabytes=1),
    )
    with open_desk(settings) as desk:
        for question in QUESTIONS:
            written(desk, question)
        with TestClient(build_app(settings, desk), base_url="http://localhost") as client:
            yield client, desk


def written(desk: Desk, question: str, *, by: str = EDITOR, reason: str = "") -> str:
    """Have an article written and return its id."""
    desk.writing.writing(by, reason)(Question(text=question), NoAnswerProgress())
    return next(
        one.article_id for one in desk.reviewing.listed(None) if one.question.text == question
    )


def field(page: Page, name: str) -> str:
    """Return what a hidden field of a page carries."""
    return str(page.all("input", type="hidden", name=name)[0]["value"])


def finished(client: TestClient, address: str) -> Page:
    """Read the page of a job or an order until nothing more happens."""
    deadline = time.monotonic() + 120
    while True:
        response = client.get(address)
        if not re.search(r'aria-busy="true"', response.text):
            return Page(response.text)
        assert time.monotonic() < deadline, response.text
        time.sleep(0.1)


def sent(client: TestClient, files: Sequence[tuple[str, bytes]], **fields: str) -> Page:
    """Send files by the form without a script, and return the page when they were read."""
    response = client.post(
        "/uploads",
        data=fields,
        files=[("files", (name, data, "application/octet-stream")) for name, data in files],
        follow_redirects=False,
    )
    assert response.status_code == 303, response.text
    return finished(client, response.headers["location"])
