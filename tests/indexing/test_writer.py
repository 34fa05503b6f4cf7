"""Changing an index."""

import random
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ragqa.errors import NoIndexError, SnapshotError
from ragqa.indexing.records import FileState
from ragqa.indexing.store import IndexStore
from ragqa.schema.document import DocumentId
from tests.indexing.samples import Work, file_record, publish, put, work, writing


def contents(store: IndexStore) -> dict[DocumentId, str]:
    """Return the text of every document, after checking that all parts agree."""
    assert store.verify().faults == ()
    with store.open() as snapshot:
        return {i: snapshot.document(i).text for i in snapshot.document_ids()}


def texts(*works: Work) -> dict[DocumentId, str]:
    return {one.document_id: one.document.text for one in works}


def test_what_was_added_is_there_after_commit(store: IndexStore) -> None:
    works = [work(number) for number in range(5)]
    publish(store, works)
    assert contents(store) == texts(*works)


def test_leaving_without_commit_leaves_no_trace(store: IndexStore, tmp_path: Path) -> None:
    with writing(store) as writer:
        put(writer, [work(1)])
    with pytest.raises(NoIndexError):
        store.open()
    assert not (tmp_path / "index" / "building").exists()
    assert not (tmp_path / "index" / "snapshots").exists()


def test_an_error_while_writing_leaves_what_was_there(store: IndexStore) -> None:
    before = publish(store, [work(1)])

    def broken_run() -> None:
        with writing(store) as writer:
            put(writer, [work(2)])
            raise RuntimeError("broken reader")

    with pytest.raises(RuntimeError, match="broken reader"):
        broken_run()
    assert contents(store) == texts(work(1))
    assert publish(store, [work(1)]) == before


def test_a_document_added_again_is_replaced_everywhere(store: IndexStore) -> None:
    publish(store, [work(1), work(2)])
    old, new = work(1), work(1, text="Zetamol has no effect on condition X1.")
    publish(store, [new])
    assert contents(store) == texts(new, work(2))
    with store.open() as snapshot:
        assert snapshot.document_passages(new.document_id) == new.passages
        assert snapshot.lexical("Zetamol", 5)[0].passage_id == new.passages[0].passage_id
        found = {hit.passage_id for hit in snapshot.dense(old.vectors[0], 100)}
    assert old.passages[0].passage_id not in found


def test_what_was_removed_is_nowhere_on_the_disk(store: IndexStore, tmp_path: Path) -> None:
    marked = work(1, text="Quarkomycin is a word that no other document holds.")
    publish(store, [marked, work(2)])
    with writing(store) as writer:
        writer.remove_file("doc0001.txt")
        writer.commit()
    store.gc()
    assert contents(store) == texts(work(2))
    with store.open() as snapshot:
        assert snapshot.lexical("quarkomycin", 5) == []
        assert len(snapshot.dense(marked.vectors[0], 100)) == 2
    vector = marked.vectors[0].tobytes()
    for path in (tmp_path / "index").rglob("*"):
        if path.is_file():
            content = path.read_bytes()
            assert b"uarkomycin" not in content, path
            assert vector not in content, path


def test_what_was_published_and_removed_in_one_run_is_nowhere_on_the_disk(
    store: IndexStore, tmp_path: Path
) -> None:
    marked = work(1, text="Quarkomycin is a word that no other document holds. " * 200)
    with writing(store) as writer:
        put(writer, [work(2), marked, work(3)])
        writer.checkpoint()
        writer.remove_file("doc0001.txt")
        writer.commit()
        put(writer, [work(4)])
        writer.commit()
    store.gc()
    assert contents(store) == texts(work(2), work(3), work(4))
    for path in (tmp_path / "index").rglob("*"):
        if path.is_file():
            assert b"uarkomycin" not in path.read_bytes(), path
            assert b"doc0001" not in path.read_bytes(), path


def test_a_document_stays_while_another_file_holds_it(store: IndexStore) -> None:
    shared = work(1)
    with writing(store) as writer:
        writer.add(shared.document, shared.content_hash, shared.passages, shared.read)
        writer.put_file(file_record("a.txt", shared))
        writer.put_file(file_record("b.txt", shared))
        writer.commit()
    with writing(store) as writer:
        writer.remove_file("a.txt")
        writer.commit()
    assert contents(store) == texts(shared)
    with writing(store) as writer:
        writer.remove_file("b.txt")
        writer.commit()
    assert contents(store) == {}


def test_a_moved_file_keeps_its_documents_without_adding_them_again(store: IndexStore) -> None:
    publish(store, [work(1)])
    with writing(store) as writer:
        writer.remove_file("doc0001.txt")
        moved = writer.hash_of(work(1).document_id)
        assert moved is not None
        assert moved.content == work(1).content_hash
        writer.put_file(file_record("moved.txt", work(1)))
        writer.commit()
        assert list(writer.files()) == ["moved.txt"]
    assert contents(store) == texts(work(1))


def test_a_new_record_of_a_file_removes_the_documents_it_lost(store: IndexStore) -> None:
    with writing(store) as writer:
        put(writer, [work(1), work(2)])
        writer.put_file(file_record("both.jsonl", work(1), work(2)))
        writer.remove_file("doc0001.txt")
        writer.remove_file("doc0002.txt")
        writer.commit()
    with writing(store) as writer:
        writer.put_file(file_record("both.jsonl", work(2)))
        writer.commit()
    assert contents(store) == texts(work(2))


