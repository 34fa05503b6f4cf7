"""Dense and lexical search over one snapshot, fused."""

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

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
        chosen: list[_Found] = []
        for look in self._looks(question, kind):
            chosen += self._admitted(look, filters)
            if not copies:
                chosen = self._distinct(chosen)
            if len(chosen) >= limit:
                break
        logger.info("kept %d passages of %d", min(limit, len(chosen)), len(chosen))
        return self._evidence(chosen, limit)

    def _looks(self, question: str, kind: Kind | None) -> Iterator[list[_Found]]:
        """Yield what each look brings that none before it has brought, best first."""
        vector = self._embedder.embed([question])[0]
        seen: set[PassageId] = set()
        depth, ceiling = self._depth, 1.0
        while True:
            pool = candidates(self._snapshot, question, vector, depth=depth, kind=kind)
            look = [one for one in self._ranked(pool) if one.passage_id not in seen]
            if not look:
                return
            # Scored beside other candidates than before: never above what was found before.
            yield [replace(one, score=min(one.score, ceiling)) for one in look]
            seen.update(pool.ids)
            ceiling = min(ceiling, look[-1].score)
            depth *= _DEEPER

    def _ranked(self, pool: Candidates) -> list[_Found]:
        if not len(pool):
            return []
        scores = fused(pool, self._weights)
        order = np.lexsort((np.arange(len(pool)), -scores)).tolist()
        return [
            _Found(
                passage_id=pool.ids[row],
                document_id=pool.documents[pool.works[row]],
                vector=pool.vectors[row],
                score=float(scores[row]),
                similarity=float(pool.cosines[row]),
            )
            for row in order
        ]

    def _admitted(self, found: Sequence[_Found], filters: Filters) -> list[_Found]:
        if not filters.any:
            return list(found)
        sources = self._snapshot.sources({one.document_id for one in found})
        return [one for one in found if filters.admit(sources[one.document_id])]

    def _distinct(self, found: list[_Found]) -> list[_Found]:
        def texts(rows: Sequence[int]) -> list[str]:
            passages = self._snapshot.passages([found[row].passage_id for row in rows])
            return [passage.text for passage in passages]

        if not found:
            return []
        rows = first_of_each(np.stack([one.vector for one in found]), texts)
        return [found[row] for row in rows]

    def _evidence(self, found: Sequence[_Found], limit: int) -> list[Evidence]:
        """Read the passages to be handed over; all that were found where versions matter."""
        versions = any(one.document_id in self._snapshot.related for one in found)
        taken = found if versions else found[:limit]
        passages = self._snapshot.passages([one.passage_id for one in taken])
        sources = self._snapshot.sources({one.document_id for one in taken})
        evidence = [
            Evidence(
                passage=passage,
                source=sources[one.document_id],
                score=one.score,
                similarity=one.similarity,
            )
            for one, passage in zip(taken, passages, strict=True)
        ]
        return current_first(evidence)[:limit]
