"""API keys: whom each was given to, how long it holds, and who takes one away.

A key is `ragqa_`, its id, and 256 random bits. The library keeps the SHA-256 of those bits alone.
A slow hash with a salt makes guessing dear where a person chose the secret; nobody guesses 256
random bits, and each request has to be checked fast.
"""

import hashlib
import hmac
import re
import secrets
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from ragqa.access.roles import Principal, Role
from ragqa.errors import NotFoundError, UnauthenticatedError, UsageError
from ragqa.library.access_tables import KEYS, SESSIONS
from ragqa.library.database import Database
from ragqa.library.deeds import Deed, DeedKind
from ragqa.library.review import check_name
from ragqa.library.review_log import ReviewLog

_FORM: Final = re.compile(r"ragqa_([0-9a-f]{12})_([0-9a-f]{64})", re.ASCII)
_UNKNOWN: Final = (
    "The server knows no such key. Check that it was copied whole, or ask who runs the server "
    "for one."
)
_NOTHING: Final = hashlib.sha256(b"").hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """A key without its secret; dates are ISO, None where there is no such date."""

    key_id: str
    principal: Principal
    added_at: str
    added_by: str
    expires_at: str | None
    revoked_at: str | None

    def is_valid(self, now: datetime) -> bool:
        """Tell whether somebody can come in with it."""
        return self.revoked_at is None and not self.is_over(now)

    def is_over(self, now: datetime) -> bool:
        """Tell whether its time is over."""
        return self.expires_at is not None and datetime.fromisoformat(self.expires_at) <= now


@dataclass(frozen=True, slots=True, kw_only=True)
class NewKey:
    """A key as it is handed over, once; `text` is what its holder sends."""

    key: Key
    text: str


class Keys:
    """The keys of one library; safe to be shared between threads.

    Args:
        database: where they are.
        now: the time, with its zone.
    """

    def __init__(self, database: Database, *, now: Callable[[], datetime]) -> None:
        self._database = database
        self._now = now

    def add(
        self,
        name: str,
        roles: Collection[Role],
        *,
        credential: str,
        days: int | None,
        by: Principal,
    ) -> NewKey:
        """Make a key for somebody, and return it: its secret is nowhere afterwards.

        Args:
            name: whose it is; a person may have several.
            roles: what it lets them do.
            credential: their professional standing, or nothing.
            days: how long it holds; None until it is revoked.
            by: who gives it.

        Raises:
            UsageError: there is no role.
            ReviewError: a name cannot be kept or shown.
        """
        if not roles:
            raise UsageError(f"The key of {name!r} would have no role. Give it one with --role.")
        name, credential = " ".join(name.split()), " ".join(credential.split())
        check_name(name, credential)
        secret = secrets.token_hex(32)
        now = self._now()
        key = Key(
            key_id=secrets.token_hex(6),
            principal=Principal(name=name, credential=credential, roles=frozenset(roles)),
            added_at=_written(now),
            added_by=by.name,
            expires_at=None if days is None else _written(now + timedelta(days=days)),
            revoked_at=None,
        )
        with self._database.writing() as connection:
            connection.execute(KEYS.insert().values(_row(key, secret)))
            told = f"{key.key_id} of {name}: {', '.join(sorted(key.principal.roles))}"
            _log(connection, DeedKind.ADD_KEY, by, told, key.added_at)
        return NewKey(key=key, text=f"ragqa_{key.key_id}_{secret}")

    def listed(self) -> list[Key]:
        """Return every key that was ever made, by whose it is and when it was made."""
        statement = sa.select(KEYS).order_by(KEYS.c.name, KEYS.c.added_at, KEYS.c.key_id)
        with self._database.reading() as connection:
            return [key_in(row) for row in connection.execute(statement).mappings()]

    def any_valid(self) -> bool:
        """Tell whether anybody can come in."""
        now = self._now()
        return any(key.is_valid(now) for key in self.listed())

    def revoke(self, name: str, *, by: Principal) -> Key:
        """Take a key away, with all sessions that it began; one taken away already stays so.

        Args:
            name: the id of the key, or the name of who has no other that still holds.
            by: who takes it away.

        Raises:
            NotFoundError: there is no such key.
            UsageError: the name is that of several.
        """
        key_id = self._meant(name).key_id
        at = _written(self._now())
        with self._database.writing() as connection:
            this = KEYS.c.key_id == key_id
            if connection.execute(sa.select(KEYS.c.revoked_at).where(this)).scalar() is None:
                connection.execute(KEYS.update().where(this).values(revoked_at=at))
                connection.execute(SESSIONS.delete().where(SESSIONS.c.key_id == key_id))
                key = key_in(connection.execute(sa.select(KEYS).where(this)).mappings().one())
                told = f"{key_id} of {key.principal.name}"
                _log(connection, DeedKind.REVOKE_KEY, by, told, at)
                return key
            return key_in(connection.execute(sa.select(KEYS).where(this)).mappings().one())

    def holder(self, text: str) -> Key:
        """Return the key that somebody holds, compared in constant time.

        Raises:
            UnauthenticatedError: it is none, or holds no longer.
        """
        match = _FORM.fullmatch(text)
        if match is None:
            raise UnauthenticatedError(_UNKNOWN)
        key_id, secret = match.groups()
        with self._database.reading() as connection:
            statement = sa.select(KEYS).where(KEYS.c.key_id == key_id)
            row = connection.execute(statement).mappings().first()
        kept = str(row["secret_hash"]) if row else _NOTHING
        if not hmac.compare_digest(kept, _hash(secret)) or row is None:
            raise UnauthenticatedError(_UNKNOWN)
        return valid(key_in(row), self._now())

    def _meant(self, name: str) -> Key:
        keys = self.listed()
        for key in keys:
            if key.key_id == name:
                return key
        now = self._now()
        theirs = [key for key in keys if key.principal.name == name]
        holding = [key for key in theirs if key.is_valid(now)] or theirs
        if not holding:
            raise NotFoundError(
                f"There is no key {name!r}, nor a person of that name. See `ragqa access list`."
            )
        if len(holding) > 1:
            ids = ", ".join(key.key_id for key in holding)
            raise UsageError(f"{name!r} has several keys: {ids}. Name the id of one.")
        return holding[0]


