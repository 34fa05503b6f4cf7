"""What the gate needs of an index, and one document as it sees it."""

from collections.abc import Collection, Sequence
from typing import Protocol

from ragqa.schema.document import Document, DocumentId, Passage, PassageId
from ragqa.schema.evidence import EvidenceSentence
from ragqa.schema.source import Kind, Source


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


class EvidenceLookup(Protocol):
    """Finds again what bears on one claim, in the snapshot that the draft was composed from."""

    def sentences_for(self, claim: str, kind: Kind | None) -> list[EvidenceSentence]:
        """Return a few sentences that may carry `claim`, best first; of one kind, or of both."""
        ...
