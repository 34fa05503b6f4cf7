"""What a database says when it fails, as one sentence that says what to do."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from ragqa.errors import LibraryError, LibraryFullError, LibraryLockedError

_FULL = "has no room left for another article. Free some space on its disk, then run this again"
_BUSY = "is being written by another process. Wait until it has finished, then run this again"
_NO_LIBRARY = "is no library of ragqa. Name another place with --library"
_UNWRITABLE = "cannot be written. Check its permissions and those of its folder"
_UNOPENED = "cannot be opened. Check that its folder exists and may be written"
_DAMAGED = "is damaged. Put back a copy of it, and run `ragqa batch run` again"

_SQLITE = {
    sqlite3.SQLITE_FULL: _FULL,
    sqlite3.SQLITE_BUSY: _BUSY,
    sqlite3.SQLITE_LOCKED: _BUSY,
    sqlite3.SQLITE_NOTADB: _NO_LIBRARY,
    sqlite3.SQLITE_READONLY: _UNWRITABLE,
    sqlite3.SQLITE_PERM: _UNWRITABLE,
    sqlite3.SQLITE_CANTOPEN: _UNOPENED,
    sqlite3.SQLITE_CORRUPT: _DAMAGED,
    # A full disk, or one that was taken away, while the log of changes is written.
    sqlite3.SQLITE_IOERR: _FULL,
}
_PRIMARY = 0xFF
# By SQLSTATE, or its first two characters, which are its class (PostgreSQL, appendix A).
_POSTGRESQL = {
    "53": _FULL,
    "55": _BUSY,
    "40": _BUSY,
    "28": "does not let this user in. Check the name and password in its URL",
    "3D": "does not exist on that server. Create the database first",
    "42501": _UNWRITABLE,
    "42P01": _NO_LIBRARY,
    "42703": _NO_LIBRARY,
    "25": _UNWRITABLE,
}
_AWAY = "cannot be reached. Check its URL, and that the server runs"


@contextmanager
def telling(name: str) -> Iterator[None]:
    """Tell in one sentence what goes wrong with the library of this name.

    Raises:
        LibraryLockedError: another process keeps it busy for too long.
        LibraryFullError: its disk is full.
        LibraryError: anything else that its database refuses.
    """
    try:
        yield
    except DBAPIError as error:
        raise _fault(name, error.orig) from error
    except SQLAlchemyError as error:
        raise LibraryError(f"The library {name!r} cannot be used ({error}).") from error


def _fault(name: str, error: BaseException | None) -> LibraryError:
    told = _told(error)
    return _KINDS.get(told, LibraryError)(f"The library {name!r} {told}.")


def _told(error: BaseException | None) -> str:
    if isinstance(error, sqlite3.Error):
        code = getattr(error, "sqlite_errorcode", 0) & _PRIMARY
        return _SQLITE.get(code, f"cannot be used ({error}). {_CHECK}")
    state = getattr(error, "sqlstate", None) or ""
    other = f"cannot be used ({error}). {_CHECK}" if state else _AWAY
    return _POSTGRESQL.get(state, _POSTGRESQL.get(state[:2], other))


_CHECK = "Check it with the tools of its database"
_KINDS = {_BUSY: LibraryLockedError, _FULL: LibraryFullError}
