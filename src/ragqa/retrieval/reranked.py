"""Retrieval whose first passages are read again by a reranker."""

import logging
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from ragqa.embedding.embedder import FloatArray
from ragqa.retrieval.reranker import Reranker
from ragqa.retrieval.retriever import Retriever
from ragqa.retrieval.versions import current_first
from ragqa.schema.evidence import Evidence
from ragqa.schema.source import Kind

logger = logging.getLogger(__name__)


class RerankedRetriever:
    """Reorders what another retriever found; drops none, adds none.

    The final score is `(1 - weight)` times the retriever's own plus `weight` times the reranker's,
    scaled to [0, 1] over the passages read: never the reranker's alone, because a small model
    trained on little errs where the words of the question would have told.

    Args:
        depth: how many passages are read; those after them keep their order, behind.
        weight: share of the reranker in the final score, in [0, 1].
    """

    def __init__(
        self, retriever: Retriever, reranker: Reranker, *, depth: int, weight: float
    ) -> None:
        self._retriever = retriever
        self._reranker = reranker
        self._depth = depth
        self._weight = weight

    def retrieve(self, question: str, *, limit: int, kind: Kind | None = None) -> list[Evidence]:
        """Return at most `limit` passages by the final score, current versions first.

        Raises:
            ModelError: the reranker cannot be loaded, or gives no usable scores.
        """
        found = self._retriever.retrieve(question, limit=max(limit, self._depth), kind=kind)
        ranked = sorted(found, key=lambda item: -item.score)
        read, rest = ranked[: self._depth], ranked[self._depth :]
        opinions = _scaled(self._reranker.scores(question, read))
        weighed = [
            self._weighed(item, opinion) for item, opinion in zip(read, opinions, strict=True)
        ]
        weighed += [self._weighed(item, 0.0) for item in rest]
        logger.info("reranked %d of %d passages", len(read), len(found))
        return current_first(sorted(weighed, key=_rank))[:limit]

    def _weighed(self, item: Evidence, opinion: float) -> Evidence:
        return replace(item, score=(1 - self._weight) * item.score + self._weight * opinion)


def _rank(item: Evidence) -> tuple[float, str]:
    return (-item.score, item.passage.passage_id)


def _scaled(scores: FloatArray) -> Sequence[float]:
    """Scale to [0, 1]; equal scores all become 0."""
    if len(scores) == 0 or np.ptp(scores) == 0:
        return [0.0] * len(scores)
    scaled = (scores - scores.min()) / np.ptp(scores)
    return [float(value) for value in scaled]
