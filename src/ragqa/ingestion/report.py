"""What one ingest run did."""

from dataclasses import dataclass
from typing import TypedDict

from ragqa.ingestion.injection import Finding


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """A file, or a part of one, that gave no document, and why."""

    path: str
    error: str

    @property
    def sentence(self) -> str:
        """The failure in one sentence that names the file once, by its path."""
        name = self.path.rpartition("/")[2]
        if self.error.startswith(self.path):
            return self.error
        if self.error.startswith(name):
            return self.path + self.error.removeprefix(name)
        return f"{self.path}: {self.error}"


class DocumentCountsJson(TypedDict):
    """The `documents` of the JSON contract."""

    added: int
    updated: int
    unchanged: int
    removed: int
    failed: int
    no_text: int


class FailureJson(TypedDict):
    """One of the `failures` of the JSON contract."""

    path: str
    error: str


class WarningJson(TypedDict):
    """One of the `warnings` of the JSON contract."""

    path: str
    kind: str
    text: str


class IngestReportJson(TypedDict):
    """The JSON contract of `ragqa ingest --json`."""

    documents: DocumentCountsJson
    passages: int
    snapshot: str
    seconds: float
    assumed_kind: int
    failures: list[FailureJson]
    warnings: list[WarningJson]


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """Text of a file that was left out: it addresses the system, or does not show."""

    path: str
    finding: Finding


@dataclass(frozen=True, slots=True, kw_only=True)
class IngestReport:
    """Counts of documents, the state of the index after the run, and every failure.

    `failed` and `no_text` count files, and parts of files that should have been documents.
    `passages` are those of the whole snapshot. `assumed_kind` counts documents read in this run
    that neither say whether they are guideline or research nor lie in a folder that does.
    `warnings` are of files read in this run.
    """

    added: int
    updated: int
    unchanged: int
    removed: int
    failed: int
    no_text: int
    passages: int
    snapshot: str
    seconds: float
    assumed_kind: int
    failures: tuple[Failure, ...]
    warnings: tuple[LeftOut, ...] = ()

    def to_json(self) -> IngestReportJson:
        """Return the report in the form that the command line prints."""
        return {
            "documents": {
                "added": self.added,
                "updated": self.updated,
                "unchanged": self.unchanged,
                "removed": self.removed,
                "failed": self.failed,
                "no_text": self.no_text,
            },
            "passages": self.passages,
            "snapshot": self.snapshot,
            "seconds": round(self.seconds, 3),
            "assumed_kind": self.assumed_kind,
            "failures": [{"path": one.path, "error": one.error} for one in self.failures],
            "warnings": [
                {"path": one.path, "kind": one.finding.kind, "text": one.finding.text}
                for one in self.warnings
            ],
        }
