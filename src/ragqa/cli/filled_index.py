"""An index that has something to say."""

from ragqa.assembly import open_snapshot
from ragqa.config import Settings
from ragqa.errors import NoIndexError
from ragqa.indexing.snapshot import Snapshot


def open_filled(settings: Settings) -> Snapshot:
    """Open the snapshot that serves.

    Raises:
        NoIndexError: there is none, or it holds no document.
    """
    snapshot = open_snapshot(settings)
    if snapshot.document_count == 0:
        snapshot.close()
        raise NoIndexError(
            f"The index {str(settings.index)!r} holds no documents. "
            "Put some in with `ragqa ingest PATH`."
        )
    return snapshot
