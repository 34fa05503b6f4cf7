"""One published snapshot, opened for reading."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import Self

import numpy as np

from ragqa.embedding.embedder import FloatArray
from ragqa.embedding.word_bits import BitArray
from ragqa.errors import IndexMismatchError, UsageError
from ragqa.indexing.catalogue import Catalogue, Work
from ragqa.indexing.manifest import PASSAGES, REBUILD, TERMS, VECTORS, WORDS, Manifest
from ragqa.indexing.nearest import IdArray, Scored
from ragqa.indexing.pins import Pin
from ragqa.indexing.records import FileRecord, passage_id_of, vector_id_of
from ragqa.indexing.stated_relations import joined_works, stating
from ragqa.indexing.terms import TermIndex, TermMatches
from ragqa.indexing.vectors import VectorIndex, id_array
from ragqa.indexing.version_graph import VersionGraph
from ragqa.indexing.word_store import WordStore
from ragqa.indexing.works import Works
from ragqa.schema.document import Document, DocumentId, Passage, PassageId
from ragqa.schema.source import OUTDATED, Kind, Source


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A passage that a search found; higher scores are better."""

    passage_id: PassageId
    score: float


class Snapshot:
    """Searches and reads one snapshot; it never changes, and stays until it is closed.

    Safe to share between threads. Opened by `IndexStore.open`, which has checked its files
    and hands over the pin.
    """

    def __init__(self, folder: Path, manifest: Manifest, pin: Pin) -> None:
        self._manifest = manifest
        self._pin = pin
        self._folder = folder
        self._catalogue = Catalogue.read(folder / PASSAGES)
        self._works = Works(self._catalogue.works_of)
        self._vectors = VectorIndex.read(folder / VECTORS, manifest.dimension)
        self._terms = TermIndex.read(folder / TERMS)
        self._words = WordStore.read(folder / WORDS)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the files and let the snapshot be removed once it no longer serves."""
        self._catalogue.close()
        self._pin.release()

    @property
    def snapshot_id(self) -> str:
        """Hash of what the snapshot holds; equal for equal content on every machine."""
        return self._manifest.snapshot_id

    @property
    def folder_name(self) -> str:
        """The name by which CURRENT names the snapshot."""
        return self._folder.name

    @property
    def embedder_id(self) -> str:
        """The embedder whose vectors are stored."""
        return self._manifest.embedder_id

    @property
    def chunker_id(self) -> str:
        """The chunker that cut the passages."""
        return self._manifest.chunker_id

    @property
    def dimension(self) -> int:
        """Length of the vectors."""
        return self._manifest.dimension

    @property
    def document_count(self) -> int:
        """Number of documents."""
        return self._manifest.counts.documents

    @property
    def passage_count(self) -> int:
        """Number of passages."""
        return self._manifest.counts.passages

    @property
    def kinds(self) -> frozenset[Kind]:
        """The kinds of work that the snapshot holds."""
        return frozenset(self._manifest.kinds)

    def dense(self, vector: FloatArray, limit: int, kind: Kind | None = None) -> list[Hit]:
        """Return what `nearest` finds as hits.

        Raises:
            IndexMismatchError: the vector has another dimension than the index.
            UsageError: the vector is not finite, or `limit` is below 1.
        """
        ids, cosines = self.nearest(vector, limit, kind)
        return _hits(zip(ids.tolist(), cosines.tolist(), strict=True))

    def nearest(self, vector: FloatArray, limit: int, kind: Kind | None = None) -> Scored:
        """Return the `limit` passages nearest to `vector` by cosine in [-1, 1], best first.

        Args:
            vector: unit vector, shape (dimension,), float32.
            limit: at least 1.
            kind: only passages of works of this kind.

        Raises:
            IndexMismatchError: the vector has another dimension than the index.
            UsageError: the vector is not finite, or `limit` is below 1.
        """
        self._check_limit(limit)
        if vector.shape != (self.dimension,):
            raise IndexMismatchError(
                f"The query vector has the shape {vector.shape}, but the index holds vectors of "
                f"{self.dimension} numbers. Search with the embedder {self.embedder_id!r}."
            )
        if not np.isfinite(vector).all():
            raise UsageError("The query vector holds numbers that are not finite; embed it again.")
        return self._vectors.search(vector, limit, kind)

    def lexical(self, query: str, limit: int, kind: Kind | None = None) -> list[Hit]:
        """Return the `limit` passages that match the words of `query` best, by BM25.

        Args:
            query: free text; none of its characters is an operator.
            limit: at least 1.
            kind: only passages of works of this kind.

        Raises:
            UsageError: `limit` is below 1.
        """
        self._check_limit(limit)
        return _hits(self._terms.search(query, limit, kind))

    def matches(
        self, words: Iterable[str], limit: int, kind: Kind | None = None
    ) -> list[TermMatches]:
        """Return for each of `words`, as `linguistics.terms` gives them, where it stands.

        Args:
            words: terms; those that no passage holds are left out.
            limit: passages for each term, those that hold it best; at least 1.
            kind: only passages of works of this kind.

        Raises:
            UsageError: `limit` is below 1.
        """
        self._check_limit(limit)
        return self._terms.matches(words, limit, kind)

    def works_of(self, ids: IdArray) -> list[Work]:
        """Return the work of each passage, in their order.

        Raises:
            KeyError: one of them is not in this snapshot.
        """
        return self._works.of(ids.tolist())

    @cached_property
    def _versions(self) -> VersionGraph:
        return VersionGraph(joined_works(self._catalogue))

    @cached_property
    def outdated(self) -> frozenset[DocumentId]:
        """The documents that another work may supersede or retract."""
        stated = stating(self._catalogue, OUTDATED)
        return stated | self._versions.documents_that_are(OUTDATED)

    def successors(self, document_id: DocumentId) -> frozenset[DocumentId]:
        """Return the documents that hold later versions of a work, none of them retracted."""
        return self._versions.successors(document_id)

    def passage_frequency(self, term: str) -> int:
        """Return how many passages hold `term`, as `linguistics.terms` gives it."""
        return self._terms.frequency(term)

    def passages(self, ids: Sequence[PassageId]) -> list[Passage]:
        """Return passages in the order asked for.

        Raises:
            KeyError: one of them is not in this snapshot.
        """
        return self._catalogue.passages(ids)

    def sources(self, ids: Collection[DocumentId]) -> dict[DocumentId, Source]:
        """Return the sources of documents, with what all works here say of them.

        Raises:
            KeyError: one of them is not in this snapshot.
        """
        sources = self._catalogue.sources(ids)
        return {one: self._versions.resolved(one, source) for one, source in sources.items()}

    def document(self, document_id: DocumentId) -> Document:
        """Return one document, with what all works here say of its own.

        Raises:
            KeyError: it is not in this snapshot.
        """
        document = self._catalogue.document(document_id)
        return replace(document, source=self._versions.resolved(document_id, document.source))

    def file_of(self, document_id: DocumentId) -> FileRecord | None:
        """Return the file that a document was read from; None where no such document is."""
        return self._catalogue.file_of(document_id)

    def document_ids(self) -> tuple[DocumentId, ...]:
        """Return the ids of all documents, sorted."""
        return self._catalogue.document_ids()

    def files(self) -> dict[str, FileRecord]:
        """Return what is known of every file that was read, by its name."""
        return self._catalogue.files()

    def document_passages(self, document_id: DocumentId) -> list[Passage]:
        """Return the passages of one document in reading order.

        Raises:
            KeyError: it is not in this snapshot.
        """
        if not (passages := self._catalogue.passages_of(document_id)):
            self._catalogue.document(document_id)
        return passages

    def vector_ids(self, kind: Kind | None = None) -> IdArray:
        """Return the vector ids of all passages, or of those of works of one kind, ascending."""
        return np.sort(id_array(self._catalogue.vector_ids(kind)))

    def vectors(self, ids: Sequence[PassageId]) -> FloatArray:
        """Return the vectors of passages, shape (len(ids), dimension), in the order asked for.

        Raises:
            KeyError: one of them is not in this snapshot.
        """
        return self.rows(id_array([vector_id_of(passage_id) for passage_id in ids]))

    def rows(self, ids: IdArray) -> FloatArray:
        """Return the vectors of passages, shape (len(ids), dimension), by their vector ids.

        Raises:
            KeyError: one of them is not in this snapshot.
        """
        return self._vectors.vectors(ids)

    def words(self, ids: Sequence[PassageId]) -> list[BitArray]:
        """Return the signs of each passage's word vectors, in the order asked for.

        Raises:
            KeyError: one of them is not in this snapshot.
            IndexMismatchError: none are kept.
        """
        if self.passage_count and not self._words:
            raise IndexMismatchError(
                "The index keeps no words of its passages, which late interaction compares. "
                f"{REBUILD}"
            )
        return self._words.words(id_array([vector_id_of(passage_id) for passage_id in ids]))

    @staticmethod
    def _check_limit(limit: int) -> None:
        if limit < 1:
            raise UsageError(f"A search for {limit} passages finds none; ask for at least 1.")


def _hits(found: Iterable[tuple[int, float]]) -> list[Hit]:
    return [Hit(passage_id=passage_id_of(vector_id), score=score) for vector_id, score in found]
