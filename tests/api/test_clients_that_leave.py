"""Clients that go away at any moment of an answer, from a real server: nothing of them stays."""

import json
import re
import socket
import struct
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest
from fastapi import FastAPI

from ragqa.config import Settings
from ragqa.desk.asking import Asking
from ragqa.server import build_app
from tests.running_server import running

SECONDS = 60.0
ASKED = {"question": "Should adults with restless legs have iron studies?"}
BODY = json.dumps(ASKED).encode()
HEAD = (
    "POST /v1/ask HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: text/event-stream\r\n"
    f"Content-Type: application/json\r\nContent-Length: {len(BODY)}\r\n\r\n"
).encode()
# What a client has sent and waited for when it goes.
MOMENTS = {
    "in the middle of the request": (HEAD[:60], b""),
    "before any event": (HEAD + BODY, b""),
    "after the first event": (HEAD + BODY, b"event: "),
    "while it waits or evidence comes": (HEAD + BODY, b"event: waiting"),
}


@pytest.fixture(scope="module")
def app(demo_index: Path, tmp_path_factory: pytest.TempPathFactory) -> FastAPI:
    library = tmp_path_factory.mktemp("library") / "library.sqlite"
    settings = Settings.model_validate(
        {"index": demo_index, "library": {"url": str(library)}, "server": {"answers": 1}}
    )
    return build_app(settings)


@pytest.fixture(scope="module")
def address(app: FastAPI) -> Iterator[str]:
    with running(app) as address:
        httpx.get(f"{address}/readyz", timeout=SECONDS)
        yield address


def leave(address: str, sent: bytes, heard: bytes, *, silent: bool) -> None:
    """Send something, wait for something, and go: with a word, or as if switched off."""
    place = urlsplit(address)
    assert place.port
    with socket.create_connection(("127.0.0.1", place.port), timeout=SECONDS) as client:
        client.sendall(sent)
        seen = b""
        while heard and heard not in seen:
            piece = client.recv(65536)
            assert piece, seen[-200:]
            seen += piece
        if silent:
            client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


def held(address: str, asking: Asking) -> tuple[int, int]:
    """Return files and tasks when nobody is answered any more, and no thread is there for it."""
    end = time.monotonic() + SECONDS
    while True:
        told = httpx.get(f"{address}/metrics").text
        found = re.search(r"^ragqa_tasks ([\d.]+)$", told, re.M)
        assert found is not None
        answering = sum(thread.name == "answer" for thread in threading.enumerate())
        if asking.under_way == asking.waiting == answering == 0:
            return len(list(Path("/proc/self/fd").iterdir())), int(float(found[1]))
        assert time.monotonic() < end
        time.sleep(0.05)


@pytest.mark.parametrize("silent", [False, True], ids=["with a word", "without"])
@pytest.mark.parametrize("moment", MOMENTS)
def test_nothing_of_clients_that_leave_stays(
    app: FastAPI, address: str, moment: str, silent: bool
) -> None:
    asking, (sent, heard) = app.state.desk.asking, MOMENTS[moment]
    leave(address, sent, heard, silent=silent)
    files, tasks = held(address, asking)
    clients = [
        threading.Thread(target=leave, args=(address, sent, heard), kwargs={"silent": silent})
        for _ in range(12)
    ]
    for client in clients:
        client.start()
    for client in clients:
        client.join(SECONDS)
    end = time.monotonic() + SECONDS
    while held(address, asking)[0] > files or held(address, asking)[1] > tasks:
        assert time.monotonic() < end, (files, tasks, held(address, asking))


def test_who_waits_behind_clients_that_left_is_answered(app: FastAPI, address: str) -> None:
    asking = app.state.desk.asking
    before = asking.given.answers
    for silent in (True, False) * 5:
        leave(address, HEAD + BODY, b"event: waiting", silent=silent)
    answer = httpx.post(f"{address}/v1/ask", json=ASKED, timeout=SECONDS)
    assert answer.status_code == 200
    given = sum(asking.given.answers.values()) - sum(before.values())
    assert 1 <= given <= 3  # those that had left were not begun, but for who was being answered
