"""The audit log: who did what that is about no article, in the same sealed chain as the review."""

from collections.abc import Callable
from datetime import datetime

from ragqa.access.roles import Principal
from ragqa.library.database import Database
from ragqa.library.deeds import Deed, DeedKind
from ragqa.library.review_log import ReviewLog


class Audit:
    """Writes down what people do; `ragqa review log` and `verify-log` show it.

    Args:
        database: where the log is.
        now: the time, with its zone.
    """

    def __init__(self, database: Database, *, now: Callable[[], datetime]) -> None:
        self._database = database
        self._now = now

    def record(self, who: Principal, kind: DeedKind, about: str) -> None:
        """Write down that somebody did something; `about` says to what, by its name or id.

        Raises:
            ReviewError: `about` says nothing, or holds control characters.
            LibraryError: the log cannot be written.
        """
        deed = Deed(
            kind=kind,
            by=who.name,
            credential=who.credential,
            at=self._now().isoformat(timespec="seconds"),
            about=about,
        )
        with self._database.writing() as connection:
            ReviewLog(connection).record(deed)
