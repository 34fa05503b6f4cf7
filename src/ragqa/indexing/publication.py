"""Turns a catalogue and what was newly read into the files of a snapshot, and lets it serve."""

import hashlib
import logging
import shutil
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import numpy as np

from ragqa.embedding.embedder import FloatArray
from ragqa.embedding.word_bits import ReadText, width
from ragqa.indexing import term_writing
from ragqa.indexing.catalogue_draft import CatalogueDraft
from ragqa.indexing.finished_files import FinishedFiles
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
    SnapshotFile,
    format_version,
    snapshot_name,
    spread,
    synchronise,
)
from ragqa.indexing.nearest import IdArray
from ragqa.indexing.recipe import Recipe
from ragqa.indexing.vectors import VectorIndex, id_array
from ragqa.indexing.word_store import WordStore
from ragqa.schema.source import Kind

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Publication:
    """The next snapshot of an index, to be published once.

    `base` is the folder of the snapshot that it follows, None for none; `read` are the passages
    that the base does not hold; `only_adds` says that all passages of the base stay; `words` that
    the words of passages are kept.
    """

    root: Path
    recipe: Recipe
    catalogue: CatalogueDraft
    base: Path | None
    read: Mapping[int, ReadText]
    only_adds: bool
    words: bool

    def publish(self, snapshot_id: str) -> Path:
        """Write the snapshot aside, move it into place whole, then let CURRENT name it.

        Raises:
            OSError: the disk is full or the folder cannot be written.
        """
        folder = self.root / BUILDING / "snapshot"
        draft = self.root / BUILDING / TERMS
        for left_by_an_earlier_commit in (folder, draft):
            shutil.rmtree(left_by_an_earlier_commit, ignore_errors=True)
        draft.mkdir()
        (folder / TERMS).mkdir(parents=True)
        manifest = self._manifest(snapshot_id, self._write(folder, draft))
        content = manifest.to_json()
        (folder / MANIFEST).write_bytes(content)
        place = self._let_serve(folder, snapshot_id, hashlib.sha256(content).hexdigest())
        logger.info(
            "published snapshot %s: %d documents, %d passages",
            place.name,
            manifest.counts.documents,
            manifest.counts.passages,
        )
        return place

    def _write(self, folder: Path, draft: Path) -> tuple[SnapshotFile, ...]:
        """Write all parts, and bring each to the disk while the next one is written."""
        self.catalogue.settle()
        ids = self._ids_by_document()
        with (
            closing(FinishedFiles(folder, self.base)) as files,
            ThreadPoolExecutor(1) as beside,  # tantivy keeps one core busy, the rest another
        ):

            def finish(part: str, write: Callable[[Path], None]) -> None:
                write(folder / part)
                files.take(folder / part)

            write_terms = partial(self._write_terms, ids=ids, draft=draft)
            terms_written = beside.submit(finish, TERMS, write_terms)
            finish(PASSAGES, self.catalogue.publish)
            finish(VECTORS, self._write_vectors)
            finish(WORDS, partial(self._write_words, ids=ids))
            terms_written.result()
            return files.listed()

    def _ids_by_document(self) -> list[int]:
        """Return the ids of all passages, those of one document together.

        What is kept in their order, in parts, has most documents whole in one part: a document
        that changes touches no other.
        """
        rows = self.catalogue.rows("SELECT vector_id FROM passages ORDER BY document_id, start")
        return [int(str(row[0])) for row in rows]

    def _write_terms(self, folder: Path, ids: Sequence[int], draft: Path) -> None:
        """Write the terms of all passages, of those alone that change where there is a base."""
        terms_of = self.catalogue.terms
        if self.base is None:
            term_writing.build(folder, ids, terms_of, draft=draft)
            return
        term_writing.rebuild(
            self.base / TERMS,
            folder,
            ids,
            terms_of,
            new=self.read.keys(),
            only_adds=self.only_adds,
            draft=draft,
        )

    def _write_vectors(self, folder: Path) -> None:
        """Write the vectors of the base and the new ones, each kind by itself."""
        dimension = self.recipe.dimension
        base = VectorIndex.read(self.base / VECTORS, dimension) if self.base else None
        ids = {kind: id_array(self.catalogue.vector_ids(kind)) for kind in Kind}
        VectorIndex.write(folder, ids, dimension, partial(self._collected, base), base)

    def _collected(self, base: VectorIndex | None, ids: IdArray) -> FloatArray:
        """Return the vectors of some passages, the new ones before those of the base."""
        is_new = np.array([one in self.read for one in ids.tolist()], dtype=bool)
        if base is not None and not is_new.any():
            return base.vectors(ids)
        vectors = np.empty((len(ids), self.recipe.dimension), dtype=np.float32)
        for row in np.flatnonzero(is_new):
            vectors[row] = self.read[int(ids[row])].vector
        if base is not None:
            vectors[~is_new] = base.vectors(ids[~is_new])
        return vectors

    def _write_words(self, folder: Path, ids: Sequence[int]) -> None:
        """Write the words of new passages and of those of the base that stay, where wanted."""
        size = width(self.recipe.dimension)
        if not self.words:
            WordStore.write(folder, {}, size)
            return
        new = {one: self.read[one].words for one in ids if one in self.read}
        base = self.base / WORDS if self.base else None
        kept = id_array(sorted(one for one in ids if one not in new))
        WordStore.write(folder, new, size, base=base, kept=kept)

    def _manifest(self, snapshot_id: str, files: tuple[SnapshotFile, ...]) -> Manifest:
        return Manifest(
            format=format_version(),
            snapshot_id=snapshot_id,
            embedder_id=self.recipe.embedder_id,
            dimension=self.recipe.dimension,
            chunker_id=self.recipe.chunker_id,
            # Also makes the folder name of every publication its own.
            created_at=datetime.now(UTC).isoformat(timespec="microseconds"),
            counts=Counts(
                documents=self.catalogue.count("documents"),
                passages=self.catalogue.count("passages"),
                files=self.catalogue.count("files"),
            ),
            kinds=tuple(sorted(self.catalogue.kinds())),
            files=files,
        )

    def _let_serve(self, folder: Path, snapshot_id: str, sha256: str) -> Path:
        """Move a whole snapshot to its place and name it in CURRENT, so that a power cut is safe.

        What must be on the disk before the next step is brought there together: the disk does
        much of it in the time of one.
        """
        current = Current(name=snapshot_name(snapshot_id, sha256), manifest_sha256=sha256)
        aside = self.root / BUILDING / CURRENT
        aside.write_text(current.line(), encoding="ascii")
        folders = [path for path in folder.rglob("*") if path.is_dir()]
        for _ in spread(synchronise, [aside, folder / MANIFEST, *folders, folder]):
            pass
        place = self.root / SNAPSHOTS / current.name
        place.parent.mkdir(exist_ok=True)
        folder.rename(place)
        synchronise(place.parent)
        aside.replace(self.root / CURRENT)
        synchronise(self.root)
        return place
