"""Words of a text, and their vectors in one bit a dimension."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from ragqa.embedding.embedder import FloatArray
from ragqa.embedding.word_bits import packed, read, unpacked, width, word_spans
from tests.embedding.hashing import HashingEmbedder

VECTORS = arrays.arrays(
    np.float32,
    st.tuples(st.integers(0, 5), st.integers(1, 40)),
    elements=st.floats(-1, 1, width=32),
)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (
            "HbA1c fell by 0.5 %, IL-6 did not.",
            ["HbA1c", "fell", "by", "0.5", "IL-6", "did", "not"],
        ),
        ("Crohn's (CD): “β-blocker”…", ["Crohn's", "CD", "β-blocker"]),
        ("— ? %", []),
        ("", []),
    ],
)
def test_words_are_found_where_they_stand(text: str, words: list[str]) -> None:
    assert [text[start:end] for start, end in word_spans(text)] == words


@given(VECTORS)
def test_packing_keeps_every_sign_and_nothing_else(vectors: FloatArray) -> None:
    count, dimension = vectors.shape
    bits = packed(vectors)
    assert bits.shape == (count, width(dimension))
    again = unpacked(bits, dimension)
    assert again.dtype == np.float32
    assert np.array_equal(again > 0, vectors > 0)
    assert np.linalg.norm(again, axis=1) == pytest.approx(np.ones(count), abs=1e-5)


def test_a_text_is_read_with_the_vector_of_each_of_its_words() -> None:
    embedder = HashingEmbedder()
    (one,) = read(embedder, ["Drug A lowers HbA1c"])
    assert np.array_equal(one.vector, embedder.embed(["Drug A lowers HbA1c"])[0])
    assert np.array_equal(one.words, packed(embedder.embed(["Drug", "A", "lowers", "HbA1c"])))


def test_a_text_without_words_has_none() -> None:
    (one,) = read(HashingEmbedder(), ["?"])
    assert one.words.shape == (0, 8)
