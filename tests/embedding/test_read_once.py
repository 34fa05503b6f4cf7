"""A question is read once, and what comes out is what the embedder itself gives."""

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ragqa.embedding.embedder import FloatArray
from ragqa.embedding.read_once import REMEMBERED, ReadOnce
from ragqa.embedding.word_bits import word_spans
from ragqa.errors import UsageError
from ragqa.schema.document import Span
from tests.embedding.hashing import HashingEmbedder

QUESTION = "Does drug A7 lower HbA1c?"
PLAIN = HashingEmbedder()


class Counting(HashingEmbedder):
    """Counts the texts that it has read."""

    def __init__(self, *, limit: int = 254) -> None:
        super().__init__(limit=limit)
        self.read = 0

    def embed(self, texts: Sequence[str]) -> FloatArray:
        self.read += len(texts)
        return super().embed(texts)


@given(
    texts=st.lists(st.sampled_from([QUESTION, "drug A", "?!", ""]), max_size=3),
    cut=st.booleans(),
)
def test_it_gives_what_the_embedder_gives(texts: list[str], cut: bool) -> None:
    once = ReadOnce(HashingEmbedder())
    spans: list[list[Span]] = [word_spans(text)[: 1 if cut else None] for text in texts]
    for _ in range(2):
        assert np.array_equal(once.embed(texts), PLAIN.embed(texts))
        found = once.embed_spans(texts, spans)
        expected = PLAIN.embed_spans(texts, spans)
        assert [rows.tolist() for rows in found] == [rows.tolist() for rows in expected]


def test_a_question_is_read_once_for_its_vector_and_for_those_of_its_words() -> None:
    counting = Counting()
    once = ReadOnce(counting)
    for _ in range(3):
        once.embed([QUESTION])
        once.embed_spans([QUESTION], [word_spans(QUESTION)])
    assert counting.read == 1


def test_only_the_last_questions_are_remembered() -> None:
    counting = Counting()
    once = ReadOnce(counting)
    for number in (*range(REMEMBERED + 1), REMEMBERED, 0):
        once.embed([f"question {number}"])
    assert counting.read == REMEMBERED + 2


def test_nobody_can_change_what_is_remembered() -> None:
    vectors = ReadOnce(HashingEmbedder()).embed([QUESTION])
    with pytest.raises(ValueError, match="read-only"):
        vectors[0, 0] = 1


def test_it_is_the_same_embedder_to_those_who_ask() -> None:
    once = ReadOnce(PLAIN)
    assert (once.embedder_id, once.dimension, once.limit, once.count("drug A")) == (
        PLAIN.embedder_id,
        PLAIN.dimension,
        PLAIN.limit,
        2,
    )


def test_a_text_that_is_too_long_is_refused_each_time() -> None:
    once = ReadOnce(Counting(limit=3))
    for _ in range(2):
        with pytest.raises(UsageError):
            once.embed(["one two three four"])
