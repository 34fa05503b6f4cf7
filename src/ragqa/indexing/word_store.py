"""The words of passages, one bit a dimension, under passage ids."""

import os
import shutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import numpy as np

from ragqa.embedding.word_bits import BitArray
from ragqa.indexing.arrays import ArrayFile, mapped
from ragqa.indexing.nearest import IdArray, rows_of

IDS = "ids.npy"
STARTS = "starts.npy"
ROWS = "rows.npy"

# A change links the parts that are there and adds one; so many are read as fast as one.
MOST_PARTS = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class _Part:
    """Rows `starts[i]` to `starts[i + 1]` are the words of the passage `ids[i]`; ids ascend."""

    ids: IdArray
    starts: IdArray
    rows: BitArray


class WordStore:
    """Word signs mapped from the disk, in a few parts, each with passages of its own."""

    def __init__(self, parts: Sequence[_Part]) -> None:
        self._parts = parts

    @classmethod
    def read(cls, folder: Path) -> Self:
        """Map what `write` or `extend` has written.

        Raises:
            OSError: it cannot be read.
        """
        return cls([_read(part) for part in _parts_in(folder)])

    @staticmethod
    def write(folder: Path, words: Mapping[int, BitArray], width: int) -> None:
        """Write the words of passages, by their ids, into a new folder; `width` bytes a word.

        Raises:
            OSError: the disk is full or the folder cannot be written.
        """
        folder.mkdir()
        _write(folder / "0", words, width)

    @staticmethod
    def extend(base: Path, folder: Path, words: Mapping[int, BitArray], width: int) -> None:
        """Write the store `base` together with the words of passages that it does not hold.

        What is there is linked, not copied, until there are too many parts.

        Raises:
            OSError: the disk is full or the folder cannot be written.
        """
        parts = list(_parts_in(base))
        if len(parts) >= MOST_PARTS:
            WordStore.write(folder, {**dict(WordStore.read(base).items()), **words}, width)
            return
        folder.mkdir()
        for part in parts:
            _link(part, folder / part.name)
        _write(folder / str(len(parts)), words, width)

    def __bool__(self) -> bool:
        return any(len(part.ids) for part in self._parts)

    @property
    def ids(self) -> IdArray:
        """All ids, ascending."""
        found = [np.empty(0, dtype=np.int64), *(part.ids for part in self._parts)]
        return np.sort(np.concatenate(found))

    def items(self) -> Iterator[tuple[int, BitArray]]:
        """Yield every passage's id and words."""
        for part in self._parts:
            for at, one in enumerate(part.ids.tolist()):
                yield one, _words(part, at)

    def words(self, ids: IdArray) -> list[BitArray]:
        """Return the words of each passage, shape (count, width), in the order asked for.

        Raises:
            KeyError: an id is not in the store.
        """
        found: dict[int, BitArray] = {}
        for part in self._parts:
            places = rows_of(part.ids, ids)
            held = np.flatnonzero(places >= 0).tolist()
            found.update((at, _words(part, int(places[at]))) for at in held)
        return [found[at] if at in found else _missing(one) for at, one in enumerate(ids.tolist())]

    def fault(self, width: int) -> str | None:
        """Say in words why the parts contradict themselves; None when they agree."""
        for part in self._parts:
            if len(part.starts) != len(part.ids) + 1 or part.starts[-1] != len(part.rows):
                return "their number is not what their passages say"
            if part.rows.shape[1:] != (width,):
                return f"a word takes {part.rows.shape[1:]} bytes instead of {width}"
        return None


def _parts_in(folder: Path) -> list[Path]:
    return sorted(folder.iterdir(), key=lambda part: int(part.name))


def _read(folder: Path) -> _Part:
    return _Part(
        ids=mapped(folder / IDS, np.int64),
        starts=mapped(folder / STARTS, np.int64),
        rows=mapped(folder / ROWS, np.uint8),
    )


def _write(folder: Path, words: Mapping[int, BitArray], width: int) -> None:
    folder.mkdir()
    ids = sorted(words)
    counts = [len(words[one]) for one in ids]
    starts = np.cumsum([0, *counts], dtype=np.int64)
    rows = ArrayFile(folder / ROWS, dtype=np.uint8, shape=(int(starts[-1]), width))
    for one in ids:
        rows.append(words[one])
    rows.close()
    np.save(folder / STARTS, starts)
    np.save(folder / IDS, np.array(ids, dtype=np.int64))


def _link(part: Path, place: Path) -> None:
    place.mkdir()
    for path in part.iterdir():
        try:
            os.link(path, place / path.name)
        except OSError:  # file systems without links, or too many links to one file
            shutil.copyfile(path, place / path.name)


def _words(part: _Part, at: int) -> BitArray:
    return part.rows[part.starts[at] : part.starts[at + 1]]


def _missing(one: int) -> BitArray:
    raise KeyError(one)
