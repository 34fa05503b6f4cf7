"""What a snapshot consists of, and the one line that says which snapshot serves."""

import hashlib
import json
import os
import re
import sqlite3
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TypeVar

from pydantic import TypeAdapter

from ragqa.errors import IndexCorruptError, IndexMismatchError, NoIndexError, SnapshotError
from ragqa.indexing.catalogue import SCHEMA
from ragqa.indexing.codec import schema_fingerprint
from ragqa.indexing.terms import joined_terms
from ragqa.schema.source import Kind

CURRENT = "CURRENT"
MANIFEST = "manifest.json"
PASSAGES = "passages.sqlite"
VECTORS = "vectors"
WORDS = "words"
TERMS = "terms"
SNAPSHOTS = "snapshots"
BUILDING = "building"

LAYOUT = 3
# Words that show most rules of `ragqa.linguistics.terms`: an index of other terms is no use.
PROBE = (
    "Anaemia haemorrhages studies' oedematous tumours, HbA1c ≥7.5% IL-6 CYP2C19*2 25(OH)D "
    "12,500 µg/L beta-blocker-induced non-inferiority randomised paediatric ulcers was .05 5mg"
)
CURRENT_LINE = re.compile(r"([0-9a-f]{12}-[0-9a-f]{8}) ([0-9a-f]{64})\n")

REBUILD = "Rebuild it with `ragqa ingest PATH --rebuild`."
Item = TypeVar("Item")
Result = TypeVar("Result")

# A disk flushes several files in the time of one, and two cores hash twice as much as one.
FILES_AT_ONCE = 4

PERMIT = "Check its permissions and the disk that it is on."


@dataclass(frozen=True, slots=True, kw_only=True)
class SnapshotFile:
    """One file of a snapshot; `path` is relative to its folder."""

    path: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """How much a snapshot holds."""

    documents: int
    passages: int
    files: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """Everything that is known of a snapshot without opening its files."""

    format: str
    snapshot_id: str
    embedder_id: str
    dimension: int
    chunker_id: str
    created_at: str
    counts: Counts
    kinds: tuple[Kind, ...]
    files: tuple[SnapshotFile, ...]

    def to_json(self) -> bytes:
        """Return the bytes of manifest.json."""
        return _MANIFEST.dump_json(self, indent=1) + b"\n"


_MANIFEST = TypeAdapter(Manifest)


@dataclass(frozen=True, slots=True, kw_only=True)
class Current:
    """The snapshot that serves: the name of its folder and the sha256 of its manifest."""

    name: str
    manifest_sha256: str

    def line(self) -> str:
        """Return the content of the file CURRENT."""
        return f"{self.name} {self.manifest_sha256}\n"


@cache
def format_version() -> str:
    """Name the format of snapshots: layout, tables, stored nouns and the rules of terms.

    What can be derived is derived, so that nobody has to remember to count up.
    """
    parts = "\n".join([SCHEMA, schema_fingerprint(), joined_terms(PROBE)])
    return f"{LAYOUT}.{hashlib.sha256(parts.encode()).hexdigest()[:12]}"


def snapshot_name(snapshot_id: str, manifest_sha256: str) -> str:
    """Return the folder name of a snapshot."""
    return f"{snapshot_id[:12]}-{manifest_sha256[:8]}"


def read_current(root: Path) -> Current:
    """Read which snapshot serves.

    Raises:
        NoIndexError: nothing has been published here.
        IndexCorruptError: CURRENT does not hold what was written.
    """
    path = root / CURRENT
    with _readable(path):
        try:
            content = path.read_bytes()
        except (FileNotFoundError, NotADirectoryError) as error:
            raise NoIndexError(
                f"There is no index in {str(root)!r}. Build one with `ragqa ingest PATH`."
            ) from error
    match = CURRENT_LINE.fullmatch(content.decode("ascii", errors="replace"))
    if match is None:
        raise IndexCorruptError(f"{str(path)!r} does not name a snapshot. {REBUILD}")
    return Current(name=match[1], manifest_sha256=match[2])


