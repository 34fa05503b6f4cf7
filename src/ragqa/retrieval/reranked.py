"""Retrieval whose first passages are read again by a reranker."""

import logging
from dataclasses import replace

from ragqa.retrieval.filters import EVERYTHING, Filters
from ragqa.retrieval.reranker import Reranker
from ragqa.retrieval.retriever import Retriever
from ragqa.retrieval.versions import outdated_last
from ragqa.schema.evidence import Evidence
from ragqa.schema.source import Kind

logger = logging.getLogger(__name__)


class RerankedRetriever:
    """Reorders what another retriever found; drops none, adds none.

    The final score is `(1 - weight)` times the retriever's own plus `weight` times the reranker's:
    never the reranker's alone, because the two err on different questions. Neither is scaled by
    what else was found, so that a score means the same beside whatever company.

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

    def retrieve(
        self,
        question: str,
        *,
        limit: int,
        kind: Kind | None = None,
        filters: Filters = EVERYTHING,
        copies: bool = False,
    ) -> list[Evidence]:
        """Return at most `limit` passages by the final score, current versions first.

        Raises:
            ModelError: the reranker cannot be loaded, or gives no usable scores.
        """
        found = self._retriever.retrieve(
            question, limit=max(limit, self._depth), kind=kind, filters=filters, copies=copies
        )
        ranked = sorted(found, key=lambda item: -item.score)
        read, rest = ranked[: self._depth], ranked[self._depth :]
        opinions = self._reranker.scores(question, read).tolist()
        weighed = [
            self._weighed(item, opinion) for item, opinion in zip(read, opinions, strict=True)
        ]
        weighed += [self._weighed(item, 0.0) for item in rest]
        logger.info("reranked %d of %d passages", len(read), len(found))
        return outdated_last(sorted(weighed, key=lambda item: -item.score))[:limit]

    def _weighed(self, item: Evidence, opinion: float) -> Evidence:
        return replace(item, score=(1 - self._weight) * item.score + self._weight * opinion)
