"""Which files a run reads, and the names under which the index remembers them."""

import hashlib
import logging
import unicodedata
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from ragqa.errors import UsageError
from ragqa.ingestion.reading import SUFFIXES, is_supported
from ragqa.ingestion.sidecar import SUFFIX as SIDECAR_SUFFIX
from ragqa.ingestion.sidecar import sidecar_of

logger = logging.getLogger(__name__)

_BLOCK = 1 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundFile:
    """One file to ingest; `name` is how records and reports call it."""

    path: Path
    name: str

    @property
    def size(self) -> int:
        """Bytes of the file itself; 0 when it cannot be read."""
        try:
            return self.path.stat().st_size
        except OSError:
            return 0

    def sha256(self) -> str:
        """Hash the bytes of the file and of its sidecar; empty when it cannot be read."""
        digest = hashlib.sha256()
        try:
            for part in (self.path, sidecar_of(self.path)):
                if part is not None:
                    _feed(digest, part)
        except OSError:
            return ""
        return digest.hexdigest()


def find_files(paths: Sequence[Path]) -> list[FoundFile]:
    """Return the files that `paths` name, each once, in a stable order.

    A file in a given folder is called `<folder>/<path below it>`, a file that is given itself
    `<its folder>/<name>`: the names are the same from every working directory and on every
    machine. Hidden files, README files, sidecars and unknown suffixes in folders are passed over.

    Links are followed, to files and to folders, wherever they lead: a file reached in several
    ways is read once, under its own name rather than a link's, and a circle is walked once. A
    link that leads nowhere is returned too, so that reading it says so. A file whose name is not
    UTF-8 cannot be remembered and is left out.

    Raises:
        UsageError: a path does not exist or is no file or folder, a file has no reader, a folder
            cannot be listed, nothing is found, or two files would have one name.
    """
    found: dict[str, FoundFile] = {}
    seen: set[Path] = set()
    for path in paths:
        for file in _under(path):
            if not _is_utf8(file.name):
                logger.warning("%a is left out: its name is not UTF-8. Rename it.", file.name)
                continue
            resolved = _real(file.path)
            if resolved in seen:
                continue
            if file.name in found:
                raise UsageError(
                    f"{found[file.name].path} and {file.path} would both be called {file.name!r}. "
                    "Give the folder that holds both instead."
                )
            seen.add(resolved)
            found[file.name] = file
    if not found:
        given = ", ".join(str(path) for path in paths)
        raise UsageError(f"There is nothing to read in {given}. {_supported()}")
    return list(found.values())


def _under(path: Path) -> Iterator[FoundFile]:
    if not _exists(path):
        raise UsageError(f"{path} does not exist. Name a file or a folder that does.")
    resolved = path.resolve()
    if path.is_dir():
        for file in _in_folder(path):
            yield FoundFile(path=file, name=_name(resolved.name, file.relative_to(path)))
    elif not path.is_file():
        raise UsageError(f"{path} is neither a file nor a folder. Name one of the two.")
    elif not is_supported(path) or path.name.endswith(SIDECAR_SUFFIX):
        raise UsageError(f"{path} cannot be read. {_supported()}")
    else:
        yield FoundFile(path=path, name=_name(resolved.parent.name, Path(resolved.name)))


def _name(folder: str, below: Path) -> str:
    """Return how records call a file, on one line whatever its name holds."""
    return "".join(
        char.encode("unicode_escape").decode() if unicodedata.category(char) == "Cc" else char
        for char in f"{folder}/{below.as_posix()}"
    )


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except OSError as error:
        raise UsageError(
            f"{path} cannot be read ({error.strerror}). Name a path that can."
        ) from None


def _in_folder(folder: Path) -> list[Path]:
    """Return the wanted files at any depth, sorted, those reached through links last."""
    real = folder.resolve()
    return sorted(
        (path for path in _entries(folder) if _is_wanted(path)),
        key=lambda path: (_real(path) != real / path.relative_to(folder), path),
    )


def _entries(folder: Path) -> Iterator[Path]:
    """Yield what is no folder, at any depth; each folder is entered once, linked ones last."""
    waiting, linked = deque([folder]), deque[Path]()
    entered: set[Path] = set()
    while waiting or linked:
        here = (waiting or linked).popleft()
        if (real := here.resolve()) in entered:
            continue
        entered.add(real)
        for entry, is_folder in _listed(here):
            if not is_folder:
                yield entry
            elif not entry.name.startswith("."):
                (linked if entry.is_symlink() else waiting).append(entry)


def _listed(folder: Path) -> list[tuple[Path, bool]]:
    """Return the entries of a folder, and which of them are folders."""
    try:
        return [(entry, entry.is_dir()) for entry in sorted(folder.iterdir())]
    except OSError as error:
        raise UsageError(
            f"{folder} cannot be listed ({error.strerror}). Check its permissions."
        ) from None


def _is_utf8(name: str) -> bool:
    return not any(unicodedata.category(char) == "Cs" for char in name)


def _real(path: Path) -> Path:
    """Return where a path leads; a link in a circle leads to itself."""
    try:
        return path.resolve()
    except RuntimeError:
        return path.absolute()


def _is_wanted(file: Path) -> bool:
    name = file.name
    passed_over = name.startswith(".") or name.upper().startswith("README")
    if passed_over or name.endswith(SIDECAR_SUFFIX) or not is_supported(file):
        return False
    return file.is_file() or (file.is_symlink() and not file.exists())


def _supported() -> str:
    return f"Supported are {', '.join(SUFFIXES)}."


def _feed(digest: "hashlib._Hash", path: Path) -> None:
    digest.update(f"{path.stat().st_size}:".encode())
    with path.open("rb") as stream:
        while block := stream.read(_BLOCK):
            digest.update(block)
