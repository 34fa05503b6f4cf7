"""Whom a server lets in, by what a request carries."""

import getpass
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Protocol

from ragqa.access.keys import Key, Keys
from ragqa.access.pace import Pace
from ragqa.access.roles import Principal, Role
from ragqa.access.sessions import Sessions
from ragqa.config import ServerSettings
from ragqa.errors import UnauthenticatedError
from ragqa.library.database import Database

LOGINS: Final = 10
"""Times that one address may try to log in within a minute."""
_NOTHING_CARRIED: Final = (
    "This takes a key. Log in with yours at /login, or send it as `Authorization: Bearer`."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Carried:
    """What a request carries that could tell whom it comes from; `address` is where from."""

    key: str | None
    session: str | None
    address: str


class Admission(Protocol):
    """Tells whom a request comes from; safe to be shared between threads."""

    def admitted(self, carried: Carried) -> Principal:
        """Return who is let in.

        Raises:
            UnauthenticatedError: nobody that is known.
            TooManyRequestsError: they came too often.
        """
        ...


class OpenAdmission:
    """Lets in whoever reaches this machine's loopback, as the local user with every role.

    There is one person, from whom nobody else has to be kept: how often they come is not counted.
    """

    def __init__(self) -> None:
        self._local = Principal(name=_login_name(), credential="", roles=frozenset(Role))

    def admitted(self, carried: Carried) -> Principal:
        """Return the local user, whatever the request carries."""
        return self._local


class KeyAdmission:
    """Lets in who holds a key, or a session that began with one.

    Args:
        keys: those that were made.
        sessions: those that are open.
        requests: how many one person may send in a minute, and how many with a key that is none
            one address may.
    """

    def __init__(self, *, keys: Keys, sessions: Sessions, requests: int) -> None:
        self._keys = keys
        self._sessions = sessions
        self._pace = Pace(requests, "requests of one person")
        self._strangers = Pace(requests, "requests with a key that is none")
        self._logins = Pace(LOGINS, "attempts to log in")

    def admitted(self, carried: Carried) -> Principal:
        """Return whose key or session it is; a key is believed before a session.

        Raises:
            UnauthenticatedError: it carries neither, or one that is none or holds no longer.
            TooManyRequestsError: they came too often, or tried too many keys.
        """
        if carried.key is None and carried.session is None:
            raise UnauthenticatedError(_NOTHING_CARRIED)
        try:
            who = self._holder(carried).principal
        except UnauthenticatedError:
            self._strangers.step(carried.address)
            raise
        self._pace.step(who.name)
        return who

    def log_in(self, text: str, address: str) -> str:
        """Return the token of a new session of who holds a key.

        Raises:
            UnauthenticatedError: it is no key that holds.
            TooManyRequestsError: somebody at this address tries too often.
        """
        self._logins.step(address)
        return self._sessions.begin(self._keys.holder(text.strip()))

    def log_out(self, token: str) -> None:
        """End a session, if it is one."""
        self._sessions.end(token)

    def _holder(self, carried: Carried) -> Key:
        if carried.key is not None:
            return self._keys.holder(carried.key)
        return self._sessions.holder(carried.session or "")


def admission_of(
    server: ServerSettings, database: Database, *, now: Callable[[], datetime]
) -> Admission:
    """Return who decides whom this server lets in."""
    if server.access == "open":
        return OpenAdmission()
    return KeyAdmission(
        keys=Keys(database, now=now),
        sessions=Sessions(database, hours=server.session_hours, now=now),
        requests=server.requests_per_minute,
    )


def _login_name() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):  # a container without an entry for its user
        return "local user"
