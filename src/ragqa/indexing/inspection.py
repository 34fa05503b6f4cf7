"""Proof that a snapshot is what was written and that its parts agree."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from ragqa.embedding.word_bits import width
from ragqa.errors import SnapshotError
from ragqa.indexing.arrays import blocks
from ragqa.indexing.catalogue import Catalogue
from ragqa.indexing.catalogue_draft import content_digest
from ragqa.indexing.manifest import (
    PASSAGES,
    REBUILD,
    TERMS,
    VECTORS,
    WORDS,
    Current,
    Manifest,
    faults_of,
    read_manifest,
)
from ragqa.indexing.recipe import Recipe, snapshot_id_for
from ragqa.indexing.terms import TermIndex
from ragqa.indexing.vectors import VectorIndex, fault_of
from ragqa.indexing.word_store import WordStore
from ragqa.schema.document import passage_id_for


@dataclass(frozen=True, slots=True, kw_only=True)
class VerifyReport:
    """What was checked, and for each fault what and where it is, and the next step."""

    snapshot: str | None
    files: int
    size: int
    faults: tuple[str, ...]

    @property
    def ok(self) -> bool:
        """Whether everything is as it was written."""
        return not self.faults


def inspect(folder: Path, current: Current) -> VerifyReport:
    """Check the bytes of a pinned snapshot and, when they are right, what they mean."""
    try:
        manifest = read_manifest(folder, current)
    except SnapshotError as error:
        return VerifyReport(snapshot=None, files=0, size=0, faults=(str(error),))
    # Altered bytes are never handed to the libraries that trust them.
    faults = tuple(faults_of(folder, manifest)) or tuple(
        f"{fault} {REBUILD}" for fault in _disagreements(folder, manifest)
    )
    return VerifyReport(
        snapshot=manifest.snapshot_id,
        files=len(manifest.files) + 1,
        size=sum(file.size for file in manifest.files),
        faults=faults,
    )


def _disagreements(folder: Path, manifest: Manifest) -> Iterator[str]:
    """Yield one sentence for each way in which the parts contradict each other."""
    with closing(Catalogue.read(folder / PASSAGES)) as catalogue:
        try:
            yield from _catalogue_faults(catalogue, manifest)
            ids = catalogue.vector_ids()
        except (sqlite3.Error, ValueError) as error:
            yield f"{str(folder / PASSAGES)!r} cannot be read ({error})."
            return
    vectors = VectorIndex.read(folder / VECTORS, manifest.dimension)
    if vectors.ids.tolist() != ids:
        yield "The vectors and the passages do not bear the same ids."
    for some in blocks(vectors.ids):
        if fault := fault_of(vectors.vectors(some), len(some), manifest.dimension):
            yield f"The vectors are not usable: {fault}."
    words = WordStore.read(folder / WORDS)
    if words.ids.tolist() not in (ids, []):
        yield "The words and the passages do not bear the same ids."
    if wrong := words.fault(width(manifest.dimension)):
        yield f"The words are not usable: {wrong}."
    if TermIndex.read(folder / TERMS).ids() != ids:
        yield "The term index and the passages do not bear the same ids."


def _catalogue_faults(catalogue: Catalogue, manifest: Manifest) -> Iterator[str]:
    for (finding,) in catalogue.rows("PRAGMA integrity_check"):
        if finding != "ok":
            yield f"The catalogue is damaged: {finding}."
    recipe = Recipe(
        embedder_id=manifest.embedder_id,
        dimension=manifest.dimension,
        chunker_id=manifest.chunker_id,
    )
    if snapshot_id_for(recipe, content_digest(catalogue)) != manifest.snapshot_id:
        yield "The content of the catalogue does not give the snapshot's id."
    counts = manifest.counts
    for table, count in (
        ("documents", counts.documents),
        ("passages", counts.passages),
        ("files", counts.files),
    ):
        if catalogue.count(table) != count:
            yield f"The catalogue does not hold {count} {table}."
    known = set()
    for document in catalogue.documents():
        known.add(document.document_id)
        for passage in catalogue.passages_of(document.document_id):
            if passage.text != document.text[passage.start : passage.end]:
                yield f"The passage {passage.passage_id!r} is not a span of its document."
            derived = passage_id_for(document.document_id, passage.start, passage.text)
            if passage.passage_id != derived:
                yield f"The passage {passage.passage_id!r} does not bear the id of its content."
    for record in catalogue.files().values():
        for document_id in record.documents:
            if document_id not in known:
                yield f"{record.path!r} names the document {document_id!r}, which is missing."
