"""The sources of the index as people look for them, and their text."""

import threading
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from ragqa.desk.cited_claims import CitedClaims
from ragqa.desk.pages import Page, page_of
from ragqa.desk.serving import ServingIndex
from ragqa.errors import NotFoundError
from ragqa.indexing.snapshot import Snapshot
from ragqa.schema.document import Document, DocumentId
from ragqa.schema.source import Design, Kind, Source, Standing

_AT_ONCE = 500


class Status(StrEnum):
    """Where a work stands, gravest first."""

    RETRACTED = "retracted"
    SUPERSEDED = "superseded"
    CONCERN = "concern"
    CONTESTED = "contested"
    CORRECTED = "corrected"
    CURRENT = "current"


_SAID_BY = {
    Status.RETRACTED: {Standing.RETRACTED},
    Status.SUPERSEDED: {Standing.SUPERSEDED, Standing.SUCCESSOR_RETRACTED},
    Status.CONCERN: {Standing.CONCERN},
    Status.CONTESTED: {Standing.CONTESTED},
    Status.CORRECTED: {Standing.CORRECTED},
}


def status_of(source: Source) -> Status:
    """Return the gravest that other works do to this one."""
    standings = source.standings()
    return next((one for one, said in _SAID_BY.items() if said & standings), Status.CURRENT)


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceLine:
    """One source of a list; `claims` counts those of the library's articles that cite it.

    `words` are all by which it can be found.
    """

    document_id: DocumentId
    title: str
    kind: Kind
    year: int | None
    container: str | None
    design: Design | None
    status: Status
    claims: int
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceSearch:
    """Which sources are looked for: all of these conditions hold; None and empty ask nothing."""

    words: str = ""
    kind: Kind | None = None
    status: Status | None = None
    year_from: int | None = None
    year_to: int | None = None

    def admits(self, one: SourceLine) -> bool:
        """Tell whether a source is among those looked for; one without a year is of none."""
        return (
            self.kind in (None, one.kind)
            and self.status in (None, one.status)
            and (self.year_from is None or (one.year or -1) >= self.year_from)
            and (self.year_to is None or (one.year is not None and one.year <= self.year_to))
            and all(word in one.words for word in self.words.casefold().split())
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceRead:
    """One document with the snapshot it was read from; `claims` as in SourceLine."""

    snapshot_id: str
    document: Document
    claims: int


class Sources:
    """Finds and reads the sources of the snapshot that serves.

    Args:
        serving: the index.
        cited: how many claims rest on each.
    """

    def __init__(self, serving: ServingIndex, cited: CitedClaims) -> None:
        self._serving = serving
        self._cited = cited
        self._lock = threading.Lock()
        self._listed: tuple[str, tuple[SourceLine, ...]] = ("", ())

    def found(self, wanted: SourceSearch, *, page: int, per_page: int) -> Page[SourceLine]:
        """Return one page of the sources looked for, by title.

        Raises:
            SnapshotError: there is no index, or it cannot be opened.
            LibraryError: the library cannot be read.
        """
        with self._serving.lease() as serving:
            lines = self._lines(serving.snapshot)
        found = page_of([one for one in lines if wanted.admits(one)], page, per_page)
        counts = self._cited.counts()
        shown = (replace(one, claims=counts.get(one.document_id, 0)) for one in found.items)
        return replace(found, items=tuple(shown))

    def read(self, document_id: str) -> SourceRead:
        """Return one source with its text.

        Raises:
            NotFoundError: the index holds no such document.
            SnapshotError: there is no index, or it cannot be opened.
        """
        with self._serving.lease() as serving:
            try:
                document = serving.snapshot.document(DocumentId(document_id))
            except KeyError:
                raise NotFoundError(
                    f"The index holds no source {document_id!r}. Search the sources for the one "
                    "you mean; it may have been removed."
                ) from None
            snapshot_id = serving.snapshot.snapshot_id
        claims = self._cited.counts().get(document.document_id, 0)
        return SourceRead(snapshot_id=snapshot_id, document=document, claims=claims)

    def _lines(self, snapshot: Snapshot) -> tuple[SourceLine, ...]:
        """Return all sources of a snapshot by title, read once for as long as it serves."""
        with self._lock:
            if self._listed[0] != snapshot.snapshot_id:
                lines = sorted(_lines(snapshot), key=_order)
                self._listed = (snapshot.snapshot_id, tuple(lines))
            return self._listed[1]


def _order(line: SourceLine) -> tuple[str, str]:
    return line.title.casefold(), line.document_id


def _lines(snapshot: Snapshot) -> Iterator[SourceLine]:
    ids = snapshot.document_ids()
    for first in range(0, len(ids), _AT_ONCE):
        for document_id, source in snapshot.sources(ids[first : first + _AT_ONCE]).items():
            yield _line(document_id, source)


def _line(document_id: DocumentId, source: Source) -> SourceLine:
    told = (source.title, *source.authors, source.organisation or "", source.container or "")
    return SourceLine(
        document_id=document_id,
        title=source.title,
        kind=source.kind,
        year=source.year,
        container=source.container,
        design=source.design,
        status=status_of(source),
        claims=0,
        words="\n".join((*told, *source.identifiers, document_id)).casefold(),
    )
