"""What an error is called where it is told over HTTP: the one table, for programs and pages alike.

Every problem has a name that stays, a title for all of its kind, a status, and the sentence of the
error itself, which says what happened and what to do.
"""

import errno
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from ragqa import errors

URN: Final = "urn:ragqa:problem:"
"""Before the name of a problem: its `type` in a problem document (RFC 9457)."""
_FULL: Final = "The disk of the server is full. Free some space on it, then try this again."
_NO_ROOM: Final = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


@dataclass(frozen=True, slots=True, kw_only=True)
class ProblemKind:
    """All problems of one name; `retry_after` is in seconds, None where waiting does not help."""

    name: str
    title: str
    status: int
    retry_after: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldFault:
    """One part of a request that is wrong, by its name, and why."""

    field: str
    detail: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One error as it is told; `faults` name the parts of the request that are wrong.

    `more` are further members of its document, and `headers` those that go with it.
    """

    kind: ProblemKind
    detail: str
    retry_after: int | None = None
    faults: tuple[FieldFault, ...] = ()
    more: tuple[tuple[str, str | tuple[str, ...]], ...] = ()
    headers: tuple[tuple[str, str], ...] = ()

    @property
    def type(self) -> str:
        """The name that programs compare."""
        return f"{URN}{self.kind.name}"


INVALID: Final = ProblemKind(
    name="invalid-request", title="The request is not as it should be", status=422
)
UNUSABLE: Final = ProblemKind(
    name="unusable-request", title="What was asked for cannot be done", status=422
)
NOT_FOUND: Final = ProblemKind(name="not-found", title="There is nothing here", status=404)
WRONG_METHOD: Final = ProblemKind(
    name="wrong-method", title="This address does not answer that method", status=405
)
NOT_ACCEPTABLE: Final = ProblemKind(
    name="not-acceptable", title="There is no such form of it", status=406
)
TOO_LARGE: Final = ProblemKind(name="too-large", title="The request is too large", status=413)
WRONG_MEDIA_TYPE: Final = ProblemKind(
    name="wrong-media-type", title="The request is written in another form", status=415
)
BAD_REQUEST: Final = ProblemKind(name="bad-request", title="The request cannot be read", status=400)
DISK_FULL: Final = ProblemKind(name="disk-full", title="The disk is full", status=507)
INTERNAL: Final = ProblemKind(name="internal", title="The server failed", status=500)
_INDEX: Final = ProblemKind(
    name="index-unusable", title="The index cannot be used", status=503, retry_after=60
)

KINDS: Final[Mapping[type[errors.RagqaError], ProblemKind]] = {
    errors.UsageError: UNUSABLE,
    errors.IdentifiersError: ProblemKind(
        name="patient-identifiers", title="The question seems to identify a patient", status=422
    ),
    errors.ReadError: ProblemKind(
        name="unreadable-document", title="The document cannot be read", status=422
    ),
    errors.SnapshotError: _INDEX,
    errors.NoIndexError: ProblemKind(
        name="no-index", title="There is no index yet", status=503, retry_after=60
    ),
    errors.IndexLockedError: ProblemKind(
        name="index-locked", title="The index is being written", status=503, retry_after=30
    ),
    errors.ReviewError: ProblemKind(
        name="review-step", title="The review does not allow this step", status=409
    ),
    errors.LibraryError: ProblemKind(
        name="library-unusable", title="The library cannot be used", status=503, retry_after=60
    ),
    errors.LibraryFullError: DISK_FULL,
    errors.LibraryLockedError: ProblemKind(
        name="library-locked", title="The library is being written", status=503, retry_after=10
    ),
    errors.UnauthenticatedError: ProblemKind(
        name="unauthenticated", title="Nobody is named who asks", status=401
    ),
    errors.ForbiddenError: ProblemKind(
        name="forbidden", title="This takes another role", status=403
    ),
    errors.TooLargeError: TOO_LARGE,
    errors.AccessError: ProblemKind(name="refused", title="The request is refused", status=403),
    errors.TooManyRequestsError: ProblemKind(
        name="too-many-requests", title="Too many requests", status=429, retry_after=60
    ),
    errors.BusyError: ProblemKind(
        name="busy", title="Too many questions wait", status=503, retry_after=30
    ),
    errors.NotFoundError: NOT_FOUND,
    errors.ModelError: ProblemKind(
        name="model-unusable", title="The model cannot be used", status=503, retry_after=60
    ),
    errors.LanguageModelError: ProblemKind(
        name="language-model", title="The language model gave no answer", status=502
    ),
}
"""Each class of errors, unless a class below it has a row of its own; others are internal."""


def problem_of(error: BaseException) -> Problem:
    """Return how an error is told; one that is not meant for people says no more than that."""
    if isinstance(error, OSError) and error.errno in _NO_ROOM:
        return Problem(kind=DISK_FULL, detail=_FULL)
    if not isinstance(error, errors.RagqaError):
        return Problem(kind=INTERNAL, detail="The server failed. Its log says why; try it again.")
    kind = next((KINDS[one] for one in type(error).__mro__ if one in KINDS), INTERNAL)
    told = error.retry_after if isinstance(error, errors.TooManyRequestsError) else None
    return Problem(
        kind=kind,
        detail=str(error),
        retry_after=told or kind.retry_after,
        more=_more(error),
    )


def _more(error: errors.RagqaError) -> tuple[tuple[str, str | tuple[str, ...]], ...]:
    if isinstance(error, errors.IdentifiersError):
        return (("found", error.found), ("proposal", error.proposal))
    return ()
