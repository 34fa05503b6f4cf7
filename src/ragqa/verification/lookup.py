"""What the gate needs of an index, and one document as it sees it."""

from collections.abc import Collection, Sequence
from typing import Protocol

from ragqa.schema.document import Document, DocumentId, Passage, PassageId
from ragqa.schema.source import Source


class PassageLookup(Protocol):
    """Reads what one pinned snapshot holds; every call answers from the same snapshot."""

    def passages(self, ids: Sequence[PassageId]) -> list[Passage]:
        """Return passages in the order asked for.

        Raises:
            KeyError: one of them is not there.
        """
        ...

    def sources(self, ids: Collection[DocumentId]) -> dict[DocumentId, Source]:
        """Return the sources of documents.

        Raises:
            KeyError: one of them is not there.
        """
        ...

    def document(self, document_id: DocumentId) -> Document:
        """Return one document.

        Raises:
            KeyError: it is not there.
        """
        ...
