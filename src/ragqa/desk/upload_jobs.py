"""What is to be done with uploaded documents, how far it has come, and what became of each file."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from ragqa.indexing.records import FileRecord, FileState
from ragqa.ingestion.report import IngestReport
from ragqa.schema.document import DocumentId


class JobKind(StrEnum):
    """What is done."""

    UPLOAD = "upload"
    """Files that were sent are read into the index."""
    REINDEX = "reindex"
    """All folders are read again, and files that failed too."""
    REMOVE = "remove"
    """A file is taken out of the index and removed."""


class JobState(StrEnum):
    """How far a job has come."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


class Outcome(StrEnum):
    """What became of one file."""

    ADDED = "added"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    FAILED = "failed"
    NO_TEXT = "no text"
    REFUSED = "refused"
    """It was not kept."""
    DESCRIBES = "describes another"
    """It tells of the work in the file beside it."""
    REMOVED = "removed"


@dataclass(frozen=True, slots=True, kw_only=True)
class FileOutcome:
    """One file: `note` is one sentence where something is to be said of it.

    `documents` are those it gave, and `left_out` the pieces of text that were left out of them, as
    they address the system or do not show.
    """

    name: str
    outcome: Outcome
    note: str = ""
    documents: tuple[DocumentId, ...] = ()
    left_out: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """One thing to do; `files` are names in the folder of uploads, `by` is who asked for it.

    `note` is one sentence on what it waits for, why it failed, or what it could not reach.
    `to_read` and `read` count files, `indexed` the documents embedded; `outcomes` are known at the
    end, and before that those of files that were refused.
    """

    job_id: str
    kind: JobKind
    by: str
    at: str
    files: tuple[str, ...]
    state: JobState = JobState.WAITING
    note: str = ""
    to_read: int = 0
    read: int = 0
    indexed: int = 0
    now: str = ""
    outcomes: tuple[FileOutcome, ...] = ()
    report: IngestReport | None = None

    @property
    def is_over(self) -> bool:
        """Whether nothing more will happen."""
        return self.state in {JobState.DONE, JobState.FAILED}


LEFT_OUT_SHOWN: Final = 10
_KNOWN: Final = "The index held all of it already, from another file."

Records = Mapping[str, FileRecord]
"""What the index knows of each file that was read, by its name."""


def outcomes_of(
    names: Sequence[tuple[str, str]],
    before: Records,
    after: Records,
    report: IngestReport,
) -> Iterator[FileOutcome]:
    """Yield what became of files.

    Args:
        names: what each is called, and what records call it.
        before: what the index knew before they were read.
        after: what it knows now.
        report: of the run that read them.
    """
    left_out: dict[str, list[str]] = {}
    for one in report.warnings:
        left_out.setdefault(one.path, []).append(f"{one.finding.kind}: {one.finding.text}")
    failures = {one.path: one.error for one in reversed(report.failures)}
    known = frozenset(document for record in before.values() for document in record.documents)
    for name, called in names:
        record = after.get(called)
        outcome = _outcome(before.get(called), record)
        again = (
            outcome is Outcome.ADDED and record is not None and known.issuperset(record.documents)
        )
        yield FileOutcome(
            name=name,
            outcome=Outcome.UNCHANGED if again else outcome,
            note=failures.get(called, "") or (_KNOWN if again else _first_line(record)),
            documents=record.documents if record else (),
            left_out=tuple(left_out.get(called, ())[:LEFT_OUT_SHOWN]),
        )


def _first_line(record: FileRecord | None) -> str:
    if record is None:
        return "It was not read. Reindex, and look here again."
    return (record.error or "").partition("\n")[0]


def _outcome(before: FileRecord | None, after: FileRecord | None) -> Outcome:
    if after is None or after.state is FileState.FAILED:
        return Outcome.FAILED
    if after.state is FileState.NO_TEXT:
        return Outcome.NO_TEXT
    if before is None or not before.documents:
        return Outcome.ADDED
    return Outcome.UNCHANGED if before.sha256 == after.sha256 else Outcome.UPDATED
