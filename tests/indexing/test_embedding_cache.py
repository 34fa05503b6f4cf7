import signal
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ragqa.embedding.embedder import FloatArray
from ragqa.embedding.word_bits import read, width
from ragqa.errors import ModelError, SnapshotError
from ragqa.indexing.embedding_cache import (
    BATCHES_AT_ONCE,
    EmbeddingCache,
    RememberingReader,
    embedding_key,
)
from ragqa.schema.document import Span
from tests.embedding.hashing import HashingEmbedder
from tests.indexing.samples import unit_vectors

TEXTS = ["Drug A lowers HbA1c.", "", "Drug A lowers HbA1c.", "Ferritin ≤ 75 µg/L"]


class Counting(HashingEmbedder):
    """Remembers the texts it embeds."""

    def __init__(self, *, name: str = "counting") -> None:
        super().__init__()
        self._name = name
        self.embedded: list[str] = []

    @property
    def embedder_id(self) -> str:
        return self._name

    def embed(self, texts: Sequence[str]) -> FloatArray:
        self.embedded += texts
        return super().embed(texts)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "embeddings.sqlite"


@pytest.fixture
def cache(path: Path) -> Iterator[EmbeddingCache]:
    with closing(EmbeddingCache(path)) as cache:
        yield cache


def filled(path: Path, count: int) -> dict[bytes, bytes]:
    """Put values into a cache that is closed again."""
    rows = [row.tobytes() for row in unit_vectors(count, seed=1)]
    values = dict(zip(map(key, range(count)), rows, strict=True))
    with closing(EmbeddingCache(path)) as cache:
        cache.put(values)
    return values


def key(number: int) -> bytes:
    return embedding_key("model", str(number))


def test_each_text_is_embedded_once_and_gives_the_same_bits(cache: EmbeddingCache) -> None:
    plain, counting = HashingEmbedder(), Counting()
    reader = RememberingReader(counting, cache)
    for _ in range(2):
        for got, wanted in zip(reader.read(TEXTS), read(plain, TEXTS), strict=True):
            assert np.array_equal(got.vector, wanted.vector)
            assert np.array_equal(got.words, wanted.words)
    reader.read(["Drug B.", *TEXTS])
    assert counting.embedded == [*dict.fromkeys(TEXTS), "Drug B."]


def test_what_one_process_put_in_the_next_one_finds(path: Path) -> None:
    with closing(EmbeddingCache(path)) as cache:
        RememberingReader(Counting(), cache).read(TEXTS)
    second = Counting()
    with closing(EmbeddingCache(path)) as cache:
        RememberingReader(second, cache).read(TEXTS)
    assert second.embedded == []


def test_a_text_read_without_words_is_read_again_for_them(cache: EmbeddingCache) -> None:
    texts = [*TEXTS, "…"]  # some without any word
    with_words, without = Counting(), Counting()
    for one in RememberingReader(without, cache, words=False).read(texts):
        assert one.words.shape == (0, width(one.vector.size))
    got = RememberingReader(with_words, cache).read(texts)
    assert without.embedded == [*dict.fromkeys(texts)]
    assert with_words.embedded == [text for text in dict.fromkeys(TEXTS) if text]
    for one, wanted in zip(got, read(HashingEmbedder(), texts), strict=True):
        assert np.array_equal(one.words, wanted.words)


def test_a_text_read_with_words_serves_those_who_want_none(cache: EmbeddingCache) -> None:
    RememberingReader(Counting(), cache).read(TEXTS)
    second = Counting()
    found = RememberingReader(second, cache, words=False).read(TEXTS)
    assert second.embedded == []
    for one, wanted in zip(found, read(HashingEmbedder(), TEXTS), strict=True):
        assert np.array_equal(one.vector, wanted.vector)
        assert len(one.words) == 0


def test_vectors_of_another_model_are_not_found(cache: EmbeddingCache) -> None:
    RememberingReader(Counting(name="one"), cache).read(TEXTS)
    other = Counting(name="two")
    RememberingReader(other, cache).read(TEXTS)
    assert len(other.embedded) == 3


@given(st.text(), st.text(), st.text(), st.text())
def test_keys_differ_where_model_or_text_differ(
    model: str, text: str, other_model: str, other_text: str
) -> None:
    same = (model, text) == (other_model, other_text)
    if "\x00" not in model + other_model:
        assert (embedding_key(model, text) == embedding_key(other_model, other_text)) == same


