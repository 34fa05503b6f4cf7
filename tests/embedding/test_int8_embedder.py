"""The shipped embedder in 8-bit integers: its vectors, its bits and what it loads."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ragqa.embedding.batching import BATCH_TOKENS
from ragqa.embedding.int8_embedder import Int8Embedder
from ragqa.embedding.model_files import locate
from ragqa.embedding.sentence_transformer import SentenceTransformerEmbedder
from ragqa.embedding.tokens import TokenizerCounter

# What 8 bits may cost: 1 - cosine to the 32-bit vector. English prose stays below 0.004.
TOLERANCE = 0.01
TEXTS = [
    "Drug A lowers HbA1c by 0.9 % in adults with condition X.",
    "Is drug A safe in pregnancy?",
    "Ferritin ≤ 75 µg/L",
    "naïve “quotes” and 日本語",
    "Serum iron was measured in 212 adults. " * 20,
    "Condition X\nRecommendation 1. Offer drug A to adults whose ferritin is below 75 µg/L.",
]


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("index") / "models"


@pytest.fixture(scope="module")
def embedder(cache: Path) -> Int8Embedder:
    return Int8Embedder(cache=cache, threads=2)


def test_vectors_are_those_of_the_published_model_within_the_tolerance(
    embedder: Int8Embedder,
) -> None:
    exact = SentenceTransformerEmbedder(None).embed(TEXTS)
    cosines = (embedder.embed(TEXTS) * exact).sum(axis=1)
    assert cosines == pytest.approx(np.ones(len(TEXTS)), abs=TOLERANCE)


@given(order=st.permutations(range(len(TEXTS))), taken=st.integers(1, len(TEXTS)))
@settings(max_examples=15)
def test_a_text_has_the_same_bits_in_every_company(
    embedder: Int8Embedder, order: list[int], taken: int
) -> None:
    together = embedder.embed(TEXTS)
    assert np.array_equal(
        embedder.embed([TEXTS[i] for i in order[:taken]]), together[order[:taken]]
    )


def test_the_number_of_cores_does_not_change_a_bit(embedder: Int8Embedder, cache: Path) -> None:
    many = [f"{text} {number}" for text in TEXTS[:4] for number in range(60)]
    assert sum(map(embedder.count, many)) > BATCH_TOKENS
    alone = Int8Embedder(cache=cache, threads=1)
    assert np.array_equal(embedder.embed(many), alone.embed(many))


def test_threads_that_share_an_embedder_get_the_same_bits(embedder: Int8Embedder) -> None:
    together = embedder.embed(TEXTS)
    with ThreadPoolExecutor(4) as threads:
        places = [*range(len(TEXTS))] * 5
        alone = threads.map(lambda place: embedder.embed([TEXTS[place]])[0], places)
        for place, vector in zip(places, alone, strict=True):
            assert np.array_equal(vector, together[place])


def test_the_id_names_model_recipe_and_content() -> None:
    embedder = Int8Embedder(cache=Path("no/index"), threads=1)
    assert embedder.embedder_id.startswith("all-MiniLM-L6-v2-int8-1@sha256:")
    assert embedder.embedder_id != SentenceTransformerEmbedder(None).embedder_id


def test_it_reads_as_many_tokens_as_its_files_say(embedder: Int8Embedder) -> None:
    assert embedder.limit == TokenizerCounter(locate(None)).limit


def test_it_runs_without_torch_and_tells_nobody(tmp_path: Path) -> None:
    script = (
        "import sys\n"
        "from pathlib import Path\n"
        "from ragqa.embedding.int8_embedder import Int8Embedder\n"
        "embedder = Int8Embedder(cache=Path('no/index'), threads=1)\n"
        "embedder.count('drug A'), embedder.embedder_id, embedder.dimension\n"
        "assert 'openvino' not in sys.modules\n"
        "embedder.embed(['drug A'])\n"
        "heavy = {'torch', 'transformers', 'openvino_telemetry', 'openvino.tools.ovc'}\n"
        "assert not heavy & sys.modules.keys(), heavy & sys.modules.keys()\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        capture_output=True,
        check=False,
        env={"HOME": str(tmp_path), "PATH": "/usr/bin:/bin"},
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")
    assert list(tmp_path.iterdir()) == []


@given(order=st.permutations(range(len(TEXTS))), taken=st.integers(1, len(TEXTS)))
@settings(max_examples=15)
def test_spans_have_the_same_bits_in_every_company(
    embedder: Int8Embedder, order: list[int], taken: int
) -> None:
    spans = [[(0, 3 * n), (2, 9)] * n for n in range(len(TEXTS))]
    texts = [f"{text[:40]} end" for text in TEXTS]
    together = embedder.embed_spans(texts, spans)
    chosen = order[:taken]
    some = embedder.embed_spans([texts[i] for i in chosen], [spans[i] for i in chosen])
    for place, rows in zip(chosen, some, strict=True):
        assert np.array_equal(rows, together[place])
    assert np.array_equal(np.stack([rows[0] for rows in together]), embedder.embed(texts))
