"""Articles that editors have ordered, written one after another beside everything else."""

import logging
import secrets
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from ragqa.desk.writing import Writing
from ragqa.errors import LibraryLockedError, NotFoundError, RagqaError
from ragqa.library.store import ArticleId, Library, article_id_of
from ragqa.library.turns import alone
from ragqa.schema.evidence import Evidence
from ragqa.schema.question import Question

logger = logging.getLogger(__name__)

KEPT: Final = 200
"""Finished orders that are remembered."""
_PATIENCE: Final = 2.0
_ANOTHER: Final = "Another batch is at work on the library. This begins when it has finished."
_ANYTHING: Final = "The article could not be written for a reason that the log of the server tells."


class CommissionState(StrEnum):
    """How far an order has come."""

    WAITING = "waiting"
    WRITING = "being written"
    DONE = "done"
    FAILED = "failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Commission:
    """One article that was ordered.

    `reason` says why it is written anew, empty for a new one. `found` counts passages, `checked`
    of `drafted` the sentences that were put to the checks. `note` is one sentence on what it waits
    for, or why it failed.
    """

    commission_id: str
    article_id: ArticleId
    question: Question
    by: str
    reason: str
    state: CommissionState = CommissionState.WAITING
    found: int = 0
    drafted: int = 0
    checked: int = 0
    note: str = ""

    @property
    def is_over(self) -> bool:
        """Whether nothing more will happen."""
        return self.state in {CommissionState.DONE, CommissionState.FAILED}


class Commissions:
    """Writes what was ordered in one thread; safe to be shared. What waits ends with the server.

    Args:
        writing: answers into the library.
        library: where the articles go.
    """

    def __init__(self, writing: Writing, library: Library) -> None:
        self._writing = writing
        self._library = library
        self._lock = threading.Lock()
        self._closing = threading.Event()
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="commission")
        self._orders: dict[str, Commission] = {}

    def order(self, question: Question, *, by: str, reason: str = "") -> Commission:
        """Have an article written; one that is ordered already is not ordered twice.

        Args:
            question: what it answers, and for whom.
            by: in whose name it is submitted for review.
            reason: why an article that is there is written anew; empty for a new one.
        """
        article_id = article_id_of(question)
        with self._lock:
            for one in self._orders.values():
                if one.article_id == article_id and not one.is_over:
                    return one
            made = Commission(
                commission_id=secrets.token_hex(8),
                article_id=article_id,
                question=question,
                by=by,
                reason=reason,
            )
            self._orders[made.commission_id] = made
            self._forget()
        self._thread.submit(self._write, made.commission_id)
        return made

    def existing(self, question: Question) -> ArticleId | None:
        """Return the article on this very question, where the library has one."""
        article_id = article_id_of(question)
        return article_id if self._library.versions(article_id) else None

    def read(self, commission_id: str) -> Commission:
        """Return how far an order has come.

        Raises:
            NotFoundError: there is no such order, or no more.
        """
        with self._lock:
            found = self._orders.get(commission_id)
        if found is None:
            raise NotFoundError(
                "There is no such order any more: it is long done, or the server was started "
                "anew. Look for the article in the library."
            )
        return found

    def under_way(self) -> list[Commission]:
        """Return the orders that are not over, in their order."""
        with self._lock:
            return [one for one in self._orders.values() if not one.is_over]

    def close(self) -> None:
        """Finish the article that is being written; what waits is not begun."""
        self._closing.set()
        self._thread.shutdown(wait=True, cancel_futures=True)

    def _write(self, name: str) -> None:
        order = self.note(name, lambda one: replace(one, state=CommissionState.WRITING))
        try:
            write = self._writing.writing(order.by, order.reason)
            self._in_turn(name, lambda: write(order.question, _Told(self, name)))
            self._end(name, CommissionState.DONE, "")
        except RagqaError as error:
            self._end(name, CommissionState.FAILED, str(error))
        except Exception:
            logger.exception("an article could not be written")
            self._end(name, CommissionState.FAILED, _ANYTHING)

    def _in_turn(self, name: str, write: Callable[[], object]) -> None:
        """Write when no other batch is at work on the library."""
        while True:
            try:
                with alone(self._library.database):
                    self.note(name, lambda one: replace(one, note=""))
                    write()
                    return
            except LibraryLockedError:
                self.note(name, lambda one: replace(one, note=_ANOTHER))
                if self._closing.wait(_PATIENCE):
                    raise

    def _end(self, name: str, state: CommissionState, note: str) -> None:
        self.note(name, lambda one: replace(one, state=state, note=note))

    def note(self, name: str, change: Callable[[Commission], Commission]) -> Commission:
        """Change what is known of an order, and return it."""
        with self._lock:
            self._orders[name] = change(self._orders[name])
            return self._orders[name]

    def _forget(self) -> None:
        """Forget the oldest of many orders that are over."""
        over = [name for name, one in self._orders.items() if one.is_over]
        for name in over[: max(0, len(over) - KEPT)]:
            del self._orders[name]


class _Told:
    """Notes how far the answer of one order has come."""

    def __init__(self, commissions: Commissions, name: str) -> None:
        self._commissions = commissions
        self._name = name

    def found(self, evidence: Sequence[Evidence]) -> None:
        """Note how many passages the search brought."""
        self._note(lambda one: replace(one, found=len(evidence)))

    def drafted(self, sentences: int) -> None:
        """Note how many sentences are put to the checks."""
        self._note(lambda one: replace(one, drafted=sentences))

    def checked(self) -> None:
        """Note that one more has been."""
        self._note(lambda one: replace(one, checked=one.checked + 1))

    def _note(self, change: Callable[[Commission], Commission]) -> None:
        self._commissions.note(self._name, change)
