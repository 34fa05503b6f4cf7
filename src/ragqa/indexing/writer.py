"""Builds the next snapshot beside the one that serves, and publishes it in one step."""

import hashlib
import logging
import shutil
from collections.abc import Collection, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import numpy as np

from ragqa.embedding.embedder import FloatArray
from ragqa.embedding.word_bits import ReadText, width
from ragqa.errors import SnapshotError
from ragqa.indexing import terms
from ragqa.indexing.admission import check
from ragqa.indexing.catalogue import Catalogue
from ragqa.indexing.catalogue_draft import CatalogueDraft, content_digest
from ragqa.indexing.codec import document_hash
from ragqa.indexing.manifest import (
    BUILDING,
    CURRENT,
    MANIFEST,
    PASSAGES,
    SNAPSHOTS,
    TERMS,
    VECTORS,
    WORDS,
    Counts,
    Current,
    Manifest,
    describe,
    format_version,
    snapshot_name,
    synchronise,
    writing,
)
from ragqa.indexing.nearest import IdArray
from ragqa.indexing.records import FileRecord, Hashes
from ragqa.indexing.tidying import remove_unread
from ragqa.indexing.vectors import VectorIndex, fault_of, id_array
from ragqa.indexing.word_store import WordStore
from ragqa.schema.document import Document, DocumentId, Passage
from ragqa.schema.source import Kind

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """What a snapshot is made with; one made otherwise cannot be built upon."""

    embedder_id: str
    dimension: int
    chunker_id: str


