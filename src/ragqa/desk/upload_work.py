"""One job on uploaded documents, done: the index brought up to date, and what came of each file."""

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import Final

from ragqa.config import Settings
from ragqa.desk.ingest_process import Forget, Reading, Take, Work, done_apart
from ragqa.desk.serving import ServingIndex
from ragqa.desk.upload_folder import UploadFolder, is_sidecar
from ragqa.desk.upload_jobs import FileOutcome, Job, JobKind, Outcome, Records, outcomes_of
from ragqa.errors import IndexLockedError, NoIndexError
from ragqa.ingestion.report import IngestReport

_PATIENCE: Final = 2.0
_LOCKED: Final = (
    "Another process is writing to the index. This begins by itself when it has finished."
)
_NOTHING: Final = "There is nothing to read: no file was uploaded, and no folder is within reach."

Change = Callable[[Callable[[Job], Job]], object]
"""Changes what is known of the job that is done."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reach:
    """The folders that records of the index name: those that are here, and those that are not."""

    here: tuple[Path, ...]
    gone: tuple[str, ...]


class UploadWork:
    """Does jobs, one at a time.

    Args:
        settings: of the index.
        serving: is renewed after each job.
        folder: of the uploads.
        stopping: ends the job that is under way when it is set.
    """

    def __init__(
        self,
        settings: Settings,
        serving: ServingIndex,
        folder: UploadFolder,
        stopping: threading.Event,
    ) -> None:
        self._settings = settings
        self._serving = serving
        self._folder = folder
        self._stopping = stopping

    def records(self) -> Records:
        """Return what the index that serves knows of each file; nothing where there is none.

        Raises:
            SnapshotError: the index cannot be opened.
        """
        try:
            with self._serving.lease() as serving:
                return serving.snapshot.files()
        except NoIndexError:
            return {}

    def do(self, job: Job, change: Change) -> None:
        """Do a job; `change` is told how far it is, and at the end what came of it.

        Raises:
            SnapshotError: the index cannot be written, or the reading was lost or stopped.
        """
        before = self.records()
        match job.kind:
            case JobKind.REMOVE:
                self._remove(job, before, change)
            case JobKind.UPLOAD:
                report = self._read_in((self._folder.root,), False, change)
                self._tell(job.files, before, report, change)
            case JobKind.REINDEX:
                self._reindex(before, change)

    def _reindex(self, before: Records, change: Change) -> None:
        reach = reach_of(before, self._folder.name)
        names = self._folder.names()
        paths = (*((self._folder.root,) if names else ()), *reach.here)
        if not paths:
            change(lambda one: replace(one, note=_NOTHING))
            return
        report = self._read_in(paths, True, change)
        changed = [name for name in names if not is_sidecar(name)]
        self._tell(changed, before, report, change)
        if reach.gone:
            told = ", ".join(reach.gone)
            note = (
                f"Not found beside the server, and left as they were in the index: {told}. "
                "`ragqa ingest` with the path of such a folder reads it again."
            )
            change(lambda one: replace(one, note=note))

    def _remove(self, job: Job, before: Records, change: Change) -> None:
        called = tuple(self._folder.record_name(name) for name in job.files)
        self._patiently(Forget(names=called), change)
        for name in job.files:
            self._folder.remove(name)
        self._serving.renew()
        outcomes = tuple(
            FileOutcome(
                name=name,
                outcome=Outcome.REMOVED,
                documents=before[record].documents if record in before else (),
            )
            for name, record in zip(job.files, called, strict=True)
        )
        change(lambda one: replace(one, outcomes=outcomes))

    def _read_in(self, paths: tuple[Path, ...], retry: bool, change: Change) -> IngestReport:
        report = self._patiently(Take(paths=paths, retry=retry), change)
        assert report is not None, "what reads files reports on them"
        self._serving.renew()
        return report

    def _patiently(self, work: Work, change: Change) -> IngestReport | None:
        """Have the work done as soon as nobody else writes to the index."""
        while True:
            try:
                return done_apart(
                    self._settings, work, lambda reading: change(_noting(reading)), self._stopping
                )
            except IndexLockedError:
                change(lambda one: replace(one, note=_LOCKED))
                if self._stopping.wait(_PATIENCE):
                    raise

    def _tell(
        self,
        names: Sequence[str],
        before: Records,
        report: IngestReport,
        change: Change,
    ) -> None:
        called = [(name, self._folder.record_name(name)) for name in names if not is_sidecar(name)]
        found = list(outcomes_of(called, before, self.records(), report))
        found += [_describing(name) for name in names if is_sidecar(name)]
        change(lambda one: replace(one, report=report, outcomes=(*one.outcomes, *found)))


def reach_of(records: Records, uploads: str) -> _Reach:
    """Return which folders that were read into an index can be read again from here.

    Records name a file by its folder's own name and its way below it. A folder of that name
    beside the server is the one that is meant, if it still holds a file that was read from it.
    """
    below: dict[str, list[PurePosixPath]] = {}
    for name in records:
        first, *rest = PurePosixPath(name).parts
        if first != uploads and rest:
            below.setdefault(first, []).append(PurePosixPath(*rest))
    here = {first for first, files in below.items() if _is_here(Path(first), files)}
    return _Reach(
        here=tuple(Path(one) for one in sorted(here)), gone=tuple(sorted(below.keys() - here))
    )


def _is_here(folder: Path, files: list[PurePosixPath]) -> bool:
    return folder.is_dir() and any((folder / one).is_file() for one in files)


def _noting(reading: Reading) -> Callable[[Job], Job]:
    return lambda job: replace(
        job,
        note="",
        to_read=reading.files,
        read=reading.read,
        indexed=reading.indexed,
        now=reading.now,
    )


def _describing(name: str) -> FileOutcome:
    return FileOutcome(
        name=name, outcome=Outcome.DESCRIBES, note="It tells of the work in the file beside it."
    )
