"""Dense and lexical search over one snapshot, fused."""

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
import numpy.typing as npt

from ragqa.embedding.embedder import Embedder, FloatArray
from ragqa.indexing.nearest import IdArray
from ragqa.indexing.records import passage_id_of
from ragqa.indexing.snapshot import Snapshot
from ragqa.retrieval.candidates import Candidates, candidates
from ragqa.retrieval.filters import EVERYTHING, Filters
from ragqa.retrieval.fusion import FusionWeights, fused
from ragqa.retrieval.near_duplicates import first_of_each
from ragqa.retrieval.versions import outdated_last
from ragqa.schema.document import PassageId
from ragqa.schema.evidence import Evidence
from ragqa.schema.source import Kind

logger = logging.getLogger(__name__)

Rows = slice | Sequence[int] | npt.NDArray[np.bool_] | npt.NDArray[np.intp]

# How much deeper each further look goes when the last did not bring enough.
_DEEPER = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    """Candidates, one in each row of all columns."""

    ids: IdArray
    vectors: FloatArray
    scores: FloatArray
    similarities: FloatArray

    @classmethod
    def nothing(cls, dimension: int) -> Self:
        """Return no candidates."""
        none = np.empty(0, dtype=np.float32)
        vectors = np.empty((0, dimension), dtype=np.float32)
        return cls(ids=none.astype(np.int64), vectors=vectors, scores=none, similarities=none)

    @classmethod
    def of(cls, pool: Candidates, scores: FloatArray) -> Self:
        """Return candidates with their scores, in the order of the candidates."""
        return cls(ids=pool.ids, vectors=pool.vectors, scores=scores, similarities=pool.cosines)

    def __len__(self) -> int:
        return len(self.ids)

    def __getitem__(self, rows: Rows) -> "_Found":
        """Return some rows, in the order given."""
        return _Found(
            ids=self.ids[rows],
            vectors=self.vectors[rows],
            scores=self.scores[rows],
            similarities=self.similarities[rows],
        )

    def before(self, others: "_Found") -> "_Found":
        """Return these and, behind them, others."""
        if not len(self):
            return others
        return _Found(
            ids=np.concatenate([self.ids, others.ids]),
            vectors=np.concatenate([self.vectors, others.vectors]),
            scores=np.concatenate([self.scores, others.scores]),
            similarities=np.concatenate([self.similarities, others.similarities]),
        )

    def passage_ids(self) -> list[PassageId]:
        """Return the ids of the passages."""
        return [passage_id_of(one) for one in self.ids.tolist()]


class HybridRetriever:
    """Ranks what both searches bring by the fused score of `fusion`.

    The first look is always equally deep, so that neither order nor scores depend on how many
    passages are asked for. Only when filters and repetitions leave too few does it look deeper,
    and what it finds then comes after all that it found before.

    Args:
        snapshot: what is searched.
        embedder: the one that the snapshot was built with.
        depth: passages that each search brings at the first look.
        weights: what each kind of evidence counts.
    """

    def __init__(
        self, snapshot: Snapshot, embedder: Embedder, *, depth: int, weights: FusionWeights
    ) -> None:
        self._snapshot = snapshot
        self._embedder = embedder
        self._depth = depth
        self._weights = weights

    def retrieve(
        self,
        question: str,
        *,
        limit: int,
        kind: Kind | None = None,
        filters: Filters = EVERYTHING,
        copies: bool = False,
    ) -> list[Evidence]:
        """Return at most `limit` passages by fused score, current versions before superseded."""
        chosen, wanted = _Found.nothing(self._snapshot.dimension), limit
        for look in self._looks(question, kind):
            chosen = chosen.before(self._admitted(look, filters))
            # What supersedes another may stand far below it: then all that was found counts.
            wanted = len(chosen) if self._any_outdated(chosen) else limit
            if not copies:
                chosen = self._distinct(chosen, wanted)
            if len(chosen) >= limit:
                break
        logger.info("kept %d passages of %d", min(limit, len(chosen)), len(chosen))
        return outdated_last(self._evidence(chosen[:wanted]))[:limit]

    def _looks(self, question: str, kind: Kind | None) -> Iterator[_Found]:
        """Yield what each look brings that none before it has brought, best first."""
        vector = self._embedder.embed([question])[0]
        seen = np.empty(0, dtype=np.int64)
        depth, ceiling = self._depth, 1.0
        while True:
            pool = candidates(self._snapshot, question, vector, depth=depth, kind=kind)
            look = self._ranked(pool, seen, ceiling)
            if not len(look):
                return
            yield look
            seen = np.union1d(seen, pool.ids)
            ceiling = float(look.scores[-1])
            depth *= _DEEPER

    def _ranked(self, pool: Candidates, seen: IdArray, ceiling: float) -> _Found:
        """Return candidates not seen before, best first.

        Scored beside others than those: never above what was found before.
        """
        scores = fused(pool, self._weights)
        order = np.argsort(-scores, kind="stable")  # ties by id
        new = order[np.isin(pool.ids[order], seen, invert=True)]
        return _Found.of(pool, np.minimum(scores, ceiling))[new]

    def _admitted(self, found: _Found, filters: Filters) -> _Found:
        if not filters.any:
            return found
        passages = self._snapshot.passages(found.passage_ids())
        sources = self._snapshot.sources({one.document_id for one in passages})
        admitted = [filters.admit(sources[one.document_id], one.directness) for one in passages]
        return found[np.array(admitted, dtype=bool)]

    def _any_outdated(self, found: _Found) -> bool:
        """Tell whether another work may supersede or retract one of these."""
        outdated = self._snapshot.outdated
        return bool(outdated) and any(
            work.document_id in outdated for work in self._snapshot.works_of(found.ids)
        )

    def _distinct(self, found: _Found, wanted: int) -> _Found:
        def texts(rows: Sequence[int]) -> list[str]:
            return [one.text for one in self._snapshot.passages(found[rows].passage_ids())]

        return found[first_of_each(found.vectors, texts, wanted)]

    def _evidence(self, found: _Found) -> list[Evidence]:
        passages = self._snapshot.passages(found.passage_ids())
        sources = self._snapshot.sources({passage.document_id for passage in passages})
        columns = zip(passages, found.scores.tolist(), found.similarities.tolist(), strict=True)
        return [
            Evidence(
                passage=passage,
                source=sources[passage.document_id],
                score=score,
                similarity=similarity,
            )
            for passage, score, similarity in columns
        ]
