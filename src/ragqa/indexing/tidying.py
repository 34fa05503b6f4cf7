"""Removes what no longer serves and nobody reads."""

import logging
import shutil
import stat
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path

from ragqa.embedding.converted_weights import folder_of_converted
from ragqa.embedding.kept_files import MODELS, UNFINISHED
from ragqa.embedding.passage_text import embedding_text
from ragqa.errors import SnapshotError
from ragqa.indexing.catalogue import Catalogue
from ragqa.indexing.embedding_cache import CACHE, EmbeddingCache, embedding_key
from ragqa.indexing.manifest import (
    BUILDING,
    MANIFEST,
    PASSAGES,
    SNAPSHOTS,
    Current,
    faults_of,
    read_manifest,
)
from ragqa.indexing.pins import Pin

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class GcReport:
    """What tidying did: what was removed, folders kept for their readers, vectors forgotten."""

    removed: tuple[str, ...]
    pinned: tuple[str, ...]
    forgotten: int
    freed_bytes: int


def tidy(root: Path, current: Current) -> GcReport:
    """Remove what serves nobody; the lock must be held.

    That is superseded and unpinned snapshots, what dead writers left, cached vectors of texts
    that the snapshot `current` does not hold, and conversions of models as other versions of
    ragqa made them.

    Raises:
        OSError: a folder cannot be removed.
    """
    before = bytes_under(root)
    removed: list[str] = []
    pinned: list[str] = []
    for folder in _candidates(root, current):
        (removed if remove_unread(folder) else pinned).append(folder.name)
    for path in _disused(root / MODELS):
        _remove(path) if path.is_dir() else path.unlink(missing_ok=True)
        removed.append(path.name)
    forgotten = _forget(root / CACHE, root / SNAPSHOTS / current.name, current)
    return GcReport(
        removed=tuple(removed),
        pinned=tuple(pinned),
        forgotten=forgotten,
        freed_bytes=before - bytes_under(root),
    )


def remove_unread(folder: Path) -> bool:
    """Remove a folder unless it is a snapshot that somebody reads; tell whether it is gone.

    Raises:
        OSError: it cannot be removed.
    """
    pin = Pin.exclusive(folder)
    if pin is None and (folder / MANIFEST).exists():
        return False
    _remove(folder)
    if pin is not None:
        pin.release()
    return True


def bytes_under(folder: Path) -> int:
    """Return the size of all files under a folder; some may go while they are counted."""
    total = 0
    for path in folder.rglob("*"):
        with suppress(FileNotFoundError):
            state = path.stat()
            total += state.st_size if stat.S_ISREG(state.st_mode) else 0
    return total


def _candidates(root: Path, current: Current) -> Iterator[Path]:
    if (root / BUILDING).exists():
        yield root / BUILDING
    for folder in sorted((root / SNAPSHOTS).iterdir()):
        if folder.name != current.name and folder.is_dir() and not folder.is_symlink():
            yield folder


def _disused(models: Path) -> Iterator[Path]:
    """Yield what this version does not use; a file being written is merely not kept."""
    if not models.is_dir():
        return
    used = folder_of_converted(models)
    yield from (path for path in sorted(models.iterdir()) if path != used)
    yield from sorted(used.glob(f"*{UNFINISHED}"))


def _forget(path: Path, folder: Path, current: Current) -> int:
    """Drop the cached vectors that the snapshot does not need, and return their number.

    All are kept where the snapshot is damaged or of another version: its rebuild needs them.
    """
    if not path.exists():
        return 0
    try:
        manifest = read_manifest(folder, current)
    except SnapshotError:
        return 0
    if any(faults_of(folder, manifest)):
        return 0
    with (
        closing(EmbeddingCache(path)) as cache,
        closing(Catalogue.read(folder / PASSAGES)) as catalogue,
    ):
        keys = list(_keys(catalogue, manifest.embedder_id))
        try:
            return cache.keep(keys)
        except SnapshotError as error:
            logger.warning("%s goes as a whole, as there is no room to tidy it: %s", path, error)
    # It costs time alone, and on a full disk its room is what is needed.
    for part in path.parent.glob(f"{path.name}*"):
        part.unlink()
    return len(keys)


def _keys(catalogue: Catalogue, embedder_id: str) -> Iterator[bytes]:
    """Yield under what the vectors of all passages are cached."""
    for document in catalogue.documents():
        for passage in catalogue.passages_of(document.document_id):
            yield embedding_key(embedder_id, embedding_text(document.source, passage))


def _remove(folder: Path) -> None:
    """Remove a folder, its manifest first: without it a snapshot can no longer be pinned."""
    (folder / MANIFEST).unlink(missing_ok=True)
    shutil.rmtree(folder)
