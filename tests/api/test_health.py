"""Whether the server lives, and whether it can answer."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from ragqa.assembly import build_ingester
from ragqa.config import Settings
from ragqa.server import build_app


@contextmanager
def client_of(index: Path) -> Iterator[TestClient]:
    with TestClient(build_app(Settings(index=index)), base_url="http://127.0.0.1:8000") as client:
        yield client


def test_a_server_lives_without_an_index(tmp_path: Path) -> None:
    with client_of(tmp_path / "none") as client:
        answer = client.get("/healthz")
    assert (answer.status_code, answer.json()) == (200, {"status": "alive"})


def test_a_server_with_index_and_library_is_ready(demo_index: Path) -> None:
    with client_of(demo_index) as client:
        answer = client.get("/readyz")
    told = answer.json()
    assert (answer.status_code, told["status"], told["missing"]) == (200, "ready", [])
    assert len(told["snapshot"]) == 64


def test_without_an_index_the_next_step_is_told_until_there_is_one(tmp_path: Path) -> None:
    with client_of(tmp_path / "index") as client:
        answer = client.get("/readyz")
        assert answer.status_code == 503
        told = answer.json()
        assert (told["status"], told["snapshot"]) == ("not ready", None)
        assert "ragqa ingest" in told["missing"][0]
        corpus = tmp_path / "works.jsonl"
        corpus.write_text(json.dumps({"_id": "w", "title": "W", "text": "Drug B helped nobody."}))
        build_ingester(Settings(index=tmp_path / "index")).ingest([corpus])
        assert client.get("/readyz").status_code == 200


def test_an_index_without_documents_is_not_ready(tmp_path: Path) -> None:
    (tmp_path / "broken.pdf").write_bytes(b"%PDF-1.4 nothing")
    build_ingester(Settings(index=tmp_path / "index")).ingest([tmp_path / "broken.pdf"])
    with client_of(tmp_path / "index") as client:
        answer = client.get("/readyz")
    assert answer.status_code == 503
    assert "holds no documents" in answer.json()["missing"][0]


def test_a_library_that_does_not_answer_is_told(demo_index: Path) -> None:
    with client_of(demo_index) as client:
        with sqlite3.connect("library.sqlite") as library:
            library.execute("DROP TABLE snapshots")
        library.close()
        answer = client.get("/readyz")
    assert answer.status_code == 503
    (missing,) = answer.json()["missing"]
    assert "library.sqlite" in missing


@pytest.mark.parametrize("address", ["/healthz", "/readyz"])
def test_nothing_of_it_is_kept_by_caches(address: str, demo_index: Path) -> None:
    with client_of(demo_index) as client:
        assert client.get(address).headers["cache-control"] == "no-store"
