"""The address that a server listens on, and a server that ends what it has begun."""

import asyncio
import errno
import socket
from collections.abc import Callable
from contextlib import suppress

import uvicorn
from fastapi import FastAPI
from sse_starlette.sse import AppStatus

from ragqa.desk.asking import PATIENCE, Asking
from ragqa.errors import AddressError

_CUT_OFF = PATIENCE + 2
"""Seconds after which even those are cut off that do not take what they are sent."""


def bound(host: str, port: int) -> socket.socket:
    """Return a socket at an address of this machine; port 0 takes any free one.

    Raises:
        AddressError: there is no such address, or somebody else uses it.
    """
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        listener = socket.socket(family, kind, protocol)
    except (OSError, UnicodeError) as error:
        raise _no_address(host) from error
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
        listener.listen()
    except OSError as error:
        listener.close()
        raise _refused(host, port, error) from error
    return listener


def url_of(listener: socket.socket) -> str:
    """Return the address that a browser is given, with the port that was taken."""
    host, port = listener.getsockname()[:2]
    return f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/"


class StoppingServer(uvicorn.Server):
    """Tells when it serves; when it is stopped, lets answers under way end, and begins no other.

    Args:
        app: the application.
        asking: what answers in it.
        ready: called when the first request can come.
    """

    def __init__(self, app: FastAPI, asking: Asking, ready: Callable[[], None]) -> None:
        super().__init__(
            uvicorn.Config(
                app,
                log_config=None,
                log_level="warning",
                access_log=False,
                server_header=False,
                ws="none",
                timeout_graceful_shutdown=int(_CUT_OFF),
            )
        )
        self._asking = asking
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begin to serve."""
        await super().startup(sockets)
        # Streams are cut off at a signal otherwise, in the middle of an answer.
        AppStatus.enable_automatic_graceful_drain = False
        self._ready()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """End what was begun, and what takes too long without its end."""
        self._asking.stop()
        patience = asyncio.create_task(self._lose_patience())
        await super().shutdown(sockets)
        patience.cancel()
        with suppress(asyncio.CancelledError):
            await patience

    async def _lose_patience(self) -> None:
        await asyncio.sleep(PATIENCE)
        self._asking.end()
        AppStatus.should_exit = True


def _no_address(host: str) -> AddressError:
    return AddressError(
        f"{host!r} is no address of this machine. Serve on 127.0.0.1, or name one with --host."
    )


def _refused(host: str, port: int, error: OSError) -> AddressError:
    match error.errno:
        case errno.EADDRINUSE:
            return AddressError(
                f"Port {port} of {host} is in use. Stop what uses it, or take another with --port."
            )
        case errno.EACCES:
            return AddressError(
                f"Port {port} of {host} is not for every user. Take one from 1024 on with --port."
            )
        case _:
            return _no_address(host)
