"""Ends a response that is the wrong thing, too large, or no longer wanted."""

from __future__ import annotations

from collections.abc import Iterator
from threading import Event
from typing import TYPE_CHECKING

from ragqa.llm.failures import HugeReplyError, WebPageError

if TYPE_CHECKING:
    import httpx2

# An article is a few thousand tokens, and a streamed token costs a few hundred bytes.
LARGEST_REPLY = 16 * 1024 * 1024


def guard(response: httpx2.Response, abandoned: Event) -> None:
    """Watch the bytes of `response` from now on; an event hook of the HTTP client.

    Raises:
        WebPageError: a successful answer is HTML.
    """
    import httpx2

    class Watched(httpx2.SyncByteStream):
        def __init__(self, stream: httpx2.SyncByteStream) -> None:
            self._stream = stream

        def __iter__(self) -> Iterator[bytes]:
            yield from _watched(self._stream, abandoned)

        def close(self) -> None:
            self._stream.close()

    if response.is_success and "html" in response.headers.get("content-type", ""):
        raise WebPageError
    if isinstance(response.stream, httpx2.SyncByteStream):
        response.stream = Watched(response.stream)


def _watched(stream: httpx2.SyncByteStream, abandoned: Event) -> Iterator[bytes]:
    received = 0
    for piece in stream:
        received += len(piece)
        if received > LARGEST_REPLY:
            raise HugeReplyError
        if abandoned.is_set():
            return
        yield piece
