"""The style sheets, scripts and pictures of pages, under addresses that change with their bytes."""

import hashlib
import mimetypes
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

from fastapi import APIRouter, Response

from ragqa.errors import NotFoundError

router = APIRouter()

FOLDER: Final = "/static/"
_SHARED: Final = ("page.css", "claim_diff.css")
"""Style sheets of standalone files that pages use as well."""
_JOINED: Final = ("htmx.js", ("htmx.min.js", "hx-sse.min.js"))
"""Sent as one: htmx looks through the page before it may have its extension otherwise."""
_TYPES: Final[Mapping[str, str]] = {".js": "text/javascript; charset=utf-8"}


@dataclass(frozen=True, slots=True, kw_only=True)
class StaticFile:
    """One file as it is sent; `address` names its bytes, so that it can be kept for ever."""

    address: str
    content: bytes
    media_type: str


def static(name: str) -> str:
    """Return the address of a file of `static/`, or of a style sheet of standalone files.

    Raises:
        KeyError: there is no such file.
    """
    return FOLDER + _by_name()[name].address


@router.get(FOLDER + "{address}")
def read_static(address: str) -> Response:
    """Send a file; whoever has it need not ask again."""
    for file in _by_name().values():
        if file.address == address:
            kept = {"Cache-Control": "public, max-age=31536000, immutable"}
            return Response(file.content, media_type=file.media_type, headers=kept)
    raise NotFoundError(f"There is no file {address!r}. Reload the page that asks for it.")


@cache
def _by_name() -> Mapping[str, StaticFile]:
    own = [*(files("ragqa.web") / "static").iterdir()]
    shared = [files("ragqa.rendering") / "templates" / name for name in _SHARED]
    read = {file.name: file.read_bytes() for file in (*own, *shared)}
    whole, parts = _JOINED
    read[whole] = b"\n;".join(read.pop(name) for name in parts)
    return {
        name: _sent(name, content)
        for name, content in read.items()
        if not name.endswith((".md", ".txt"))
    }


def _sent(name: str, content: bytes) -> StaticFile:
    stem, _, suffix = name.rpartition(".")
    digest = hashlib.sha256(content).hexdigest()[:12]
    guessed = mimetypes.guess_type(name)[0] or "application/octet-stream"
    return StaticFile(
        address=f"{stem}.{digest}.{suffix}",
        content=content,
        media_type=_TYPES.get(f".{suffix}", guessed),
    )
