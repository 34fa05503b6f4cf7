"""Removes what no longer serves and nobody reads."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ragqa.indexing.manifest import BUILDING, MANIFEST, SNAPSHOTS, Current
from ragqa.indexing.pins import Pin


@dataclass(frozen=True, slots=True, kw_only=True)
class GcReport:
    """What tidying did: folders removed, folders kept for their readers, bytes freed."""

    removed: tuple[str, ...]
    pinned: tuple[str, ...]
    freed_bytes: int


def tidy(root: Path, current: Current) -> GcReport:
    """Remove superseded, unpinned snapshots and what dead writers left; the lock must be held.

    Raises:
        OSError: a folder cannot be removed.
    """
    removed: list[str] = []
    pinned: list[str] = []
    freed = 0
    for folder in _candidates(root, current):
        pin = Pin.exclusive(folder)
        if pin is None and (folder / MANIFEST).exists():
            pinned.append(folder.name)
            continue
        freed += bytes_under(folder)
        _remove(folder)
        removed.append(folder.name)
        if pin is not None:
            pin.release()
    return GcReport(removed=tuple(removed), pinned=tuple(pinned), freed_bytes=freed)


def bytes_under(folder: Path) -> int:
    """Return the size of all files under a folder."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def _candidates(root: Path, current: Current) -> Iterator[Path]:
    if (root / BUILDING).exists():
        yield root / BUILDING
    for folder in sorted((root / SNAPSHOTS).iterdir()):
        if folder.name != current.name:
            yield folder


def _remove(folder: Path) -> None:
    """Remove a folder, its manifest first: without it a snapshot can no longer be pinned."""
    (folder / MANIFEST).unlink(missing_ok=True)
    shutil.rmtree(folder)
