"""A real HTTP server on loopback that does, request by request, what a test told it to do."""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import Self

Behaviour = Callable[["ScriptedHandler"], None]


def event(content: str | None = None, finish: str | None = None) -> dict[str, object]:
    """Return one event of a streamed chat completion."""
    delta = {} if content is None else {"content": content}
    return {
        "id": "c1",
        "object": "chat.completion.chunk",
        "created": 1,
        "model": "m",
        "choices": [{"index": 0, "delta": delta, "finish_reason": finish}],
    }


def usage(prompt_tokens: int, completion_tokens: int) -> dict[str, object]:
    """Return the event that closes a stream with the number of tokens."""
    counts = {"prompt_tokens": prompt_tokens, "completion_tokens": completion_tokens}
    return {**event(), "choices": [], "usage": {**counts, "total_tokens": sum(counts.values())}}


def sse(data: object) -> bytes:
    """Return `data` as a server-sent event."""
    return f"data: {json.dumps(data)}\n\n".encode()


def reply(text: str, *, finish: str = "stop", pieces: int = 3) -> Behaviour:
    """Stream `text` in so many pieces, as a well-behaved server does."""
    size = max(1, -(-len(text) // pieces))
    parts = [text[at : at + size] for at in range(0, len(text), size)]
    events = [*map(event, parts), event(finish=finish), usage(11, 7)]
    return raw([*map(sse, events), b"data: [DONE]\n\n"])


def raw(
    pieces: Iterable[bytes], *, content_type: str = "text/event-stream", pause: float = 0.0
) -> Behaviour:
    """Send status 200 and these bytes, piece by piece."""

    def behave(handler: ScriptedHandler) -> None:
        handler.begin(200, {"Content-Type": content_type})
        for piece in pieces:
            handler.send(piece)
            if handler.stopped.wait(pause):
                return

    return behave


def status(code: int, body: object = "", headers: dict[str, str] | None = None) -> Behaviour:
    """Answer with an HTTP status and a JSON body, or an HTML one if `body` begins with <."""

    def behave(handler: ScriptedHandler) -> None:
        html = isinstance(body, str) and body.startswith("<")
        content = body.encode() if html and isinstance(body, str) else json.dumps(body).encode()
        kind = "text/html" if html else "application/json"
        handler.begin(
            code, {"Content-Type": kind, "Content-Length": str(len(content)), **(headers or {})}
        )
        handler.send(content)

    return behave


def hang(handler: ScriptedHandler) -> None:
    """Take the request and never answer."""
    handler.stopped.wait(30)


def trickle_headers(handler: ScriptedHandler) -> None:
    """Send the head of a response one byte at a time, without an end."""
    for byte in b"HTTP/1.1 200 OK\r\nX-Slow: " + b"a" * 100_000:
        handler.send(bytes([byte]))
        if handler.stopped.wait(0.05):
            return


@dataclass(slots=True)
class Request:
    """One request as the server got it."""

    path: str
    headers: dict[str, str]
    body: dict[str, object]


class ScriptedHandler(BaseHTTPRequestHandler):
    """Answers each POST with the next behaviour of the script."""

    server: _Server

    @property
    def stopped(self) -> Event:
        """Set when the test is over."""
        return self.server.script.stopped

    def do_POST(self) -> None:
        length = int(self.headers["Content-Length"])
        body = json.loads(self.rfile.read(length))
        script = self.server.script
        headers = {name.lower(): value for name, value in self.headers.items()}
        script.requests.append(Request(self.path, headers, body))
        behave = script.behaviours.popleft() if script.behaviours else status(500, "script is over")
        behave(self)
        self.close_connection = True

    def begin(self, code: int, headers: dict[str, str]) -> None:
        """Send the status line and the headers."""
        self.send_response(code)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()

    def send(self, piece: bytes) -> None:
        """Send bytes; a client that has gone ends the behaviour."""
        try:
            self.wfile.write(piece)
            self.wfile.flush()
        except OSError:
            self.stopped.wait(0)
            raise ConnectionAbortedError from None

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False

    def __init__(self, script: ScriptedServer) -> None:
        super().__init__(("127.0.0.1", 0), ScriptedHandler)
        self.script = script

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that went away is what many of these tests are about."""


@dataclass(slots=True)
class ScriptedServer:
    """Use as a context manager; `enqueue` says what to do with the next requests."""

    behaviours: deque[Behaviour] = field(default_factory=deque)
    requests: list[Request] = field(default_factory=list)
    stopped: Event = field(default_factory=Event)
    _server: _Server | None = None

    def enqueue(self, *behaviours: Behaviour) -> None:
        """Put behaviours at the end of the script."""
        self.behaviours.extend(behaviours)

    @property
    def host(self) -> str:
        """Host and port, as error sentences name them."""
        assert self._server is not None
        return f"127.0.0.1:{self._server.server_address[1]}"

    @property
    def base_url(self) -> str:
        """Address for the client."""
        return f"http://{self.host}/v1"

    def __enter__(self) -> Self:
        self._server = _Server(self)
        Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()
        return self

    def __exit__(self, *exc: object) -> None:
        assert self._server is not None
        self.stopped.set()
        self._server.shutdown()
        self._server.server_close()
