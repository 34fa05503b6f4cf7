"""Brings an index up to date with files: reads what changed, embeds what changed, commits once."""

import logging
import time
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

from ragqa.embedding.late_pooling import SpanEmbedder
from ragqa.errors import NoTextError, ReadError
from ragqa.indexing.embedding_cache import RememberingReader
from ragqa.indexing.records import FileRecord, FileState
from ragqa.indexing.store import IndexStore
from ragqa.indexing.writer import SnapshotWriter
from ragqa.ingestion.chunker import Chunker
from ragqa.ingestion.file_search import FoundFile, find_files
from ragqa.ingestion.intake import Intake
from ragqa.ingestion.pace import Pace
from ragqa.ingestion.reader import Reading
from ragqa.ingestion.report import Failure, IngestReport, LeftOut
from ragqa.ingestion.sandbox import Sandbox
from ragqa.schema.document import DocumentId

logger = logging.getLogger(__name__)

_MOST_FAULTS_KEPT = 100


class Progress(Protocol):
    """Is told how far a run has come."""

    def started(self, files: int) -> None:
        """So many files have to be read."""
        ...

    def read(self, name: str, documents: int) -> None:
        """Take note that a file was read, and gave so many documents to index."""
        ...

    def indexed(self, documents: int) -> None:
        """So many more documents are embedded."""
        ...

    def published(self, documents: int) -> None:
        """So many documents can be searched from now on, and survive whatever happens."""
        ...


class NoProgress:
    """Tells nobody."""

    def started(self, files: int) -> None:
        """Do nothing."""

    def read(self, name: str, documents: int) -> None:
        """Do nothing."""

    def indexed(self, documents: int) -> None:
        """Do nothing."""

    def published(self, documents: int) -> None:
        """Do nothing."""


class Ingester:
    """Reads files into the index; what has not changed is neither read nor embedded again."""

    def __init__(
        self,
        *,
        store: IndexStore,
        embedder: SpanEmbedder,
        chunker: Chunker,
        sandbox: Sandbox,
        pace: Pace | None = None,
        words: bool = True,
    ) -> None:
        """Write to `store` passages cut by `chunker` and embedded by `embedder`.

        `pace` says how often a long run publishes what it has done so far; `words`, whether the
        words of passages are kept.
        """
        self._store = store
        self._embedder = embedder
        self._chunker = chunker
        self._sandbox = sandbox
        self._pace = pace or Pace()
        self._words = words

    def ingest(
        self,
        paths: Sequence[Path],
        *,
        prune: bool = False,
        retry: bool = False,
        rebuild: bool = False,
        progress: Progress | None = None,
    ) -> IngestReport:
        """Bring the index up to date with the files at `paths`, and publish that.

        A document is safe once a snapshot that holds it is published: at the end, or now and
        then in a long run, of which `progress` is told. Whatever kills the run, the next one
        goes on from there, and embeds nothing twice.

        Files that failed or held no text are read again when they change, or with `retry`.
        A file that is gone, or lies outside `paths`, keeps its documents in the index; only
        `prune` removes them. `rebuild` starts from an empty index.

        Raises:
            UsageError: `paths` name nothing that can be read.
            SnapshotError: the index cannot be written, or was built in another way.
        """
        started = time.monotonic()
        files = find_files(paths)
        with (
            self._writer(rebuild=rebuild) as writer,
            self._store.remembering(self._embedder, words=self._words) as reader,
        ):
            self._pace.start()
            run = _Run(writer, reader, self._chunker, self._pace, progress or NoProgress())
            run.bring_up_to_date(files, self._sandbox, retry=retry)
            if prune:
                run.prune({file.name for file in files})
            snapshot = writer.commit()
        passages = self._store.passage_count()
        report = run.report(snapshot, passages, time.monotonic() - started)
        _log(report)
        return report

    def forget(self, names: Collection[str]) -> str:
        """Take files out of the index by the names of their records, and publish that.

        Documents that no other file holds go with them. Returns the id of the snapshot.

        Raises:
            SnapshotError: the index cannot be written.
        """
        with self._writer(rebuild=False) as writer:
            for name in names:
                writer.remove_file(name)
            snapshot = writer.commit()
        logger.info("took %d files out of the index", len(names))
        return snapshot

    @contextmanager
    def _writer(self, *, rebuild: bool) -> Iterator[SnapshotWriter]:
        with self._store.write(
            embedder_id=self._embedder.embedder_id,
            dimension=self._embedder.dimension,
            chunker_id=self._chunker.chunker_id,
            words=self._words,
            rebuild=rebuild,
        ) as writer:
            yield writer


