"""The words of passages, one bit a dimension, under passage ids."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Self

import numpy as np

from ragqa.embedding.word_bits import BitArray
from ragqa.indexing.arrays import ArrayFile, mapped
from ragqa.indexing.nearest import IdArray, rows_of

IDS = "ids.npy"
STARTS = "starts.npy"
ROWS = "rows.npy"


class WordStore:
    """Word signs mapped from the disk: rows `starts[i]` to `starts[i + 1]` belong to `ids[i]`."""

    def __init__(self, ids: IdArray, starts: IdArray, rows: BitArray) -> None:
        self.ids = ids
        self._starts = starts
        self._rows = rows

    @classmethod
    def read(cls, folder: Path) -> Self:
        """Map what `write` has written.

        Raises:
            OSError: it cannot be read.
        """
        ids, starts = mapped(folder / IDS, np.int64), mapped(folder / STARTS, np.int64)
        return cls(ids, starts, mapped(folder / ROWS, np.uint8))

    @staticmethod
    def write(
        folder: Path, ids: IdArray, counts: Sequence[int], width: int, words: Iterable[BitArray]
    ) -> None:
        """Write the words of passages into a new folder.

        Args:
            folder: made by this.
            ids: of the passages, ascending.
            counts: how many words each of them has.
            width: bytes a word takes.
            words: those of each passage, in the order of `ids`, shape (count, width).

        Raises:
            OSError: the disk is full or the folder cannot be written.
        """
        folder.mkdir()
        starts = np.concatenate([[0], np.cumsum(counts, dtype=np.int64)]).astype(np.int64)
        rows = ArrayFile(folder / ROWS, dtype=np.uint8, shape=(int(starts[-1]), width))
        for block in words:
            rows.append(block)
        rows.close()
        np.save(folder / STARTS, starts)
        np.save(folder / IDS, ids)

    def words(self, ids: IdArray) -> list[BitArray]:
        """Return the words of each passage, shape (count, width), in the order asked for.

        Raises:
            KeyError: an id is not in the store.
        """
        places = rows_of(self.ids, ids)
        if (places < 0).any():
            raise KeyError(int(ids[places < 0][0]))
        return [self._rows[self._starts[at] : self._starts[at + 1]] for at in places]

    def fault(self, width: int) -> str | None:
        """Say in words why the parts contradict each other; None when they agree."""
        if len(self._starts) != len(self.ids) + 1 or self._starts[-1] != len(self._rows):
            return "their number is not what their passages say"
        if self._rows.shape[1:] != (width,):
            return f"a word takes {self._rows.shape[1:]} bytes instead of {width}"
        return None
