"""The library that a command names, opened to be read."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from ragqa.cli.options import library_place, settings_with
from ragqa.library.reviewing import Reviewing
from ragqa.library.store import Library


@contextmanager
def open_reviewing(library: str | None) -> Iterator[Reviewing]:
    """Open the library of the command line or the settings, with where its articles stand."""
    with Library.open(library_place(settings_with(None), library)) as opened:
        yield Reviewing(opened, now=lambda: datetime.now(UTC))
