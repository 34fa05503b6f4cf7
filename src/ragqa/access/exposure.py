"""Whether a server may listen where it is told to: elsewhere than on loopback takes keys."""

import logging
from datetime import UTC, datetime
from typing import Final

from ragqa.access.keys import Keys
from ragqa.config import Settings
from ragqa.errors import UsageError
from ragqa.library.database import Database

logger = logging.getLogger(__name__)

LOOPBACK: Final = frozenset({"127.0.0.1", "::1", "localhost"})
_NO_KEY: Final = (
    'No key holds, and server.access is "keys": nobody could log in. Make one with '
    "`ragqa access add NAME --role admin`."
)


def check_exposure(settings: Settings) -> None:
    """Refuse to serve other machines without keys, or before anybody has one.

    Raises:
        UsageError: nobody would have to log in, or nobody could.
        LibraryError: the library that keeps the keys cannot be opened.
    """
    server = settings.server
    elsewhere = server.host not in LOOPBACK
    if server.access == "open":
        if elsewhere:
            raise UsageError(
                f"{server.host!r} can be reached from other machines, and nobody would have to "
                'log in. Set server.access = "keys" in ragqa.toml, or serve on 127.0.0.1.'
            )
        return
    if _anybody_has_a_key(settings.library.url):
        return
    if elsewhere:
        raise UsageError(_NO_KEY)
    logger.warning("%s", _NO_KEY)


def _anybody_has_a_key(library: str) -> bool:
    database = Database.open(library, create=True)
    try:
        return Keys(database, now=lambda: datetime.now(UTC)).any_valid()
    finally:
        database.close()
