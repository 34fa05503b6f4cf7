"""A browser, and the whole application with the demo corpus: open, and asking for keys."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from ragqa.access.roles import Principal, Role
from ragqa.config import Settings
from ragqa.desk.desk import Desk
from ragqa.schema.article import Article
from ragqa.schema.progress import NoAnswerProgress
from ragqa.schema.question import Question
from ragqa.server import build_app
from tests.browser.chromium import Chromium, missing
from tests.running_server import running

WRITTEN = (
    "Should adults with restless legs have iron studies?",
    "Does vitamin D prevent falls in older adults?",
    "Do text messages help smokers to quit?",
)
FIRST = Principal(name="Whoever began", credential="", roles=frozenset({Role.ADMIN}))


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A server, and what scenarios have to know of it."""

    base: str
    given: dict[str, object]


@pytest.fixture(scope="session")
def chromium() -> Iterator[Chromium]:
    if lacking := missing():
        pytest.skip(lacking)
    browser = Chromium()
    yield browser
    browser.close()


@pytest.fixture(scope="session")
def open_place(
    chromium: Chromium, demo_index: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Place]:
    """A server that lets everybody do everything, with three articles to review."""
    with _served(demo_index, tmp_path_factory.mktemp("open"), access="open") as (base, desk):
        written = [_write(desk, question) for question in WRITTEN]
        yield Place(base=base, given={"written": written, "answered": _answered(base)})


@pytest.fixture(scope="session")
def keyed_place(
    chromium: Chromium, demo_index: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Place]:
    """A server that asks for keys, and one key for each role."""
    with _served(demo_index, tmp_path_factory.mktemp("keyed"), access="keys") as (base, desk):
        _write(desk, WRITTEN[0])
        keys = {
            role.value: desk.keys.add(
                f"The {role.value}", [role], credential="MD", days=1, by=FIRST
            ).text
            for role in Role
        }
        yield Place(base=base, given={"keys": keys})


@contextmanager
def _served(demo_index: Path, folder: Path, *, access: str) -> Iterator[tuple[str, Desk]]:
    shutil.copytree(demo_index, folder / "index")
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


def _answered(base: str) -> str:
    """Ask a question as a page does, and return the address of its conversation."""
    with httpx.Client(base_url=base, timeout=60) as client:
        address = client.post("/ask", data={"question": WRITTEN[0]}).headers["location"]
        conversation, _, _ = str(address).partition("#")
        assert client.get(f"{conversation}/turns/1/wait").has_redirect_location
        return conversation


def _write(desk: Desk, question: str) -> str:
    """Have an article written into the library; return its question."""
    answer = desk.writing.writing("An editor", "")(Question(text=question), NoAnswerProgress())
    assert isinstance(answer, Article)
    return question
