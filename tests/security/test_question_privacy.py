"""What somebody asks stands in no log, however it is asked and whatever goes wrong."""

import logging
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
import sqlalchemy as sa

from ragqa.config import Settings
from ragqa.errors import LibraryError
from ragqa.library.database import Database
from ragqa.server import build_app
from tests.running_server import running

WORD = "zebrafinchitis"
"""Stands in every question, and nowhere else."""
QUESTION = f"Does iron help restless legs with {WORD}?"


@pytest.fixture(scope="module")
def settings(demo_index: Path, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    folder = tmp_path_factory.mktemp("private")
    return Settings.model_validate(
        {"index": demo_index, "library": {"url": str(folder / "library.sqlite")}}
    )


def ask_in_every_way(base: str) -> set[int]:
    """Send the question wherever one can be sent, well and wrongly; return what it came to."""
    found = set()
    with httpx.Client(base_url=base, timeout=60) as client:
        for method, path, content in (
            ("GET", "/v1/search", {"params": {"query": QUESTION, "q": QUESTION}}),
            ("POST", "/v1/search", {"json": {"query": QUESTION}}),
            ("POST", "/v1/ask", {"json": {"question": QUESTION}}),
            ("POST", "/v1/ask", {"json": {"question": QUESTION, "stream": True}}),
            ("POST", "/v1/ask", {"json": {"question": QUESTION, "unknown": QUESTION}}),
            ("POST", "/v1/ask", {"content": QUESTION.encode()}),
            ("POST", "/v1/conversations", {"json": {"question": QUESTION}}),
            ("POST", "/v1/verify", {"json": {"pairs": [{"claim": QUESTION, "evidence": "x"}]}}),
            ("POST", "/v1/chat/completions", {"json": _chat()}),
            ("GET", "/", {"params": {"question": QUESTION, "q": QUESTION}}),
            ("GET", "/articles", {"params": {"q": QUESTION}}),
            ("GET", f"/articles/{WORD}", {}),
            ("GET", f"/v1/articles/{WORD}", {"params": {"q": QUESTION}}),
            ("POST", "/ask", {"data": {"question": QUESTION}}),
            ("POST", "/ask", {"data": {"question": QUESTION, "audience": WORD}}),
        ):
            answer = client.request(method, path, follow_redirects=True, **content)
            found.add(answer.status_code)
    return found


def _chat() -> dict[str, object]:
    return {"model": "ragqa", "messages": [{"role": "user", "content": QUESTION}]}


def test_no_question_is_logged_above_debug(
    settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO), running(build_app(settings)) as base:
        for name in ("uvicorn", "uvicorn.error", "uvicorn.access", "ragqa", "httpx"):
            logging.getLogger(name).setLevel(logging.INFO)
        came_to = ask_in_every_way(base)
    assert {200, 404, 422} <= came_to
    assert not {status for status in came_to if status >= 500}
    ours = [
        record for record in caplog.records if not record.name.startswith(("httpx", "httpcore"))
    ]
    assert any(record.name.startswith("ragqa") for record in ours)
    told = [record.getMessage() + str(record.exc_text or "") for record in ours]
    assert [line for line in told if WORD in line] == []


@pytest.fixture
def process(
    settings: Settings, tmp_path: Path
) -> Iterator[tuple[str, "subprocess.Popen[str]", list[str]]]:
    """`ragqa serve` as it is started by hand, and all that it prints."""
    command = [str(Path(sys.executable).with_name("ragqa")), "serve", "--port", "0"]
    library = str(tmp_path / "library.sqlite")
    with subprocess.Popen(
        [*command, "--index", str(settings.index)],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env={"PATH": "", "HF_HUB_OFFLINE": "1", "RAGQA_LIBRARY__URL": library},
    ) as started:
        assert started.stdout is not None
        lines = [started.stdout.readline()]
        output = started.stdout
        reader = threading.Thread(target=lambda: lines.extend(output))
        reader.start()
        yield lines[0].rpartition(" ")[2].strip().rstrip("/"), started, lines
        started.terminate()
        reader.join(timeout=60)


def test_a_served_question_is_printed_nowhere(
    process: tuple[str, "subprocess.Popen[str]", list[str]],
) -> None:
    base, started, lines = process
    assert 200 in ask_in_every_way(base)
    started.terminate()
    assert started.wait(timeout=60) == 0
    assert lines[0].startswith("ragqa: serving at http://127.0.0.1:")
    assert [line for line in lines if WORD in line] == []


def test_a_failing_database_does_not_tell_what_was_to_be_stored(tmp_path: Path) -> None:
    database = Database.open(str(tmp_path / "library.sqlite"), create=True)
    with pytest.raises(LibraryError) as told, database.writing() as connection:
        connection.execute(sa.text("INSERT INTO nowhere VALUES (:said)"), {"said": QUESTION})
    database.close()
    cause = told.value.__cause__
    assert isinstance(cause, sa.exc.OperationalError)
    assert isinstance(cause.orig, sqlite3.OperationalError)
    assert WORD not in f"{told.value} {cause}"
