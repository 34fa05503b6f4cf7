"""Retrieval read again by a reranker, over a small real index."""

from collections.abc import Iterator, Sequence

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ragqa.embedding.embedder import FloatArray
from ragqa.indexing.snapshot import Snapshot
from ragqa.indexing.store import IndexStore
from ragqa.retrieval.fusion import learned_weights
from ragqa.retrieval.hybrid import HybridRetriever
from ragqa.retrieval.reranked import RerankedRetriever
from ragqa.schema.evidence import Evidence
from ragqa.schema.source import Kind
from tests.indexing.samples import CHUNKER, put
from tests.retrieval.test_hybrid import EMBEDDER, QUESTION, WORKS, _embedded, work


class Lengths:
    """Prefers long passages, whatever is asked."""

    reranker_id = "lengths@1"

    def __init__(self, sign: int = 1) -> None:
        self._sign = sign

    def scores(self, question: str, evidence: Sequence[Evidence]) -> FloatArray:
        shares = np.array([len(item.passage.text) / 1000 for item in evidence], dtype=np.float32)
        return shares if self._sign > 0 else 1 - shares


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Snapshot]:
    store = IndexStore(tmp_path_factory.mktemp("reranked") / "index")
    with store.write(
        embedder_id=EMBEDDER.embedder_id, dimension=EMBEDDER.dimension, chunker_id=CHUNKER
    ) as writer:
        put(writer, (_embedded(work(number)) for number in range(WORKS)))
        writer.commit()
    with store.open(embedder_id=EMBEDDER.embedder_id) as opened:
        yield opened


def _hybrid(snapshot: Snapshot) -> HybridRetriever:
    return HybridRetriever(snapshot, EMBEDDER, depth=100, weights=learned_weights())


def _reranked(
    snapshot: Snapshot, *, depth: int = 50, weight: float = 0.5, sign: int = 1
) -> RerankedRetriever:
    return RerankedRetriever(_hybrid(snapshot), Lengths(sign), depth=depth, weight=weight)


def _texts(evidence: Sequence[Evidence]) -> list[str]:
    return [item.passage.text for item in evidence]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    depth=st.integers(1, 60),
    weight=st.floats(0, 1),
    sign=st.sampled_from([-1, 1]),
    kind=st.none() | st.sampled_from(Kind),
)
def test_it_reorders_and_neither_drops_nor_adds(
    snapshot: Snapshot, depth: int, weight: float, sign: int, kind: Kind | None
) -> None:
    plain = _hybrid(snapshot).retrieve(QUESTION, limit=2 * WORKS, kind=kind)
    again = _reranked(snapshot, depth=depth, weight=weight, sign=sign).retrieve(
        QUESTION, limit=2 * WORKS, kind=kind
    )
    assert sorted(_texts(again)) == sorted(_texts(plain))
    assert all(0 <= item.score <= 1 for item in again)
    assert [item.score for item in again] == sorted((i.score for i in again), reverse=True)
    assert set(_texts(again[:depth])) == set(_texts(plain[:depth]))


def test_without_weight_the_order_is_that_of_the_search(snapshot: Snapshot) -> None:
    plain = _hybrid(snapshot).retrieve(QUESTION, limit=10)
    assert _texts(_reranked(snapshot, weight=0).retrieve(QUESTION, limit=10)) == _texts(plain)


def test_with_all_the_weight_the_order_is_that_of_the_reranker(snapshot: Snapshot) -> None:
    found = _texts(_reranked(snapshot, weight=1, sign=-1).retrieve(QUESTION, limit=2 * WORKS))
    assert [len(text) for text in found] == sorted(len(text) for text in found)


def test_passages_below_the_limit_are_read_too(snapshot: Snapshot) -> None:
    whole = _reranked(snapshot, weight=1).retrieve(QUESTION, limit=50)
    assert _texts(_reranked(snapshot, weight=1).retrieve(QUESTION, limit=3)) == _texts(whole[:3])


def test_an_index_without_a_match_gives_nothing(tmp_path_factory: pytest.TempPathFactory) -> None:
    store = IndexStore(tmp_path_factory.mktemp("research-only") / "index")
    with store.write(
        embedder_id=EMBEDDER.embedder_id, dimension=EMBEDDER.dimension, chunker_id=CHUNKER
    ) as writer:
        put(writer, [_embedded(work(1))])
        writer.commit()
    with store.open(embedder_id=EMBEDDER.embedder_id) as opened:
        assert _reranked(opened).retrieve(QUESTION, limit=5, kind=Kind.GUIDELINE) == []
