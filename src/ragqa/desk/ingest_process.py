"""Documents read into the index by a process of its own, so that answers are made meanwhile.

It runs at a low priority and can be lost at any moment: the index is published in whole snapshots,
and what it had embedded is not embedded twice.
"""

import logging
import os
import signal
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Final

from ragqa.assembly import build_ingester
from ragqa.config import Settings
from ragqa.errors import RagqaError, SnapshotError
from ragqa.ingestion.report import IngestReport

logger = logging.getLogger(__name__)

_NICENESS: Final = 10
_PATIENCE: Final = 3.0
"""Seconds in which a process ends that was told to."""
_LOOK: Final = 0.5
"""Seconds between two looks at whether to stop."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Take:
    """Bring the index up to date with files and folders; `retry` reads again what failed."""

    paths: tuple[Path, ...]
    retry: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Forget:
    """Take files out of the index, by the names of their records."""

    names: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """How far it has come: files to read, those that were, documents embedded and published."""

    files: int = 0
    read: int = 0
    indexed: int = 0
    published: int = 0
    now: str = ""


Work = Take | Forget
Message = Reading | IngestReport | RagqaError | None
"""What the process tells: how far it is, and last its report, None for none, or what went wrong."""


def done_apart(
    settings: Settings,
    work: Work,
    progress: Callable[[Reading], object],
    stopping: threading.Event,
) -> IngestReport | None:
    """Have `work` done by a process of its own and return its report; None for what has none.

    Args:
        settings: of the index and of how it is made.
        work: what is to be done.
        progress: told how far it has come.
        stopping: ends the process when it is set; what is published stays.

    Raises:
        IndexLockedError: another process is writing to the index.
        SnapshotError: the index cannot be written, or the process was lost or stopped.
        UsageError: there is nothing to read.
    """
    context = get_context("spawn")
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(target=_work, args=(settings, work, theirs), name="ragqa-ingest")
    process.start()
    theirs.close()
    try:
        return _last_message(ours, progress, stopping)
    finally:
        ours.close()
        _end(process)


def _last_message(
    connection: Connection, progress: Callable[[Reading], object], stopping: threading.Event
) -> IngestReport | None:
    while not stopping.is_set():
        if not connection.poll(_LOOK):
            continue
        try:
            message: Message = connection.recv()
        except EOFError:
            raise SnapshotError(
                "The process that reads documents ended before it had finished. What it published "
                "is kept; have it done again."
            ) from None
        match message:
            case Reading():
                progress(message)
            case RagqaError():
                raise message
            case _:
                return message
    raise SnapshotError("The server ends, and so does the reading. It goes on when it starts anew.")


def _end(process: BaseProcess) -> None:
    """Have the process end: by itself, where it is done, or with what it started, or at once."""
    ends: tuple[Callable[[], None], ...] = (_nothing, process.terminate, process.kill)
    for end in ends:
        end()
        process.join(_PATIENCE)
        if not process.is_alive():
            return


def _nothing() -> None:
    """Leave it to itself."""


def _work(settings: Settings, work: Work, told: Connection) -> None:
    """Do the work, in the process."""
    os.nice(_NICENESS)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    try:
        told.send(_report(settings, work, _Telling(told)))
    except RagqaError as error:
        told.send(error)
    except OSError as error:
        told.send(SnapshotError(f"The documents cannot be read in ({error})."))


def _report(settings: Settings, work: Work, telling: "_Telling") -> IngestReport | None:
    ingester = build_ingester(settings)
    match work:
        case Take():
            return ingester.ingest(work.paths, retry=work.retry, progress=telling)
        case Forget():
            ingester.forget(work.names)
            return None


class _Telling:
    """Tells whoever waits how far an ingest has come."""

    def __init__(self, told: Connection) -> None:
        self._told = told
        self._reading = Reading()

    def started(self, files: int) -> None:
        """So many files have to be read."""
        self._tell(replace(self._reading, files=files))

    def read(self, name: str, documents: int) -> None:
        """One more was."""
        self._tell(replace(self._reading, read=self._reading.read + 1, now=name))

    def indexed(self, documents: int) -> None:
        """So many more documents are embedded."""
        self._tell(replace(self._reading, indexed=self._reading.indexed + documents))

    def published(self, documents: int) -> None:
        """So many documents can be searched."""
        self._tell(replace(self._reading, published=documents))

    def _tell(self, reading: Reading) -> None:
        self._reading = reading
        self._told.send(reading)
