"""Documents that editors send: kept in a folder, and read into the index one job after another.

A job is done by a process of its own; what serves goes on serving, and is renewed when the job is
over. What a server that ends leaves undone is noted in the folder, and the next one does it.
"""

import logging
import secrets
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from ragqa.access.audit import Audit
from ragqa.access.roles import Principal
from ragqa.config import Settings
from ragqa.desk.job_notes import JobNotes
from ragqa.desk.paging import Page, page_of
from ragqa.desk.receiving import Receiving
from ragqa.desk.serving import ServingIndex
from ragqa.desk.upload_folder import Received, UploadFolder, is_sidecar
from ragqa.desk.upload_jobs import FileOutcome, Job, JobKind, JobState, Outcome, Records
from ragqa.desk.upload_work import UploadWork
from ragqa.desk.wanted_words import folded, holds_all, wanted_words
from ragqa.errors import NotFoundError, RagqaError, UsageError
from ragqa.indexing.records import FileRecord
from ragqa.library.deeds import DeedKind
from ragqa.schema.source import Kind

logger = logging.getLogger(__name__)

PAGE: Final = 50
_KEPT: Final = 50
"""Jobs that are over and still remembered."""
_NAMED: Final = 20
"""Files that the audit log names one by one."""
_ANYTHING: Final = "It failed for a reason that the log of the server tells. The files are kept."


@dataclass(frozen=True, slots=True, kw_only=True)
class UploadedFile:
    """A file in the folder; `record` is what the index knows of it, None before it was read."""

    name: str
    size: int
    record: FileRecord | None


