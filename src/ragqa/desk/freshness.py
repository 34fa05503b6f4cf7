"""Which articles have been overtaken by the index that serves, found out beside everything else."""

import logging
import threading
from collections.abc import Mapping
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from typing import Final

from ragqa.config import Settings
from ragqa.desk.serving import ServingIndex
from ragqa.errors import RagqaError, SnapshotError
from ragqa.indexing.snapshot import Snapshot
from ragqa.library.article_lines import current_lines
from ragqa.library.judging import build_judge
from ragqa.library.staleness import Stale
from ragqa.library.store import ArticleId, Library, VersionId

logger = logging.getLogger(__name__)

SOON: Final = 0.4
"""Seconds that a page waits for a comparison that has just begun; most are over by then."""
PATIENTLY: Final = 8.0
"""Seconds that a page waits which shows nothing but the outcome of one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """What is known so far: the versions that were compared with the index, and the stale ones."""

    compared: frozenset[VersionId]
    stale: Mapping[ArticleId, Stale]


_NOTHING = Judged(compared=frozenset(), stale={})


class Freshness:
    """Compares articles with the index in one thread of its own; safe to be shared.

    Args:
        settings: what an answer would be made with now.
        serving: the index.
        library: where the articles are.
    """

    def __init__(self, settings: Settings, serving: ServingIndex, library: Library) -> None:
        self._settings = settings
        self._serving = serving
        self._library = library
        self._lock = threading.Lock()
        self._judged: tuple[str, Judged] = ("", _NOTHING)
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="freshness")
        self._work: Future[None] | None = None

    def judged(self, patience: float = SOON) -> Judged:
        """Return what is known of the index that serves; what is not known yet is found out.

        Nothing is known where the index cannot be opened: the articles can be read all the same.

        Args:
            patience: seconds to wait for it.
        """
        try:
            with self._serving.lease() as serving:
                snapshot_id = serving.snapshot.snapshot_id
        except SnapshotError as error:
            logger.info("articles are not compared with the index: %s", error)
            return _NOTHING
        versions = {line.version_id for line in current_lines(self._library)}
        if not versions <= self._known(snapshot_id).compared:
            wait([self._begun()], timeout=patience)
        return self._known(snapshot_id)

    def close(self) -> None:
        """Wait for a comparison that is under way; none is begun any more."""
        self._thread.shutdown(wait=True, cancel_futures=True)

    def _known(self, snapshot_id: str) -> Judged:
        known_id, judged = self._judged
        return judged if known_id == snapshot_id else _NOTHING

    def _begun(self) -> Future[None]:
        with self._lock:
            if self._work is None or self._work.done():
                self._work = self._thread.submit(self._compare)
            return self._work

    def _compare(self) -> None:
        try:
            with self._serving.lease() as serving:
                self._judge(serving.snapshot)
        except RagqaError as error:
            logger.warning("the articles could not be compared with the index: %s", error)
        except Exception:
            logger.exception("the articles could not be compared with the index")

    def _judge(self, snapshot: Snapshot) -> None:
        """Judge the articles that were not judged yet, beside those that were."""
        before = {line.article_id: line.version_id for line in current_lines(self._library)}
        known = self._known(snapshot.snapshot_id)
        new = {name for name, version in before.items() if version not in known.compared}
        judge = build_judge(self._settings, snapshot, self._library, processes=1)
        stale = judge.stale(one for one in self._library.kept() if one.article_id in new)
        after = {line.article_id: line.version_id for line in current_lines(self._library)}
        # What was written anew meanwhile is judged the next time.
        settled = {name: version for name, version in before.items() if after.get(name) == version}
        told = {name: one for name, one in known.stale.items() if name not in new}
        told |= {one.article_id: one for one in stale}
        self._judged = (
            snapshot.snapshot_id,
            Judged(
                compared=frozenset(settled.values()),
                stale={name: one for name, one in told.items() if name in settled},
            ),
        )
