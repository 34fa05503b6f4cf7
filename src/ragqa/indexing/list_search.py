"""Reading a few of many lists of quantised vectors, and scoring the best of them again."""

from pathlib import Path
from typing import TYPE_CHECKING, cast

import numpy as np

from ragqa.embedding.embedder import FloatArray
from ragqa.indexing.nearest import RowArray
from ragqa.indexing.packed_rows import PackedRows

if TYPE_CHECKING:
    import faiss


class ListSearch:
    """FAISS's lists, whose entries are row numbers, with the packed vectors of those rows."""

    def __init__(self, lists: "faiss.IndexIVFPQFastScan", rows: PackedRows) -> None:
        self.lists = lists
        self.rows = rows

    @property
    def count(self) -> int:
        """Number of lists."""
        return int(self.lists.nlist)

    def nearest(
        self, vector: FloatArray, *, probes: int, rescored: int
    ) -> tuple[RowArray, FloatArray]:
        """Return the rows that the `probes` nearest lists hold, at most `rescored`, and cosines.

        In no particular order.
        """
        import faiss

        parameters = faiss.SearchParametersIVF()
        parameters.nprobe = min(probes, self.count)
        wanted = min(rescored, int(self.lists.ntotal))
        query = np.ascontiguousarray(vector, dtype=np.float32)
        _, found = self.lists.search(query[None, :], wanted, params=parameters)
        rows = np.sort(found[0][found[0] >= 0])
        return rows, np.vecdot(self.rows.unpack(rows), query)


def read_lists(path: Path) -> "faiss.IndexIVFPQFastScan":
    """Map lists whose bytes were checked: FAISS's loader trusts what it reads.

    Raises:
        OSError: they cannot be read.
    """
    import faiss

    try:
        return cast("faiss.IndexIVFPQFastScan", faiss.read_index(str(path), faiss.IO_FLAG_MMAP_IFC))
    except RuntimeError as error:
        raise OSError(f"FAISS could not read {path.name}") from error


def write_lists(lists: "faiss.IndexIVFPQFastScan", path: Path) -> None:
    """Write lists to a file.

    Raises:
        OSError: the disk is full or the folder cannot be written.
    """
    import faiss

    try:
        faiss.write_index(lists, str(path))
    except RuntimeError as error:
        raise OSError(f"FAISS could not write {path.name}") from error
