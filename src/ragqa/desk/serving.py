"""The index as a server holds it: one snapshot for a whole answer, the next one without a pause."""

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from ragqa.assembly import build_pipeline, build_retriever, build_store, open_snapshot
from ragqa.config import Settings
from ragqa.indexing.snapshot import Snapshot
from ragqa.pipeline import Pipeline
from ragqa.retrieval.retriever import Retriever

logger = logging.getLogger(__name__)


@dataclass(slots=True, kw_only=True, eq=False)
class Serving:
    """One pinned snapshot, with what answers from it; safe to be shared between threads."""

    snapshot: Snapshot
    pipeline: Pipeline
    retriever: Retriever
    leases: int = field(default=0)
    retired: bool = field(default=False)


class ServingIndex:
    """Lends the snapshot that serves; an older one is closed when its last reader is done.

    Args:
        settings: of the index and of what answers from it.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._store = build_store(settings)
        self._lock = threading.Lock()
        self._renewing = threading.Lock()
        self._serving: Serving | None = None

    @contextmanager
    def lease(self) -> Iterator[Serving]:
        """Lend what serves now; it stays as it is for as long as it is held.

        Raises:
            NoIndexError: nothing has been ingested yet.
            SnapshotError: the index cannot be opened.
        """
        serving = self._taken()
        try:
            yield serving
        finally:
            self._returned(serving)

    def renew(self) -> bool:
        """Serve the newest snapshot from now on, if it is another; tell whether it was.

        Raises:
            NoIndexError: nothing has been ingested yet.
            SnapshotError: the index cannot be opened; what served before goes on serving.
        """
        with self._renewing:
            before = self._serving
            if before is not None and self._store.current_name() == before.snapshot.folder_name:
                return False
            snapshot = open_snapshot(self._settings)
            try:
                serving = Serving(
                    snapshot=snapshot,
                    pipeline=build_pipeline(self._settings, snapshot),
                    retriever=build_retriever(self._settings, snapshot),
                )
            except BaseException:
                snapshot.close()
                raise
            with self._lock:
                self._serving = serving
                unread = self._retire(before)
            if unread is not None:
                unread.snapshot.close()
            logger.info("serving snapshot %s", snapshot.snapshot_id[:12])
            return True

    def close(self) -> None:
        """Serve nothing any more; what is lent is closed when it is given back."""
        with self._lock:
            unread = self._retire(self._serving)
            self._serving = None
        if unread is not None:
            unread.snapshot.close()

    def _taken(self) -> Serving:
        if self._serving is None:
            self.renew()
        with self._lock:
            serving = self._serving
            if serving is not None:
                serving.leases += 1
                return serving
        return self._taken()

    def _returned(self, serving: Serving) -> None:
        with self._lock:
            serving.leases -= 1
            over = serving.retired and serving.leases == 0
        if over:
            serving.snapshot.close()

    @staticmethod
    def _retire(serving: Serving | None) -> Serving | None:
        """Mark what no longer serves; return it where nobody reads it."""
        if serving is None:
            return None
        serving.retired = True
        return serving if serving.leases == 0 else None
