"""What a document must be like to be let into an index."""

from collections.abc import Sequence

from ragqa.errors import SnapshotError
from ragqa.schema.document import Document, Passage, passage_id_for


def check(document: Document, passages: Sequence[Passage]) -> None:
    """Refuse a document that cannot be stored, or passages that are not distinct spans of it.

    Raises:
        SnapshotError: it is refused; the sentence says why.
    """
    _check_text(document)
    for passage in passages:
        _check_passage(document, passage)
    if len({passage.passage_id for passage in passages}) < len(passages):
        raise SnapshotError(
            f"The document {document.document_id!r} has the same passage twice. "
            "Cut the document again."
        )


def _check_text(document: Document) -> None:
    """Refuse text with halves of surrogate pairs, which no file can hold.

    Raises:
        SnapshotError: there are some.
    """
    try:
        f"{document.document_id}{document.text}{document.source.title}".encode()
    except UnicodeEncodeError as error:
        raise SnapshotError(
            f"The document {document.document_id!r} holds characters that are not Unicode text. "
            "Convert its file to UTF-8 and ingest it again."
        ) from error


def _check_passage(document: Document, passage: Passage) -> None:
    """Refuse a passage that is not what its id and offsets say.

    Raises:
        SnapshotError: it is not.
    """
    derived = passage_id_for(document.document_id, passage.start, passage.text)
    if (
        passage.document_id != document.document_id
        or passage.text != document.text[passage.start : passage.end]
        or passage.passage_id != derived
    ):
        raise SnapshotError(
            f"The passage {passage.passage_id!r} at {passage.start} is not a span of the document "
            f"{document.document_id!r} under its own id. Cut the document again."
        )