class _Run:
    """The state of one run."""

    def __init__(
        self,
        writer: SnapshotWriter,
        reader: RememberingReader,
        chunker: Chunker,
        pace: Pace,
        progress: Progress,
    ) -> None:
        self._writer = writer
        self._pace = pace
        self._progress = progress
        self._reader = reader
        self._intake = Intake(writer, reader, chunker, progress.indexed, self._publish_inside)
        self._before = writer.files()
        self._taking: FoundFile | None = None
        self._failures: list[Failure] = []
        self._left_out: list[LeftOut] = []
        self._failed = self._no_text = self._assumed = 0

    def bring_up_to_date(
        self, files: Sequence[FoundFile], sandbox: Sandbox, *, retry: bool
    ) -> None:
        hashes = {file.name: file.sha256() for file in files}
        changed: list[FoundFile] = []
        for file in files:
            record = self._before.get(file.name)
            settled = record is not None and (record.state is FileState.DONE or not retry)
            if record is not None and settled and record.sha256 == hashes[file.name] != "":
                self._leave(record)
            else:
                changed.append(file)
        self._intake.expect_changes(file.name for file in changed)
        self._progress.started(len(changed))
        known = {file.path: self._intake.lines(file.name) for file in changed}
        if any(self._intake.may_bring_news(file.name, file.size) for file in changed):
            self._reader.prepare()
        outcomes = sandbox.read([file.path for file in changed], known)
        for file, (_, outcome) in zip(changed, outcomes, strict=True):
            self._take(file, hashes[file.name], outcome)
            if self._pace.due():
                self._intake.flush()
                self._publish()
        self._intake.flush()

    def prune(self, names: set[str]) -> None:
        """Remove the files that the run did not name."""
        for name in self._writer.files():
            if name not in names:
                self._writer.remove_file(name)
                self._intake.forget(name)

    def report(self, snapshot: str, passages: int, seconds: float) -> IngestReport:
        """Count what happened."""
        counts = self._intake.counts(self._writer.files())
        return IngestReport(
            added=counts.added,
            updated=counts.updated,
            unchanged=counts.unchanged,
            removed=counts.removed,
            failed=self._failed,
            no_text=self._no_text,
            passages=passages,
            snapshot=snapshot,
            seconds=seconds,
            assumed_kind=self._assumed,
            failures=tuple(self._failures),
            warnings=tuple(self._left_out),
        )

    def _leave(self, record: FileRecord) -> None:
        """Keep an unchanged file, and say again what was wrong with it."""
        self._intake.keep(record.path)
        if record.state is FileState.NO_TEXT:
            self._no_text += 1
        for fault in (record.error or "").splitlines():
            self._fail(record.path, fault, counted=record.state is not FileState.NO_TEXT)

    def _take(self, file: FoundFile, sha256: str, outcome: Reading | ReadError) -> None:
        match outcome:
            case NoTextError():
                self._no_text += 1
                self._fail(file.name, str(outcome), counted=False)
                self._put(file, sha256, FileState.NO_TEXT, str(outcome), ())
            case ReadError():
                self._fail(file.name, str(outcome))
                self._put(file, sha256, FileState.FAILED, str(outcome), ())
            case Reading():
                self._accept(file, sha256, outcome)

    def _accept(self, file: FoundFile, sha256: str, reading: Reading) -> None:
        self._progress.read(file.name, len(reading.lines or reading.documents))
        self._taking = file
        taken = self._intake.take(file.name, reading)
        self._taking = None
        faults = [*reading.faults, *taken.conflicts]
        kept = faults[:_MOST_FAULTS_KEPT]
        if len(faults) > len(kept):
            kept.append(f"{file.name}: {len(faults) - len(kept)} more records like these")
        for fault in kept:
            self._fail(file.name, fault)
        self._left_out.extend(
            LeftOut(path=file.name, finding=one) for one in reading.findings[:_MOST_FAULTS_KEPT]
        )
        self._no_text += len(reading.empty)
        self._assumed += taken.assumed
        state = FileState.DONE if taken.documents else FileState.FAILED
        self._put(file, sha256, state, "\n".join(kept) or None, taken.documents)

    def _publish_inside(self) -> None:
        """Publish the part of a file that has been taken, unless it replaces what was there.

        The next run reads the file again, as its record bears no hash, and finds this part done.
        """
        if (file := self._taking) is None or not self._pace.due():
            return
        record = self._before.get(file.name)
        if record is not None and record.state is not FileState.PARTIAL:
            return
        self._intake.flush()
        earlier = () if record is None else record.documents
        held = tuple(dict.fromkeys((*earlier, *self._intake.held)))
        self._put(file, "", FileState.PARTIAL, None, held)
        self._publish()

    def _publish(self) -> None:
        with self._pace.publishing():
            self._writer.checkpoint()
        documents = {one for record in self._writer.files().values() for one in record.documents}
        self._progress.published(len(documents))

    def _put(
        self,
        file: FoundFile,
        sha256: str,
        state: FileState,
        error: str | None,
        documents: tuple[DocumentId, ...],
    ) -> None:
        record = FileRecord(
            path=file.name,
            sha256=sha256,
            size=file.size,
            state=state,
            error=error,
            documents=documents,
        )
        self._writer.put_file(record)

    def _fail(self, name: str, error: str, *, counted: bool = True) -> None:
        self._failed += counted
        self._failures.append(Failure(path=name, error=" ".join(error.split())))


def _log(report: IngestReport) -> None:
    logger.info(
        "ingested %d new, %d changed, %d unchanged documents; %d failed, %d without text, %.1f s",
        report.added,
        report.updated,
        report.unchanged,
        report.failed,
        report.no_text,
        report.seconds,
    )
