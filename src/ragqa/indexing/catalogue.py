"""Documents, passages and file records of one snapshot, in SQLite."""

import sqlite3
import threading
from collections.abc import Collection, Iterator, Sequence
from contextlib import closing
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import NamedTuple, Self, TypeVar, cast

from ragqa.indexing.codec import DIRECTNESS, PAGES, SECTIONS, SOURCE, SPANS, STRINGS
from ragqa.indexing.records import FileRecord, FileState, Hashes, passage_id_of, vector_id_of
from ragqa.schema.directness import Directness
from ragqa.schema.document import Document, DocumentId, Passage, PassageId
from ragqa.schema.source import Kind, Source

SCHEMA = """
CREATE TABLE documents (
    document_id TEXT PRIMARY KEY, kind TEXT NOT NULL, content_hash TEXT NOT NULL,
    record_hash TEXT NOT NULL, source TEXT NOT NULL, sections TEXT NOT NULL,
    pages TEXT NOT NULL, title_terms TEXT NOT NULL, text TEXT NOT NULL
);
CREATE TABLE passages (
    vector_id INTEGER PRIMARY KEY, document_id TEXT NOT NULL REFERENCES documents,
    start INTEGER NOT NULL, stop INTEGER NOT NULL, section TEXT NOT NULL, page INTEGER,
    sentences TEXT NOT NULL, directness TEXT NOT NULL, text TEXT NOT NULL, terms TEXT NOT NULL
);
CREATE INDEX documents_of_kind ON documents (kind);
CREATE INDEX passages_of_document ON passages (document_id, start);
CREATE TABLE names (
    name TEXT NOT NULL, document_id TEXT NOT NULL REFERENCES documents,
    PRIMARY KEY (name, document_id)
) WITHOUT ROWID;
CREATE INDEX names_of_document ON names (document_id);
CREATE TABLE relations (
    name TEXT NOT NULL, document_id TEXT NOT NULL REFERENCES documents, standing TEXT NOT NULL,
    PRIMARY KEY (name, document_id, standing)
) WITHOUT ROWID;
CREATE INDEX relations_of_document ON relations (document_id);
CREATE TABLE files (
    path TEXT PRIMARY KEY, sha256 TEXT NOT NULL, size INTEGER NOT NULL, state TEXT NOT NULL,
    error TEXT, documents TEXT NOT NULL
);
"""
PASSAGE = "vector_id, document_id, text, start, stop, section, page, sentences, directness"
FILE = "path, sha256, size, state, error, documents"

# SQLite takes at least 999 variables in one statement, whatever its build.
VARIABLES = 900

# Reading through a mapping saves a third of the time; what lies beyond is read as usual.
MAPPED_BYTES = 1 << 34

# Works and headings come back question after question; parsing one takes longer than reading it.
REMEMBERED = 8192

Row = tuple[str | int | None, ...]
WorkRow = tuple[int, str, str]
PassageRow = tuple[int, str, str, int, int, str, int | None, str, str]
Item = TypeVar("Item")


class Work(NamedTuple):
    """The document that a passage is of, and the terms of its title, joined by spaces."""

    document_id: DocumentId
    title: str


