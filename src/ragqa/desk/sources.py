"""One source of the index, read by its id."""

from dataclasses import dataclass

from ragqa.desk.serving import ServingIndex
from ragqa.errors import NotFoundError
from ragqa.schema.document import Document, DocumentId


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceRead:
    """One document, and the snapshot that it was read from."""

    snapshot_id: str
    document: Document


def read_source(index: ServingIndex, document_id: str) -> SourceRead:
    """Return one document of the snapshot that serves, with what all works there say of its own.

    Raises:
        NotFoundError: the index holds no such document.
        SnapshotError: there is no index, or it cannot be opened.
    """
    with index.lease() as serving:
        try:
            document = serving.snapshot.document(DocumentId(document_id))
        except KeyError:
            raise NotFoundError(
                f"The index holds no source {document_id!r}. Search for the one you mean; it may "
                "have been removed."
            ) from None
        return SourceRead(snapshot_id=serving.snapshot.snapshot_id, document=document)
