"""Whom a server lets in, by what a request carries."""

import getpass
from dataclasses import dataclass
from typing import Protocol

from ragqa.access.roles import Principal, Role


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
    """Lets in whoever reaches this machine's loopback, as the local user with every role."""

    def __init__(self) -> None:
        self._local = Principal(name=_login_name(), credential="", roles=frozenset(Role))

    def admitted(self, carried: Carried) -> Principal:
        """Return the local user, whatever the request carries."""
        return self._local


def _login_name() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):  # a container without an entry for its user
        return "local user"
