"""Documents into the next snapshot: those that changed are cut, embedded in batches and counted."""

from collections import deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from itertools import islice
from typing import NamedTuple

from ragqa.embedding.passage_text import embedding_text
from ragqa.embedding.word_bits import ReadText
from ragqa.indexing.codec import document_hash
from ragqa.indexing.embedding_cache import BATCHES_AT_ONCE, RememberingReader
from ragqa.indexing.records import FileRecord, Hashes
from ragqa.indexing.writer import SnapshotWriter
from ragqa.ingestion.chunker import Chunker
from ragqa.ingestion.reader import Line, Reading
from ragqa.schema.document import Document, DocumentId, Passage
from ragqa.schema.source import KindBasis

# Passages embedded at a time: enough to keep the model busy, few enough to hold.
_BATCH = 256


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """What became of the documents of one file."""

    documents: tuple[DocumentId, ...]
    conflicts: tuple[str, ...]
    assumed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """How the documents of the index changed."""

    added: int
    updated: int
    unchanged: int
    removed: int


class _Cut(NamedTuple):
    """A document and the hash of what it was read from, cut but not read."""

    document: Document
    content: str
    passages: list[Passage]


class _Batch(NamedTuple):
    """Documents whose passages are being read."""

    documents: tuple[_Cut, ...]
    read: Future[list[ReadText]]


class Intake:
    """Puts documents into a snapshot, each once, and refuses two works under one id."""

    def __init__(
        self,
        writer: SnapshotWriter,
        reader: RememberingReader,
        chunker: Chunker,
        indexed: Callable[[int], None],
        between: Callable[[], None],
    ) -> None:
        """Write to `writer`; `indexed` is told the number of documents of each batch.

        `between` batches, those taken so far can be flushed and published.
        """
        self._writer = writer
        self._reader = reader
        self._chunker = chunker
        self._indexed = indexed
        self._between = between
        self._before: Mapping[str, FileRecord] = writer.files()
        self._known = {one for record in self._before.values() for one in record.documents}
        self._owners: dict[DocumentId, tuple[str, str]] = {}
        self._lines: dict[str, dict[DocumentId, Hashes]] = {}
        self._waiting: list[_Cut] = []
        self._being_read: deque[_Batch] = deque()
        self._held: list[DocumentId] = []
        self._kept: set[DocumentId] = set()
        self._rewritten: set[DocumentId] = set()
        self._replaced = 0

    def expect_changes(self, names: Iterable[str]) -> None:
        """Note who owns each document while the files called `names` are read anew."""
        changed = set(names)
        for name, record in self._before.items():
            hashes = ((one, self._writer.hash_of(one)) for one in record.documents)
            stored = {one: held for one, held in hashes if held is not None}
            if name in changed:
                self._lines[name] = stored
            else:
                self._owners.update({one: (name, held.record) for one, held in stored.items()})

    def lines(self, name: str) -> dict[str, DocumentId]:
        """Return the documents that a changed file gave before, by the hash of their line."""
        return {held.content: one for one, held in self._lines.get(name, {}).items()}

    def may_bring_news(self, name: str, size: int) -> bool:
        """Guess whether a changed file, now of `size` bytes, holds anything to be embedded.

        A file of many lines that shrank has most probably lost some, and nothing else.
        """
        return not self._lines.get(name) or size >= self._before[name].size

    def keep(self, name: str) -> None:
        """Count the documents of an unchanged file."""
        self._kept.update(self._before[name].documents)

    def forget(self, name: str) -> None:
        """Count no document of a file that is removed."""
        if name in self._before:
            self._kept.difference_update(self._before[name].documents)

    def take(self, name: str, reading: Reading) -> Taken:
        """Put in the documents of one file, but for those whose id means another work."""
        held = self._held = []
        conflicts: list[str] = []
        for line in reading.lines or map(_line, reading.documents):
            document_id, document = line.document_id, line.document
            record = document_hash(document) if document else self._lines[name][document_id].record
            owner, owned = self._owners.get(document_id, (name, record))
            if owned != record:
                conflicts.append(_conflict(name, owner, document_id))
                self._indexed(1)
                continue
            held.append(document_id)
            self._put(line, record)
            self._owners[document_id] = name, record
        self._note_replaced(name, held)
        assumed = sum(one.source.kind_basis is KindBasis.ASSUMED for one in reading.documents)
        return Taken(documents=tuple(held), conflicts=tuple(conflicts), assumed=assumed)

    @property
    def held(self) -> tuple[DocumentId, ...]:
        """The documents taken so far of the file that is being taken."""
        return tuple(self._held)

    def flush(self) -> None:
        """Write all that has been taken."""
        self._read_waiting()
        while self._being_read:
            self._write_oldest()

    def _read_waiting(self) -> None:
        """Have read what is waiting, beside the batches that are being read before it."""
        if not self._waiting:
            return
        texts = [
            embedding_text(one.document.source, passage)
            for one in self._waiting
            for passage in one.passages
        ]
        self._being_read.append(_Batch(tuple(self._waiting), self._reader.reading(texts)))
        self._waiting.clear()

    def _write_oldest(self) -> None:
        """Write the first of the batches that are being read, as soon as it is read."""
        batch = self._being_read.popleft()
        read = iter(batch.read.result())
        for one in batch.documents:
            vectors = list(islice(read, len(one.passages)))
            self._writer.add(one.document, one.content, one.passages, vectors)
        self._indexed(len(batch.documents))

    def counts(self, after: Mapping[str, FileRecord]) -> Counts:
        """Compare the documents before and after the run.

        A document whose id comes from its content gets a new id when its file changes; it
        counts as updated, not as one removed and one added.
        """
        now = {one for record in after.values() for one in record.documents}
        replaced = min(self._replaced, len(now - self._known), len(self._known - now))
        return Counts(
            added=len(now - self._known) - replaced,
            updated=len(self._rewritten & self._known) + replaced,
            unchanged=len((self._kept & now) - self._rewritten),
            removed=len(self._known - now) - replaced,
        )

    def _put(self, line: Line, record: str) -> None:
        """Write a document, unless it is there with this very content."""
        document_id = line.document_id
        stored = self._writer.hash_of(document_id)
        settled = document_id in self._owners or (stored is not None and stored.record == record)
        if line.document is None or settled:
            if document_id in self._known and document_id not in self._rewritten:
                self._kept.add(document_id)
            self._indexed(1)
            return
        passages = self._chunker.passages(line.document)
        self._waiting.append(_Cut(line.document, line.digest or record, passages))
        if document_id in self._known:
            self._rewritten.add(document_id)
        if sum(len(one.passages) for one in self._waiting) >= _BATCH:
            self._read_waiting()
            # One more than are read at once: the model need not wait for what is written here.
            if len(self._being_read) > BATCHES_AT_ONCE:
                self._write_oldest()
            self._between()

    def _note_replaced(self, name: str, held: Sequence[DocumentId]) -> None:
        before = self._before.get(name)
        if before is not None:
            gone = set(before.documents) - set(held)
            self._replaced += min(len(gone), len(set(held) - self._known))


def _line(document: Document) -> Line:
    return Line(digest="", document_id=document.document_id, document=document)


def _conflict(name: str, owner: str, document_id: DocumentId) -> str:
    if name == owner:
        return f"{name} holds two different documents with the id {document_id!r}; change one id"
    return (
        f"{name} and {owner} hold different documents with the id {document_id!r}; change one of "
        "the ids, or ingest with --prune when the other file is gone"
    )
