"""The retriever role."""

from typing import Protocol

from ragqa.schema.evidence import Evidence
from ragqa.schema.source import Kind


class Retriever(Protocol):
    """Finds the passages that bear on a question, best first; the same question, the same list."""

    def retrieve(self, question: str, *, limit: int, kind: Kind | None = None) -> list[Evidence]:
        """Return at most `limit` passages, of one kind where `kind` is given."""
        ...
