"""Each file is parsed in a child process that can be lost: time, memory and output are bounded."""

import logging
import os
import resource
import sys
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import TimeoutError as TaskTimeoutError
from dataclasses import dataclass
from multiprocessing.context import ForkServerContext, ForkServerProcess
from multiprocessing.popen_forkserver import Popen
from multiprocessing.process import BaseProcess
from pathlib import Path
from threading import Lock
from types import ModuleType
from typing import TYPE_CHECKING, Protocol

from ragqa.errors import NoTextError, ReadError
from ragqa.ingestion.reading import modules_for
from ragqa.schema.document import DocumentId

if TYPE_CHECKING:
    from pebble import ProcessPool

    from ragqa.ingestion.reader import Reading

_MEBIBYTE = 1 << 20
# Workers are replaced after so many files: parsers leak.
_FILES_PER_WORKER = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What one file may cost before it is given up.

    `seconds` grow by `seconds_per_mebibyte` of the file; `memory` is bytes of address space;
    `characters` bounds the text of one file, ten times that where it holds many documents.
    """

    seconds: float = 90.0
    seconds_per_mebibyte: float = 20.0
    memory: int = 3 << 30
    characters: int = 20_000_000

    def seconds_for(self, size: int) -> float:
        """Return the time that a file of `size` bytes may take."""
        return self.seconds + self.seconds_per_mebibyte * size / _MEBIBYTE


class _ReaderProcess(ForkServerProcess):
    """A worker that does not run the caller's main module again, only what it reads with.

    Without this every worker would load the whole command line first, and a caller without a
    main file, or without a guard in it, could not ingest at all.
    """

    _starting = Lock()

    @staticmethod
    def _Popen(process_obj: BaseProcess) -> Popen:  # noqa: N802
        with _ReaderProcess._starting:
            main = sys.modules["__main__"]
            sys.modules["__main__"] = ModuleType("__main__")
            try:
                return ForkServerProcess._Popen(process_obj)
            finally:
                sys.modules["__main__"] = main


class _ReadersOnly(ForkServerContext):
    Process = _ReaderProcess


Known = Mapping[str, DocumentId]
"""Documents by the hash of the line that they were read from."""


class _Future(Protocol):
    def result(self) -> "Reading | ReadError": ...


class Sandbox:
    """Reads files in worker processes; whatever a file does, the next one is read."""

    def __init__(self, *, limits: Limits | None = None, workers: int = 2) -> None:
        """Keep to `limits`, with `workers` files at a time."""
        self._limits = limits or Limits()
        self._workers = workers

    def read(
        self, paths: Sequence[Path], known: Mapping[Path, Known] | None = None
    ) -> Iterator[tuple[Path, "Reading | ReadError"]]:
        """Yield each path with its documents or the reason there are none, in order.

        Documents that are `known`, by the hash of their line, are named and not read again. Few
        results are held at a time: the caller's pace bounds the readers'.
        """
        if not paths:
            return
        from pebble import ProcessPool

        context = _ReadersOnly()
        context.set_forkserver_preload(modules_for(paths))
        pool = ProcessPool(
            max_workers=min(self._workers, len(paths)),
            max_tasks=_FILES_PER_WORKER,
            initializer=_confine,
            initargs=(self._limits.memory,),
            context=context,
        )
        waiting: deque[tuple[Path, _Future]] = deque()
        ahead = iter(paths)
        try:
            for path in ahead:
                waiting.append((path, self._scheduled(pool, path, (known or {}).get(path, {}))))
                if len(waiting) > 2 * self._workers:
                    yield self._finished(*waiting.popleft())
            while waiting:
                yield self._finished(*waiting.popleft())
        finally:
            _stop(pool)

    def _scheduled(self, pool: "ProcessPool", path: Path, known: Known) -> _Future:
        size = path.stat().st_size if path.is_file() else 0
        future: _Future = pool.schedule(
            _read,
            args=(path, self._limits.characters, known),
            timeout=self._limits.seconds_for(size),
        )
        return future

    def _finished(self, path: Path, future: _Future) -> tuple[Path, "Reading | ReadError"]:
        from pebble import ProcessExpired

        try:
            return path, future.result()
        except TaskTimeoutError:
            reason = "took too long to read and was stopped"
        except MemoryError:
            reason = "needs more memory than a file is allowed"
        except ProcessExpired as error:
            reason = f"made its reader crash (exit code {error.exitcode})"
        except Exception as error:
            reason = f"could not be handed over from its reader: {type(error).__name__}"
        return path, ReadError(f"{path.name} {reason}. The other files are not affected.")


def _stop(pool: "ProcessPool") -> None:
    stop: Callable[[], None] = pool.stop
    join: Callable[[], None] = pool.join
    stop()
    join()


def _confine(memory: int) -> None:
    """Bound the address space of this process, and silence what parsers print."""
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    allowed = memory if hard == resource.RLIM_INFINITY else min(memory, hard)
    resource.setrlimit(resource.RLIMIT_AS, (allowed, hard))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    logging.disable(logging.CRITICAL)
    silence = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silence, 1)
    os.dup2(silence, 2)
    os.close(silence)


def _read(path: Path, characters: int, known: Known) -> "Reading | ReadError":
    """Read one file inside a worker; every fault becomes a reason in plain words."""
    from ragqa.ingestion.reading import read_file

    try:
        return read_file(path, characters, known)
    except (NoTextError, ReadError) as error:
        # A plain copy: causes may hold what cannot be sent to the parent.
        return type(error)(str(error))
    except MemoryError:
        return ReadError(f"{path.name} needs more memory than a file is allowed.")
    except RecursionError:
        return ReadError(f"{path.name} is nested too deeply to be read.")
    except OSError as error:
        return ReadError(f"{path.name} cannot be opened: {error.strerror or error}.")
    except Exception as error:
        first = (str(error).splitlines() or [""])[0][:200]
        return ReadError(
            f"{path.name} is damaged: {type(error).__name__}: {first}".rstrip(": ") + "."
        )
