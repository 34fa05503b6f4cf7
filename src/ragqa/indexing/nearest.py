"""What every vector structure shares: ids in ascending order, and the best of some scores."""

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt

from ragqa.embedding.embedder import FloatArray

IdArray = npt.NDArray[np.int64]
RowArray = npt.NDArray[np.int64]
Scored = list[tuple[int, float]]


def best(ids: IdArray, scores: FloatArray, limit: int) -> Scored:
    """Return `(id, cosine)` of the `limit` highest scores, best first, ties by id."""
    if limit < len(scores):
        # All that tie with the last one are kept, so that ids decide among them.
        last = np.partition(scores, len(scores) - limit)[len(scores) - limit]
        kept = np.flatnonzero(scores >= last)
        ids, scores = ids[kept], scores[kept]
    order = np.lexsort((ids, -scores))[:limit]
    cosines = np.clip(scores[order].astype(np.float64), -1.0, 1.0)
    return list(zip(ids[order].tolist(), cosines.tolist(), strict=True))


def merged(found: Iterable[Scored], limit: int) -> Scored:
    """Return the `limit` best of several searches, best first, ties by id."""
    return sorted((hit for hits in found for hit in hits), key=lambda hit: (-hit[1], hit[0]))[
        :limit
    ]


def rows_of(ids: IdArray, wanted: IdArray) -> RowArray:
    """Return the row of each wanted id in ascending `ids`; -1 for one that is not there."""
    rows = np.searchsorted(ids, wanted).astype(np.int64)
    there = rows < len(ids)
    there[there] = ids[rows[there]] == wanted[there]
    return np.where(there, rows, -1)
