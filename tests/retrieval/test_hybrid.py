"""Dense and lexical search, fused, over a small real index."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ragqa.indexing.snapshot import Snapshot
from ragqa.indexing.store import IndexStore
from ragqa.retrieval.filters import Filters
from ragqa.retrieval.fusion import learned_weights
from ragqa.retrieval.hybrid import HybridRetriever
from ragqa.schema.document import DocumentId, PassageId, passage_id_for
from ragqa.schema.evidence import Evidence
from ragqa.schema.source import Kind, Relation, Standing
from tests.embedding.hashing import HashingEmbedder
from tests.indexing.samples import CHUNKER, Work, put, work

EMBEDDER = HashingEmbedder()
WORKS = 20
QUESTION = "Does drug A7 improve condition X1 in adults?"


def _embedded(one: Work) -> Work:
    return replace(one, vectors=EMBEDDER.embed([passage.text for passage in one.passages]))


def _index(store: IndexStore, *works: Work) -> Snapshot:
    with store.write(
        embedder_id=EMBEDDER.embedder_id, dimension=EMBEDDER.dimension, chunker_id=CHUNKER
    ) as writer:
        put(writer, map(_embedded, works))
        writer.commit()
    return store.open(embedder_id=EMBEDDER.embedder_id)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> IndexStore:
    return IndexStore(tmp_path_factory.mktemp("hybrid") / "index")


@pytest.fixture(scope="module")
def snapshot(store: IndexStore) -> Iterator[Snapshot]:
    with _index(store, *(work(number) for number in range(WORKS))) as opened:
        yield opened


def _retriever(snapshot: Snapshot, *, depth: int = 100) -> HybridRetriever:
    return HybridRetriever(snapshot, EMBEDDER, depth=depth, weights=learned_weights())


def renumbered(one: Work, name: str) -> Work:
    """Return the same work under another id."""
    document = replace(one.document, document_id=DocumentId(name))
    passages = [
        replace(
            passage,
            document_id=document.document_id,
            passage_id=passage_id_for(document.document_id, passage.start, passage.text),
        )
        for passage in one.passages
    ]
    return replace(one, document=document, passages=passages)


def _ids(evidence: list[Evidence]) -> list[PassageId]:
    return [item.passage.passage_id for item in evidence]


@pytest.mark.parametrize("limit", [1, 3, 2 * WORKS, 100])
def test_it_brings_as_many_passages_as_asked_or_as_there_are(
    snapshot: Snapshot, limit: int
) -> None:
    found = _ids(_retriever(snapshot).retrieve(QUESTION, limit=limit))
    assert len(found) == len(set(found)) == min(limit, 2 * WORKS)


def test_a_smaller_limit_gives_the_beginning_of_the_same_list(snapshot: Snapshot) -> None:
    retriever = _retriever(snapshot)
    assert _ids(retriever.retrieve(QUESTION, limit=5)) == _ids(
        retriever.retrieve(QUESTION, limit=15)[:5]
    )


@pytest.mark.parametrize("kind", Kind)
def test_one_kind_is_searched_whole_and_alone(snapshot: Snapshot, kind: Kind) -> None:
    found = _retriever(snapshot).retrieve(QUESTION, limit=100, kind=kind)
    wanted = [number for number in range(WORKS) if (number % 3 == 0) is (kind is Kind.GUIDELINE)]
    assert {item.source.kind for item in found} == {kind}
    assert {item.passage.document_id for item in found} == {f"doc{n:04d}" for n in wanted}


def test_every_similarity_is_the_exact_cosine_of_question_and_passage(snapshot: Snapshot) -> None:
    found = _retriever(snapshot).retrieve(QUESTION, limit=100)
    vectors = EMBEDDER.embed([item.passage.text for item in found])
    exact = vectors @ EMBEDDER.embed([QUESTION])[0]
    assert np.allclose([item.similarity for item in found], exact, atol=1e-6)


@given(
    words=st.lists(
        st.sampled_from(["drug", "A7", "condition", "X1", "adults", "HbA1c", "fell", "moon"]),
        max_size=6,
    )
)
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_scores_are_in_the_unit_interval_and_descend(snapshot: Snapshot, words: list[str]) -> None:
    found = _retriever(snapshot).retrieve(" ".join(words), limit=12)
    scores = [item.score for item in found]
    assert scores == sorted(scores, reverse=True)
    assert all(0.0 <= score <= 1.0 for score in scores)


def test_scores_do_not_depend_on_how_many_are_asked_for(snapshot: Snapshot) -> None:
    few, many = (_retriever(snapshot).retrieve(QUESTION, limit=limit) for limit in (3, 30))
    assert [item.score for item in few] == [item.score for item in many[:3]]


def test_a_sole_hit_has_a_score_above_zero(tmp_path_factory: pytest.TempPathFactory) -> None:
    with _index(IndexStore(tmp_path_factory.mktemp("sole") / "index"), work(7)) as alone:
        found = _retriever(alone).retrieve(QUESTION, limit=1)
    assert found[0].score > 0.2


def test_the_passage_that_holds_the_asked_words_comes_first(snapshot: Snapshot) -> None:
    asked = "Drug A7 improves condition X1 in adults."
    (first,) = _retriever(snapshot).retrieve(asked, limit=1)
    assert first.passage.text == asked


@pytest.mark.parametrize("limit", [10, 2 * WORKS])
def test_a_shallow_look_goes_deeper_when_more_are_asked_for(snapshot: Snapshot, limit: int) -> None:
    found = _retriever(snapshot, depth=1).retrieve(QUESTION, limit=limit)
    scores = [item.score for item in found]
    assert len(set(_ids(found))) == limit
    assert scores == sorted(scores, reverse=True)


def test_a_deeper_look_leaves_the_order_of_the_first_as_it_was(snapshot: Snapshot) -> None:
    retriever = _retriever(snapshot, depth=2)
    assert _ids(retriever.retrieve(QUESTION, limit=2)) == _ids(
        retriever.retrieve(QUESTION, limit=2 * WORKS)[:2]
    )


def test_filters_are_answered_from_the_whole_index(snapshot: Snapshot) -> None:
    every = _retriever(snapshot).retrieve(QUESTION, limit=2 * WORKS)
    years = sorted({item.source.year or 0 for item in every})
    wanted = Filters(year_from=years[-1])
    found = _retriever(snapshot, depth=1).retrieve(QUESTION, limit=100, filters=wanted)
    assert set(_ids(found)) == {
        item.passage.passage_id for item in every if item.source.year == years[-1]
    }


def test_identical_documents_do_not_fill_the_list(tmp_path_factory: pytest.TempPathFactory) -> None:
    original = work(1)
    same = [renumbered(original, f"copy{number:03d}") for number in range(40)]
    store = IndexStore(tmp_path_factory.mktemp("copies") / "index")
    with _index(store, original, *same, work(2), work(3)) as index:
        retriever = _retriever(index, depth=4)
        found = retriever.retrieve(QUESTION, limit=20)
        listed = retriever.retrieve(QUESTION, limit=200, copies=True)
    assert len({item.passage.text for item in found}) == len(found) == 6
    assert len(listed) == 2 * 43


def test_the_same_snapshot_gives_the_same_evidence(snapshot: Snapshot, store: IndexStore) -> None:
    once = _retriever(snapshot).retrieve(QUESTION, limit=20)
    assert _retriever(snapshot).retrieve(QUESTION, limit=20) == once
    with store.open() as again:
        assert _retriever(again).retrieve(QUESTION, limit=20) == once


def test_a_kind_of_which_there_is_nothing_brings_nothing(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    store = IndexStore(tmp_path_factory.mktemp("one") / "index")
    with _index(store, work(1, kind=Kind.RESEARCH)) as alone:
        assert _retriever(alone).retrieve(QUESTION, limit=5, kind=Kind.GUIDELINE) == []


def test_a_superseded_work_comes_last_however_well_it_matches(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    old = work(1, text=QUESTION.replace("?", "."))
    relation = Relation(standing=Standing.SUPERSEDED, other="doi:10.1000/absent")
    outdated = replace(
        old,
        document=replace(old.document, source=replace(old.document.source, relations=(relation,))),
    )
    store = IndexStore(tmp_path_factory.mktemp("old") / "index")
    with _index(store, outdated, work(2), work(3)) as index:
        found = _retriever(index).retrieve(QUESTION, limit=6)
    assert max(found, key=lambda item: item.score).passage.document_id == old.document_id
    assert [item.passage.document_id == old.document_id for item in found] == [False] * 4 + [
        True
    ] * 2
