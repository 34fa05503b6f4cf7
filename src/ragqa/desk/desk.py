"""All that a server works with, opened together and closed together."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime

from ragqa.assembly import build_follow_up_reader
from ragqa.config import Settings
from ragqa.desk.asking import Asking
from ragqa.desk.conversing import Conversing
from ragqa.desk.serving import ServingIndex
from ragqa.library.conversations import Conversations
from ragqa.library.store import Library


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """The parts that pages and HTTP call; safe to be shared between threads."""

    settings: Settings
    serving: ServingIndex
    asking: Asking
    library: Library
    conversing: Conversing


@contextmanager
def open_desk(settings: Settings) -> Iterator[Desk]:
    """Open everything; an index that is missing or damaged is told when it is asked.

    Raises:
        LibraryError: the library cannot be opened.
    """
    serving = ServingIndex(settings)
    asking = Asking(serving, answers=settings.server.answers, waiting=settings.server.waiting)
    try:
        with Library.open(settings.library.url, create=True) as library:
            conversing = Conversing(
                Conversations(library, now=lambda: datetime.now(UTC)),
                serving,
                build_follow_up_reader(settings),
            )
            yield Desk(
                settings=settings,
                serving=serving,
                asking=asking,
                library=library,
                conversing=conversing,
            )
    finally:
        asking.close()
        serving.close()
