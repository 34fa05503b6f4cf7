"""What every vector structure shares: ids in ascending order, and the best of some scores."""

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

IdArray = npt.NDArray[np.int64]
RowArray = npt.NDArray[np.int64]
ScoreArray = npt.NDArray[np.float32 | np.float64]


class Scored(NamedTuple):
    """Ids and their scores, shape (count,) each, best first, ties by id."""

    ids: IdArray
    scores: ScoreArray


def best(ids: IdArray, scores: ScoreArray, limit: int) -> Scored:
    """Return the `limit` highest scores, best first, ties by id."""
    if limit < len(scores):
        # All that tie with the last one are kept, so that ids decide among them.
        last = np.partition(scores, len(scores) - limit)[len(scores) - limit]
        kept = np.flatnonzero(scores >= last)
        ids, scores = ids[kept], scores[kept]
    order = np.lexsort((ids, -scores))[:limit]
    return Scored(ids[order], scores[order])


def merged(found: Iterable[Scored], limit: int) -> Scored:
    """Return the `limit` best of several searches, best first, ties by id."""
    parts = [Scored(np.empty(0, dtype=np.int64), np.empty(0, dtype=np.float32)), *found]
    ids = np.concatenate([part.ids for part in parts])
    return best(ids, np.concatenate([part.scores for part in parts]), limit)


def rows_of(ids: IdArray, wanted: IdArray) -> RowArray:
    """Return the row of each wanted id in ascending `ids`; -1 for one that is not there."""
    rows = np.searchsorted(ids, wanted).astype(np.int64)
    there = rows < len(ids)
    there[there] = ids[rows[there]] == wanted[there]
    return np.where(there, rows, -1)