class Catalogue:
    """Reads one catalogue; safe to share between threads.

    One connection behind a lock: the statements take microseconds, and SQLite would serialise
    them anyway.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._lock = threading.Lock()

    @classmethod
    def read(cls, path: Path) -> Self:
        """Open a published catalogue, which nobody changes any more."""
        address = f"{path.resolve().as_uri()}?mode=ro&immutable=1"
        connection = sqlite3.connect(address, uri=True, check_same_thread=False)
        connection.execute(f"PRAGMA mmap_size = {MAPPED_BYTES}")
        return cls(connection)

    @classmethod
    def empty(cls) -> Self:
        """Return a catalogue that holds nothing and lies nowhere."""
        connection = sqlite3.connect(":memory:", check_same_thread=False)
        connection.executescript(SCHEMA)
        return cls(connection)

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

    def rows(self, statement: str, values: Sequence[str | int] = ()) -> list[Row]:
        """Return all rows that a statement yields."""
        with self._lock, closing(self._connection.execute(statement, values)) as cursor:
            return cursor.fetchall()

    def count(self, table: str) -> int:
        """Return the number of rows of a table."""
        return int(str(self.rows(f"SELECT count(*) FROM {table}")[0][0]))

    def documents(self) -> Iterator[Document]:
        """Yield every document in the order of ids."""
        for document_id in self.document_ids():
            yield self.document(document_id)

    def document_ids(self) -> tuple[DocumentId, ...]:
        """Return the ids of all documents, sorted."""
        rows = self.rows("SELECT document_id FROM documents ORDER BY 1")
        return tuple(DocumentId(str(row[0])) for row in rows)

    def hashes(self) -> dict[DocumentId, Hashes]:
        """Return the hashes of every document."""
        rows = self.rows("SELECT document_id, content_hash, record_hash FROM documents")
        return {
            DocumentId(str(document_id)): Hashes(str(content), str(record))
            for document_id, content, record in rows
        }

    def document(self, document_id: DocumentId) -> Document:
        """Return one document.

        Raises:
            KeyError: there is no such document.
        """
        found = self.rows(
            "SELECT source, text, sections, pages FROM documents WHERE document_id = ?",
            (document_id,),
        )
        if not found:
            raise KeyError(document_id)
        source, text, sections, pages = map(str, found[0])
        return Document(
            document_id=document_id,
            source=SOURCE.validate_json(source),
            text=text,
            sections=SECTIONS.validate_json(sections),
            pages=PAGES.validate_json(pages),
        )

    def sources(self, ids: Collection[DocumentId]) -> dict[DocumentId, Source]:
        """Return the sources of the documents asked for.

        Raises:
            KeyError: one of them is not there.
        """
        found: dict[DocumentId, Source] = {}
        for some in _portions(sorted(ids)):
            statement = (
                "SELECT document_id, source FROM documents "
                f"WHERE document_id IN ({_marks(some)}) ORDER BY 1"
            )
            for document_id, source in self.rows(statement, some):
                found[DocumentId(str(document_id))] = _source(str(source))
        for document_id in ids:
            if document_id not in found:
                raise KeyError(document_id)
        return found

    def passages(self, ids: Sequence[PassageId]) -> list[Passage]:
        """Return passages in the order asked for.

        Raises:
            KeyError: one of them is not there.
        """
        found: dict[PassageId, Passage] = {}
        for some in _portions([vector_id_of(passage_id) for passage_id in ids]):
            statement = f"SELECT {PASSAGE} FROM passages WHERE vector_id IN ({_marks(some)})"
            for row in self.rows(statement, some):
                passage = _passage(row)
                found[passage.passage_id] = passage
        return [found[passage_id] for passage_id in ids]

    def works_of(self, vector_ids: Sequence[int]) -> dict[int, Work]:
        """Return the work of each passage; those that are not there are left out."""
        found: dict[int, Work] = {}
        for some in _portions(vector_ids):
            statement = (
                "SELECT vector_id, document_id, title_terms FROM passages "
                f"JOIN documents USING (document_id) WHERE vector_id IN ({_marks(some)})"
            )
            for row in self.rows(statement, some):
                vector_id, document_id, title = cast(WorkRow, row)
                found[vector_id] = Work(DocumentId(document_id), title)
        return found

    def passages_of(self, document_id: DocumentId) -> list[Passage]:
        """Return the passages of one document in reading order; none for an unknown document."""
        statement = (
            f"SELECT {PASSAGE} FROM passages WHERE document_id = ? ORDER BY start, stop, vector_id"
        )
        return [_passage(row) for row in self.rows(statement, (document_id,))]

    def vector_ids(self, kind: Kind | None = None) -> list[int]:
        """Return the vector ids of all passages, or of those of one kind, ascending."""
        if kind is None:
            rows = self.rows("SELECT vector_id FROM passages ORDER BY 1")
        else:
            rows = self.rows(
                "SELECT vector_id FROM passages JOIN documents USING (document_id) "
                "WHERE kind = ? ORDER BY 1",
                (kind.value,),
            )
        return [int(str(row[0])) for row in rows]

    def kinds(self) -> frozenset[Kind]:
        """Return the kinds that documents of this catalogue have."""
        return frozenset(self.documents_by_kind())

    def documents_by_kind(self) -> dict[Kind, int]:
        """Return the number of documents of each kind that there is."""
        rows = self.rows("SELECT kind, count(*) FROM documents GROUP BY kind")
        return {Kind(str(kind)): int(str(count)) for kind, count in rows}

    def file_of(self, document_id: DocumentId) -> FileRecord | None:
        """Return the file that a document was read from; None for an unknown document."""
        named = STRINGS.dump_json((document_id,)).decode()[1:-1]
        statement = f"SELECT {FILE} FROM files WHERE instr(documents, ?) ORDER BY path LIMIT 1"
        rows = [_file(row) for row in self.rows(statement, (named,))]
        return rows[0] if rows else None

    def files(self) -> dict[str, FileRecord]:
        """Return all file records by path."""
        records = (_file(row) for row in self.rows(f"SELECT {FILE} FROM files ORDER BY path"))
        return {record.path: record for record in records}


def _portions(items: Sequence[Item]) -> Iterator[list[Item]]:
    remaining = iter(items)
    while some := list(islice(remaining, VARIABLES)):
        yield some


def _marks(values: Sequence[object]) -> str:
    return ",".join("?" * len(values))


def _passage(row: Row) -> Passage:
    vector_id, document_id, text, start, stop, section, page, sentences, directness = cast(
        PassageRow, row
    )
    return Passage(
        passage_id=passage_id_of(vector_id),
        document_id=DocumentId(document_id),
        text=text,
        start=start,
        end=stop,
        section=_headings(section),
        page=page,
        sentences=SPANS.validate_json(sentences),
        directness=_directness(directness),
    )


@lru_cache(maxsize=REMEMBERED)
def _source(stored: str) -> Source:
    return SOURCE.validate_json(stored)


@lru_cache(maxsize=REMEMBERED)
def _directness(stored: str) -> Directness:
    return DIRECTNESS.validate_json(stored)


@lru_cache(maxsize=REMEMBERED)
def _headings(stored: str) -> tuple[str, ...]:
    return STRINGS.validate_json(stored)


def _file(row: Row) -> FileRecord:
    path, sha256, size, state, error, documents = row
    return FileRecord(
        path=str(path),
        sha256=str(sha256),
        size=int(str(size)),
        state=FileState(str(state)),
        error=None if error is None else str(error),
        documents=tuple(map(DocumentId, STRINGS.validate_json(str(documents)))),
    )
