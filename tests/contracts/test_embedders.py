"""What every embedder promises."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ragqa.embedding.embedder import Embedder
from ragqa.embedding.int8_embedder import Int8Embedder
from ragqa.embedding.sentence_transformer import SentenceTransformerEmbedder
from ragqa.errors import UsageError
from tests.embedding.hashing import HashingEmbedder

EMBEDDERS: dict[str, Callable[[], Embedder]] = {
    "hashing, as tests use it": HashingEmbedder,
    "8-bit integers": lambda: Int8Embedder(cache=Path("no/index"), threads=2),
    "sentence-transformers": lambda: SentenceTransformerEmbedder(None),
}
TEXTS = [
    "Drug A lowers HbA1c in adults with condition X.",
    "",
    "Ferritin ≤ 75 µg/L",
    "Drug A lowers HbA1c in adults with condition X.",
    "naïve “quotes” and 日本語",
]


@pytest.fixture(scope="module", params=EMBEDDERS)
def embedder(request: pytest.FixtureRequest) -> Embedder:
    return EMBEDDERS[request.param]()


def test_vectors_are_unit_length_float32_of_the_stated_dimension(embedder: Embedder) -> None:
    vectors = embedder.embed(TEXTS)
    assert vectors.dtype == np.float32
    assert vectors.shape == (len(TEXTS), embedder.dimension)
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(np.ones(len(TEXTS)), abs=1e-5)


def test_no_texts_give_no_vectors(embedder: Embedder) -> None:
    assert embedder.embed([]).shape == (0, embedder.dimension)


def test_the_same_texts_give_the_same_bits(embedder: Embedder) -> None:
    assert np.array_equal(embedder.embed(TEXTS), embedder.embed(TEXTS))


def test_a_text_has_one_vector_whatever_its_company(embedder: Embedder) -> None:
    together = embedder.embed(TEXTS)
    assert np.array_equal(together[0], together[3])
    for text, vector in zip(TEXTS, together, strict=True):
        assert np.allclose(embedder.embed([text])[0], vector, atol=1e-5)


def test_vectors_follow_the_order_of_the_texts(embedder: Embedder) -> None:
    backwards = embedder.embed(TEXTS[::-1])[::-1]
    assert np.allclose(embedder.embed(TEXTS), backwards, atol=1e-5)


def test_different_texts_have_different_vectors(embedder: Embedder) -> None:
    first, second = embedder.embed(["Drug A lowers HbA1c.", "The moon is far away."])
    assert float(first @ second) < 0.9


def test_a_text_at_the_limit_is_read_to_its_last_word(embedder: Embedder) -> None:
    full = "drug " * (embedder.limit - 1)
    assert embedder.count(f"{full}iron") == embedder.limit
    first, second = embedder.embed([f"{full}iron", f"{full}moon"])
    assert not np.array_equal(first, second)


def test_a_longer_text_is_refused_not_cut(embedder: Embedder) -> None:
    text = "drug " * (embedder.limit + 1)
    with pytest.raises(UsageError, match=rf"has {embedder.limit + 1} tokens.*not be cut"):
        embedder.embed(["short", text])


@given(text=st.text(max_size=300))
@settings(max_examples=50)
def test_any_text_within_the_limit_can_be_embedded(embedder: Embedder, text: str) -> None:
    if embedder.count(text) <= embedder.limit:
        assert np.isfinite(embedder.embed([text])).all()


def test_ids_tell_models_apart() -> None:
    ids = [make().embedder_id for make in EMBEDDERS.values()]
    assert len(set(ids)) == len(ids)
    assert ids == [make().embedder_id for make in EMBEDDERS.values()]


def test_asking_about_an_embedder_does_not_load_torch() -> None:
    script = (
        "import sys\n"
        "from ragqa.embedding.sentence_transformer import SentenceTransformerEmbedder\n"
        "embedder = SentenceTransformerEmbedder(None)\n"
        "print(embedder.embedder_id)\n"
        "print(embedder.dimension, embedder.limit, embedder.count('drug A'))\n"
        "assert not {'torch', 'transformers', 'sentence_transformers'} & sys.modules.keys()\n"
    )
    said = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert said.stdout.endswith("\n384 254 2\n")
