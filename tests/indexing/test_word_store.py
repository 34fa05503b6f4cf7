"""Words of passages on the disk."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ragqa.embedding.word_bits import BitArray
from ragqa.errors import IndexMismatchError
from ragqa.indexing import word_store
from ragqa.indexing.store import IndexStore
from ragqa.indexing.vectors import id_array
from ragqa.indexing.word_store import MOST_PARTS, WordStore
from tests.indexing.samples import publish, put, work, writing

WIDTH = 3


def _words(count: int, *, seed: int) -> BitArray:
    numbers = np.random.default_rng(seed).integers(0, 256, size=(count, WIDTH))
    return numbers.astype(np.uint8)


def _same(store: WordStore, words: dict[int, BitArray]) -> bool:
    ids = list(words)
    rows = zip(store.words(id_array(ids)), words.values(), strict=True)
    return store.ids.tolist() == sorted(ids) and all(np.array_equal(a, b) for a, b in rows)


@given(
    counts=st.dictionaries(st.integers(-(2**62), 2**62), st.integers(0, 4)),
    later=st.lists(
        st.tuples(
            st.dictionaries(st.integers(0, 9), st.integers(0, 3)), st.sets(st.integers(0, 9))
        ),
        max_size=4,
    ),
    smallest=st.integers(1, 4),
)
def test_words_come_back_under_their_ids_whatever_is_added_replaced_and_removed(
    tmp_path_factory: pytest.TempPathFactory,
    counts: dict[int, int],
    later: list[tuple[dict[int, int], set[int]]],
    smallest: int,
) -> None:
    folder = tmp_path_factory.mktemp("words")
    words = {one: _words(count, seed=abs(one)) for one, count in counts.items()}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(word_store, "SMALLEST_PART", smallest)
        WordStore.write(folder / "0", words, WIDTH)
        for step, (added, removed) in enumerate(later, start=1):
            new = {one: _words(count, seed=100 * step + one) for one, count in added.items()}
            kept = id_array(sorted(words.keys() - removed - new.keys()))
            base = folder / str(step - 1)
            WordStore.write(folder / str(step), new, WIDTH, base=base, kept=kept)
            words = {one: words[one] for one in kept.tolist()} | new
            assert len(list((folder / str(step)).iterdir())) <= MOST_PARTS
    store = WordStore.read(folder / str(len(later)))
    assert store.fault(WIDTH) is None
    assert _same(store, words)
    assert bool(store) == bool(words)


def test_parts_are_linked_and_never_become_too_many(tmp_path: Path) -> None:
    words = {0: _words(1, seed=0)}
    WordStore.write(tmp_path / "0", words, WIDTH)
    for step in range(1, 2 * MOST_PARTS):
        new, before = {step: _words(1, seed=step)}, tmp_path / str(step - 1)
        kept = id_array(sorted(words))
        WordStore.write(tmp_path / str(step), new, WIDTH, base=before, kept=kept)
        words |= new
        assert len(list((tmp_path / str(step)).iterdir())) <= MOST_PARTS
        assert _same(WordStore.read(tmp_path / str(step)), words)
    assert (tmp_path / "1" / "0" / "rows.npy").samefile(tmp_path / "2" / "0" / "rows.npy")


def test_a_removal_writes_anew_only_the_part_that_it_touches(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(word_store, "SMALLEST_PART", 2)
    words = {one: _words(2, seed=one) for one in range(6)}
    WordStore.write(tmp_path / "0", words, WIDTH)
    kept = id_array([0, 1, 3, 4, 5])
    WordStore.write(tmp_path / "1", {}, WIDTH, base=tmp_path / "0", kept=kept)
    assert len(list((tmp_path / "1").iterdir())) == 3
    linked = [
        (tmp_path / "1" / part / "rows.npy").samefile(tmp_path / "0" / part / "rows.npy")
        for part in ("0", "1", "2")
    ]
    assert linked == [True, False, True]
    assert words[2].tobytes() not in (tmp_path / "1" / "1" / "rows.npy").read_bytes()


def test_an_id_that_is_not_there_is_refused(tmp_path: Path) -> None:
    WordStore.write(tmp_path / "words", {5: _words(1, seed=1)}, WIDTH)
    with pytest.raises(KeyError, match="4"):
        WordStore.read(tmp_path / "words").words(id_array([5, 4]))


def test_words_of_another_width_or_number_are_noticed(tmp_path: Path) -> None:
    WordStore.write(tmp_path / "words", {5: _words(2, seed=1)}, WIDTH)
    assert "instead of 4" in (WordStore.read(tmp_path / "words").fault(4) or "")
    np.save(tmp_path / "words" / "0" / "starts.npy", id_array([0, 1]))
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


def test_an_index_without_words_is_searched_and_says_that_it_has_none(tmp_path: Path) -> None:
    store = IndexStore(tmp_path / "index")
    publish(store, [work(1)])
    for number in (2, 3):
        with writing(store, words=False) as writer:
            put(writer, [work(number)])
            writer.commit()
        assert store.verify().ok
    with store.open() as snapshot:
        found = snapshot.dense(work(1).vectors[0], 1)
        assert [hit.passage_id for hit in found] == [work(1).passages[0].passage_id]
        with pytest.raises(IndexMismatchError, match=r"keeps no words .* --rebuild"):
            snapshot.words([work(1).passages[0].passage_id])


def test_words_are_not_kept_of_some_passages_alone(tmp_path: Path) -> None:
    store = IndexStore(tmp_path / "index")
    with writing(store, words=False) as writer:
        put(writer, [work(1)])
        writer.commit()
    with pytest.raises(IndexMismatchError, match=r"keeps no words .* --rebuild"):
        publish(store, [work(2)])
    with writing(store, rebuild=True) as writer:
        put(writer, [work(1)])
        writer.commit()
    with store.open() as snapshot:
        assert len(snapshot.words([work(1).passages[0].passage_id])) == 1


def test_words_may_be_asked_of_an_index_that_holds_nothing_yet(tmp_path: Path) -> None:
    store = IndexStore(tmp_path / "index")
    with writing(store, words=False) as writer:
        writer.commit()
    publish(store, [work(1)])
    with store.open() as snapshot:
        assert len(snapshot.words([work(1).passages[0].passage_id])) == 1
