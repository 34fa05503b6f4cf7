"""The reranker role."""

from collections.abc import Sequence
from typing import Protocol

from ragqa.embedding.embedder import FloatArray
from ragqa.schema.evidence import Evidence


class Reranker(Protocol):
    """Reads a question and a passage together, more closely than a search over all can.

    A higher score answers better.
    """

    @property
    def reranker_id(self) -> str:
        """Name and content hash of the model: two models never share one."""
        ...

    def scores(self, question: str, evidence: Sequence[Evidence]) -> FloatArray:
        """Return a score in [0, 1] for each passage, shape (len(evidence),), in their order.

        Raises:
            ModelError: the model cannot be loaded, or gives no usable scores.
        """
        ...
