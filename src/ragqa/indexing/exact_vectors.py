"""Exact search: the query is compared with every vector."""

from collections.abc import Iterable
from pathlib import Path
from typing import Self

import numpy as np

from ragqa.embedding.embedder import FloatArray
from ragqa.indexing.arrays import ArrayFile, mapped
from ragqa.indexing.nearest import IdArray, RowArray, Scored, best
from ragqa.indexing.structure import Structure, StructureName, read_structure, write_structure

IDS = "ids.npy"
ROWS = "rows.npy"


class ExactVectors:
    """Vectors as they were given, mapped from the disk and all compared with each query.

    Needs no FAISS, whose import alone takes longer than a thousand of these searches. One dot
    product a row, so that equal vectors score equally wherever they stand.
    """

    def __init__(self, ids: IdArray, rows: FloatArray, structure: Structure) -> None:
        self.ids = ids
        self.structure = structure
        self._rows = rows

    @classmethod
    def read(cls, folder: Path) -> Self:
        """Map vectors that have been written.

        Raises:
            OSError: they cannot be read.
        """
        ids, rows = mapped(folder / IDS, np.int64), mapped(folder / ROWS, np.float32)
        return cls(ids, rows, read_structure(folder))

    @staticmethod
    def write(folder: Path, ids: IdArray, dimension: int, vectors: Iterable[FloatArray]) -> None:
        """Write vectors, given in blocks in the order of their ascending `ids`.

        Raises:
            OSError: the disk is full.
        """
        rows = ArrayFile(folder / ROWS, dtype=np.float32, shape=(len(ids), dimension))
        for block in vectors:
            rows.append(block)
        rows.close()
        np.save(folder / IDS, ids)
        write_structure(folder, _description(len(ids)))

    def vectors(self, rows: RowArray) -> FloatArray:
        """Return the vectors of some rows, shape (len(rows), dimension)."""
        return self._rows[rows]

    def search(self, vector: FloatArray, limit: int) -> Scored:
        """Return the `limit` nearest vectors, best first, ties by id."""
        return best(self.ids, np.vecdot(self._rows, vector), limit)


def _description(count: int) -> Structure:
    return Structure(
        name=StructureName.EXACT,
        reason=f"Comparing a query with all {count:,} vectors takes a millisecond or less.",
        vectors=count,
        recall=1.0,
        probing=None,
    )
