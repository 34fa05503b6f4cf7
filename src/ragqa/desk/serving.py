"""The index as a server holds it: one snapshot for a whole answer, the next one without a pause."""

import gc
import logging
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property

from ragqa.assembly import (
    build_pipeline,
    build_question_embedder,
    build_retriever,
    build_store,
    cores,
    open_snapshot,
)
from ragqa.config import Settings
from ragqa.embedding.late_pooling import SpanEmbedder
from ragqa.errors import BusyError, RagqaError
from ragqa.indexing.snapshot import Snapshot
from ragqa.pipeline import Pipeline
from ragqa.retrieval.retriever import Retriever
from ragqa.schema.question import Question

logger = logging.getLogger(__name__)

RETRY_SECONDS = 30.0
"""A snapshot that could not be opened is left alone for so long: to check it reads all of it."""

_LAST_LOOK = 0.5
"""Seconds after which whoever gave a snapshot back has let go of all its parts."""


@dataclass(slots=True, kw_only=True, eq=False)
class Serving:
    """One pinned snapshot, with what answers from it; safe to be shared between threads."""

    snapshot: Snapshot
    pipeline: Pipeline
    retriever: Retriever
    leases: int = field(default=0)
    retired: bool = field(default=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Refusal:
    """Why a snapshot cannot serve, and until when nobody looks again."""

    name: str
    error: RagqaError
    until: float


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
        self._refusal: _Refusal | None = None
        self._closed = False
        self._let_go_at: float | None = None

    @property
    def snapshot_id(self) -> str | None:
        """The id of the snapshot that serves; None before one does."""
        serving = self._serving
        return None if serving is None else serving.snapshot.snapshot_id

    @contextmanager
    def lease(self) -> Iterator[Serving]:
        """Lend what serves now; it stays as it is for as long as it is held.

        Raises:
            NoIndexError: nothing has been ingested yet.
            SnapshotError: the index cannot be opened.
            BusyError: the server is stopping.
        """
        serving = self._taken()
        try:
            yield serving
        finally:
            self._returned(serving)

    def renew(self) -> bool:
        """Serve the newest snapshot from now on, if it is another; tell whether it was.

        It answers one question first, so that nobody waits for what only the first one needs.

        Raises:
            NoIndexError: nothing has been ingested yet.
            SnapshotError: the index cannot be opened; what served before goes on serving.
            BusyError: the server is stopping.
        """
        with self._renewing:
            name, before = self._store.current_name(), self._serving
            if before is not None and name == before.snapshot.folder_name:
                return False
            serving = self._opened(name)
            with self._lock:
                if closed := self._closed:
                    unread: Serving | None = serving
                else:
                    self._serving, unread = serving, self._retire(before)
            self._let_go(unread)
            if closed:
                raise _stopping()
            logger.info("serving snapshot %s", serving.snapshot.snapshot_id[:12])
            return True

    def close(self) -> None:
        """Serve nothing any more; what is lent is closed when it is given back."""
        with self._lock:
            self._closed = True
            unread = self._retire(self._serving)
            self._serving = None
        self._let_go(unread)

    def tidy(self) -> None:
        """Give back the memory and the mapped files of snapshots that were closed a moment ago.

        What answers from a snapshot refers to itself in circles, and a server makes so few other
        objects to drop that they would stay for hours.
        """
        since = self._let_go_at
        if since is not None and time.monotonic() - since >= _LAST_LOOK:
            self._let_go_at = None
            gc.collect()

    @cached_property
    def _embedder(self) -> SpanEmbedder:
        """One for all snapshots: its weights load once."""
        return build_question_embedder(self._settings, threads=cores())

    def _opened(self, name: str) -> Serving:
        """Open the newest snapshot, unless that of this name could not be a moment ago."""
        refusal = self._refusal
        if refusal is not None and refusal.name == name and time.monotonic() < refusal.until:
            raise type(refusal.error)(str(refusal.error))
        try:
            serving = self._open()
        except RagqaError as error:
            until = time.monotonic() + RETRY_SECONDS
            self._refusal = _Refusal(name=name, error=error, until=until)
            raise
        self._refusal = None
        return serving

    def _open(self) -> Serving:
        snapshot = open_snapshot(self._settings)
        try:
            self._warm(snapshot)
            return Serving(
                snapshot=snapshot,
                pipeline=build_pipeline(self._settings, snapshot, self._embedder),
                retriever=build_retriever(self._settings, snapshot, self._embedder),
            )
        except BaseException:
            snapshot.close()
            raise

    def _warm(self, snapshot: Snapshot) -> None:
        """Load what an answer needs by giving one; no language model is asked."""
        for document_id in snapshot.document_ids()[:1]:
            title = snapshot.sources([document_id])[document_id].title
            own = build_pipeline(_without_language_model(self._settings), snapshot, self._embedder)
            own.answer(Question(text=title))

    def _taken(self) -> Serving:
        while True:
            with self._lock:
                if self._closed:
                    raise _stopping()
                if self._serving is not None:
                    self._serving.leases += 1
                    return self._serving
            self.renew()

    def _returned(self, serving: Serving) -> None:
        with self._lock:
            serving.leases -= 1
            over = serving.retired and serving.leases == 0
        self._let_go(serving if over else None)

    def _let_go(self, serving: Serving | None) -> None:
        """Close what nobody reads any more."""
        if serving is not None:
            serving.snapshot.close()
            self._let_go_at = time.monotonic()

    @staticmethod
    def _retire(serving: Serving | None) -> Serving | None:
        """Mark what no longer serves; return it where nobody reads it."""
        if serving is None:
            return None
        serving.retired = True
        return serving if serving.leases == 0 else None


def _without_language_model(settings: Settings) -> Settings:
    composer = settings.composer.model_copy(update={"kind": "extractive"})
    changed: dict[str, object] = {"composer": composer}
    if settings.verification.entailment == "language-model":
        changed["verification"] = settings.verification.model_copy(update={"entailment": "none"})
    return settings.model_copy(update=changed)


def _stopping() -> BusyError:
    return BusyError("The server is stopping. Ask again in a minute.")
