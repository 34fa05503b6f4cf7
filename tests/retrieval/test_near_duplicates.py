"""Passages that repeat a better one are left out; those that differ in a figure are not."""

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ragqa.embedding.embedder import FloatArray
from ragqa.retrieval.near_duplicates import first_of_each

LONG = (
    "In this trial of drug A in adults with condition X the primary outcome fell by 5 mg at twelve "
    "weeks and adverse events did not differ between the groups that were compared over time."
)


def kept(*texts: str, apart: Sequence[int] = ()) -> list[int]:
    """Return the rows kept of texts whose vectors are nearly equal, but for those `apart`."""

    def read(rows: Sequence[int]) -> list[str]:
        return [texts[row] for row in rows]

    return first_of_each(_vectors(len(texts), apart), read, len(texts))


def _vectors(count: int, apart: Sequence[int]) -> FloatArray:
    vectors = np.zeros((count, count + 1), dtype=np.float32)
    for row in range(count):
        vectors[row, 0] = 0 if row in apart else 1
        vectors[row, row + 1] = 1 if row in apart else 0.1
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


def test_the_first_of_nearly_equal_texts_is_kept() -> None:
    assert kept(LONG, LONG + " Funding came from a foundation.", "Something else.") == [0, 2]


@pytest.mark.parametrize(
    "other",
    [
        LONG.replace("5 mg", "10 mg"),
        LONG.replace("did not differ", "did differ"),
        "Drug B was tried in children with condition Y, and nothing of note was seen in any of it.",
    ],
)
def test_a_text_that_says_something_else_is_kept(other: str) -> None:
    assert kept(LONG, other) == [0, 1]


def test_equal_texts_far_apart_in_meaning_space_are_not_compared() -> None:
    assert kept(LONG, LONG, apart=[1]) == [0, 1]


def test_equal_vectors_are_one_however_many_there_are() -> None:
    vectors = np.tile(np.eye(4, dtype=np.float32)[0], (5000, 1))
    vectors[-1] = np.eye(4, dtype=np.float32)[1]
    assert first_of_each(vectors, lambda rows: [""] * len(rows), 2) == [0, 4999]


def test_no_passages_leave_none() -> None:
    assert first_of_each(np.zeros((0, 4), dtype=np.float32), lambda rows: [], 1) == []


@given(
    st.lists(st.sampled_from([LONG, LONG + " Again.", "One thing.", "Two."]), min_size=1), st.data()
)
def test_as_many_as_are_wanted_begin_the_same_list(texts: list[str], data: st.DataObject) -> None:
    def read(rows: Sequence[int]) -> list[str]:
        return [texts[row] for row in rows]

    wanted = data.draw(st.integers(1, len(texts)))
    vectors = _vectors(len(texts), ())
    whole = first_of_each(vectors, read, len(texts))
    some = first_of_each(vectors, read, wanted)
    assert some == whole[: len(some)]
    assert len(some) >= min(wanted, len(whole))
