"""A large index made of a small one: whole, larger, and unlike its original but alike in kind."""

import importlib
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

from ragqa.indexing.store import IndexStore
from tests.indexing.samples import publish, work

EVALS = Path(__file__).parents[2] / "evals"
WORKS = 12


@pytest.fixture(scope="module")
def repeated() -> Iterator[ModuleType]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "path", [str(EVALS), *sys.path])
        yield importlib.import_module("repeated")


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> IndexStore:
    store = IndexStore(tmp_path_factory.mktemp("original") / "index")
    publish(store, map(work, range(WORKS)))
    return store


def test_works_come_again_in_other_words_until_there_are_enough(
    repeated: ModuleType, original: IndexStore, tmp_path: Path
) -> None:
    place = tmp_path / "large"
    with original.open() as small, repeated.repeated(small, place, 5 * WORKS) as large:
        assert large.passage_count >= 5 * WORKS > small.passage_count
        first, copy, again = (large.document_passages(f"doc0004{end}") for end in ("", "-1", "-2"))
        assert first == small.document_passages("doc0004")
        assert [len(one.text) for one in copy] == [len(one.text) for one in first]
        assert len({one.text for one in (*first, *copy, *again)}) > len(first)
        assert large.document("doc0004-1").source.identifiers == ()
    assert IndexStore(place).verify().faults == ()


def test_it_is_made_once(repeated: ModuleType, original: IndexStore, tmp_path: Path) -> None:
    with original.open() as small:
        made = [repeated.repeated(small, tmp_path / "large", 30) for _ in range(2)]
        for one in made:
            one.close()
    assert made[0].snapshot_id == made[1].snapshot_id
    assert len(list((tmp_path / "large" / "snapshots").iterdir())) == 1
