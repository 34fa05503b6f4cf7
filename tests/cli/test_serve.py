"""`ragqa serve` as it is started and stopped: what it says, when, and what it leaves behind."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from ragqa.assembly import build_ingester
from ragqa.cli.listening import bound, url_of
from ragqa.config import Settings
from ragqa.errors import AddressError
from tests.cli.command import ragqa
from tests.conftest import CORPUS
from tests.llm.scripted_server import ScriptedHandler, ScriptedServer

COMMAND = str(Path(sys.executable).with_name("ragqa"))
SECONDS = 60.0
ASKED = {"question": "Should adults with restless legs have iron studies?"}
STREAM = {"Accept": "text/event-stream"}


@dataclass(frozen=True)
class Started:
    """A server that told its address."""

    process: "subprocess.Popen[bytes]"
    said: Path
    url: str

    def stop(self, number: int = signal.SIGINT) -> int:
        """Send a signal, and return the exit status."""
        self.process.send_signal(number)
        return self.process.wait(SECONDS)


@contextmanager
def started(index: Path, **variables: str) -> Iterator[Started]:
    said = Path("said.txt")
    with said.open("w") as err:
        process = subprocess.Popen(
            [COMMAND, "serve", "--port", "0", "--index", str(index)],
            stderr=err,
            stdout=subprocess.PIPE,
            env={**os.environ, "HF_HUB_OFFLINE": "1", **variables},
        )
    try:
        end = time.monotonic() + SECONDS
        while not (found := re.search(r"serving at (http://\S+)/\n", said.read_text())):
            assert process.poll() is None, said.read_text()
            assert time.monotonic() < end
            time.sleep(0.05)
        yield Started(process, said, found[1])
    finally:
        process.kill()
        process.communicate()


def events_of(url: str, heard: threading.Event | None = None) -> list[str]:
    """Ask, and return the names of the events; `heard` is set at the first."""
    names = []
    with httpx.stream("POST", f"{url}/v1/ask", json=ASKED, headers=STREAM, timeout=SECONDS) as one:
        for line in one.iter_lines():
            if line.startswith("event: "):
                names.append(line.removeprefix("event: "))
                if heard is not None:
                    heard.set()
    return names


def test_the_address_is_told_once_when_requests_can_come(demo_index: Path) -> None:
    with started(demo_index) as server:
        assert httpx.get(f"{server.url}/readyz").status_code == 200
        (line,) = server.said.read_text().splitlines()
        assert line == f"ragqa: serving at {server.url}/"
        assert not server.url.endswith(":0")
        assert server.stop() == 130
        assert server.process.stdout is not None
        assert server.process.stdout.read() == b""
        assert "Traceback" not in server.said.read_text()


def test_a_service_manager_stops_it_without_a_word(demo_index: Path) -> None:
    with started(demo_index) as server:
        assert server.stop(signal.SIGTERM) == 0
        assert len(server.said.read_text().splitlines()) == 1


def test_an_answer_under_way_ends_well_when_the_server_is_stopped(demo_index: Path) -> None:
    with started(demo_index, RAGQA_SERVER__ANSWERS="1") as server:
        heard, streams = [threading.Event() for _ in range(3)], list[list[str]]()
        threads = [
            threading.Thread(target=lambda one=one: streams.append(events_of(server.url, one)))
            for one in heard
        ]
        for thread, one in zip(threads, heard, strict=True):
            thread.start()
            assert one.wait(SECONDS)
        assert server.stop() == 130
        for thread in threads:
            thread.join(SECONDS)
    # Who was being answered has the article; who waited is told that there will be none.
    assert {stream[-1] for stream in streams} <= {"article", "problem"}
    assert "article" in {stream[-1] for stream in streams}


def test_a_language_model_that_hangs_does_not_hold_up_the_stop(demo_index: Path) -> None:
    asked = threading.Event()

    def hang(handler: ScriptedHandler) -> None:
        asked.set()
        handler.stopped.wait(SECONDS)

    with (
        ScriptedServer() as model,
        started(
            demo_index,
            RAGQA_COMPOSER__KIND="llm",
            RAGQA_LANGUAGE_MODEL__BASE_URL=model.base_url,
        ) as server,
    ):
        model.enqueue(hang)
        streams: list[list[str]] = []
        thread = threading.Thread(target=lambda: streams.append(events_of(server.url)))
        thread.start()
        assert asked.wait(SECONDS)
        assert server.stop() == 130  # far sooner than the model's 120 seconds
        assert not model.stopped.is_set()
        thread.join(SECONDS)
    assert streams[0][-1] == "problem"


def test_what_was_stored_before_the_stop_is_there_after_it(demo_index: Path) -> None:
    with started(demo_index) as server:
        begun = httpx.post(f"{server.url}/v1/conversations", timeout=SECONDS)
        assert begun.status_code < 300, begun.text
        name = begun.headers["location"].rpartition("/")[2]
        asked = {**ASKED, "conversation_id": name}
        assert httpx.post(f"{server.url}/v1/ask", json=asked, timeout=SECONDS).status_code == 200
        server.stop()
    with started(demo_index) as server:
        kept = httpx.get(f"{server.url}/v1/conversations/{name}", timeout=SECONDS)
        assert ASKED["question"] in kept.text


def test_without_an_index_it_says_so_and_serves_one_as_soon_as_it_is_there(tmp_path: Path) -> None:
    index = tmp_path / "index"
    with started(index) as server:
        assert httpx.get(f"{server.url}/healthz").status_code == 200
        assert httpx.get(f"{server.url}/readyz").status_code == 503
        build_ingester(Settings(index=index)).ingest([CORPUS])
        end = time.monotonic() + SECONDS
        while httpx.get(f"{server.url}/readyz", timeout=SECONDS).status_code != 200:
            assert time.monotonic() < end
        assert "ragqa ingest" in server.said.read_text()


def test_a_port_in_use_is_told_in_a_sentence(demo_index: Path) -> None:
    with closing(bound("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        run = ragqa("serve", "--index", demo_index, "--port", str(port))
    assert run.status == 1
    assert run.sentence == (
        f"ragqa: Port {port} of 127.0.0.1 is in use. Stop what uses it, or take another with "
        "--port."
    )


@pytest.mark.parametrize("host", ["203.0.113.7", "no such host", "x" * 300])
def test_an_address_that_is_not_ours_is_told_in_a_sentence(host: str) -> None:
    with pytest.raises(AddressError, match="is no address of this machine"):
        bound(host, 0)


def test_a_damaged_index_is_told_in_a_sentence(demo_index: Path, tmp_path: Path) -> None:
    index = shutil.copytree(demo_index, tmp_path / "index")
    victim = next(index.glob("snapshots/*/passages.sqlite"))
    data = bytearray(victim.read_bytes())
    data[len(data) // 2] ^= 1
    victim.chmod(0o644)
    victim.write_bytes(data)
    run = ragqa("serve", "--index", index, "--port", "0")
    assert run.status == 1
    assert "passages.sqlite" in run.sentence
    assert "Rebuild it" in run.sentence


def test_a_library_that_cannot_be_opened_is_told_in_a_sentence(demo_index: Path) -> None:
    Path("library.sqlite").write_text("no library, only words " * 100)
    run = ragqa("serve", "--index", demo_index, "--port", "0")
    assert run.status == 1
    assert "library.sqlite" in run.sentence


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_a_free_port_is_told_as_it_is(host: str) -> None:
    with closing(bound(host, 0)) as listener:
        port = listener.getsockname()[1]
        assert port
        assert url_of(listener).endswith(f":{port}/")


@pytest.mark.skipif(not socket.has_ipv6, reason="this machine has no IPv6")
def test_an_ipv6_address_stands_in_brackets() -> None:
    try:
        listener = bound("::1", 0)
    except AddressError:
        pytest.skip("this machine has no IPv6 loopback")
    with closing(listener):
        assert url_of(listener).startswith("http://[::1]:")