def read_manifest(folder: Path, current: Current) -> Manifest:
    """Read the manifest of the snapshot that `current` names.

    Raises:
        IndexCorruptError: it is missing or not the bytes that were published.
        IndexMismatchError: another version of ragqa wrote it.
    """
    path = folder / MANIFEST
    with _readable(path):
        content = path.read_bytes()
    if hashlib.sha256(content).hexdigest() != current.manifest_sha256:
        raise IndexCorruptError(f"{str(path)!r} is not what was written. {REBUILD}")
    written = json.loads(content)["format"]
    if written != format_version():
        raise IndexMismatchError(
            f"The index {str(folder)!r} has the format {written!r}, but this version of ragqa "
            f"reads {format_version()!r}. {REBUILD}"
        )
    manifest = _MANIFEST.validate_json(content)
    if current.name != snapshot_name(manifest.snapshot_id, current.manifest_sha256):
        raise IndexCorruptError(f"{str(folder)!r} does not bear its own name. {REBUILD}")
    return manifest


def files_by_place(folder: Path) -> dict[tuple[int, int], str]:
    """Return the sha256 of each file of a snapshot, by where on the disk it lies."""
    manifest = _MANIFEST.validate_json((folder / MANIFEST).read_bytes())
    return {place_of(folder / file.path): file.sha256 for file in manifest.files}


def place_of(path: Path) -> tuple[int, int]:
    """Return where on the disk a file lies: links to one file lie at one place."""
    state = path.stat()
    return state.st_dev, state.st_ino


def faults_of(folder: Path, manifest: Manifest, unchanged: Collection[str] = ()) -> Iterator[str]:
    """Yield for each file that is missing, altered or not listed what is wrong, and what to do.

    Those whose paths are in `unchanged` are known to be there and intact, and are not read.
    """
    listed = {file.path for file in manifest.files} | {MANIFEST}
    wanted = [file for file in manifest.files if file.path not in unchanged]
    for fault in spread(lambda file: _fault(folder / file.path, file), wanted):
        if fault is not None:
            yield fault
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.relative_to(folder).as_posix() not in listed:
            yield f"{str(path)!r} does not belong to the snapshot. Remove it."


def _fault(path: Path, file: SnapshotFile) -> str | None:
    try:
        intact = path.stat().st_size == file.size and sha256_of(path) == file.sha256
    except (FileNotFoundError, NotADirectoryError):
        return f"{str(path)!r} is missing. {REBUILD}"
    except OSError as error:
        return f"{str(path)!r} cannot be read ({error.strerror}). {PERMIT}"
    return None if intact else f"{str(path)!r} is not what was written. {REBUILD}"


def spread(task: Callable[[Item], Result], items: Sequence[Item]) -> Iterator[Result]:
    """Yield what a task that mostly waits or hashes gives for each of some files, in order."""
    if not items:
        return
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(FILES_AT_ONCE) as pool:
        yield from pool.map(task, items)


def sha256_of(path: Path) -> str:
    """Return the sha256 of a file."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def synchronise(path: Path) -> None:
    """Wait until a file or the entries of a folder are on the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextmanager
def _readable(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise IndexCorruptError(
            f"{str(path)!r} cannot be read ({error.strerror}). "
            "Check its permissions, or rebuild with `ragqa ingest PATH --rebuild`."
        ) from error


@contextmanager
def writing(root: Path) -> Iterator[None]:
    """Say in one sentence why an index could not be written.

    Raises:
        SnapshotError: in place of any OSError or SQLite error.
    """
    try:
        yield
    except (OSError, sqlite3.Error) as error:
        reason = error.strerror if isinstance(error, OSError) else None
        raise SnapshotError(
            f"The index {str(root)!r} cannot be written ({reason or error}). Free some disk space "
            "or check the permissions, and run it again; the last good snapshot still serves."
        ) from error