def test_file_records_come_back_as_they_were_put(store: IndexStore) -> None:
    failed = file_record("broken.pdf", state=FileState.FAILED)
    with writing(store) as writer:
        put(writer, [work(1)])
        writer.put_file(failed)
        writer.commit()
    with writing(store) as writer:
        assert writer.files() == {
            "broken.pdf": failed,
            "doc0001.txt": file_record("doc0001.txt", work(1)),
        }
        assert writer.hash_of(DocumentId("absent")) is None


def test_committing_no_change_publishes_nothing(store: IndexStore, tmp_path: Path) -> None:
    works = [work(number) for number in range(4)]
    first = publish(store, works)
    before = (tmp_path / "index" / "CURRENT").read_bytes()
    assert publish(store, works) == first
    with writing(store) as writer:
        assert writer.commit() == first
    assert (tmp_path / "index" / "CURRENT").read_bytes() == before
    assert len(list((tmp_path / "index" / "snapshots").iterdir())) == 1


def test_a_writer_can_commit_again_and_again(store: IndexStore) -> None:
    with writing(store) as writer:
        for number in range(3):
            put(writer, [work(number)])
            assert writer.commit() == store.stats().snapshot
            assert contents(store) == texts(*(work(n) for n in range(number + 1)))


def test_a_writer_leaves_none_of_its_own_earlier_snapshots_but_those_being_read(
    store: IndexStore, tmp_path: Path
) -> None:
    first = publish(store, [work(0)])
    with writing(store) as writer:
        put(writer, [work(1)])
        read = writer.commit()
        with store.open() as snapshot:
            for number in (2, 3, 4):
                put(writer, [work(number)])
                last = writer.commit()
            assert snapshot.document_ids() == ("doc0000", "doc0001")
    names = sorted(p.name[:12] for p in (tmp_path / "index" / "snapshots").iterdir())
    assert names == sorted(one[:12] for one in (first, read, last))


def test_an_index_of_failures_alone_can_be_published(store: IndexStore) -> None:
    with writing(store) as writer:
        writer.put_file(file_record("broken.pdf", state=FileState.FAILED))
        writer.commit()
    assert contents(store) == {}
    with store.open() as snapshot:
        assert snapshot.dense(work(1).vectors[0], 3) == []
        assert snapshot.lexical("drug", 3) == []
        assert snapshot.kinds == frozenset()


@given(
    changes=st.lists(
        st.tuples(st.sampled_from(["add", "change", "remove"]), st.integers(0, 5)), max_size=12
    ),
    seed=st.integers(0, 3),
)
@settings(max_examples=12)
def test_the_snapshot_id_depends_on_content_alone(
    tmp_path_factory: pytest.TempPathFactory, changes: list[tuple[str, int]], seed: int
) -> None:
    """Whatever the history, the id is that of an index built afresh in another order."""
    store = IndexStore(tmp_path_factory.mktemp("grown"))
    held: dict[int, Work] = {}
    with writing(store) as writer:
        for change, number in changes:
            if change == "remove":
                held.pop(number, None)
                writer.remove_file(f"doc{number:04d}.txt")
            else:
                held[number] = work(number, text="Changed." if change == "change" else None)
                put(writer, [held[number]])
        grown = writer.commit()
    works = list(held.values())
    random.Random(seed).shuffle(works)
    fresh = IndexStore(tmp_path_factory.mktemp("fresh"))
    assert publish(fresh, works) == grown
    assert contents(store) == contents(fresh) == texts(*works)


def test_other_content_gives_another_snapshot_id(store: IndexStore) -> None:
    ids = {publish(store, [work(1)]), publish(store, [work(1, text="Other.")])}
    ids.add(publish(store, [work(2)]))
    with store.write(embedder_id="e", dimension=16, chunker_id="c", rebuild=True) as writer:
        put(writer, [work(1)])
        ids.add(writer.commit())
    assert len(ids) == 4


def test_vectors_that_cannot_be_indexed_are_refused(store: IndexStore) -> None:
    one = work(1)
    not_a_number = one.vectors.copy()
    not_a_number[0, 0] = np.nan
    for vectors, why in (
        (not_a_number, "not finite"),
        (one.vectors * 2, "not of unit length"),
        (one.vectors[:1], "the shape"),
        (one.vectors[:, :8], "of their dimension"),
    ):
        broken = replace(one, vectors=vectors)
        with writing(store) as writer, pytest.raises(SnapshotError, match=why):
            writer.add(one.document, one.content_hash, one.passages, broken.read)


def test_passages_of_another_document_are_refused(store: IndexStore) -> None:
    one, other = work(1), work(2)
    with writing(store) as writer, pytest.raises(SnapshotError, match="not a span of"):
        writer.add(one.document, one.content_hash, other.passages, one.read)


def test_text_that_no_file_can_hold_is_refused(store: IndexStore) -> None:
    whole = work(1).document
    broken = replace(whole, text="Drug A \ud800 lowers HbA1c.")
    with writing(store) as writer, pytest.raises(SnapshotError, match="not Unicode text"):
        writer.add(broken, "h", [], [])


def test_the_same_passage_twice_is_refused(store: IndexStore) -> None:
    one = work(1)
    with writing(store) as writer, pytest.raises(SnapshotError, match="twice"):
        writer.add(one.document, "h", [one.passages[0]] * 2, one.read)


def test_a_record_of_a_document_that_was_never_added_is_refused(store: IndexStore) -> None:
    with writing(store) as writer:
        writer.put_file(file_record("ghost.txt", work(1)))
        with pytest.raises(SnapshotError, match="never added"):
            writer.commit()
    with pytest.raises(NoIndexError):
        store.open()
