"""Approximate search for many vectors: a few short lists are read, and the best scored again."""

from collections.abc import Iterable
from pathlib import Path
from typing import Self

import numpy as np

from ragqa.embedding.embedder import FloatArray
from ragqa.indexing.arrays import ArrayFile, mapped
from ragqa.indexing.exact_vectors import IDS
from ragqa.indexing.list_search import ListSearch, read_lists, write_lists
from ragqa.indexing.list_training import filled_lists
from ragqa.indexing.nearest import IdArray, RowArray, Scored, best
from ragqa.indexing.packed_rows import PackedFile, PackedRows
from ragqa.indexing.probing import FEWEST_PROBES, measured_probing
from ragqa.indexing.structure import (
    Probing,
    Structure,
    StructureName,
    read_structure,
    write_structure,
)

LISTS = "lists.faiss"
DRAFT = "draft.npy"

# Up to so many results the lists that were measured for ten will do; beyond, more are read.
FEW = 100
# What is scored again for each result wanted, beside what was measured to be needed for ten:
# recall@500 of 100,000 vectors is 0.943 with one, 0.993 with two, 0.998 with three.
RESCORED_PER_RESULT = 3


class InvertedLists:
    """Product-quantised vectors in lists around k-means centres, and 12-bit vectors beside them.

    A search reads the lists whose centres are nearest to the query (Jégou et al. 2011,
    doi:10.1109/TPAMI.2010.57; 4-bit codes scanned after André et al. 2015,
    doi:10.14778/2856318.2856324) and scores the best of what they hold again from the 12-bit
    vectors, which are mapped from the disk.
    """

    def __init__(self, ids: IdArray, search: ListSearch, structure: Structure) -> None:
        if structure.probing is None:
            raise OSError("the description of inverted lists does not say how many to read")
        self.ids = ids
        self.structure = structure
        self._search = search
        self._probing = structure.probing

    @classmethod
    def read(cls, folder: Path) -> Self:
        """Map what has been written, whose bytes were checked.

        Raises:
            OSError: it cannot be read.
        """
        ids = mapped(folder / IDS, np.int64)
        return cls(ids, _list_search(folder), read_structure(folder))

    @classmethod
    def write(
        cls,
        folder: Path,
        ids: IdArray,
        dimension: int,
        vectors: Iterable[FloatArray],
        base: Self | None = None,
    ) -> None:
        """Write vectors, given in blocks in the order of their ascending `ids`.

        The lists are trained on a sample of them, or those of `base` taken over, and then
        measured against exact search to settle how many a search has to read.

        Raises:
            OSError: the disk is full.
        """
        np.save(folder / IDS, ids)
        _write_rows(folder, (len(ids), dimension), vectors)
        exact = mapped(folder / DRAFT, np.float32)
        like = None if base is None else base._search.lists
        write_lists(filled_lists(exact, like), folder / LISTS)
        search = _list_search(folder)
        taken_over = base is not None and base._probing.lists == search.count
        start = base._probing.probes if base is not None and taken_over else FEWEST_PROBES
        probing, recall = measured_probing(search, exact, start)
        write_structure(folder, _description(len(ids), dimension, probing, recall))
        (folder / DRAFT).unlink()

    def vectors(self, rows: RowArray) -> FloatArray:
        """Return the vectors of some rows, shape (len(rows), dimension), to 12 bits a number."""
        return self._search.rows.unpack(rows)

    def search(self, vector: FloatArray, limit: int) -> Scored:
        """Return the `limit` nearest vectors found, best first, ties by id."""
        probing = self._probing
        rows, scores = self._search.nearest(
            vector,
            probes=max(probing.probes, probing.probes * limit // FEW),
            rescored=probing.rescored + RESCORED_PER_RESULT * limit,
        )
        return best(self.ids[rows], scores, limit)


def _list_search(folder: Path) -> ListSearch:
    lists = read_lists(folder / LISTS)
    return ListSearch(lists, PackedRows.read(folder, int(lists.d)))


def _write_rows(folder: Path, shape: tuple[int, int], vectors: Iterable[FloatArray]) -> None:
    """Write the vectors packed, and as they are for the time that the lists are made."""
    draft = ArrayFile(folder / DRAFT, dtype=np.float32, shape=shape)
    rows = PackedFile(folder, count=shape[0], dimension=shape[1])
    for block in vectors:
        draft.append(block)
        rows.append(block)
    draft.close()
    rows.close()


def _description(count: int, dimension: int, probing: Probing, recall: float) -> Structure:
    megabytes = count * dimension * 4 / 1e6
    return Structure(
        name=StructureName.INVERTED_LISTS,
        reason=(
            f"Comparing a query with all {count:,} vectors would read {megabytes:,.0f} MB; "
            f"{probing.probes} of {probing.lists} lists around their centres hold what is nearest, "
            f"and the best {probing.rescored} of it are scored again."
        ),
        vectors=count,
        recall=recall,
        probing=probing,
    )
