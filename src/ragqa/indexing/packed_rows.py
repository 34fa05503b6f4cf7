"""Unit vectors in 12 bits a number: 0.38 of their size, cosines right to about 0.0001."""

from pathlib import Path
from typing import Self

import numpy as np
import numpy.typing as npt

from ragqa.embedding.embedder import FloatArray
from ragqa.indexing.arrays import ArrayFile, mapped
from ragqa.indexing.nearest import RowArray

Bytes = npt.NDArray[np.uint8]
Exponents = npt.NDArray[np.int8]

LARGEST = 2047
CODES = "codes.npy"
EXPONENTS = "exponents.npy"


class PackedRows:
    """Rows of numbers that are whole multiples, from -2047 to 2047, of a power of two per row.

    The power is the finest that the row's largest number allows, so packing a row that was
    unpacked gives the same bytes: vectors carried from snapshot to snapshot do not drift.
    A row is its upper 8 bits for each number, then the lower 4 bits, two numbers a byte.
    """

    def __init__(self, codes: Bytes, exponents: Exponents, dimension: int) -> None:
        self._codes = codes
        self._exponents = exponents
        self._dimension = dimension

    @classmethod
    def read(cls, folder: Path, dimension: int) -> Self:
        """Map rows that have been written.

        Raises:
            OSError: they cannot be read.
        """
        return cls(mapped(folder / CODES, np.uint8), mapped(folder / EXPONENTS, np.int8), dimension)

    def unpack(self, rows: RowArray) -> FloatArray:
        """Return some rows as numbers, shape (len(rows), dimension), in the order asked for."""
        return unpacked(self._codes[rows], self._exponents[rows], self._dimension)


class PackedFile:
    """Packs rows into the files that `PackedRows.read` maps."""

    def __init__(self, folder: Path, *, count: int, dimension: int) -> None:
        width = dimension + (dimension + 1) // 2
        self._codes = ArrayFile(folder / CODES, dtype=np.uint8, shape=(count, width))
        self._exponents = ArrayFile(folder / EXPONENTS, dtype=np.int8, shape=(count,))

    def append(self, vectors: FloatArray) -> None:
        """Write the next rows.

        Raises:
            OSError: the disk is full.
        """
        codes, exponents = packed(vectors)
        self._codes.append(codes)
        self._exponents.append(exponents)

    def close(self) -> None:
        """Close the files.

        Raises:
            OSError: the disk is full.
        """
        self._codes.close()
        self._exponents.close()


def packed(vectors: FloatArray) -> tuple[Bytes, Exponents]:
    """Return the bytes of rows and the power of two that each is a multiple of."""
    largest = np.abs(vectors).max(axis=1, initial=0.0)
    fraction, power = np.frexp(largest)
    exponents = np.where(fraction * (LARGEST + 1) <= LARGEST, 11, 10) - power
    # A row of zeros, or of numbers next to nothing, must not leave the range of a byte.
    exponents = np.minimum(exponents, np.iinfo(np.int8).max)
    whole = np.rint(np.ldexp(vectors, exponents[:, None])).astype(np.int16)
    upper = (whole >> 4).astype(np.int8).view(np.uint8)
    lower = (whole & 15).astype(np.uint8)
    half = (vectors.shape[1] + 1) // 2
    nibbles = lower[:, :half].copy()
    nibbles[:, : vectors.shape[1] - half] |= lower[:, half:] << 4
    return np.concatenate([upper, nibbles], axis=1), exponents.astype(np.int8)


def unpacked(codes: Bytes, exponents: Exponents, dimension: int) -> FloatArray:
    """Return the numbers of packed rows, shape (len(codes), dimension), float32."""
    half = (dimension + 1) // 2
    nibbles = codes[:, dimension:]
    numbers = codes[:, :dimension].view(np.int8).astype(np.float32)
    numbers *= 16
    numbers[:, :half] += nibbles & 15
    numbers[:, half:] += nibbles[:, : dimension - half] >> 4
    numbers *= np.ldexp(np.float32(1), -exponents.astype(np.int32))[:, None]
    return numbers
