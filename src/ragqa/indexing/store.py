"""The index folder: opens snapshots, lets one writer at a time in, checks and tidies."""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from ragqa.embedding.late_pooling import SpanEmbedder
from ragqa.errors import (
    IndexCorruptError,
    IndexLockedError,
    IndexMismatchError,
    NoIndexError,
    SnapshotError,
)
from ragqa.indexing.checked_files import CheckedFiles
from ragqa.indexing.manifest import (
    BUILDING,
    CURRENT,
    REBUILD,
    SNAPSHOTS,
    WORDS,
    Current,
    Manifest,
    read_current,
    read_manifest,
    writing,
)
from ragqa.indexing.pins import Pin
from ragqa.indexing.recipe import Recipe
from ragqa.indexing.snapshot import Snapshot
from ragqa.indexing.word_store import WordStore

# What only writers and inspectors need is imported where they are met: a search starts sooner.
if TYPE_CHECKING:
    from ragqa.indexing.embedding_cache import RememberingReader
    from ragqa.indexing.inspection import VerifyReport
    from ragqa.indexing.statistics import IndexStats
    from ragqa.indexing.tidying import GcReport
    from ragqa.indexing.writer import SnapshotWriter

LOCK = "write.lock"


class IndexStore:
    """Snapshots under one folder, of which the file CURRENT names the one that serves."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._checked = CheckedFiles(root)

    def open(self, *, embedder_id: str | None = None) -> Snapshot:
        """Open the snapshot that serves and pin it; its files are checked first.

        Raises:
            NoIndexError: nothing has been published.
            IndexMismatchError: it was built with another embedder than `embedder_id`, or by
                another version of ragqa.
            IndexCorruptError: a byte of it is not what was written.
        """
        current, pin = self._pin()
        try:
            return self._open(current, pin, embedder_id)
        except BaseException:
            pin.release()
            raise

    def _open(self, current: Current, pin: Pin, embedder_id: str | None) -> Snapshot:
        folder = self._folder(current)
        manifest = read_manifest(folder, current)
        if embedder_id not in (None, manifest.embedder_id):
            raise IndexMismatchError(
                f"The index {str(self._root)!r} was built with the embedder "
                f"{manifest.embedder_id!r}, but the settings ask for {embedder_id!r}. {REBUILD}"
            )
        self._checked.check(folder, manifest)
        with self._opening():
            return Snapshot(folder, manifest, pin)

    @contextmanager
    def _opening(self) -> Iterator[None]:
        try:
            yield
        except (OSError, sqlite3.Error) as error:
            raise SnapshotError(
                f"The index {str(self._root)!r} cannot be opened ({error}). "
                "Check its permissions and those of the temporary folder."
            ) from error

    @contextmanager
    def write(
        self,
        *,
        embedder_id: str,
        dimension: int,
        chunker_id: str,
        words: bool = True,
        rebuild: bool = False,
    ) -> "Iterator[SnapshotWriter]":
        """Let one writer change the index; without `commit` nothing has happened.

        Starts from the content that serves, or empty with `rebuild` or where there is none.
        Keeps no `words` of passages where none are asked for.

        Raises:
            IndexLockedError: another process is writing.
            IndexMismatchError: the index was made with another embedder, chunker or format.
            IndexCorruptError: what serves is damaged and cannot be built upon.
            SnapshotError: the folder cannot be written.
        """
        from ragqa.indexing.writer import SnapshotWriter

        recipe = Recipe(embedder_id=embedder_id, dimension=dimension, chunker_id=chunker_id)
        with self._lock():
            manifest = None if rebuild else self._base(recipe, words=words)
            shutil.rmtree(self._root / BUILDING, ignore_errors=True)
            writer = SnapshotWriter(
                self._root,
                recipe,
                words=words,
                base=None if manifest is None else self._folder(self._current()),
                published=None if manifest is None else manifest.snapshot_id,
            )
            try:
                yield writer
            finally:
                writer.discard()

    @contextmanager
    def remembering(
        self, embedder: SpanEmbedder, *, words: bool = True
    ) -> "Iterator[RememberingReader]":
        """Lend a reader that keeps what it read beside the snapshots; for the writer alone."""
        from ragqa.indexing.embedding_cache import CACHE, EmbeddingCache, RememberingReader

        with (
            closing(EmbeddingCache(self._root / CACHE)) as cache,
            closing(RememberingReader(embedder, cache, words=words)) as reader,
        ):
            yield reader

    def current_name(self) -> str:
        """Return the name of the snapshot that serves, without opening it.

        Raises:
            NoIndexError: nothing has been published.
            IndexCorruptError: CURRENT is damaged.
        """
        return self._current().name

    def verify(self) -> "VerifyReport":
        """Check every byte of what serves, and that its parts agree with each other.

        Raises:
            NoIndexError: nothing has been published.
        """
        from ragqa.indexing.inspection import VerifyReport, inspect

        try:
            current, pin = self._pin()
        except IndexCorruptError as error:
            return VerifyReport(snapshot=None, files=0, size=0, faults=(str(error),))
        try:
            return inspect(self._folder(current), current)
        finally:
            pin.release()

    def gc(self) -> "GcReport":
        """Remove snapshots that no longer serve and that nobody reads, and dead writers' work.

        Raises:
            NoIndexError: nothing has been published, so nothing is known to be superseded.
            IndexCorruptError: CURRENT is damaged, or the snapshot it names is missing.
            IndexLockedError: another process is writing.
        """
        from ragqa.indexing.tidying import tidy

        self._serving()
        with self._lock(), writing(self._root):
            return tidy(self._root, self._serving())

    def stats(self) -> "IndexStats":
        """Return size and make of the snapshot that serves.

        Raises:
            NoIndexError: nothing has been published.
            IndexCorruptError: CURRENT or the manifest is damaged.
            SnapshotError: a file cannot be read; the figures are no proof that all are intact.
        """
        from ragqa.indexing.statistics import statistics_of
        from ragqa.indexing.tidying import bytes_under

        current, pin = self._pin()
        try:
            folder = self._folder(current)
            manifest = read_manifest(folder, current)
            with self._opening():
                return statistics_of(folder, manifest, bytes_under(self._root))
        finally:
            pin.release()

    def passage_count(self) -> int:
        """Return how many passages the snapshot that serves holds.

        Raises:
            NoIndexError: nothing has been published.
            IndexCorruptError: CURRENT or the manifest is damaged.
        """
        current, pin = self._pin()
        try:
            return read_manifest(self._folder(current), current).counts.passages
        finally:
            pin.release()

    def _folder(self, current: Current) -> Path:
        return self._root / SNAPSHOTS / current.name

    def _current(self) -> Current:
        """Read which snapshot serves."""
        self._check_place()
        return read_current(self._root)

    def _serving(self) -> Current:
        """Read which snapshot serves; its folder must be there."""
        current = self._current()
        if not self._folder(current).is_dir():
            raise self._missing(current)
        return current

    def _check_place(self) -> None:
        """Refuse what has the name of an index and is none, before anything is written."""
        current = self._root / CURRENT
        with suppress(PermissionError):  # those are told where they are met
            if self._root.exists() and not self._root.is_dir():
                raise NoIndexError(
                    f"There is no index in {str(self._root)!r}: it is a file, and an index is a "
                    "folder. Name another with --index DIR."
                )
            if current.is_dir():
                raise IndexCorruptError(
                    f"{str(current)!r} is a folder, not the file that names the snapshot. "
                    f"Remove it. {REBUILD}"
                )

    def _missing(self, current: Current) -> IndexCorruptError:
        return IndexCorruptError(
            f"The snapshot {current.name!r} is missing from {str(self._root)!r}. {REBUILD}"
        )

    def _pin(self) -> tuple[Current, Pin]:
        """Read CURRENT and pin what it names, again when a publication came in between."""
        while True:
            current = self._current()
            try:
                pin = Pin.shared(self._folder(current))
            except OSError as error:
                raise SnapshotError(
                    f"The index {str(self._root)!r} cannot be read ({error.strerror}). "
                    "Check its permissions."
                ) from error
            if pin is not None:
                return current, pin
            if self._current() == current:
                raise self._missing(current)

    def _base(self, recipe: Recipe, *, words: bool) -> Manifest | None:
        """Return the manifest of what serves, once its files have been checked."""
        try:
            current = self._serving()
        except NoIndexError:
            return None
        folder = self._folder(current)
        manifest = read_manifest(folder, current)
        recipe.check(manifest, self._root)
        self._checked.check(folder, manifest)
        if words and manifest.counts.passages and not WordStore.read(folder / WORDS):
            raise IndexMismatchError(
                f"The index {str(self._root)!r} keeps no words of its passages, but the settings "
                f"ask for them. {REBUILD}"
            )
        return manifest

    @contextmanager
    def _lock(self) -> Iterator[None]:
        from filelock import FileLock, Timeout

        self._check_place()
        try:
            self._root.mkdir(parents=True, exist_ok=True)
            lock = FileLock(self._root / LOCK, timeout=0, thread_local=False)
            lock.acquire()
        except Timeout as error:
            raise IndexLockedError(
                f"Another process is writing to the index {str(self._root)!r}. "
                "Wait until it has finished, then run this again."
            ) from error
        except OSError as error:
            raise SnapshotError(
                f"The index {str(self._root)!r} cannot be written ({error.strerror}). "
                "Check its permissions, or name another folder with --index."
            ) from error
        try:
            yield
        finally:
            lock.release()