def valid(key: Key, now: datetime) -> Key:
    """Return a key that still holds.

    Raises:
        UnauthenticatedError: it was revoked, or its time is over.
    """
    whose = f"The key {key.key_id} of {key.principal.name}"
    if key.revoked_at is not None:
        raise UnauthenticatedError(
            f"{whose} was revoked on {key.revoked_at[:10]}. Ask who runs the server for another."
        )
    if key.expires_at is not None and key.is_over(now):
        raise UnauthenticatedError(
            f"{whose} expired on {key.expires_at[:10]}. Ask who runs the server for another."
        )
    return key


def key_in(row: sa.RowMapping) -> Key:
    """Return the key that a row keeps."""
    roles = frozenset(Role(name) for name in str(row["roles"]).split())
    return Key(
        key_id=str(row["key_id"]),
        principal=Principal(name=row["name"], credential=row["credential"], roles=roles),
        added_at=str(row["added_at"]),
        added_by=str(row["added_by"]),
        expires_at=row["expires_at"],
        revoked_at=row["revoked_at"],
    )


def _row(key: Key, secret: str) -> dict[str, object]:
    return {
        "key_id": key.key_id,
        "secret_hash": _hash(secret),
        "name": key.principal.name,
        "credential": key.principal.credential,
        "roles": " ".join(sorted(key.principal.roles)),
        "added_at": key.added_at,
        "added_by": key.added_by,
        "expires_at": key.expires_at,
        "revoked_at": None,
    }


def _hash(secret: str) -> str:
    return hashlib.sha256(bytes.fromhex(secret)).hexdigest()


def _log(connection: Connection, kind: DeedKind, by: Principal, about: str, at: str) -> None:
    deed = Deed(kind=kind, by=by.name, credential=by.credential, at=at, about=about)
    ReviewLog(connection).record(deed)


def _written(time: datetime) -> str:
    return time.isoformat(timespec="seconds")
