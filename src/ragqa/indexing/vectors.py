"""Unit vectors under passage ids, searched exactly by cosine."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Self, cast

import numpy as np
import numpy.typing as npt

from ragqa.embedding.embedder import FloatArray

if TYPE_CHECKING:
    import faiss

IdArray = npt.NDArray[np.int64]

# float32 rounding of a 1,000-dimensional unit vector stays below 1e-4.
LENGTH_TOLERANCE = 1e-3


@dataclass(frozen=True, slots=True, kw_only=True)
class Subset:
    """Some rows of one vector index, one bit for each row."""

    bits: npt.NDArray[np.uint8]
    size: int


class VectorIndex:
    """An immutable FAISS inner-product index over unit vectors, in ascending order of id.

    The order makes ties fall the same way however the vectors arrived.
    """

    def __init__(self, index: "faiss.IndexIDMap2", ids: IdArray) -> None:
        self._index = index
        self.ids = ids

    @classmethod
    def build(cls, ids: IdArray, vectors: FloatArray) -> Self:
        """Index `vectors`, shape (len(ids), dimension), under `ids`, which ascend strictly."""
        import faiss

        index = faiss.IndexIDMap2(faiss.IndexFlatIP(vectors.shape[1]))
        index.add_with_ids(np.ascontiguousarray(vectors, dtype=np.float32), ids)
        return cls(index, ids)

    @classmethod
    def read(cls, path: Path) -> Self:
        """Read an index whose bytes have been checked: FAISS's loader trusts what it reads."""
        import faiss

        index = cast("faiss.IndexIDMap2", faiss.read_index(str(path)))
        return cls(index, faiss.vector_to_array(index.id_map).astype(np.int64))

    def write(self, path: Path) -> None:
        """Write the index to a file.

        Raises:
            OSError: the disk is full or the folder cannot be written.
        """
        import faiss

        try:
            faiss.write_index(self._index, str(path))
        except RuntimeError as error:
            raise OSError(f"FAISS could not write {path.name}") from error

    @property
    def dimension(self) -> int:
        """Length of the vectors."""
        return int(self._index.d)

    def vectors(self, ids: IdArray) -> FloatArray:
        """Return the vectors of `ids`, shape (len(ids), dimension), in the order asked.

        Raises:
            KeyError: an id is not in the index.
        """
        rows = np.searchsorted(self.ids, ids)
        known = rows < len(self.ids)
        known[known] = self.ids[rows[known]] == ids[known]
        if not known.all():
            raise KeyError(int(ids[~known][0]))
        if not len(ids):
            return np.zeros((0, self.dimension), dtype=np.float32)
        return np.asarray(self._index.reconstruct_batch(ids), dtype=np.float32)

    def subset(self, ids: IdArray) -> Subset:
        """Prepare searches that consider only `ids`; those not in the index are ignored."""
        chosen = np.isin(self.ids, ids)
        return Subset(bits=np.packbits(chosen, bitorder="little"), size=int(chosen.sum()))

    def search(
        self, vector: FloatArray, limit: int, among: Subset | None = None
    ) -> list[tuple[int, float]]:
        """Return `(id, cosine)` of the `limit` nearest vectors, best first, ties by id.

        Args:
            vector: unit vector, shape (dimension,).
            limit: at least 1.
            among: the only rows to consider; None for all.
        """
        count = min(limit, len(self.ids) if among is None else among.size)
        if not count:
            return []
        import faiss

        parameters = faiss.SearchParameters()
        if among is not None:
            # FAISS keeps a bare pointer: the selector must outlive the search.
            selector = faiss.IDSelectorBitmap(among.bits.size, faiss.swig_ptr(among.bits))
            parameters.sel = selector
        # By row, because a set of ids takes three times as long to select from.
        flat = faiss.downcast_index(self._index.index)
        query = np.ascontiguousarray(vector, dtype=np.float32)[None, :]
        scores, rows = flat.search(query, count, params=parameters)
        cosines = np.clip(scores[0].astype(np.float64), -1.0, 1.0)
        found = zip(self.ids[rows[0]].tolist(), cosines.tolist(), strict=True)
        return sorted(found, key=lambda hit: (-hit[1], hit[0]))


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
    """Return ids as the integers that FAISS takes."""
    return np.array(ids, dtype=np.int64)
