"""Words of passages on the disk."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ragqa.embedding.word_bits import BitArray
from ragqa.indexing.store import IndexStore
from ragqa.indexing.vectors import id_array
from ragqa.indexing.word_store import WordStore
from tests.indexing.samples import publish, work, writing

WIDTH = 3


def _words(count: int, *, seed: int) -> BitArray:
    numbers = np.random.default_rng(seed).integers(0, 256, size=(count, WIDTH))
    return numbers.astype(np.uint8)


@given(counts=st.dictionaries(st.integers(-(2**62), 2**62), st.integers(0, 4)), data=st.data())
def test_words_come_back_under_their_ids(
    tmp_path_factory: pytest.TempPathFactory, counts: dict[int, int], data: st.DataObject
) -> None:
    folder = tmp_path_factory.mktemp("words") / "words"
    words = {one: _words(count, seed=abs(one)) for one, count in sorted(counts.items())}
    ids = id_array(list(words))
    lengths = [len(rows) for rows in words.values()]
    WordStore.write(folder, ids, lengths, WIDTH, words.values())
    store = WordStore.read(folder)
    assert store.fault(WIDTH) is None
    wanted = data.draw(st.lists(st.sampled_from(list(words)))) if words else []
    got = store.words(id_array(wanted))
    assert len(got) == len(wanted)
    assert all(np.array_equal(words[one], rows) for one, rows in zip(wanted, got, strict=True))


def test_an_id_that_is_not_there_is_refused(tmp_path: Path) -> None:
    WordStore.write(tmp_path / "words", id_array([5]), [1], WIDTH, [_words(1, seed=1)])
    with pytest.raises(KeyError, match="4"):
        WordStore.read(tmp_path / "words").words(id_array([5, 4]))


def test_words_of_another_width_or_number_are_noticed(tmp_path: Path) -> None:
    WordStore.write(tmp_path / "words", id_array([5]), [2], WIDTH, [_words(1, seed=1)] * 2)
    assert "instead of 4" in (WordStore.read(tmp_path / "words").fault(4) or "")
    np.save(tmp_path / "words" / "starts.npy", id_array([0, 1]))
    assert "number" in (WordStore.read(tmp_path / "words").fault(WIDTH) or "")


def test_a_snapshot_keeps_the_words_of_old_and_new_passages(tmp_path: Path) -> None:
    store = IndexStore(tmp_path / "index")
    works = [work(number) for number in range(3)]
    publish(store, works[:2])
    publish(store, works[2:])
    with writing(store) as writer:
        writer.remove_file("doc0001.txt")
        writer.commit()
    with store.open() as snapshot:
        for one in (works[0], works[2]):
            ids = [passage.passage_id for passage in one.passages]
            for read, rows in zip(one.read, snapshot.words(ids), strict=True):
                assert np.array_equal(read.words, rows)
        with pytest.raises(KeyError):
            snapshot.words([works[1].passages[0].passage_id])
    assert store.verify().ok
