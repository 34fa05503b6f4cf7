"""Vectors in 12 bits a number."""

from pathlib import Path

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from ragqa.embedding.embedder import FloatArray
from ragqa.indexing.packed_rows import PackedFile, PackedRows, packed, unpacked
from tests.indexing.samples import unit_vectors

ROWS = hnp.arrays(
    np.float32,
    st.tuples(st.integers(1, 4), st.integers(1, 9)),
    elements=st.floats(-1, 1, width=32),
)


@given(vectors=ROWS)
def test_no_number_is_further_off_than_half_a_step(vectors: FloatArray) -> None:
    codes, exponents = packed(vectors)
    again = unpacked(codes, exponents, vectors.shape[1])
    steps = np.ldexp(1.0, -exponents.astype(int))[:, None]
    largest = np.abs(vectors).max(axis=1, keepdims=True)
    assert (np.abs(again - vectors) <= steps / 2).all()
    assert (steps <= np.maximum(largest / 1023, 2.0**-127))[largest > 0].all()


@given(vectors=ROWS)
def test_packing_what_was_unpacked_changes_nothing(vectors: FloatArray) -> None:
    codes, exponents = packed(vectors)
    kept = unpacked(codes, exponents, vectors.shape[1])
    again = packed(kept)
    # A row of zeros is a multiple of any power of two.
    some = kept.any(axis=1)
    assert np.array_equal(again[0], codes)
    assert np.array_equal(again[1][some], exponents[some])


def test_twelve_bits_a_number_keep_cosines_to_a_ten_thousandth() -> None:
    vectors = unit_vectors(500, seed=1, dimension=384)
    codes, exponents = packed(vectors)
    assert codes.nbytes + exponents.nbytes == 500 * (384 * 12 // 8 + 1)
    cosines = unpacked(codes, exponents, 384) @ vectors.T
    assert np.abs(cosines - vectors @ vectors.T).max() < 2e-4


def test_rows_come_back_from_their_files_in_the_order_asked_for(tmp_path: Path) -> None:
    vectors = unit_vectors(5, seed=2, dimension=7)
    file = PackedFile(tmp_path, count=5, dimension=7)
    file.append(vectors[:3])
    file.append(vectors[3:])
    file.close()
    rows = PackedRows.read(tmp_path, 7)
    assert np.abs(rows.unpack(np.array([4, 0, 4])) - vectors[[4, 0, 4]]).max() < 5e-4
    assert rows.unpack(np.array([], dtype=np.int64)).shape == (0, 7)
