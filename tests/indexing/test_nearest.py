"""The best of some scores."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from ragqa.indexing.nearest import Scored, best, merged, rows_of

SCORES = st.lists(st.sampled_from([-1.0, -0.5, 0.0, 0.25, 0.5, 1.0]), min_size=1, max_size=40)


def pairs(found: Scored) -> list[tuple[int, float]]:
    """Return ids with their scores."""
    return list(zip(found.ids.tolist(), found.scores.tolist(), strict=True))


@given(scores=SCORES, limit=st.integers(1, 50), seed=st.integers(0, 9))
def test_the_best_are_those_of_a_full_sort_with_ties_by_id(
    scores: list[float], limit: int, seed: int
) -> None:
    ids = np.random.default_rng(seed).permutation(1000)[: len(scores)].astype(np.int64)
    expected = sorted(zip(ids.tolist(), scores, strict=True), key=lambda hit: (-hit[1], hit[0]))
    assert pairs(best(ids, np.array(scores, dtype=np.float32), limit)) == expected[:limit]


@given(scores=SCORES, cut=st.integers(0, 40), limit=st.integers(1, 50))
def test_two_searches_merge_into_what_one_would_find(
    scores: list[float], cut: int, limit: int
) -> None:
    ids, values = np.arange(len(scores)), np.array(scores, dtype=np.float32)
    halves = (best(ids[:cut], values[:cut], limit), best(ids[cut:], values[cut:], limit))
    assert pairs(merged(halves, limit)) == pairs(best(ids, values, limit))


@given(ids=st.sets(st.integers(0, 2**63 - 1), max_size=20), other=st.integers(0, 2**63 - 1))
def test_rows_are_found_by_id_and_strangers_are_told(ids: set[int], other: int) -> None:
    ascending = np.array(sorted(ids), dtype=np.int64)
    wanted = np.array([*sorted(ids, reverse=True), other], dtype=np.int64)
    rows = rows_of(ascending, wanted).tolist()
    known = sorted(ids)
    assert rows == [known.index(i) if i in ids else -1 for i in wanted.tolist()]
