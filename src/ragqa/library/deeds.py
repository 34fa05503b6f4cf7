"""What people do in a library that is about no one article: keys, documents, the index.

Deeds stand in the review log between the steps of articles, in the same chain of seals.
"""

from dataclasses import dataclass
from enum import StrEnum

from ragqa.errors import ReviewError
from ragqa.library.review import check_comment, check_name


class DeedKind(StrEnum):
    """What was done."""

    ADD_KEY = "add key"
    REVOKE_KEY = "revoke key"
    UPLOAD = "upload"
    REMOVE = "remove"
    REINDEX = "reindex"
    EXPORT = "export"


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """One thing that one person did; `about` says to what, in words or by its id.

    What is done to a key begins with its id.

    `at` is an ISO date and time, `credential` may be empty.
    """

    kind: DeedKind
    by: str
    credential: str
    at: str
    about: str


def check_deed(deed: Deed) -> None:
    """Refuse a deed that says nothing, or cannot be kept or shown.

    Raises:
        ReviewError: it names nobody or nothing, or holds control characters.
    """
    check_name(deed.by, deed.credential)
    check_comment(deed.about)
    if not deed.about.strip():
        raise ReviewError(f"The log was not told to what {deed.by} did {deed.kind.value!r}.")


def key_of(deed: Deed) -> str:
    """Return the id of the key that a deed is about."""
    return deed.about.partition(" ")[0]
