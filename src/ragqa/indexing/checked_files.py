"""Which files were found intact, so that opening a large snapshot does not read all of it."""

import json
import time
from contextlib import suppress
from pathlib import Path

from ragqa.errors import IndexCorruptError
from ragqa.indexing.manifest import Manifest, faults_of

NOTE = "checked.json"

# The hash a file should have, then device, inode, size, and times of change in nanoseconds.
State = list[str | int]

# A file changed twice within one tick of its clock shows one time; network disks tick slowly.
SETTLING_SECONDS = 2.0


class CheckedFiles:
    """Checks the hashes of a snapshot's files once, and again when a file has been touched.

    What it found is noted beside the snapshots. Any write to a file changes its state, which
    includes the time that only the operating system can set; a copied index has other inodes and
    is checked anew. It is no defence against somebody who may write to the index, who could
    replace manifest and hashes as well. What changes beneath the file system, `ragqa index
    verify` finds: it reads every byte each time. Where the folder is read-only, nothing is noted
    and every opening checks all.
    """

    def __init__(self, root: Path, *, settling_seconds: float = SETTLING_SECONDS) -> None:
        self._path = root / NOTE
        self._settling = settling_seconds

    def check(self, folder: Path, manifest: Manifest) -> None:
        """Make sure that the files of a snapshot are what was written.

        Raises:
            IndexCorruptError: a file is missing, altered, or does not belong there.
        """
        began = time.time_ns()
        states = _states(folder, manifest)
        noted = self._noted()
        unchanged = {path for path, state in states.items() if noted.get(path) == state}
        for fault in faults_of(folder, manifest, unchanged):
            raise IndexCorruptError(fault)
        latest = began - int(self._settling * 1e9)
        settled = {path: state for path, state in states.items() if _changed(state) <= latest}
        if not settled.keys() <= unchanged:
            self._note(settled)

    def _noted(self) -> dict[str, State]:
        try:
            noted = json.loads(self._path.read_bytes())
        except (OSError, ValueError):
            return {}
        return noted if isinstance(noted, dict) else {}

    def _note(self, states: dict[str, State]) -> None:
        """Replace the note in one step; a folder that cannot be written goes without one.

        Readers that do so at the same moment may garble it, and then it counts for nothing.
        """
        aside = self._path.with_suffix(".new")
        with suppress(OSError):
            aside.write_text(json.dumps(states), encoding="utf-8")
            aside.replace(self._path)


def _states(folder: Path, manifest: Manifest) -> dict[str, State]:
    """Return the state of every file that is there."""
    states: dict[str, State] = {}
    for file in manifest.files:
        try:
            stat = (folder / file.path).stat()
        except OSError:
            continue
        numbers = (stat.st_dev, stat.st_ino, stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns)
        states[file.path] = [file.sha256, *numbers]
    return states


def _changed(state: State) -> int:
    return max(int(time) for time in state[-2:])
