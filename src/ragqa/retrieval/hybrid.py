"""Dense and lexical search over one snapshot, fused."""

import logging
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass

import numpy as np

from ragqa.embedding.embedder import Embedder, FloatArray
from ragqa.indexing.snapshot import Snapshot
from ragqa.retrieval.candidates import Candidates, candidates
from ragqa.retrieval.filters import EVERYTHING, Filters
from ragqa.retrieval.fusion import FusionWeights, fused
from ragqa.retrieval.near_duplicates import first_of_each
from ragqa.retrieval.versions import current_first
from ragqa.schema.document import DocumentId, PassageId
from ragqa.schema.evidence import Evidence
from ragqa.schema.source import Kind

logger = logging.getLogger(__name__)

# How much deeper each further look goes when the last did not bring enough.
_DEEPER = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    """A ranked candidate."""

    passage_id: PassageId
    document_id: DocumentId
    vector: FloatArray
    score: float
    similarity: float


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
        chosen, wanted = list[_Found](), limit
        for look in self._looks(question, kind):
            chosen += self._admitted(look, filters)
            # What supersedes another may stand far below it: then all that was found counts.
            versions = any(one.document_id in self._snapshot.related for one in chosen)
            wanted = len(chosen) if versions else limit
            if not copies:
                chosen = self._distinct(chosen, wanted)
            if len(chosen) >= limit:
                break
        logger.info("kept %d passages of %d", min(limit, len(chosen)), len(chosen))
        return current_first(self._evidence(chosen[:wanted]))[:limit]

    def _looks(self, question: str, kind: Kind | None) -> Iterator[list[_Found]]:
        """Yield what each look brings that none before it has brought, best first."""
        vector = self._embedder.embed([question])[0]
        seen: set[PassageId] = set()
        depth, ceiling = self._depth, 1.0
        while True:
            pool = candidates(self._snapshot, question, vector, depth=depth, kind=kind)
            look = self._ranked(pool, seen, ceiling)
            if not look:
                return
            yield look
            seen.update(pool.ids)
            ceiling = look[-1].score
            depth *= _DEEPER

    def _ranked(self, pool: Candidates, seen: Set[PassageId], ceiling: float) -> list[_Found]:
        """Return candidates not seen before, best first.

        Scored beside others than those: never above what was found before.
        """
        if not len(pool):
            return []
        scores = fused(pool, self._weights)
        order = np.argsort(-scores, kind="stable").tolist()
        return [
            _Found(
                passage_id=pool.ids[row],
                document_id=pool.documents[pool.works[row]],
                vector=pool.vectors[row],
                score=min(float(scores[row]), ceiling),
                similarity=float(pool.cosines[row]),
            )
            for row in order
            if pool.ids[row] not in seen
        ]

    def _admitted(self, found: Sequence[_Found], filters: Filters) -> list[_Found]:
        if not filters.any:
            return list(found)
        sources = self._snapshot.sources({one.document_id for one in found})
        return [one for one in found if filters.admit(sources[one.document_id])]

    def _distinct(self, found: list[_Found], wanted: int) -> list[_Found]:
        def texts(rows: Sequence[int]) -> list[str]:
            passages = self._snapshot.passages([found[row].passage_id for row in rows])
            return [passage.text for passage in passages]

        if not found:
            return []
        rows = first_of_each(np.stack([one.vector for one in found]), texts, wanted)
        return [found[row] for row in rows]

    def _evidence(self, found: Sequence[_Found]) -> list[Evidence]:
        passages = self._snapshot.passages([one.passage_id for one in found])
        sources = self._snapshot.sources({one.document_id for one in found})
        return [
            Evidence(
                passage=passage,
                source=sources[one.document_id],
                score=one.score,
                similarity=one.similarity,
            )
            for one, passage in zip(found, passages, strict=True)
        ]
