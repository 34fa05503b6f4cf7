"""What is refused before a request comes to its route: hosts, origins, strangers, large bodies.

Where keys are asked for, nothing of a request is read before it is known whom it comes from, and
whatever is not public is closed, whether or not there is such a route.

A page of another site can have a browser send requests here. It cannot read the answers, but it
could upload or approve in the name of who sits there. So what changes anything, and whatever is
not a visit to a page, must come from a page of this server; a program that sends no word of its
origin is no browser. In open mode a name that an attacker lets point here (DNS rebinding) would
make their page one of this server: only loopback's own names are answered.
"""

import ipaddress
from typing import Final
from urllib.parse import urlsplit

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.middleware.body_limit import RequestBodyLimitMiddleware
from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Receive, Scope, Send

from ragqa.access.guard import checked, known_at
from ragqa.access.roles import Role
from ragqa.config import ServerSettings
from ragqa.errors import AccessError, TooLargeError

PUBLIC: Final = frozenset({"/healthz", "/readyz", "/openapi.json", "/login", "/logout"})
"""Addresses that anybody may ask, with those of static files."""
STATIC: Final = "/static/"
UPLOADS: Final = frozenset({"/uploads", "/v1/sources"})
"""Addresses that documents are sent to; a larger body is read from who may send them."""
UPLOADERS: Final = frozenset({Role.EDITOR})
FILES_AT_ONCE: Final = 16
"""Largest files that one request may hold."""
_READING: Final = frozenset({"GET", "HEAD", "OPTIONS"})
_OURS: Final = frozenset({"same-origin", "none"})


class Doors:
    """Lets requests through to an application that answers for themselves.

    Raises AccessError for the application around it to answer.

    Args:
        app: what is behind.
        server: the settings of the server.
    """

    def __init__(self, app: ASGIApp, server: ServerSettings) -> None:
        self._app = app
        self._open = server.access == "open"
        self._body = server.body_kilobytes * 1024
        self._upload = server.upload_megabytes * 1024 * 1024 * FILES_AT_ONCE

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on a request that may pass.

        Raises:
            AccessError: it may not.
        """
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        if self._open:
            check_host(headers)
        if self._open or not headers.get("authorization"):
            check_origin(scope["method"], headers)
        if not self._open and not is_public(scope["path"]):
            await run_in_threadpool(known_at, HTTPConnection(scope))
        limit = await self._limit(scope)
        check_length(headers, limit)
        await RequestBodyLimitMiddleware(self._app, limit)(scope, receive, send)

    async def _limit(self, scope: Scope) -> int:
        """Return how large the body may be; who may not upload is refused before it is read."""
        if scope["path"] not in UPLOADS or scope["method"] in _READING:
            return self._body
        checked(await run_in_threadpool(known_at, HTTPConnection(scope)), UPLOADERS)
        return self._upload


def is_public(path: str) -> bool:
    """Tell whether anybody may ask for an address."""
    return path in PUBLIC or path.startswith(STATIC)


def check_host(headers: Headers) -> None:
    """Refuse a request to a host that is not this machine by name.

    Raises:
        AccessError: it names another, several, or none.
    """
    hosts = headers.getlist("host")
    if len(hosts) == 1 and _is_loopback(hosts[0]):
        return
    told = hosts[0] if hosts else ""
    raise AccessError(
        f"The host {told[:100]!r} is not this machine. Use http://127.0.0.1 or http://localhost, "
        'or set server.access = "keys" to be reached by other names.'
    )


def check_origin(method: str, headers: Headers) -> None:
    """Refuse what a page of another site has a browser send.

    Raises:
        AccessError: it comes from one, and is more than a visit to a page.
    """
    site, origin = headers.get("sec-fetch-site"), headers.get("origin")
    visit = method in _READING and headers.get("sec-fetch-mode") == "navigate"
    if visit or site in _OURS:
        return
    if site is None and (origin is None or _host_of(origin) == headers.get("host", "").lower()):
        return
    raise AccessError(
        "The request comes from a page of another site. Open the page here and do it again."
    )


def check_length(headers: Headers, limit: int) -> None:
    """Refuse a body that says at once that it is too large.

    Raises:
        TooLargeError: it is.
    """
    length = headers.get("content-length", "0")
    if length.isascii() and length.isdigit() and int(length[:20]) > limit:
        raise TooLargeError(
            f"The request holds {int(length[:20]):,} bytes, and at most {limit:,} are read here. "
            "Send less of it at a time."
        )


def _is_loopback(host: str) -> bool:
    name = urlsplit(f"//{host}").hostname if _fits(host) else None
    if name is None:
        return False
    if name == "localhost" or name.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return False


def _fits(host: str) -> bool:
    """Tell whether a header is a host and a port, and nothing else."""
    try:
        parts = urlsplit(f"//{host}")
        return parts.netloc == host and "@" not in host and (parts.port or 0) >= 0
    except ValueError:
        return False


def _host_of(origin: str) -> str:
    try:
        return urlsplit(origin).netloc.lower()
    except ValueError:
        return ""
