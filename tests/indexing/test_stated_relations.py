"""What documents state of one another, from the writer to an open snapshot."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ragqa.indexing.catalogue_draft import CatalogueDraft
from ragqa.indexing.snapshot import Snapshot
from ragqa.indexing.stated_relations import joined_works
from ragqa.indexing.store import IndexStore
from ragqa.indexing.version_graph import VersionGraph
from ragqa.schema.document import DocumentId
from ragqa.schema.source import Relation, Source, Standing
from tests.factories import make_source
from tests.indexing.samples import Work, file_record, put, work, writing
from tests.indexing.test_version_graph import SOURCES, says

OLD, NOTICE, NEW = 1, 2, 3


def stating(number: int, *relations: Relation, **given: Any) -> Work:
    one = work(number)
    source = replace(one.document.source, relations=relations, **given)
    return replace(one, document=replace(one.document, source=source))


TRIAL = stating(OLD, doi="10.1/trial", pmid="1")
RETRACTION = stating(NOTICE, says(Standing.RETRACTS, "pmid:1"), doi="10.1/notice")
SUCCESSOR = stating(NEW, says(Standing.SUPERSEDES, "doi:10.1/TRIAL"), doi="10.1/new")


def index(store: IndexStore, *works: Work) -> Snapshot:
    with writing(store) as writer:
        put(writer, works)
        writer.commit()
    return store.open()


def standing(snapshot: Snapshot, one: Work = TRIAL) -> list[tuple[Standing, str]]:
    """Return what holds of a document, which a source and its document tell alike."""
    source = snapshot.sources([one.document_id])[one.document_id]
    assert snapshot.document(one.document_id).source == source
    return [(relation.standing, relation.other) for relation in source.relations]


@pytest.mark.parametrize("order", [(TRIAL, RETRACTION), (RETRACTION, TRIAL)])
def test_a_notice_holds_whichever_was_indexed_first(
    store: IndexStore, order: tuple[Work, Work]
) -> None:
    with index(store, order[0]), index(store, order[1]) as snapshot:
        assert standing(snapshot) == [(Standing.RETRACTED, "doi:10.1/notice")]
        assert snapshot.outdated == {TRIAL.document_id}


def test_a_snapshot_that_is_open_keeps_what_held_when_it_was_made(store: IndexStore) -> None:
    with index(store, TRIAL) as before, index(store, RETRACTION) as after:
        assert standing(before) == []
        assert standing(after) == [(Standing.RETRACTED, "doi:10.1/notice")]


def test_a_removed_notice_has_no_effect_any_more(store: IndexStore) -> None:
    index(store, TRIAL, RETRACTION).close()
    with writing(store) as writer:
        path = next(
            path for path, one in writer.files().items() if RETRACTION.document_id in one.documents
        )
        writer.remove_file(path)
        writer.commit()
    with store.open() as snapshot:
        assert RETRACTION.document_id not in snapshot.document_ids()
        assert standing(snapshot) == []
        assert snapshot.outdated == frozenset()


def test_a_notice_that_is_changed_retracts_nothing_any_more(store: IndexStore) -> None:
    index(store, TRIAL, RETRACTION).close()
    with index(store, stating(NOTICE, doi="10.1/notice")) as snapshot:
        assert standing(snapshot) == []


def test_later_versions_are_known_by_their_documents(store: IndexStore) -> None:
    with index(store, TRIAL, SUCCESSOR) as snapshot:
        assert snapshot.successors(TRIAL.document_id) == {SUCCESSOR.document_id}
        assert snapshot.successors(SUCCESSOR.document_id) == frozenset()
        assert standing(snapshot) == [(Standing.SUPERSEDED, "doi:10.1/new")]


def test_a_work_that_says_of_itself_that_it_is_retracted_is_outdated(store: IndexStore) -> None:
    unnamed = stating(4, says(Standing.RETRACTED, "note:marked"))
    with index(store, unnamed, work(5)) as snapshot:
        assert snapshot.outdated == {unnamed.document_id}


def test_what_the_record_of_one_file_says_holds_of_the_other_files(store: IndexStore) -> None:
    abstract = stating(6, says(Standing.RETRACTED, "pmid:99"), doi="10.1/trial")
    with index(store, TRIAL, abstract) as snapshot:
        assert standing(snapshot) == [(Standing.RETRACTED, "pmid:99")]


def test_an_index_with_relations_is_sound(store: IndexStore) -> None:
    index(store, TRIAL, RETRACTION, SUCCESSOR).close()
    assert store.verify().ok
    assert file_record("a", TRIAL).documents == (TRIAL.document_id,)


@pytest.fixture
def draft(tmp_path: Path) -> Iterator[CatalogueDraft]:
    with closing(CatalogueDraft.create(tmp_path / "draft.sqlite", None)) as made:
        yield made


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(sources=SOURCES, address=st.sampled_from([None, "https://example.org/care"]))
def test_reading_the_joined_works_alone_tells_the_same_as_reading_all(
    draft: CatalogueDraft, sources: dict[DocumentId, Source], address: str | None
) -> None:
    sources = {name: replace(source, url=address) for name, source in sources.items()}
    for document_id in draft.document_ids():
        draft.remove(document_id)
    for name, source in sources.items():
        draft.add(replace(work(1).document, document_id=name, source=source), "hash", [])
    some, everything = VersionGraph(joined_works(draft)), VersionGraph(sources)
    for name, source in sources.items():
        assert some.resolved(name, source) == everything.resolved(name, source)
        assert some.successors(name) == everything.successors(name)
    assert joined_works(draft).keys() <= sources.keys()


def test_works_that_have_nothing_to_do_with_others_are_not_read(draft: CatalogueDraft) -> None:
    alone = make_source(doi="10.1/alone", relations=(says(Standing.CORRECTED, "pmid:99"),))
    for name, source in (("alone", alone), ("other", make_source(doi="10.1/other"))):
        one = replace(work(1).document, document_id=DocumentId(name), source=source)
        draft.add(one, "hash", [])
    assert joined_works(draft) == {}
