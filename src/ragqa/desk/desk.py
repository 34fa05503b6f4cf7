"""All that a server works with, opened together and closed together."""

from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from ragqa.access.admission import Admission, admission_of
from ragqa.access.audit import Audit
from ragqa.access.keys import Keys
from ragqa.assembly import build_follow_up_reader
from ragqa.config import Settings
from ragqa.desk.article_search import ArticleSearch
from ragqa.desk.articles import Articles
from ragqa.desk.asking import Asking
from ragqa.desk.checking import Checking
from ragqa.desk.commissions import Commissions
from ragqa.desk.conversing import Conversing
from ragqa.desk.current_articles import CurrentArticles
from ragqa.desk.freshness import Freshness
from ragqa.desk.page_images import PageImages
from ragqa.desk.searching import Searching
from ragqa.desk.serving import ServingIndex
from ragqa.desk.source_list import SourceList
from ragqa.desk.uploads import Uploads
from ragqa.desk.watching import watched
from ragqa.desk.writing import Writing
from ragqa.library.conversations import Conversations
from ragqa.library.reviewing import Reviewing
from ragqa.library.store import Library

_SEARCHES = 2
"""Searches made at one time; they hold the interpreter for most of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """The parts that pages and HTTP call; safe to be shared between threads."""

    settings: Settings
    serving: ServingIndex
    asking: Asking
    library: Library
    conversing: Conversing
    searching: Searching
    checking: Checking
    reviewing: Reviewing
    articles: Articles
    writing: Writing
    article_search: ArticleSearch
    source_list: SourceList
    commissions: Commissions
    uploads: Uploads
    admission: Admission
    keys: Keys
    audit: Audit
    page_images: PageImages


@contextmanager
def open_desk(settings: Settings) -> Iterator[Desk]:
    """Open everything; an index that is missing or damaged is told when it is asked.

    Raises:
        LibraryError: the library cannot be opened.
    """
    serving = ServingIndex(settings)
    asking = Asking(serving, answers=settings.server.answers, waiting=settings.server.waiting)
    waiting = settings.server.waiting
    searching = Searching(serving, threads=_SEARCHES, waiting=waiting)
    checking = Checking(settings, waiting=waiting)
    try:
        with (
            Library.open(settings.library.url, create=True) as library,
            ExitStack() as opened,
        ):
            opened.callback(asking.close)
            opened.enter_context(watched(serving))
            conversing = Conversing(
                Conversations(library, now=lambda: datetime.now(UTC)),
                serving,
                build_follow_up_reader(settings),
            )
            reviewing = Reviewing(library, now=lambda: datetime.now(UTC))
            current = CurrentArticles(library)
            freshness = opened.enter_context(closing(Freshness(settings, serving, library)))
            writing = Writing(settings, serving, library)
            commissions = opened.enter_context(closing(Commissions(writing, library)))
            audit = Audit(library.database, now=_now)
            uploads = opened.enter_context(closing(Uploads(settings, serving, audit, now=_now)))
            uploads.go_on()
            yield Desk(
                settings=settings,
                serving=serving,
                asking=asking,
                library=library,
                conversing=conversing,
                searching=searching,
                checking=checking,
                reviewing=reviewing,
                articles=Articles(library, reviewing),
                writing=writing,
                article_search=ArticleSearch(reviewing, current, freshness),
                source_list=SourceList(serving, current),
                commissions=commissions,
                admission=admission_of(settings.server, library.database, now=_now),
                keys=Keys(library.database, now=_now),
                audit=audit,
                uploads=uploads,
                page_images=PageImages(_roots(settings)),
            )
    finally:
        searching.close()
        checking.close()
        serving.close()


def _roots(settings: Settings) -> tuple[Path, ...]:
    """Return the folders in which documents are most likely to lie."""
    beside = (settings.index.parent, settings.server.uploads.parent, settings.server.uploads)
    return (Path(), *beside)


def _now() -> datetime:
    return datetime.now(UTC)
