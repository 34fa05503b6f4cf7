"""The whole application with a copy of an index, a library and an upload folder of its own."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

from ragqa.config import Settings
from ragqa.desk.desk import Desk
from ragqa.schema.article import Article
from ragqa.schema.progress import NoAnswerProgress
from ragqa.schema.question import Question
from ragqa.server import build_app
from tests.running_server import running


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A server, and what scenarios have to know of it."""

    base: str
    given: dict[str, object]


@contextmanager
def served(index: Path | None, folder: Path, *, access: str = "open") -> Iterator[tuple[str, Desk]]:
    """Serve a copy of an index, or none, from an empty folder; yield the address and the desk."""
    if index is not None:
        shutil.copytree(index, folder / "index")
    server = {"access": access, "uploads": folder / "uploads", "requests_per_minute": 100_000}
    settings = Settings.model_validate(
        {
            "index": folder / "index",
            "library": {"url": str(folder / "library.sqlite")},
            "server": server,
        }
    )
    app = build_app(settings)
    with running(app) as base:
        yield base, app.state.desk


def answered(base: str, question: str) -> str:
    """Ask a question as a page does, and return the address of its conversation."""
    with httpx.Client(base_url=base, timeout=60) as client:
        address = client.post("/ask", data={"question": question}).headers["location"]
        conversation, _, _ = str(address).partition("#")
        assert client.get(f"{conversation}/turns/1/wait").has_redirect_location
        return conversation


def write(desk: Desk, question: str) -> None:
    """Have an article written into the library."""
    answer = desk.writing.writing("An editor", "")(Question(text=question), NoAnswerProgress())
    assert isinstance(answer, Article)
