"""Sessions of people who logged in with a key: a random token each, kept as its hash."""

import hashlib
import secrets
from collections.abc import Callable
from datetime import datetime, timedelta

import sqlalchemy as sa

from ragqa.access.keys import Key, key_in, valid
from ragqa.errors import UnauthenticatedError
from ragqa.library.access_tables import KEYS, SESSIONS
from ragqa.library.database import Database


class Sessions:
    """The open sessions of one library; safe to be shared between threads.

    Args:
        database: where they are.
        hours: after which somebody must log in again.
        now: the time, with its zone.
    """

    def __init__(self, database: Database, *, hours: float, now: Callable[[], datetime]) -> None:
        self._database = database
        self._lasting = timedelta(hours=hours)
        self._now = now

    def begin(self, key: Key) -> str:
        """Begin a session of who holds this key, and return its token."""
        token, now = secrets.token_hex(32), self._now()
        row = {
            "token_hash": _hash(token),
            "key_id": key.key_id,
            "begun_at": _written(now),
            "expires_at": _written(now + self._lasting),
        }
        with self._database.writing() as connection:
            connection.execute(SESSIONS.delete().where(SESSIONS.c.expires_at <= _written(now)))
            connection.execute(SESSIONS.insert().values(row))
        return token

    def holder(self, token: str) -> Key:
        """Return the key by which a session began.

        Raises:
            UnauthenticatedError: there is no such session, it is over, or its key holds no longer.
        """
        statement = (
            sa.select(KEYS, SESSIONS.c.expires_at.label("until"))
            .join(SESSIONS, SESSIONS.c.key_id == KEYS.c.key_id)
            .where(SESSIONS.c.token_hash == _hash(token))
        )
        with self._database.reading() as connection:
            row = connection.execute(statement).mappings().first()
        now = self._now()
        if row is None or datetime.fromisoformat(row["until"]) <= now:
            raise UnauthenticatedError("The session is over. Log in again.")
        return valid(key_in(row), now)

    def end(self, token: str) -> None:
        """End a session, if there is one."""
        with self._database.writing() as connection:
            connection.execute(SESSIONS.delete().where(SESSIONS.c.token_hash == _hash(token)))


def _hash(token: str) -> str:
    # As random as a key: see there why no slow hash is needed.
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def _written(time: datetime) -> str:
    return time.isoformat(timespec="seconds")
