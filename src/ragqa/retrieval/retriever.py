"""The retriever role."""

from typing import Protocol

from ragqa.retrieval.filters import EVERYTHING, Filters
from ragqa.schema.evidence import Evidence
from ragqa.schema.source import Kind


class Retriever(Protocol):
    """Finds the passages that bear on a question, best first; the same question, the same list.

    A smaller `limit` gives the beginning of the same list, with the same scores.
    """

    def retrieve(
        self,
        question: str,
        *,
        limit: int,
        kind: Kind | None = None,
        filters: Filters = EVERYTHING,
        copies: bool = False,
    ) -> list[Evidence]:
        """Return at most `limit` passages.

        Args:
            question: free text.
            limit: at least 1.
            kind: only passages of works of this kind.
            filters: only passages of works that these admit.
            copies: also those that repeat a better one nearly word for word.
        """
        ...
