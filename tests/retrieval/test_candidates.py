"""What is known of candidates agrees with what the index says of each term and passage."""

from collections import Counter
from collections.abc import Iterator

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ragqa.indexing.snapshot import Snapshot
from ragqa.indexing.store import IndexStore
from ragqa.linguistics.terms import content_terms
from ragqa.retrieval.candidates import candidates
from ragqa.schema.source import Kind
from tests.indexing.samples import publish, unit_vectors, work

WORKS = 12
VECTOR = unit_vectors(1, seed=11)[0]
WORDS = ["drug", "A3", "A7", "condition", "X1", "adults", "HbA1c", "fell", "moon"]


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Snapshot]:
    store = IndexStore(tmp_path_factory.mktemp("candidates") / "index")
    publish(store, map(work, range(WORKS)))
    with store.open() as opened:
        yield opened


@given(
    words=st.lists(st.sampled_from(WORDS), max_size=6),
    depth=st.integers(1, 30),
    kind=st.sampled_from([None, *Kind]),
)
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_they_are_the_nearest_and_those_that_share_most_with_every_share(
    snapshot: Snapshot, words: list[str], depth: int, kind: Kind | None
) -> None:
    question = " ".join(words)
    found = candidates(snapshot, question, VECTOR, depth=depth, kind=kind)
    matches = snapshot.matches(Counter(content_terms(question)), 1000, kind)
    shares = [dict(zip(one.ids.tolist(), one.shares.tolist(), strict=True)) for one in matches]
    ids = found.ids.tolist()
    assert found.shares.tolist() == [[share.get(one, 0.0) for share in shares] for one in ids]

    def shared(one: int) -> float:
        terms = zip(found.weights.tolist(), shares, strict=True)
        return sum(weight * share.get(one, 0.0) for weight, share in terms)

    holding = sorted(
        {one for share in shares for one in share}, key=lambda one: (-shared(one), one)
    )
    nearest = snapshot.nearest(VECTOR, depth, kind).ids.tolist()
    assert set(nearest) <= set(ids) <= {*nearest, *holding}
    most = [shared(one) for one in holding[:depth]]
    assert sorted(map(shared, set(ids) & set(holding)), reverse=True)[: len(most)] == pytest.approx(
        most
    )
    assert ids == sorted(ids)


def test_each_belongs_to_its_document_and_has_its_cosine(snapshot: Snapshot) -> None:
    found = candidates(snapshot, "Does drug A7 help?", VECTOR, depth=9, kind=None)
    works = snapshot.works_of(found.ids)
    assert [found.documents[row] for row in found.works] == [one.document_id for one in works]
    assert set(found.works.tolist()) == set(range(len(found.documents)))
    assert np.allclose(found.cosines, snapshot.rows(found.ids) @ VECTOR)
