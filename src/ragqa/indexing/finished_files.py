"""The files of a snapshot in the making, hashed and flushed while others are still written."""

from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

from ragqa.indexing.manifest import (
    FILES_AT_ONCE,
    SnapshotFile,
    files_by_place,
    place_of,
    sha256_of,
    synchronise,
)


class FinishedFiles:
    """Takes the files of one snapshot, each as soon as it will not change any more.

    Files that are links to those of the snapshot `base` are on the disk already, and keep the
    sha256 that they have there: to read them again would take time, and would vouch for bytes
    that have changed meanwhile.
    """

    def __init__(self, folder: Path, base: Path | None) -> None:
        self._folder = folder
        self._known = {} if base is None else files_by_place(base)
        # As any new file gets them: tantivy would leave files that only their owner can read.
        self._permissions = folder.stat().st_mode & 0o666
        self._pool = ThreadPoolExecutor(FILES_AT_ONCE)
        self._taken: list[Future[SnapshotFile]] = []

    def take(self, part: Path) -> None:
        """Take a file, or all files below a folder."""
        paths = sorted(part.rglob("*")) if part.is_dir() else [part]
        self._taken += [self._pool.submit(self._settled, path) for path in paths if path.is_file()]

    def listed(self) -> tuple[SnapshotFile, ...]:
        """Return all that were taken with size and sha256, once they are on the disk.

        Raises:
            OSError: the disk is full, or one cannot be read.
        """
        return tuple(sorted((one.result() for one in self._taken), key=lambda file: file.path))

    def close(self) -> None:
        """Wait for what is being written to the disk, and begin nothing more."""
        self._pool.shutdown(cancel_futures=True)

    def _settled(self, path: Path) -> SnapshotFile:
        sha256 = self._known.get(place_of(path))
        if sha256 is None:
            path.chmod(self._permissions)
            sha256 = sha256_of(path)
            synchronise(path)
        name = path.relative_to(self._folder).as_posix()
        return SnapshotFile(path=name, size=path.stat().st_size, sha256=sha256)
