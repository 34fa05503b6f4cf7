"""The whole application on a free port of this machine, in a thread of the test."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn
from fastapi import FastAPI


@contextmanager
def running(app: FastAPI) -> Iterator[str]:
    """Serve `app` until the block ends; the address has no slash at its end."""
    config = uvicorn.Config(app, host="127.0.0.1", port=0, log_level="warning", ws="none")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, name="server")
    thread.start()
    try:
        yield f"http://127.0.0.1:{_port(server, thread)}"
    finally:
        server.should_exit = True
        thread.join(timeout=30)
        assert not thread.is_alive(), "the server does not stop"


def _port(server: uvicorn.Server, thread: threading.Thread) -> int:
    while not server.started:
        thread.join(0.02)
        assert thread.is_alive(), "the server did not start"
    port: int = server.servers[0].sockets[0].getsockname()[1]
    return port