def test_a_killed_process_loses_nothing_it_put_in(path: Path) -> None:
    script = (
        "import os, signal, sys\n"
        "from pathlib import Path\n"
        "from ragqa.indexing.embedding_cache import RememberingReader, EmbeddingCache\n"
        "from tests.embedding.hashing import HashingEmbedder\n"
        "cache = EmbeddingCache(Path(sys.argv[1]))\n"
        "RememberingReader(HashingEmbedder(), cache).read(['Drug A.', 'Drug B.'])\n"
        "os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    root = Path(__file__).parents[2]
    done = subprocess.run([sys.executable, "-c", script, path], cwd=root, check=False)
    assert done.returncode == -signal.SIGKILL
    with closing(EmbeddingCache(path)) as cache:
        model = HashingEmbedder().embedder_id
        assert len(cache.get(embedding_key(model, text) for text in ("Drug A.", "Drug B."))) == 2


def test_a_damaged_file_never_gives_a_wrong_vector(path: Path) -> None:
    vectors = filled(path, 60)
    whole = path.read_bytes()
    found = []
    for position in range(0, len(whole), 499):
        path.write_bytes(whole[:position] + bytes([whole[position] ^ 0x55]) + whole[position + 1 :])
        with closing(EmbeddingCache(path)) as cache:
            got = cache.get(vectors)
            assert all(vectors[one] == got[one] for one in got)
            cache.put(vectors)
        found.append(len(got))
    assert min(found) < max(found) == len(vectors)


def test_a_file_that_is_no_cache_is_started_anew(
    path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    path.write_text("rubbish" * 1000)
    with closing(EmbeddingCache(path)) as cache:
        assert cache.get([key(0)]) == {}
        cache.put({key(0): b"value"})
        assert cache.get([key(0)]) == {key(0): b"value"}
    assert "is damaged and is started anew" in caplog.text


def test_what_is_not_kept_is_gone_from_the_disk(path: Path) -> None:
    vectors = filled(path, 400)
    size = path.stat().st_size
    kept = list(vectors)[::4]
    with closing(EmbeddingCache(path)) as cache:
        assert cache.keep(kept) == 300
        assert set(cache.get(vectors)) == set(kept)
        assert cache.keep(kept) == 0
    assert path.stat().st_size < size / 2
    assert not any(vectors[one] in path.read_bytes() for one in vectors if one not in kept)


def test_a_folder_that_cannot_be_written_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    cache = EmbeddingCache(tmp_path / "file" / "embeddings.sqlite")
    with pytest.raises(SnapshotError, match=r"cannot be written .*still serves"):
        cache.put({key(0): b"value"})


@pytest.mark.parametrize(
    ("vectors", "fault"),
    [
        (np.full((1, 64), np.nan, dtype=np.float32), "not finite"),
        (np.ones((1, 64), dtype=np.float32), "not of unit length"),
        (np.ones((1, 32), dtype=np.float32), r"shape \(1, 32\)"),
    ],
)
def test_vectors_that_are_no_use_are_refused_and_not_kept(
    cache: EmbeddingCache, vectors: FloatArray, fault: str
) -> None:
    class Broken(HashingEmbedder):
        def embed(self, texts: Sequence[str]) -> FloatArray:
            return vectors

        def embed_spans(
            self, texts: Sequence[str], spans: Sequence[Sequence[Span]]
        ) -> list[FloatArray]:
            return [vectors]

    broken = Broken()
    with pytest.raises(ModelError, match=fault):
        RememberingReader(broken, cache).read(["Drug A."])
    assert cache.get([embedding_key(broken.embedder_id, "Drug A.")]) == {}


def test_a_model_is_loaded_in_the_background_and_its_faults_are_told_where_it_is_needed(
    cache: EmbeddingCache,
) -> None:
    class Missing(HashingEmbedder):
        asked = 0

        def embed(self, texts: Sequence[str]) -> FloatArray:
            self.asked += 1
            raise ModelError("There is no such model.")

        def embed_spans(
            self, texts: Sequence[str], spans: Sequence[Sequence[Span]]
        ) -> list[FloatArray]:
            return [self.embed(texts)]

    missing = Missing()
    with closing(RememberingReader(missing, cache)) as reader:
        reader.prepare()
        with pytest.raises(ModelError, match="no such model"):
            reader.read(["Drug A."])
    assert missing.asked == 2


def test_two_batches_are_read_at_once(cache: EmbeddingCache) -> None:
    class Meeting(HashingEmbedder):
        """Goes on only once two have come."""

        both = threading.Barrier(BATCHES_AT_ONCE, timeout=30)

        def embed_spans(
            self, texts: Sequence[str], spans: Sequence[Sequence[Span]]
        ) -> list[FloatArray]:
            self.both.wait()
            return super().embed_spans(texts, spans)

    batches = [["Drug A.", "Drug B."], ["Drug C."]]
    with closing(RememberingReader(Meeting(), cache)) as reader:
        readings = [reader.reading(batch) for batch in batches]
        for batch, reading in zip(batches, readings, strict=True):
            wanted = read(HashingEmbedder(), batch)
            for got, alone in zip(reading.result(), wanted, strict=True):
                assert np.array_equal(got.vector, alone.vector)
    keys = [embedding_key(Meeting().embedder_id, text) for batch in batches for text in batch]
    assert len(cache.get(keys)) == 3


def test_many_threads_may_use_one_cache(path: Path) -> None:
    values = {key(number): bytes([number % 256]) * 8 for number in range(200)}

    def kept(some: bytes) -> bool:
        cache.put({some: values[some]})
        return cache.get([some]) == {some: values[some]}

    with closing(EmbeddingCache(path)) as cache, ThreadPoolExecutor(8) as pool:
        assert all(pool.map(kept, values))
        assert cache.get(values) == values
