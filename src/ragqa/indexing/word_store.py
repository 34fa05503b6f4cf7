"""The words of passages, one bit a dimension, under passage ids."""

import os
import shutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Self

import numpy as np
import numpy.typing as npt

from ragqa.embedding.word_bits import BitArray
from ragqa.indexing.arrays import ArrayFile, mapped
from ragqa.indexing.nearest import IdArray, rows_of

IDS = "ids.npy"
STARTS = "starts.npy"
ROWS = "rows.npy"

# A change links the parts that it does not touch and adds one; so many are read as fast as one.
MOST_PARTS = 16
# Many words are written in so many parts: a removal writes the parts anew that it touches.
PARTS_AT_ONCE = 8
SMALLEST_PART = 2048


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
        """Map what `write` has written.

        Raises:
            OSError: it cannot be read.
        """
        return cls([_read(part) for part in _parts_in(folder)])

    @staticmethod
    def write(
        folder: Path,
        words: Mapping[int, BitArray],
        width: int,
        *,
        base: Path | None = None,
        kept: IdArray | None = None,
    ) -> None:
        """Write the words of passages, by their ids, and what is kept of the store `base`.

        Args:
            folder: made by this.
            words: of passages that are new, or were read anew.
            width: bytes a word.
            base: a store whose parts are linked, not copied, where all of them is kept.
            kept: ids of the passages whose words `base` holds and the new store will, ascending.

        Raises:
            OSError: the disk is full or the folder cannot be written.
        """
        folder.mkdir()
        ids = np.empty(0, dtype=np.int64) if kept is None else kept
        parts = [] if base is None else [(path, _read(path)) for path in _parts_in(base)]
        if len(parts) + len(list(_portions(words))) > MOST_PARTS:
            parts.sort(key=lambda part: len(part[1].ids))
            small, parts = parts[:-PARTS_AT_ONCE], parts[-PARTS_AT_ONCE:]
            merged = WordStore([_some(part, rows_of(ids, part.ids) >= 0) for _, part in small])
            words = {**dict(merged.items()), **words}
        places = (folder / str(number) for number in count())
        for path, part in parts:
            there = rows_of(ids, part.ids) >= 0
            if len(part.ids) and there.all():
                _link(path, next(places))
            elif there.any():
                _save(_some(part, there), next(places))
        for portion in _portions(words):
            _save(_part(portion, width), next(places))
        if not any(folder.iterdir()):  # an empty folder would be lost in many a copy
            _save(_part({}, width), next(places))

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


def _portions(words: Mapping[int, BitArray]) -> Iterator[dict[int, BitArray]]:
    """Yield words in the order of their ids, as many together as make a part."""
    ids = sorted(words)
    size = max(SMALLEST_PART, -(-len(ids) // PARTS_AT_ONCE))
    for first in range(0, len(ids), size):
        yield {one: words[one] for one in ids[first : first + size]}


def _part(words: Mapping[int, BitArray], width: int) -> _Part:
    """Return words, given in ascending order of their ids, as a part."""
    rows = [np.empty((0, width), dtype=np.uint8), *words.values()]
    return _Part(
        ids=np.array(list(words), dtype=np.int64),
        starts=np.cumsum([len(some) for some in rows], dtype=np.int64),
        rows=np.concatenate(rows),
    )


def _some(part: _Part, there: npt.NDArray[np.bool_]) -> _Part:
    """Return the words of some passages of a part."""
    counts = np.diff(part.starts)
    return _Part(
        ids=part.ids[there],
        starts=np.concatenate([[0], np.cumsum(counts[there])]).astype(np.int64),
        rows=part.rows[np.repeat(there, counts)],
    )


def _save(part: _Part, folder: Path) -> None:
    folder.mkdir()
    rows = ArrayFile(folder / ROWS, dtype=np.uint8, shape=part.rows.shape)
    rows.append(part.rows)
    rows.close()
    np.save(folder / STARTS, part.starts)
    np.save(folder / IDS, part.ids)


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
