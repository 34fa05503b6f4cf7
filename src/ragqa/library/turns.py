"""One batch at a time on one library."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy as sa
from filelock import FileLock, Timeout

from ragqa.errors import LibraryError, LibraryLockedError
from ragqa.library.database import Database
from ragqa.library.faults import telling

_BATCH = 0x6261746368  # "batch" as the key of an advisory lock


@contextmanager
def alone(database: Database) -> Iterator[None]:
    """Keep every other batch off this library until the block ends, however it ends.

    Raises:
        LibraryLockedError: another batch is at work.
        LibraryError: the folder of the library cannot be written.
    """
    held = _file_held(database.name, database.file) if database.file else _server_held(database)
    with held:
        yield


@contextmanager
def _file_held(name: str, file: Path) -> Iterator[None]:
    lock = FileLock(f"{file.resolve()}.lock", timeout=0, thread_local=False)
    try:
        lock.acquire()
    except Timeout:
        raise _at_work(name) from None
    except OSError as error:
        raise LibraryError(
            f"The library {name!r} cannot be locked ({error.strerror}). Check the permissions of "
            "its folder."
        ) from None
    try:
        yield
    finally:
        lock.release()


@contextmanager
def _server_held(database: Database) -> Iterator[None]:
    """Hold an advisory lock of the session: the server lets go of it when the process dies."""
    with telling(database.name), database.session() as connection:
        if not connection.execute(sa.select(sa.func.pg_try_advisory_lock(_BATCH))).scalar():
            raise _at_work(database.name)
        try:
            yield
        finally:
            connection.execute(sa.select(sa.func.pg_advisory_unlock(_BATCH)))


def _at_work(name: str) -> LibraryLockedError:
    return LibraryLockedError(
        f"Another batch is at work on the library {name!r}. Wait until it has finished, then run "
        "this again: what it answers is not answered twice."
    )
