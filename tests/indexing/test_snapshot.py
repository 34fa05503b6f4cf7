"""Reading and searching one snapshot."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ragqa.errors import IndexMismatchError, UsageError
from ragqa.indexing.snapshot import Snapshot
from ragqa.indexing.store import IndexStore
from ragqa.schema.document import DocumentId, PassageId
from ragqa.schema.source import Kind
from tests.indexing.samples import DIMENSION, publish, unit_vectors, work

WORKS = [work(number) for number in range(30)]
PASSAGES = {p.passage_id: (p, w) for w in WORKS for p in w.passages}
VECTORS = {
    p.passage_id: vector for w in WORKS for p, vector in zip(w.passages, w.vectors, strict=True)
}


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Snapshot]:
    store = IndexStore(tmp_path_factory.mktemp("index"))
    publish(store, WORKS)
    with store.open() as opened:
        yield opened


@pytest.mark.parametrize("kind", [None, *Kind])
@pytest.mark.parametrize("limit", [1, 7, 1000])
def test_dense_search_agrees_with_exact_cosine(
    snapshot: Snapshot, kind: Kind | None, limit: int
) -> None:
    query = unit_vectors(1, seed=99)[0]
    exact = {
        passage_id: float(vector.astype(np.float64) @ query.astype(np.float64))
        for passage_id, vector in VECTORS.items()
        if kind in (None, PASSAGES[passage_id][1].document.source.kind)
    }
    expected = sorted(exact, key=lambda passage_id: -exact[passage_id])[:limit]
    hits = snapshot.dense(query, limit, kind)
    assert [hit.passage_id for hit in hits] == expected
    assert [hit.score for hit in hits] == pytest.approx([exact[i] for i in expected], abs=1e-6)


def test_a_passage_is_nearest_to_its_own_vector_with_a_score_of_one(snapshot: Snapshot) -> None:
    for passage_id, vector in VECTORS.items():
        hit = snapshot.dense(vector, 1)[0]
        assert hit.passage_id == passage_id
        assert hit.score == pytest.approx(1.0, abs=1e-6)
        assert hit.score <= 1.0


def test_vectors_come_back_in_the_order_asked_for(snapshot: Snapshot) -> None:
    ids = list(reversed(VECTORS))
    assert np.array_equal(snapshot.vectors(ids), np.stack([VECTORS[i] for i in ids]))
    assert snapshot.vectors([]).shape == (0, DIMENSION)


def test_lexical_search_finds_the_one_passage_with_a_rare_name(snapshot: Snapshot) -> None:
    best = snapshot.lexical("Does A17 change HbA1c or IL-6?", 5)[0]
    assert PASSAGES[best.passage_id][0].text.startswith("HbA1c fell by 17.5 %")


def test_lexical_search_keeps_to_the_kind_and_to_falling_scores(snapshot: Snapshot) -> None:
    for kind in Kind:
        hits = snapshot.lexical("drug improves condition", 100, kind)
        assert {PASSAGES[hit.passage_id][1].document.source.kind for hit in hits} == {kind}
        scores = [hit.score for hit in hits]
        assert scores == sorted(scores, reverse=True)
        assert min(scores) > 0


def test_restricting_the_kind_does_not_change_scores(snapshot: Snapshot) -> None:
    free = {hit.passage_id: hit.score for hit in snapshot.lexical("HbA1c with drug", 100)}
    bound = snapshot.lexical("HbA1c with drug", 100, Kind.GUIDELINE)
    assert [hit.score for hit in bound] == [free[hit.passage_id] for hit in bound]


def test_a_question_without_any_known_word_finds_nothing(snapshot: Snapshot) -> None:
    assert snapshot.lexical("zyzzyva", 5) == []
    assert snapshot.lexical("  \n", 5) == []
    assert snapshot.lexical("?!… ()[]", 5) == []


@given(query=st.text(max_size=200))
@settings(max_examples=200)
def test_no_query_text_can_break_the_search(snapshot: Snapshot, query: str) -> None:
    known = {hit.passage_id for hit in snapshot.lexical(query, 3)}
    assert known <= PASSAGES.keys()


@pytest.mark.parametrize(
    "query",
    ['title:"drug', "drug AND (NOT", "text:[a TO", "drug^", "+-!{}~*?:\\/", "drug " * 20_000],
)
def test_query_syntax_means_nothing(snapshot: Snapshot, query: str) -> None:
    hits = snapshot.lexical(query, 3)
    assert bool(hits) == ("drug" in query)


def test_passages_come_back_whole_and_in_the_order_asked_for(snapshot: Snapshot) -> None:
    ids = list(reversed(PASSAGES)) + list(PASSAGES)[:3]
    assert snapshot.passages(ids) == [PASSAGES[i][0] for i in ids]


def test_documents_and_sources_come_back_as_they_were_added(snapshot: Snapshot) -> None:
    for one in WORKS:
        assert snapshot.document(one.document_id) == one.document
        assert snapshot.document_passages(one.document_id) == one.passages
    wanted = {one.document_id for one in WORKS[:4]}
    assert snapshot.sources(wanted) == {one.document_id: one.document.source for one in WORKS[:4]}


def test_unknown_ids_raise_key_errors(snapshot: Snapshot) -> None:
    for unknown in ("0000000000000001", "no id at all", "1"):
        with pytest.raises(KeyError):
            snapshot.passages([PassageId(unknown)])
        with pytest.raises(KeyError):
            snapshot.vectors([PassageId(unknown)])
    absent = DocumentId("absent")
    for ask in (snapshot.document, snapshot.document_passages, lambda i: snapshot.sources([i])):
        with pytest.raises(KeyError):
            ask(absent)


def test_counts_and_kinds_are_known(snapshot: Snapshot) -> None:
    assert snapshot.document_count == len(WORKS) == len(snapshot.document_ids())
    assert snapshot.passage_count == len(PASSAGES)
    assert snapshot.kinds == set(Kind)
    assert snapshot.dimension == DIMENSION


def test_a_query_vector_of_another_model_is_refused(snapshot: Snapshot) -> None:
    with pytest.raises(IndexMismatchError, match="holds vectors of 16 numbers"):
        snapshot.dense(unit_vectors(1, seed=1, dimension=8)[0], 3)


def test_a_query_vector_that_is_not_finite_is_refused(snapshot: Snapshot) -> None:
    with pytest.raises(UsageError, match="not finite"):
        snapshot.dense(np.full(DIMENSION, np.nan, dtype=np.float32), 3)


def test_a_search_for_nothing_is_refused(snapshot: Snapshot) -> None:
    with pytest.raises(UsageError, match="at least 1"):
        snapshot.dense(unit_vectors(1, seed=1)[0], 0)
    with pytest.raises(UsageError, match="at least 1"):
        snapshot.lexical("drug", -1)


def test_threads_share_a_snapshot(snapshot: Snapshot) -> None:
    def look_up(passage_id: PassageId) -> bool:
        passage, one = PASSAGES[passage_id]
        return (
            snapshot.passages([passage_id]) == [passage]
            and snapshot.document(passage.document_id) == one.document
            and snapshot.dense(VECTORS[passage_id], 1)[0].passage_id == passage_id
            and bool(snapshot.lexical(passage.text, 1, one.document.source.kind))
        )

    with ThreadPoolExecutor(8) as threads:
        assert all(threads.map(look_up, list(PASSAGES) * 5))
