"""Works are read once and remembered, whatever is asked for in between."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ragqa.indexing import works as works_module
from ragqa.indexing.catalogue import Work
from ragqa.indexing.store import IndexStore
from ragqa.indexing.works import Works
from ragqa.schema.document import DocumentId
from tests.indexing.samples import publish, work


class Shelf:
    """Holds the works of a hundred passages, and what it has been asked for."""

    def __init__(self) -> None:
        self.asked: list[int] = []

    def read(self, vector_ids: Sequence[int]) -> dict[int, Work]:
        self.asked += vector_ids
        return {one: _work(one) for one in vector_ids if one < 100}


def _work(one: int) -> Work:
    return Work(DocumentId(f"doc{one // 3}"), f"title {one // 3}")


@given(searches=st.lists(st.lists(st.integers(0, 99), max_size=30), max_size=8))
def test_every_search_gets_the_works_of_its_passages_in_their_order(
    searches: list[list[int]],
) -> None:
    shelf = Shelf()
    works = Works(shelf.read)
    for ids in searches:
        assert works.of(ids) == [_work(one) for one in ids]
    assert set(shelf.asked) == {one for ids in searches for one in ids}


def test_a_passage_is_read_once() -> None:
    shelf = Shelf()
    works = Works(shelf.read)
    for ids in ([1, 2], [2, 3], [3, 2, 1]):
        works.of(ids)
    assert shelf.asked == [1, 2, 3]


def test_no_more_are_remembered_than_fit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(works_module, "REMEMBERED", 4)
    shelf = Shelf()
    works = Works(shelf.read)
    for ids in ([1, 2, 3, 4], [2, 5], [5]):
        assert works.of(ids) == [_work(one) for one in ids]
    assert shelf.asked == [1, 2, 3, 4, 2, 5]


def test_an_unknown_passage_is_a_key_error() -> None:
    with pytest.raises(KeyError, match="100"):
        Works(Shelf().read).of([1, 100])


def test_a_snapshot_tells_the_work_and_the_terms_of_its_title(tmp_path: Path) -> None:
    one, other = work(1), work(2)
    store = IndexStore(tmp_path / "index")
    publish(store, [one, other])
    asked = [other.passages[0], one.passages[1], one.passages[0]]
    with store.open() as snapshot:
        found = snapshot.works_of(np.array([passage.vector_id for passage in asked]))
    assert [named.document_id for named in found] == [one.document_id for one in asked]
    assert found[1] == found[2]
    assert all(named.title for named in found)
