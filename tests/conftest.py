"""What all tests share: no network but loopback, no model hub, and one index of the demo corpus."""

import os
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock
from hypothesis import settings

from ragqa.assembly import build_ingester
from ragqa.config import Settings
from tests.browser.chromium import Chromium, missing

ROOT = Path(__file__).parent.parent
CORPUS = ROOT / "corpus"

# How long an example takes says something of the machine alone.
settings.register_profile("ragqa", deadline=None)
settings.load_profile("ragqa")


@pytest.fixture(autouse=True)
def _only_loopback(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fail a test that would talk to anything but this machine."""
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: Any) -> None:
        if self.family in {socket.AF_INET, socket.AF_INET6}:
            host = address[0]
            if host not in {"127.0.0.1", "::1", "localhost"}:
                raise AssertionError(f"a test tried to reach {host}")
        connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", guarded)


@pytest.fixture(autouse=True)
def _default_settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Run each test in an empty folder, so that no ragqa.toml is near."""
    monkeypatch.chdir(tmp_path)


@pytest.fixture(scope="session")
def demo_index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo corpus, really ingested with the shipped embedder."""
    index = shared_folder(tmp_path_factory) / "demo" / "index"
    with FileLock(index.parent.with_suffix(".lock")):
        if not index.parent.exists():
            report = build_ingester(Settings(index=index)).ingest([CORPUS])
            assert report.failed == 0, report.failures
    return index


@pytest.fixture(scope="session")
def chromium() -> Iterator[Chromium]:
    """A real browser; skips where there is none, and says so."""
    if lacking := missing():
        pytest.skip(lacking)
    browser = Chromium()
    yield browser
    browser.close()


def shared_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder that all processes of this run of the tests share."""
    own = tmp_path_factory.getbasetemp()
    return own.parent if "PYTEST_XDIST_WORKER" in os.environ else own
