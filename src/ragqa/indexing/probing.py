"""How many lists a search must read: measured against exact search when the lists are made."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from ragqa.embedding.embedder import FloatArray
from ragqa.indexing.arrays import blocks
from ragqa.indexing.list_search import ListSearch
from ragqa.indexing.structure import Probing

NEAREST = 10
QUERIES = 200
SEED = 2

# Above the 0.98 that is promised: 200 questions tell a recall to about half a point.
WANTED = 0.99
# Of a million vectors, real questions found 0.974 with the best 100 scored again, 0.987 with 200.
RESCORED = (200, 400)
FEWEST_PROBES = 8
STEP = 1.4

# Cosines nearer than this are the same: rounding of float32.
TIE = 1e-6


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """Questions, shape (count, dimension), and the cosine of the tenth nearest vector to each."""

    queries: FloatArray
    tenth: FloatArray


def measured_probing(
    search: ListSearch, vectors: FloatArray, start: int = FEWEST_PROBES
) -> tuple[Probing, float]:
    """Return the fewest lists from `start` that reach the wanted recall@10, and what they reach.

    Args:
        search: the lists.
        vectors: what is in them, unquantised, shape (count, dimension).
        start: the fewest lists to try.
    """
    sample = _sample(vectors)

    def recall(probes: int, rescored: int) -> float:
        return _recall(search, vectors, sample, probes=probes, rescored=rescored)

    enough = (
        probes for probes in _ladder(start, search.count) if recall(probes, RESCORED[-1]) >= WANTED
    )
    probes = next(enough, search.count)
    for rescored in RESCORED:
        reached = recall(probes, rescored)
        if reached >= WANTED:
            break
    return Probing(lists=search.count, probes=probes, rescored=rescored), reached


def _sample(vectors: FloatArray) -> Sample:
    """Make questions as far from the vectors as real ones are.

    A stored vector would be too easy a question: its neighbours share its list. The sum of three
    drawn at random needs as many lists as real questions on subjects that the index hardly
    knows (evals/vectors.py compares the two).
    """
    generator = np.random.default_rng(SEED)
    rows = generator.integers(len(vectors), size=(QUERIES, 3))
    sums = vectors[rows.ravel()].reshape(QUERIES, 3, -1).sum(axis=1)
    lengths = np.maximum(np.linalg.norm(sums, axis=1, keepdims=True), TIE)
    queries = np.ascontiguousarray(sums / lengths, dtype=np.float32)
    return Sample(queries=queries, tenth=_tenth(queries, vectors))


def _tenth(queries: FloatArray, vectors: FloatArray) -> FloatArray:
    best = np.full((len(queries), NEAREST), -np.inf, dtype=np.float32)
    for block in blocks(vectors):
        scores = np.concatenate([best, queries @ block.T], axis=1)
        best = np.partition(scores, -NEAREST, axis=1)[:, -NEAREST:]
    return np.asarray(best.min(axis=1), dtype=np.float32)


def _ladder(start: int, lists: int) -> Iterator[int]:
    """Yield growing numbers of lists, the last of them all."""
    probes = float(start)
    while probes < lists:
        yield round(probes)
        probes *= STEP
    yield lists


def _recall(
    search: ListSearch, vectors: FloatArray, sample: Sample, *, probes: int, rescored: int
) -> float:
    """Return the mean share of the ten nearest found; what ties with the tenth counts as it."""
    found = 0
    for query, tenth in zip(sample.queries, sample.tenth, strict=True):
        rows, scores = search.nearest(query, probes=probes, rescored=rescored)
        chosen = rows[np.argsort(-scores, kind="stable")[:NEAREST]]
        found += int(np.sum(vectors[chosen] @ query >= tenth - TIE))
    return found / (len(sample.queries) * min(NEAREST, len(vectors)))
