"""The whole application over the demo corpus, with a library of its own."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from ragqa.config import LibrarySettings, ServerSettings, Settings
from ragqa.server import build_app

HOST = "http://127.0.0.1"
QUESTION = "Should adults with restless legs have iron studies?"
UNANSWERED = "Which antibiotic treats plague pneumonia?"


def settings_in(folder: Path, index: Path) -> Settings:
    """Return settings of a server that writes into `folder` alone."""
    copy = folder / "index"
    shutil.copytree(index, copy)
    return Settings(
        index=copy,
        library=LibrarySettings(url=str(folder / "library.sqlite")),
        server=ServerSettings(uploads=folder / "uploads", requests_per_minute=1_000_000),
    )


@pytest.fixture(scope="session")
def app(demo_index: Path, tmp_path_factory: pytest.TempPathFactory) -> FastAPI:
    """The application that the tests of HTTP share; each makes what it needs of its own."""
    return build_app(settings_in(tmp_path_factory.mktemp("api"), demo_index))


@pytest.fixture(scope="session")
def client(app: FastAPI) -> Iterator[TestClient]:
    """A client of it, in this process."""
    with TestClient(app, base_url=HOST) as opened:
        yield opened
