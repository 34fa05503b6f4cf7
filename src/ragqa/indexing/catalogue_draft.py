"""The catalogue of a snapshot in the making."""

import hashlib
import shutil
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Self

from ragqa.indexing.catalogue import FILE, PASSAGE, SCHEMA, Catalogue
from ragqa.indexing.codec import (
    DIRECTNESS,
    PAGES,
    SECTIONS,
    SOURCE,
    SPANS,
    STRINGS,
    document_hash,
)
from ragqa.indexing.links import link
from ragqa.indexing.records import FileRecord
from ragqa.indexing.stated_relations import name_rows, relation_rows
from ragqa.indexing.terms import Terms, joined_terms
from ragqa.schema.document import Document, DocumentId, Passage


class CatalogueDraft(Catalogue):
    """A catalogue that can be changed.

    It lies in a folder that is thrown away when its writer dies, so it is not
    synchronised with the disk: only the published copy is.
    """

    def __init__(self, connection: sqlite3.Connection, path: Path) -> None:
        super().__init__(connection)
        self._path = path
        self._has_remains = False

    @classmethod
    def create(cls, path: Path, base: Path | None) -> Self:
        """Start from the catalogue at `base`, or from an empty one."""
        if base is not None:
            shutil.copyfile(base, path)
        connection = sqlite3.connect(path, check_same_thread=False, isolation_level=None)
        connection.execute("PRAGMA journal_mode = MEMORY")
        connection.execute("PRAGMA synchronous = OFF")
        if base is None:
            connection.executescript(SCHEMA)
        connection.execute("BEGIN")
        return cls(connection, path)

    def discard(self) -> None:
        """Close it and take its file away, which may be a link to what has been published."""
        self.close()
        self._path.unlink(missing_ok=True)

    def settle(self) -> None:
        """Let other connections see all changes so far."""
        self._connection.execute("COMMIT")
        self._connection.execute("BEGIN")

    def publish(self, path: Path) -> None:
        """Put the file into place; nothing may be changed any more.

        Nothing of what was removed is left in it: as SQLite leaves remains of rows between
        others, it is then written anew, row by row. VACUUM cannot run inside a transaction.
        """
        self._connection.execute("COMMIT")
        try:
            if self._has_remains:
                self._connection.execute("VACUUM INTO ?", (str(path),))
            else:
                link(self._path, path)
        finally:
            self._connection.execute("BEGIN")

    def add(self, document: Document, content_hash: str, passages: Sequence[Passage]) -> None:
        """Put in a document with its passages, in place of one with the same id."""
        self.remove(document.document_id)
        self._connection.execute(
            "INSERT INTO documents VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                document.document_id,
                document.source.kind.value,
                content_hash,
                document_hash(document),
                SOURCE.dump_json(document.source).decode(),
                SECTIONS.dump_json(document.sections).decode(),
                PAGES.dump_json(document.pages).decode(),
                joined_terms(document.source.title),
                document.text,
            ),
        )
        self._connection.executemany(
            f"INSERT INTO passages ({PASSAGE}, terms) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [_columns(passage) for passage in passages],
        )
        self._connection.executemany("INSERT INTO names VALUES (?, ?)", name_rows(document))
        self._connection.executemany(
            "INSERT INTO relations VALUES (?, ?, ?)", relation_rows(document)
        )

    def remove(self, document_id: DocumentId) -> None:
        """Take out a document and its passages, where it is there."""
        for table in ("names", "relations", "passages", "documents"):
            self._delete(f"DELETE FROM {table} WHERE document_id = ?", document_id)

    def put_file(self, record: FileRecord) -> None:
        """Put in a file record, in place of the one with the same path."""
        self._connection.execute(
            f"INSERT OR REPLACE INTO files ({FILE}) VALUES (?, ?, ?, ?, ?, ?)",
            (
                record.path,
                record.sha256,
                record.size,
                record.state.value,
                record.error,
                STRINGS.dump_json(record.documents).decode(),
            ),
        )

    def remove_file(self, path: str) -> None:
        """Take out a file record."""
        self._delete("DELETE FROM files WHERE path = ?", path)

    def _delete(self, statement: str, value: str) -> None:
        deleted = self._connection.execute(statement, (value,)).rowcount
        self._has_remains |= deleted > 0

    def terms(self, ids: Sequence[int] | None = None) -> Iterator[Terms]:
        """Yield the terms of every passage, or of those of `ids`, in ascending order of id.

        Changes count once they are settled: it reads by a connection of its own, in any thread.
        """
        statement = (
            "SELECT vector_id, kind, title_terms, terms "
            "FROM passages JOIN documents USING (document_id) "
        )
        with closing(sqlite3.connect(self._path)) as connection:
            if ids is None:
                yield from _terms(connection.execute(f"{statement} ORDER BY vector_id"))
                return
            for vector_id in ids:
                one = connection.execute(f"{statement} WHERE vector_id = ?", (vector_id,))
                yield from _terms(one)


def _terms(rows: Iterable[tuple[int, str, str, str]]) -> Iterator[Terms]:
    for vector_id, kind, title, passage in rows:
        yield Terms(vector_id=vector_id, kind=kind, title=title, passage=passage)


def content_digest(catalogue: Catalogue) -> str:
    """Hash what a catalogue holds, in an order that does not depend on how it got there.

    The error sentence of a file is left out: it may name times and temporary places. So is what
    a document was read from: two files may hold the same document written differently.
    """
    whole = hashlib.sha256()
    for statement in (
        "SELECT 'document', document_id, record_hash FROM documents ORDER BY 2",
        "SELECT 'passage', vector_id, section, page, sentences, directness FROM passages "
        "ORDER BY 2",
        "SELECT 'file', path, sha256, size, state, documents FROM files ORDER BY 2",
    ):
        for row in catalogue.rows(statement):
            whole.update(repr(row).encode())
    return whole.hexdigest()


def _columns(passage: Passage) -> tuple[str | int | None, ...]:
    return (
        passage.vector_id,
        passage.document_id,
        passage.text,
        passage.start,
        passage.end,
        STRINGS.dump_json(passage.section).decode(),
        passage.page,
        SPANS.dump_json(passage.sentences).decode(),
        DIRECTNESS.dump_json(passage.directness).decode(),
        joined_terms(" ".join([*passage.section, passage.text])),
    )
