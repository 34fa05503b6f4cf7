"""Unit vectors under passage ids, searched by cosine."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Protocol, Self

import numpy as np

from ragqa.embedding.embedder import FloatArray
from ragqa.indexing.exact_vectors import ExactVectors
from ragqa.indexing.inverted_lists import InvertedLists
from ragqa.indexing.nearest import IdArray, RowArray, Scored, merged, rows_of
from ragqa.indexing.structure import Structure, StructureName, read_structure
from ragqa.schema.source import Kind

# float32 rounding of a 1,000-dimensional unit vector stays below 1e-4.
LENGTH_TOLERANCE = 1e-3

# Rows written at once: 1.5 MB of 384 float32 numbers, which stay in the cache of the processor.
PORTION = 1024

# Up to here exact search takes about a millisecond, which lists and re-scoring take as well.
EXACT_LIMIT = 20_000


class VectorStructure(Protocol):
    """Immutable vectors under ascending ids, and a way to search them."""

    ids: IdArray
    structure: Structure

    def vectors(self, rows: RowArray) -> FloatArray:
        """Return the vectors of some rows, shape (len(rows), dimension)."""
        ...

    def search(self, vector: FloatArray, limit: int) -> Scored:
        """Return the `limit` nearest vectors, best first, ties by id."""
        ...


class VectorIndex:
    """The vectors of one snapshot, each kind of work in a structure of its own.

    Kept apart, a search among guidelines reads guidelines alone and finds as many of the nearest
    as a search among all, however few guidelines there are. Each kind is searched in the way
    that its number of vectors asks for.
    """

    def __init__(self, parts: Mapping[Kind, VectorStructure], dimension: int) -> None:
        self._parts = parts
        self._dimension = dimension

    @classmethod
    def read(cls, folder: Path, dimension: int) -> Self:
        """Map an index whose bytes have been checked.

        Raises:
            OSError: it cannot be read.
        """
        return cls({kind: _read(folder / kind) for kind in _kinds_in(folder)}, dimension)

    @classmethod
    def write(
        cls,
        folder: Path,
        ids: Mapping[Kind, IdArray],
        dimension: int,
        vectors_of: Callable[[IdArray], FloatArray],
        base: Self | None = None,
    ) -> None:
        """Write an index into a new folder.

        Args:
            folder: made by this.
            ids: of the vectors of each kind, ascending.
            dimension: length of the vectors.
            vectors_of: gives the vectors of some ids, shape (len(ids), dimension); asked for a
                block of ids at a time, so that memory does not grow with the index.
            base: an index of much the same vectors, whose training can be taken over.

        Raises:
            OSError: the disk is full or the folder cannot be written.
        """
        folder.mkdir()
        for kind, some in ids.items():
            if not len(some):
                continue
            (folder / kind).mkdir()
            blocks = (vectors_of(some[at : at + PORTION]) for at in range(0, len(some), PORTION))
            if len(some) <= EXACT_LIMIT:
                ExactVectors.write(folder / kind, some, dimension, blocks)
            else:
                before = base._parts.get(kind) if base is not None else None
                lists = before if isinstance(before, InvertedLists) else None
                InvertedLists.write(folder / kind, some, dimension, blocks, lists)

    @property
    def ids(self) -> IdArray:
        """All ids, ascending."""
        return np.sort(np.concatenate([id_array([]), *(p.ids for p in self._parts.values())]))

    def vectors(self, ids: IdArray) -> FloatArray:
        """Return the vectors of `ids`, shape (len(ids), dimension), in the order asked.

        Raises:
            KeyError: an id is not in the index.
        """
        vectors = np.empty((len(ids), self._dimension), dtype=np.float32)
        missing = np.ones(len(ids), dtype=bool)
        for part in self._parts.values():
            rows = rows_of(part.ids, ids)
            here = rows >= 0
            vectors[here] = part.vectors(rows[here])
            missing &= ~here
        if missing.any():
            raise KeyError(int(ids[missing][0]))
        return vectors

    def search(self, vector: FloatArray, limit: int, kind: Kind | None = None) -> Scored:
        """Return the `limit` nearest vectors, best first, ties by id.

        Args:
            vector: unit vector, shape (dimension,).
            limit: at least 1.
            kind: only vectors of this kind; None for all.
        """
        parts = [part for name, part in self._parts.items() if kind in (None, name)]
        ids, cosines = merged((part.search(vector, limit) for part in parts), limit)
        return Scored(ids, cosines.clip(-1, 1))


def structures_in(folder: Path) -> dict[Kind, Structure]:
    """Return the structure that each kind of an index on the disk has.

    Raises:
        OSError: they cannot be read.
    """
    return {kind: read_structure(folder / kind) for kind in _kinds_in(folder)}


def fault_of(vectors: FloatArray, count: int, dimension: int) -> str | None:
    """Say in words why `vectors` cannot be indexed for `count` passages; None when they can."""
    if vectors.shape != (count, dimension):
        return f"they have the shape {vectors.shape} instead of ({count}, {dimension})"
    if not np.isfinite(vectors).all():
        return "they hold numbers that are not finite"
    lengths = np.linalg.norm(vectors.astype(np.float64), axis=1)
    if count and np.abs(lengths - 1.0).max() > LENGTH_TOLERANCE:
        return "they are not of unit length"
    return None


def id_array(ids: Sequence[int]) -> IdArray:
    """Return ids as the integers that the structures hold."""
    return np.array(ids, dtype=np.int64)


def _kinds_in(folder: Path) -> Iterator[Kind]:
    return (kind for kind in Kind if (folder / kind).is_dir())


def _read(folder: Path) -> VectorStructure:
    match read_structure(folder).name:
        case StructureName.EXACT:
            return ExactVectors.read(folder)
        case StructureName.INVERTED_LISTS:
            return InvertedLists.read(folder)
