"""The folder of uploaded documents: what may be put there, under which names, and what is there.

A file is received under a passing name in a hidden folder, which no ingest reads, and takes its
place when it is whole: nothing is ever seen half written, and none takes another's place unasked.
"""

import hashlib
import os
import secrets
import shutil
import threading
import unicodedata
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path, PurePosixPath
from typing import Final

from ragqa.errors import NotFoundError, ReadError, UsageError
from ragqa.ingestion.reading import SUFFIXES, is_supported
from ragqa.ingestion.sidecar import SUFFIX as SIDECAR
from ragqa.schema.source import Kind

INCOMING: Final = ".incoming"
_LONGEST_PART: Final = 180
"""Bytes of one part of a name; file systems take 255, and what is made from names adds some."""
_DEEPEST: Final = 8
_SHELVES: Final = {Kind.GUIDELINE: "guidelines", Kind.RESEARCH: "research"}
"""Folders whose name tells the reader of a file what kind its work is of."""
_INVISIBLE: Final = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})


class Kept(StrEnum):
    """What became of a file that was received."""

    NEW = "new"
    REPLACED = "replaced"
    SAME = "same"
    """It is there already, byte for byte."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """One file that was sent: kept under `name`, or not, and then `refused` says why."""

    name: str
    kept: Kept | None
    refused: str = ""


class UploadFolder:
    """Keeps uploaded files.

    Args:
        root: the folder; made when something is put there.
        megabytes: the largest file.
    """

    def __init__(self, root: Path, *, megabytes: int) -> None:
        self.root = root
        self.megabytes = megabytes
        self.placing = threading.Lock()

    @property
    def name(self) -> str:
        """What records of the index call the folder."""
        return self.root.resolve().name

    def record_name(self, name: str) -> str:
        """Return what records of the index call one of its files."""
        return f"{self.name}/{name}"

    def incoming(self, typed: str, *, kind: Kind | None, replace: bool) -> "Incoming":
        """Begin to receive a file; nothing is written before its first byte.

        Args:
            typed: its name as it was sent, with folders or without.
            kind: of its work, where the sender says so.
            replace: whether it may take the place of another file of its name.

        Raises:
            UsageError: no file can be kept under this name, or none of its type can be read.
        """
        name = safe_name(typed)
        if kind is not None and name.parts[0] != _SHELVES[kind]:
            name = PurePosixPath(_SHELVES[kind], name)
        return Incoming(self, name, replace=replace)

    def names(self) -> list[str]:
        """Return the names of the files that an ingest reads, sorted."""
        found = []
        for folder, folders, files in os.walk(self.root):
            folders[:] = [one for one in folders if not one.startswith(".")]
            here = Path(folder).relative_to(self.root)
            found += [(here / one).as_posix() for one in files if not one.startswith(".")]
        return sorted(found)

    def size(self, name: str) -> int:
        """Return how many bytes a file has; 0 where it is gone."""
        with suppress(OSError):
            return self.place(name).stat().st_size
        return 0

    def place(self, name: str) -> Path:
        """Return where a file is.

        Raises:
            NotFoundError: there is none of this name.
        """
        place = self.root / name
        real, root = place.resolve(), self.root.resolve()
        if not name or not real.is_relative_to(root) or real == root or not real.is_file():
            raise NotFoundError(f"No uploaded file is called {name!r}. See the list of them.")
        return place

    def remove(self, name: str) -> None:
        """Remove a file with what stands beside it, and folders that it leaves empty."""
        place = self.root / name
        for one in (place, place.with_name(place.name + SIDECAR)):
            with suppress(FileNotFoundError):
                one.unlink()
        for folder in place.parents:
            if folder == self.root or not folder.is_relative_to(self.root):
                return
            with suppress(OSError):
                folder.rmdir()

    def tidy(self) -> None:
        """Remove what was half received when a server ended."""
        shutil.rmtree(self.root / INCOMING, ignore_errors=True)


class Incoming:
    """One file while it is received; `write` its bytes, then `keep` or `drop` it."""

    def __init__(self, folder: UploadFolder, name: PurePosixPath, *, replace: bool) -> None:
        self.name = name.as_posix()
        self._folder = folder
        self._replace = replace
        self._passing = folder.root / INCOMING / secrets.token_hex(8)
        self._digest = hashlib.sha256()
        self._size = 0

    def write(self, data: bytes) -> None:
        """Take in more bytes.

        Raises:
            UsageError: the file is larger than one may be.
            OSError: it cannot be written, such as to a full disk.
        """
        self._size += len(data)
        if self._size > self._folder.megabytes << 20:
            raise UsageError(
                f"{self.name} is larger than the {self._folder.megabytes} MB that one file may "
                "have. Split it, or have server.upload_megabytes raised."
            )
        self._passing.parent.mkdir(parents=True, exist_ok=True)
        with self._passing.open("ab") as stream:
            stream.write(data)
        self._digest.update(data)

    def keep(self) -> Received:
        """Give the file its place, on the disk.

        Raises:
            UsageError: it is empty, or another file of its name is there.
            OSError: it cannot be written.
        """
        if not self._size:
            raise UsageError(f"{self.name} is empty. Choose it again once it holds something.")
        _to_disk(self._passing)
        place = self._folder.root / self.name
        with self._folder.placing:
            kept = self._comparison(place)
            if kept is not Kept.SAME:
                _make_folder(place.parent, self.name)
                self._passing.replace(place)
                _to_disk(place.parent)
        self.drop()
        return Received(name=self.name, kept=kept)

    def drop(self) -> None:
        """Leave nothing of what was received."""
        with suppress(OSError):
            self._passing.unlink()

    def _comparison(self, place: Path) -> Kept:
        if not place.exists():
            return Kept.NEW
        if place.is_dir():
            raise UsageError(f"{self.name} is the name of a folder there. Rename the file.")
        if _sha256(place) == self._digest.hexdigest():
            return Kept.SAME
        if not self._replace:
            raise UsageError(
                f"Another file is called {self.name}. Rename this one, or choose to replace files "
                "of the same name."
            )
        return Kept.REPLACED


def safe_name(typed: str) -> PurePosixPath:
    """Return under which name below a folder a file can be kept.

    Raises:
        UsageError: there is none, or nothing reads files named so.
    """
    text = unicodedata.normalize("NFC", typed.replace("\\", "/"))
    parts = [part.strip() for part in text.split("/") if part.strip() not in {"", "."}]
    shown = repr(typed[:100])
    if not parts or any(unicodedata.category(one) in _INVISIBLE for one in text):
        raise UsageError(f"{shown} is no name of a file. Rename it in plain letters.")
    if any(part.startswith(".") for part in parts) or ":" in parts[0]:
        raise UsageError(
            f"{shown} leads out of its folder or is hidden. Rename it, so that no part of its name "
            "begins with a point."
        )
    if len(parts) > _DEEPEST or any(len(part.encode()) > _LONGEST_PART for part in parts):
        raise UsageError(
            f"{shown} is too long, or lies in too many folders. Give it a shorter name."
        )
    name = PurePosixPath(*parts)
    if name.name.upper().startswith("README"):
        raise UsageError(f"{shown} is passed over, as every README is. Rename it.")
    if not is_supported(Path(name.name)) and not is_sidecar(name.name):
        raise UsageError(f"{shown} cannot be read. Supported are {', '.join(SUFFIXES)}.")
    return name


def is_sidecar(name: str) -> bool:
    """Tell whether a file of this name describes the work in the file beside it."""
    return name.endswith(SIDECAR)


def pieces(path: Path) -> Iterator[bytes]:
    """Yield the bytes of a file a mebibyte at a time."""
    with path.open("rb") as stream:
        while block := stream.read(1 << 20):
            yield block


def _make_folder(folder: Path, name: str) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except (FileExistsError, NotADirectoryError):
        raise UsageError(
            f"{name} needs a folder where a file is. Rename the folder or the file."
        ) from None


def _sha256(path: Path) -> str:
    digest = hashlib.sha256()
    try:
        for block in pieces(path):
            digest.update(block)
    except OSError as error:
        raise ReadError(
            f"{path.name} is there and cannot be read ({error.strerror}). Check its permissions."
        ) from error
    return digest.hexdigest()


def _to_disk(path: Path) -> None:
    """Have the bytes of a file, or the entries of a folder, written to the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
