"""The documents of the index: browsed, and what of the library rests on each."""

import threading
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from ragqa.desk.current_articles import CurrentArticles
from ragqa.desk.paging import Page, page_of
from ragqa.desk.serving import ServingIndex
from ragqa.desk.wanted_words import folded, holds_all, wanted_words
from ragqa.indexing.snapshot import Snapshot
from ragqa.library.store import ArticleId
from ragqa.schema.document import DocumentId
from ragqa.schema.question import Question
from ragqa.schema.source import Design, Kind, Source, Standing

PAGE: Final = 50


class SourceStatus(StrEnum):
    """What became of a work since it was published; several may hold but for the first."""

    CURRENT = "current"
    SUPERSEDED = "superseded"
    CORRECTED = "corrected"
    RETRACTED = "retracted"
    CONCERN = "concern"


_STATUSES: Final = {
    Standing.RETRACTED: SourceStatus.RETRACTED,
    Standing.SUPERSEDED: SourceStatus.SUPERSEDED,
    Standing.SUCCESSOR_RETRACTED: SourceStatus.SUPERSEDED,
    Standing.CONTESTED: SourceStatus.SUPERSEDED,
    Standing.CONCERN: SourceStatus.CONCERN,
    Standing.CORRECTED: SourceStatus.CORRECTED,
}
"""Gravest first."""


class SourceOrder(StrEnum):
    """Which document comes first."""

    TITLE = "title"
    NEWEST = "newest"
    CLAIMS = "claims"
    """The one on which most claims of current articles rest."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceWish:
    """Which documents are wanted; None or nothing leaves a thing open. `page` counts from 1.

    `cited` asks for those alone that some article rests on.
    """

    words: str = ""
    kind: Kind | None = None
    design: Design | None = None
    status: SourceStatus | None = None
    cited: bool = False
    order: SourceOrder = SourceOrder.TITLE
    page: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceRow:
    """One document; `claims` and `articles` count what of the library's articles rests on it."""

    document_id: DocumentId
    source: Source
    statuses: tuple[SourceStatus, ...]
    claims: int
    articles: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RestingArticle:
    """An article that rests on a document, with how many of its claims do."""

    article_id: ArticleId
    question: Question
    claims: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _Listed:
    document_id: DocumentId
    source: Source
    statuses: tuple[SourceStatus, ...]
    words: str


class SourceList:
    """Lists the documents of the snapshot that serves; safe to be shared between threads.

    Args:
        serving: the index.
        articles: what the library's articles say.
    """

    def __init__(self, serving: ServingIndex, articles: CurrentArticles) -> None:
        self._serving = serving
        self._articles = articles
        self._lock = threading.Lock()
        self._listed: tuple[str, list[_Listed]] = ("", [])

    def found(self, wish: SourceWish) -> Page[SourceRow]:
        """Return a page of the documents that are wanted.

        All words must stand in title, authors, journal, year or identifiers.

        Raises:
            NoIndexError: nothing has been ingested yet.
            SnapshotError: the index cannot be opened.
        """
        words = wanted_words(wish.words)
        chosen = [one for one in self._documents() if _is_wanted(one, wish, words)]
        claims, articles = self._resting()
        rows = [
            SourceRow(
                document_id=one.document_id,
                source=one.source,
                statuses=one.statuses,
                claims=claims.get(one.document_id, 0),
                articles=articles.get(one.document_id, 0),
            )
            for one in chosen
        ]
        if wish.cited:
            rows = [row for row in rows if row.claims]
        return page_of(_ordered(rows, wish.order), wish.page, PAGE)

    def resting_on(self, document_id: DocumentId) -> list[RestingArticle]:
        """Return the articles with claims that rest on a document, most claims first."""
        found = [
            RestingArticle(
                article_id=one.line.article_id,
                question=one.line.question,
                claims=one.citing[document_id],
            )
            for one in self._articles.listed()
            if document_id in one.citing
        ]
        return sorted(found, key=lambda one: -one.claims)

    def _documents(self) -> list[_Listed]:
        """Return all documents by title; a snapshot never changes, and is listed once."""
        with self._serving.lease() as serving, self._lock:
            snapshot = serving.snapshot
            known_id, listed = self._listed
            if known_id != snapshot.snapshot_id:
                listed = _documents_of(snapshot)
                self._listed = (snapshot.snapshot_id, listed)
            return listed

    def _resting(self) -> tuple[dict[DocumentId, int], dict[DocumentId, int]]:
        claims: dict[DocumentId, int] = {}
        articles: dict[DocumentId, int] = {}
        for article in self._articles.listed():
            for name, count in article.citing.items():
                claims[name] = claims.get(name, 0) + count
                articles[name] = articles.get(name, 0) + 1
        return claims, articles


def statuses_of(source: Source) -> tuple[SourceStatus, ...]:
    """Return what became of a work, gravest first; it is current where nothing did."""
    standings = source.standings()
    found = dict.fromkeys(status for one, status in _STATUSES.items() if one in standings)
    return tuple(found) or (SourceStatus.CURRENT,)


def _documents_of(snapshot: Snapshot) -> list[_Listed]:
    sources = snapshot.sources(snapshot.document_ids())
    listed = [
        _Listed(
            document_id=document_id,
            source=source,
            statuses=statuses_of(source),
            words=_words(document_id, source),
        )
        for document_id, source in sources.items()
    ]
    return sorted(listed, key=lambda one: (folded(one.source.title), one.document_id))


def _words(document_id: DocumentId, source: Source) -> str:
    told = (source.title, *source.authors, source.organisation, source.container, document_id)
    year = str(source.year or "")
    return folded(*(part for part in (*told, year, *source.identifiers) if part))


def _is_wanted(one: _Listed, wish: SourceWish, words: tuple[str, ...]) -> bool:
    return (
        (wish.kind is None or one.source.kind is wish.kind)
        and (wish.design is None or one.source.design is wish.design)
        and (wish.status is None or wish.status in one.statuses)
        and holds_all(one.words, words)
    )


def _ordered(rows: list[SourceRow], order: SourceOrder) -> list[SourceRow]:
    """Return rows, which come by title, in the order that is wanted."""
    match order:
        case SourceOrder.TITLE:
            return rows
        case SourceOrder.NEWEST:
            return sorted(rows, key=lambda row: -(row.source.year or 0))
        case SourceOrder.CLAIMS:
            return sorted(rows, key=lambda row: -row.claims)
