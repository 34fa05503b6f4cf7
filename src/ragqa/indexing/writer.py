"""Changes to an index, gathered beside the snapshot that serves and published in one step."""

import shutil
from collections.abc import Collection, Sequence
from contextlib import closing
from pathlib import Path

import numpy as np

from ragqa.embedding.word_bits import ReadText, width
from ragqa.errors import SnapshotError
from ragqa.indexing.admission import check
from ragqa.indexing.catalogue import Catalogue
from ragqa.indexing.catalogue_draft import CatalogueDraft, content_digest
from ragqa.indexing.codec import document_hash
from ragqa.indexing.manifest import BUILDING, PASSAGES, writing
from ragqa.indexing.publication import Publication
from ragqa.indexing.recipe import Recipe, snapshot_id_for
from ragqa.indexing.records import FileRecord, Hashes
from ragqa.indexing.tidying import remove_unread
from ragqa.indexing.vectors import fault_of
from ragqa.schema.document import Document, DocumentId, Passage


class SnapshotWriter:
    """Changes to an index that nobody sees before `commit`, which publishes all of them at once.

    Made by `IndexStore.write`, which holds the lock. `base` is the folder of the snapshot to
    start from and `published` its id; both are None to start empty. Without `words` the words of
    passages are left out.
    """

    def __init__(
        self, root: Path, recipe: Recipe, *, words: bool, base: Path | None, published: str | None
    ) -> None:
        self._root = root
        self._recipe = recipe
        self._words = words
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
            self._building.mkdir(exist_ok=True)
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
            snapshot_id = snapshot_id_for(self._recipe, content_digest(self._catalogue))
            if snapshot_id == self._published and self._files == self._published_files:
                return snapshot_id
            self._base = self._publication().publish(snapshot_id)
            self._drop_draft()
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
        self._drop_draft()
        shutil.rmtree(self._building, ignore_errors=True)

    def _drop_draft(self) -> None:
        """Let go of the catalogue to change: the next change makes a new one."""
        if self._draft is not None:
            self._draft.discard()
            self._draft = None

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

    def _publication(self) -> Publication:
        return Publication(
            root=self._root,
            recipe=self._recipe,
            catalogue=self._catalogue,
            base=self._base,
            read=self._read,
            only_adds=self._only_new,
            words=self._words,
        )