class SnapshotWriter:
    """Changes to an index that nobody sees before `commit`, which publishes all of them at once.

    Made by `IndexStore.write`, which holds the lock. `base` is the folder of the snapshot to
    start from and `published` its id; both are None to start empty.
    """

    def __init__(
        self, root: Path, recipe: Recipe, *, base: Path | None, published: str | None
    ) -> None:
        self._root = root
        self._recipe = recipe
        self._base = base
        self._published = published
        self._own: Path | None = None
        self._building = root / BUILDING
        self._read: dict[int, ReadText] = {}
        self._replaced: set[DocumentId] = set()
        self._draft: CatalogueDraft | None = None
        self._only_new = True
        with writing(self._root), closing(self._served()) as served:
            self._files = served.files()
            self._hashes = served.hashes()
        self._published_files = dict(self._files)

    def _served(self) -> Catalogue:
        """Open the catalogue that is started from, for reading alone."""
        if self._base is None:
            return Catalogue.empty()
        return Catalogue.read(self._base / PASSAGES)

    @property
    def _catalogue(self) -> CatalogueDraft:
        """The catalogue to change: a copy that is made when there is something to change."""
        if self._draft is None:
            self._building.mkdir()
            base = None if self._base is None else self._base / PASSAGES
            self._draft = CatalogueDraft.create(self._building / "draft.sqlite", base)
        return self._draft

    def files(self) -> dict[str, FileRecord]:
        """Return the file records by path, with the changes made so far."""
        return dict(self._files)

    def hash_of(self, document_id: DocumentId) -> Hashes | None:
        """Return the hashes of a document, with the changes made so far; None for none."""
        return self._hashes.get(document_id)

    def add(
        self,
        document: Document,
        content_hash: str,
        passages: Sequence[Passage],
        read: Sequence[ReadText],
    ) -> None:
        """Put in a document with its passages as they were read; replaces one with the same id.

        Raises:
            SnapshotError: the text cannot be stored, a passage is not a span of it, or the
                vectors are not finite unit vectors of the right shape.
        """
        check(document, passages)
        if fault := self._fault(read, len(passages)):
            raise SnapshotError(
                f"The vectors of {document.document_id!r} cannot be indexed: {fault}. "
                f"Check the embedder {self._recipe.embedder_id!r}."
            )
        self._only_new &= document.document_id not in self._hashes
        with writing(self._root):
            self._catalogue.add(document, content_hash, passages)
        self._hashes[document.document_id] = Hashes(content_hash, document_hash(document))
        self._read.update(zip((p.vector_id for p in passages), read, strict=True))

    def _fault(self, read: Sequence[ReadText], count: int) -> str | None:
        """Say in words why passages so read cannot be indexed; None when they can."""
        dimension = self._recipe.dimension
        if any(one.words.shape[1:] != (width(dimension),) for one in read):
            return "their words are not of their dimension"
        vectors = [one.vector for one in read] or np.empty((0, dimension))
        return fault_of(np.array(vectors, dtype=np.float32), count, dimension)

    def put_file(self, record: FileRecord) -> None:
        """Put in a file record, in place of the one with the same path.

        Documents that the old record held, and that no file holds at `commit`, are removed.
        """
        before = self._files.get(record.path)
        if before is not None and len(before.documents) == len(record.documents) == 1:
            self._replaced.update(before.documents)
        self._files[record.path] = record
        with writing(self._root):
            self._catalogue.put_file(record)

    def remove_file(self, path: str) -> None:
        """Take out a file record and, at `commit`, the documents that no other file holds."""
        self._files.pop(path, None)
        with writing(self._root):
            self._catalogue.remove_file(path)

    def commit(self) -> str:
        """Publish what has been changed and return the snapshot's id.

        Documents that no file holds are removed. Publishes nothing, and returns the current id,
        when nothing has changed. A snapshot that this writer published before is removed, unless
        somebody reads it.

        Raises:
            SnapshotError: the disk is full or the folder cannot be written; the last good
                snapshot still serves.
        """
        return self._commit(self._hashes.keys())

    def checkpoint(self) -> str:
        """Publish what has been changed so far; more will follow.

        As `commit`, but a document that a file lost is removed only where the file's one other
        document came in its place: it may yet turn up in another file.

        Raises:
            SnapshotError: as for `commit`.
        """
        return self._commit(self._replaced)

    def _commit(self, removable: Collection[DocumentId]) -> str:
        with writing(self._root):
            self._settle_documents(removable)
            if self._published is not None and self._draft is None:
                return self._published
            snapshot_id = self._snapshot_id()
            if snapshot_id == self._published and self._files == self._published_files:
                return snapshot_id
            self._base = self._publish(snapshot_id)
            if self._own is not None:
                remove_unread(self._own)
        self._own = self._base
        self._published = snapshot_id
        self._published_files = dict(self._files)
        self._only_new = True
        self._read.clear()
        return snapshot_id

    def discard(self) -> None:
        """Leave no trace of what has not been published."""
        if self._draft is not None:
            self._draft.close()
        shutil.rmtree(self._building, ignore_errors=True)

    def _settle_documents(self, removable: Collection[DocumentId]) -> None:
        """Remove documents that no file holds any more; every file's must be there."""
        held = {document for record in self._files.values() for document in record.documents}
        for document_id in sorted(held - self._hashes.keys()):
            raise SnapshotError(
                f"A file record names the document {document_id!r}, which was never added. "
                "Ingest the file again."
            )
        for document_id in sorted(set(removable) - held):
            self._catalogue.remove(document_id)
            del self._hashes[document_id]
            self._only_new = False
        self._replaced.clear()

    def _snapshot_id(self) -> str:
        return snapshot_id_for(self._recipe, content_digest(self._catalogue))

    def _publish(self, snapshot_id: str) -> Path:
        """Write the snapshot aside, move it into place whole, then let CURRENT name it."""
        folder = self._building / "snapshot"
        draft = self._building / TERMS
        for left_by_an_earlier_commit in (folder, draft):
            shutil.rmtree(left_by_an_earlier_commit, ignore_errors=True)
        draft.mkdir()
        (folder / TERMS).mkdir(parents=True)
        self._catalogue.publish(folder / PASSAGES)
        self._write_terms(folder / TERMS, draft)
        self._write_vectors(folder / VECTORS)
        self._write_words(folder / WORDS)
        manifest = self._manifest(snapshot_id, folder)
        content = manifest.to_json()
        (folder / MANIFEST).write_bytes(content)
        _settle(folder)
        sha256 = hashlib.sha256(content).hexdigest()
        current = Current(name=snapshot_name(snapshot_id, sha256), manifest_sha256=sha256)
        place = self._root / SNAPSHOTS / current.name
        place.parent.mkdir(exist_ok=True)
        folder.rename(place)
        synchronise(place.parent)
        _replace(self._root / CURRENT, current.line(), self._building / CURRENT)
        logger.info(
            "published snapshot %s: %d documents, %d passages",
            current.name,
            manifest.counts.documents,
            manifest.counts.passages,
        )
        return place

    def _write_terms(self, folder: Path, draft: Path) -> None:
        """Add the terms of new passages to those of the base, or write all of them anew.

        In an index changed in place, removed passages would go on counting in the document
        frequencies, and their words would stay on the disk.
        """
        if self._base is not None and self._only_new:
            new = self._catalogue.terms(sorted(self._read))
            terms.extend(self._base / TERMS, folder, new, draft=draft)
        else:
            terms.build(folder, self._catalogue.terms(), draft=draft)

    def _write_vectors(self, folder: Path) -> None:
        """Write the vectors of the base and the new ones, each kind by itself."""
        dimension = self._recipe.dimension
        base = VectorIndex.read(self._base / VECTORS, dimension) if self._base else None
        ids = {kind: id_array(self._catalogue.vector_ids(kind)) for kind in Kind}
        VectorIndex.write(folder, ids, dimension, partial(self._collected, base), base)

    def _collected(self, base: VectorIndex | None, ids: IdArray) -> FloatArray:
        """Return the vectors of some passages, the new ones before those of the base."""
        vectors = np.empty((len(ids), self._recipe.dimension), dtype=np.float32)
        is_new = np.array([vector_id in self._read for vector_id in ids.tolist()], dtype=bool)
        for row in np.flatnonzero(is_new):
            vectors[row] = self._read[int(ids[row])].vector
        if base is not None:
            vectors[~is_new] = base.vectors(ids[~is_new])
        return vectors

    def _write_words(self, folder: Path) -> None:
        """Add the words of new passages to those of the base, or write all of them anew."""
        words = {one: read.words for one, read in self._read.items()}
        size = width(self._recipe.dimension)
        if self._base is not None and self._only_new:
            WordStore.extend(self._base / WORDS, folder, words, size)
            return
        base = dict(WordStore.read(self._base / WORDS).items()) if self._base else {}
        held = self._catalogue.vector_ids()
        known = base | words
        WordStore.write(folder, {one: known[one] for one in held}, size)

    def _manifest(self, snapshot_id: str, folder: Path) -> Manifest:
        return Manifest(
            format=format_version(),
            snapshot_id=snapshot_id,
            embedder_id=self._recipe.embedder_id,
            dimension=self._recipe.dimension,
            chunker_id=self._recipe.chunker_id,
            # Also makes the folder name of every publication its own.
            created_at=datetime.now(UTC).isoformat(timespec="microseconds"),
            counts=Counts(
                documents=self._catalogue.count("documents"),
                passages=self._catalogue.count("passages"),
                files=len(self._files),
            ),
            kinds=tuple(sorted(self._catalogue.kinds())),
            files=describe(folder),
        )


def snapshot_id_for(recipe: Recipe, content: str) -> str:
    """Derive a snapshot's id from what it holds and how it was made."""
    parts = [format_version(), recipe.embedder_id, str(recipe.dimension), recipe.chunker_id]
    return hashlib.sha256("\x00".join([*parts, content]).encode()).hexdigest()


def _settle(folder: Path) -> None:
    """Give all files of a finished snapshot the manifest's permissions, and flush them.

    tantivy would leave files that only their owner can read.
    """
    mode = (folder / MANIFEST).stat().st_mode
    for path in folder.rglob("*"):
        if path.is_file():
            path.chmod(mode)
        synchronise(path)
    synchronise(folder)


def _replace(path: Path, content: str, aside: Path) -> None:
    """Replace a small file in one step that survives a power cut."""
    aside.write_text(content, encoding="ascii")
    synchronise(aside)
    aside.replace(path)
    synchronise(path.parent)
