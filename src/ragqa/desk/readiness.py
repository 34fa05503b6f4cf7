"""Whether a server can answer, and what it lacks where it cannot."""

from dataclasses import dataclass

from ragqa.desk.serving import ServingIndex
from ragqa.errors import RagqaError
from ragqa.library.store import Library


@dataclass(frozen=True, slots=True, kw_only=True)
class Readiness:
    """The snapshot that serves, and a sentence for everything that is missing."""

    snapshot_id: str | None
    missing: tuple[str, ...]


def readiness(serving: ServingIndex, library: Library) -> Readiness:
    """Read a little from the index and from the library."""
    missing = [told for told in (_of_index(serving), _of_library(library)) if told]
    return Readiness(snapshot_id=serving.snapshot_id, missing=tuple(missing))


def _of_index(serving: ServingIndex) -> str:
    try:
        with serving.lease() as lent:
            if lent.snapshot.document_count:
                return ""
    except RagqaError as error:
        return str(error)
    return "The index holds no documents. Put some in with `ragqa ingest PATH`."


def _of_library(library: Library) -> str:
    try:
        library.remembers("")
    except RagqaError as error:
        return str(error)
    return ""
