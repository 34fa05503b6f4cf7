"""Vectors of spans, as means of the token vectors of the whole text."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ragqa.embedding.int8_embedder import Int8Embedder
from ragqa.embedding.late_pooling import SpanEmbedder, span_weights
from ragqa.embedding.sentence_transformer import SentenceTransformerEmbedder
from ragqa.errors import UsageError

TEXT = "Drug A lowers HbA1c. It was safe in condition X."
SENTENCES = [(0, 20), (21, 48)]


EMBEDDERS: dict[str, Callable[[], SpanEmbedder]] = {
    "8-bit integers": lambda: Int8Embedder(cache=Path("no/index"), threads=2),
    "sentence-transformers": lambda: SentenceTransformerEmbedder(None),
}


@pytest.fixture(scope="module", params=EMBEDDERS)
def embedder(request: pytest.FixtureRequest) -> SpanEmbedder:
    return EMBEDDERS[request.param]()


def test_a_token_counts_for_every_span_it_touches_and_special_tokens_for_none() -> None:
    offsets = np.array([(0, 0), (0, 4), (5, 6), (6, 9), (0, 0)])
    weights = span_weights(offsets, [(0, 6), (5, 9), (8, 9), (4, 5)])
    assert weights.tolist() == [
        [0, 0.5, 0.5, 0, 0],
        [0, 0, 0.5, 0.5, 0],
        [0, 0, 0, 1, 0],
        pytest.approx([0.2] * 5),
    ]


@given(
    lengths=st.lists(st.integers(1, 9), min_size=1, max_size=30),
    spans=st.lists(st.tuples(st.integers(0, 300), st.integers(0, 300)), max_size=9),
)
def test_the_shares_of_every_span_sum_to_one(
    lengths: list[int], spans: list[tuple[int, int]]
) -> None:
    ends = np.cumsum(lengths)
    offsets = np.stack([ends - lengths, ends], axis=1)
    weights = span_weights(offsets, spans)
    assert weights.shape == (len(spans), len(lengths))
    assert weights.sum(axis=1) == pytest.approx(np.ones(len(spans)), abs=1e-5)


def test_the_first_row_is_the_vector_of_the_text(embedder: SpanEmbedder) -> None:
    texts = [TEXT, "Ferritin ≤ 75 µg/L", ""]
    first = np.stack([rows[0] for rows in embedder.embed_spans(texts, [SENTENCES, [], []])])
    assert np.allclose(first, embedder.embed(texts), atol=1e-5)


def test_spans_have_unit_vectors_that_know_their_text(embedder: SpanEmbedder) -> None:
    (rows,) = embedder.embed_spans([TEXT], [SENTENCES])
    assert rows.shape == (3, embedder.dimension)
    assert rows.dtype == np.float32
    assert np.linalg.norm(rows, axis=1) == pytest.approx(np.ones(3), abs=1e-5)
    question, alone = embedder.embed(["Was drug A safe?", TEXT[21:]])
    assert rows[2] @ question > alone @ question


def test_a_span_without_a_token_gets_the_vector_of_the_text(embedder: SpanEmbedder) -> None:
    (rows,) = embedder.embed_spans([TEXT], [[(20, 21), (0, 0)]])
    assert np.allclose(rows, rows[0], atol=1e-5)


def test_no_texts_give_no_span_vectors(embedder: SpanEmbedder) -> None:
    assert embedder.embed_spans([], []) == []


def test_spans_of_a_text_beyond_the_limit_are_refused(embedder: SpanEmbedder) -> None:
    with pytest.raises(UsageError, match="not be cut"):
        embedder.embed_spans(["drug " * 300], [[(0, 4)]])
