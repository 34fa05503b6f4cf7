"""Ingested files as the index remembers them, and passage ids as numbers."""

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from ragqa.schema.document import DocumentId, PassageId


class FileState(StrEnum):
    """How reading one file ended; PARTIAL: a run was interrupted, and the next one goes on."""

    DONE = "done"
    PARTIAL = "partial"
    FAILED = "failed"
    NO_TEXT = "no_text"


@dataclass(frozen=True, slots=True, kw_only=True)
class FileRecord:
    """One ingested file: its bytes, how reading it ended, and the documents it holds."""

    path: str
    sha256: str
    size: int
    state: FileState
    error: str | None
    documents: tuple[DocumentId, ...]


class Hashes(NamedTuple):
    """What tells whether a document is the one that is indexed.

    `content` is of what it was read from, as its reader has it, and `record` of all that is
    stored of it.
    """

    content: str
    record: str


def passage_id_of(vector_id: int) -> PassageId:
    """Return the passage id that a vector id stands for."""
    return PassageId(f"{vector_id:016x}")


def vector_id_of(passage_id: PassageId) -> int:
    """Return the vector id of a passage id.

    Raises:
        KeyError: it is no passage id at all.
    """
    try:
        vector_id = int(passage_id, 16)
    except ValueError:
        raise KeyError(passage_id) from None
    if passage_id != passage_id_of(vector_id):
        raise KeyError(passage_id)
    return vector_id
