"""The review log in a library: read, checked and added to within one transaction.

A step is written in the transaction that it belongs to: a new version of an article and its
submission are kept together or not at all.
"""

from collections import defaultdict
from collections.abc import Callable, Generator, Sequence
from contextlib import closing
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from ragqa.errors import ReviewError
from ragqa.library.access_tables import KEYS
from ragqa.library.deeds import Deed, check_deed
from ragqa.library.review import Action, Case, Step, advanced, replayed
from ragqa.library.review_chain import (
    Beside,
    ChainReader,
    Fault,
    Row,
    case_row,
    row_of,
    seal_of,
    step_of,
)
from ragqa.library.review_tables import CASES, HEAD, LOG
from ragqa.library.store import StoredVersion
from ragqa.library.tables import VERSIONS

_AT_ONCE = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class LogCheck:
    """What a check came to: the rows that can be believed, the last seal, the first fault."""

    rows: int
    seal: str
    fault: Fault | None


class ReviewLog:
    """The log of one library, as one connection sees it."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def case(self, article_id: str) -> Case | None:
        """Return where an article stands; None where it was never submitted.

        Raises:
            ReviewError: its rows of the log are not as they were written.
        """
        return _case_of(article_id, list(self.rows(article_id)), self._kept(article_id))

    def cases(self) -> dict[str, Case]:
        """Return where every article stands that was ever submitted, as the log tells it.

        Raises:
            ReviewError: some rows of the log are not as they were written.
        """
        self._at_one_time()
        rows: defaultdict[str, list[Row]] = defaultdict(list)
        for row in self.rows():
            if row["article_id"] is not None:
                rows[str(row["article_id"])].append(row)
        beside = self._connection.execute(sa.select(CASES)).mappings()
        kept = {str(row["article_id"]): row for row in beside}
        found = ((name, _case_of(name, rows[name], kept.get(name))) for name in {**rows, **kept})
        return {name: case for name, case in found if case}

    def add(self, step: Step) -> Case:
        """Take one more step, write it down, and return where the article stands then.

        Raises:
            ReviewError: the step is not allowed.
        """
        head = self._held_head()
        case = advanced(self.case(step.article_id), step)
        kept = self._kept(step.article_id)
        row = self._append(step, head)
        if kept is None:
            first = case_row(case, 1, str(row["seal"]))
            self._connection.execute(CASES.insert().values(first))
        else:
            later = case_row(case, kept["steps"] + 1, str(row["seal"]))
            of_article = CASES.c.article_id == step.article_id
            self._connection.execute(CASES.update().where(of_article).values(later))
        return case

    def record(self, deed: Deed) -> None:
        """Write down what somebody did that is about no article.

        Raises:
            ReviewError: it names nobody or nothing.
        """
        check_deed(deed)
        self._append(deed, self._held_head())

    def _held_head(self) -> sa.RowMapping:
        """Return the head: who holds it alone adds to the log until the transaction ends."""
        return self._connection.execute(sa.select(HEAD).with_for_update()).mappings().one()

    def _append(self, entry: Step | Deed, head: sa.RowMapping) -> Row:
        row = row_of(entry, head["steps"] + 1, head["seal"])
        self._connection.execute(LOG.insert().values(row))
        self._connection.execute(HEAD.update().values(steps=row["sequence"], seal=row["seal"]))
        return row

    def rows(self, article_id: str | None = None) -> Generator[Row]:
        """Yield the rows of the log in order, or those of one article."""
        statement = sa.select(LOG).order_by(LOG.c.sequence)
        if article_id is not None:
            statement = statement.where(LOG.c.article_id == article_id)
        statement = statement.execution_options(yield_per=_AT_ONCE)
        with self._connection.execute(statement) as result:
            yield from map(_plain, result.mappings())

    def check(self, noted: str | None) -> LogCheck:
        """Return how long the log is, its last seal, and the first thing wrong with it.

        Args:
            noted: the seal of a row, written down elsewhere while the log was whole.
        """
        self._at_one_time()
        reader = ChainReader()
        with closing(self.rows()) as rows:
            fault = reader.fault_in(rows) or reader.fault_at_end(self._beside(), noted)
        return LogCheck(rows=reader.steps, seal=reader.seal, fault=fault)

    def _at_one_time(self) -> None:
        """Read what follows as it is now: a step taken meanwhile would look like a fault."""
        if self._connection.dialect.name == "postgresql":
            self._connection.execute(sa.text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ"))

    def _beside(self) -> Beside:
        head = self._connection.execute(sa.select(HEAD)).mappings().first()
        cases = self._connection.execute(sa.select(CASES)).mappings()
        texts = sa.select(VERSIONS.c.article_id, VERSIONS.c.content_hash)
        stored = self._connection.execute(texts.where(VERSIONS.c.content_hash.is_not(None)))
        keys = self._connection.execute(sa.select(KEYS.c.key_id, KEYS.c.revoked_at))
        return Beside(
            head=_plain(head) if head else None,
            cases={str(row["article_id"]): _plain(row) for row in cases},
            texts=frozenset((row.article_id, row.content_hash) for row in stored),
            keys={row.key_id: row.revoked_at is not None for row in keys},
        )

    def _kept(self, article_id: str) -> sa.RowMapping | None:
        statement = sa.select(CASES).where(CASES.c.article_id == article_id)
        return self._connection.execute(statement).mappings().first()


def _case_of(article_id: str, rows: Sequence[Row], kept: sa.RowMapping | None) -> Case | None:
    """Return where an article stands by its rows of the log; `kept` is what stands beside it."""
    known = (kept["steps"], kept["seal"]) if kept else (0, None)
    found = (len(rows), rows[-1]["seal"] if rows else None)
    if found != known or any(row["seal"] != seal_of(row) for row in rows):
        raise ReviewError(
            f"The review log of article {article_id} is not as it was written. "
            "`ragqa review verify-log` says where; put back a copy of the library."
        )
    return replayed(map(step_of, rows)).get(article_id)


def _plain(row: sa.RowMapping) -> Row:
    return {str(name): value for name, value in row.items()}


def submitting(by: str) -> Callable[[Connection, StoredVersion], None]:
    """Return what submits each version for review in the name of who runs a batch.

    It is handed to the library that the batch stores into. An article that says what it said
    before stands where it stood.
    """

    def submit(connection: Connection, version: StoredVersion) -> None:
        log = ReviewLog(connection)
        case = log.case(version.article_id)
        text = version.content_hash or ""
        if (case.content_hash if case else "") == text:
            return
        log.add(
            Step(
                article_id=version.article_id,
                content_hash=text,
                action=Action.SUBMIT if text else Action.ABSTAIN,
                by=by,
                credential="",
                at=version.created_at,
                claim=None,
                comment=version.reason,
            )
        )

    return submit
