"""A server of the demo corpus, as a browser without script sees it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from ragqa.config import LibrarySettings, Settings
from ragqa.server import build_app

CORPUS = Path(__file__).parent.parent.parent / "corpus"


@pytest.fixture(scope="session")
def site(demo_index: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """Pages over the demo index, with the corpus beside it and a library of their own."""
    beside = demo_index.parent / "corpus"
    if not beside.exists():
        beside.symlink_to(CORPUS)
    place = tmp_path_factory.mktemp("library") / "library.sqlite"
    settings = Settings(index=demo_index, library=LibrarySettings(url=str(place)))
    with TestClient(build_app(settings), base_url="http://localhost") as client:
        yield client
