"""Arrays on the disk: written in blocks, read by mapping."""

from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, TypeVar

import numpy as np
import numpy.typing as npt

Number = TypeVar("Number", bound=np.generic)

BLOCK = 16_384
"""Rows handled at once: 25 MB of 384 float32 numbers."""


class ArrayFile:
    """An array written row block by row block to a .npy file.

    Written through the file rather than through a mapping: on a full disk a write raises
    OSError, where a mapping would kill the process.
    """

    def __init__(self, path: Path, *, dtype: npt.DTypeLike, shape: tuple[int, ...]) -> None:
        self._stream: BinaryIO = path.open("wb")
        self._dtype = np.dtype(dtype)
        header = {"descr": self._dtype.str, "fortran_order": False, "shape": shape}
        np.lib.format.write_array_header_1_0(self._stream, header)

    def append(self, block: npt.NDArray[np.generic]) -> None:
        """Write the next rows.

        Raises:
            OSError: the disk is full.
        """
        self._stream.write(np.ascontiguousarray(block, dtype=self._dtype).data)

    def close(self) -> None:
        """Write what is buffered and close the file.

        Raises:
            OSError: the disk is full.
        """
        self._stream.close()


def mapped(path: Path, dtype: type[Number]) -> npt.NDArray[Number]:
    """Map an array for reading: its pages come from the disk when they are first touched.

    Raises:
        OSError: it cannot be read, or holds something else.
    """
    try:
        array = np.asarray(np.load(path, mmap_mode="r", allow_pickle=False))
    except ValueError as error:
        raise OSError(f"{path.name} holds no array ({error})") from error
    if array.dtype != np.dtype(dtype):
        raise OSError(f"{path.name} holds {array.dtype} instead of {np.dtype(dtype)}")
    return array


def blocks(array: npt.NDArray[Number]) -> Iterator[npt.NDArray[Number]]:
    """Yield the rows of an array in blocks that fit into memory many times."""
    for first in range(0, len(array), BLOCK):
        yield array[first : first + BLOCK]
