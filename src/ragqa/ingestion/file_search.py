"""Which files a run reads, and the names under which the index remembers them."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from ragqa.errors import UsageError
from ragqa.ingestion.reading import SUFFIXES, is_supported
from ragqa.ingestion.sidecar import SUFFIX as SIDECAR_SUFFIX
from ragqa.ingestion.sidecar import sidecar_of

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

    Raises:
        UsageError: a path does not exist, a file has no reader, nothing is found, or two files
            would have one name.
    """
    found: dict[str, FoundFile] = {}
    seen: set[Path] = set()
    for path in paths:
        for file in _under(path):
            resolved = file.path.resolve()
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
    if not path.exists():
        raise UsageError(f"{path} does not exist. Name a file or a folder that does.")
    resolved = path.resolve()
    if not path.is_dir():
        if not is_supported(path) or path.name.endswith(SIDECAR_SUFFIX):
            raise UsageError(f"{path} cannot be read. {_supported()}")
        yield FoundFile(path=path, name=f"{resolved.parent.name}/{resolved.name}")
        return
    for file in sorted(path.rglob("*")):
        below = file.relative_to(path)
        if _is_wanted(file, below):
            yield FoundFile(path=file, name=(Path(resolved.name) / below).as_posix())


def _is_wanted(file: Path, below: Path) -> bool:
    hidden = any(part.startswith(".") for part in below.parts)
    passed_over = file.name.upper().startswith("README") or file.name.endswith(SIDECAR_SUFFIX)
    return not hidden and not passed_over and is_supported(file) and file.is_file()


def _supported() -> str:
    return f"Supported are {', '.join(SUFFIXES)}."


def _feed(digest: "hashlib._Hash", path: Path) -> None:
    digest.update(f"{path.stat().st_size}:".encode())
    with path.open("rb") as stream:
        while block := stream.read(_BLOCK):
            digest.update(block)