class Uploads:
    """Keeps files and has them read; safe to be shared between threads.

    Args:
        settings: of the index, and of the server.
        serving: is renewed after each job.
        audit: what is done here is written down in it.
        now: the time, with its zone.
    """

    def __init__(
        self,
        settings: Settings,
        serving: ServingIndex,
        audit: Audit,
        *,
        now: Callable[[], datetime],
    ) -> None:
        self._audit = audit
        self._now = now
        server = settings.server
        self.folder = UploadFolder(server.uploads, megabytes=server.upload_megabytes)
        self._notes = JobNotes(server.uploads)
        self._lock = threading.Lock()
        self._stopping = threading.Event()
        self._work = UploadWork(settings, serving, self.folder, self._stopping)
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="uploads")
        self._jobs: dict[str, Job] = {}

    def go_on(self) -> None:
        """Do what the last server left undone."""
        self.folder.tidy()
        for job in self._notes.left():
            self._jobs[job.job_id] = job
            self._thread.submit(self._do, job.job_id)

    def close(self) -> None:
        """End what is under way; it is done again by the next server."""
        self._stopping.set()
        self._thread.shutdown(wait=True, cancel_futures=True)

    def receiving(self, *, kind: Kind | None = None, replace: bool = False) -> Receiving:
        """Begin to take in the files of one request; `read_in` has them read.

        Args:
            kind: of their works, where the sender says so.
            replace: whether they may take the place of other files of their names.
        """
        return Receiving(self.folder, kind=kind, replace=replace)

    def read_in(self, received: Sequence[Received], who: Principal) -> Job:
        """Have files read that were received, together with those that wait already.

        Raises:
            UsageError: there are none.
            LibraryError: the audit log cannot be written.
        """
        if not received:
            raise UsageError("No file was sent. Choose one or more, then send them.")
        kept = [one.name for one in received if one.kept is not None]
        refused = tuple(
            FileOutcome(name=one.name, outcome=Outcome.REFUSED, note=one.refused)
            for one in received
            if one.kept is None
        )
        if not kept:
            job = self._made(JobKind.UPLOAD, who, ())
            return self._put(replace(job, state=JobState.DONE, outcomes=refused))
        self._audit.record(who, DeedKind.UPLOAD, _named(kept))
        with self._lock:
            waiting = self._waiting_upload(who)
            job = waiting or self._made(JobKind.UPLOAD, who, ())
            job = replace(
                job,
                files=tuple(dict.fromkeys((*job.files, *kept))),
                outcomes=(*job.outcomes, *refused),
            )
            self._notes.put(job)
            self._jobs[job.job_id] = job
        if waiting is None:
            self._thread.submit(self._do, job.job_id)
        return job

    def reindex(self, who: Principal) -> Job:
        """Have all folders read again, those files too that failed before.

        Raises:
            LibraryError: the audit log cannot be written.
        """
        self._audit.record(who, DeedKind.REINDEX, "all folders that are within reach")
        return self._begun(self._made(JobKind.REINDEX, who, ()))

    def remove(self, name: str, who: Principal) -> Job:
        """Have a file removed, and taken out of the index with the documents it alone holds.

        Raises:
            NotFoundError: there is no such file.
            LibraryError: the audit log cannot be written.
        """
        self.folder.place(name)
        self._audit.record(who, DeedKind.REMOVE, name)
        return self._begun(self._made(JobKind.REMOVE, who, (name,)))

    def read(self, job_id: str) -> Job:
        """Return how far a job has come.

        Raises:
            NotFoundError: there is no such job, or no more.
        """
        with self._lock:
            found = self._jobs.get(job_id)
        if found is None:
            raise NotFoundError(
                "There is no such job any more: it is long done, or was done by an earlier server. "
                "The list of uploads says what became of each file."
            )
        return found

    def jobs(self) -> list[Job]:
        """Return the jobs that are known, the last one first."""
        with self._lock:
            return list(reversed(self._jobs.values()))

    def listed(self, words: str = "", number: int = 1) -> Page[UploadedFile]:
        """Return a page of the files in the folder, by name; all words must stand in it.

        Raises:
            SnapshotError: the index cannot be opened.
        """
        wanted = wanted_words(words)
        names = [one for one in self.folder.names() if holds_all(folded(one), wanted)]
        page = page_of([one for one in names if not is_sidecar(one)], number, PAGE)
        records = self._work.records()
        rows = tuple(self._file(name, records) for name in page.rows)
        return Page(rows=rows, number=page.number, size=page.size, total=page.total)

    def file(self, name: str) -> UploadedFile:
        """Return one file of the folder.

        Raises:
            NotFoundError: there is no such file.
            SnapshotError: the index cannot be opened.
        """
        self.folder.place(name)
        return self._file(name, self._work.records())

    def _file(self, name: str, records: Records) -> UploadedFile:
        record = records.get(self.folder.record_name(name))
        return UploadedFile(name=name, size=self.folder.size(name), record=record)

    def _made(self, kind: JobKind, who: Principal, files: tuple[str, ...]) -> Job:
        return Job(
            job_id=secrets.token_hex(8),
            kind=kind,
            by=who.name,
            at=self._now().isoformat(timespec="seconds"),
            files=files,
        )

    def _waiting_upload(self, who: Principal) -> Job | None:
        """Return a job of the same person that has not begun, which more files can join."""
        for job in self._jobs.values():
            if job.state is JobState.WAITING and job.kind is JobKind.UPLOAD and job.by == who.name:
                return job
        return None

    def _begun(self, job: Job) -> Job:
        self._notes.put(job)
        self._put(job)
        self._thread.submit(self._do, job.job_id)
        return job

    def _put(self, job: Job) -> Job:
        with self._lock:
            self._jobs[job.job_id] = job
            over = [name for name, one in self._jobs.items() if one.is_over]
            for name in over[: max(0, len(over) - _KEPT)]:
                del self._jobs[name]
        return job

    def _do(self, job_id: str) -> None:
        job = self._changed(job_id, lambda one: replace(one, state=JobState.RUNNING))
        try:
            self._work.do(job, lambda change: self._changed(job_id, change))
            self._end(job_id, JobState.DONE, None)
        except RagqaError as error:
            self._end(job_id, JobState.FAILED, str(error))
        except Exception:
            logger.exception("a job on uploaded documents failed")
            self._end(job_id, JobState.FAILED, _ANYTHING)

    def _end(self, job_id: str, state: JobState, note: str | None) -> None:
        self._changed(
            job_id,
            lambda one: replace(one, state=state, note=one.note if note is None else note),
        )
        if not self._stopping.is_set():
            self._notes.drop(job_id)

    def _changed(self, job_id: str, change: Callable[[Job], Job]) -> Job:
        with self._lock:
            job = self._jobs[job_id] = change(self._jobs[job_id])
            return job


def _named(names: Sequence[str]) -> str:
    """Return the names of files as the audit log keeps them."""
    more = len(names) - _NAMED
    return ", ".join(names[:_NAMED]) + (f" and {more} more" if more > 0 else "")
