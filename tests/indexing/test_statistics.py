"""The figures of an index."""

from pathlib import Path

import pytest

from ragqa.errors import SnapshotError
from ragqa.indexing.store import IndexStore
from ragqa.indexing.structure import StructureName
from ragqa.schema.source import Kind
from tests.indexing.samples import file_record, publish, work, writing


def test_each_kind_has_its_documents_passages_and_structure(store: IndexStore) -> None:
    publish(store, [work(number) for number in range(5)])
    by_kind = store.stats().by_kind
    assert {kind: (s.documents, s.passages) for kind, s in by_kind.items()} == {
        Kind.GUIDELINE: (2, 4),
        Kind.RESEARCH: (3, 6),
    }
    for figures in by_kind.values():
        assert figures.vectors is not None
        assert figures.vectors.name is StructureName.EXACT
        assert figures.vectors.recall == 1.0


def test_the_bytes_of_the_parts_add_up(store: IndexStore) -> None:
    publish(store, [work(1)])
    stats = store.stats()
    assert stats.bytes.keys() >= {"passages", "terms", "vectors"}
    assert sum(stats.bytes.values()) == stats.snapshot_bytes


def test_documents_without_passages_have_no_vectors_to_search(store: IndexStore) -> None:
    one = work(1)
    with writing(store) as writer:
        writer.add(one.document, one.content_hash, [], one.vectors[:0])
        writer.put_file(file_record("a.txt", one))
        writer.commit()
    figures = store.stats().by_kind[Kind.RESEARCH]
    assert (figures.documents, figures.passages, figures.vectors) == (1, 0, None)


@pytest.mark.parametrize("name", ["passages.sqlite", "structure.json"])
def test_figures_that_cannot_be_read_are_one_sentence(
    store: IndexStore, tmp_path: Path, name: str
) -> None:
    publish(store, [work(1)])
    next(tmp_path.rglob(name)).write_bytes(b"something else")
    with pytest.raises(SnapshotError, match="cannot be opened"):
        store.stats()
