"""Ordered articles: one after another, none twice, and another batch is waited for."""

import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import cast

import pytest

from ragqa.desk.commissions import Commission, Commissions, CommissionState
from ragqa.desk.writing import Writing
from ragqa.errors import NotFoundError, UsageError
from ragqa.library.store import Library
from ragqa.library.turns import alone
from ragqa.schema.progress import AnswerProgress
from ragqa.schema.question import Question

FIRST, SECOND = Question(text="Is drug A safe?"), Question(text="Is drug B safe?")


class Writes:
    """Writes nothing; goes on when it may, and notes what it was asked."""

    def __init__(self) -> None:
        self.may_go_on = threading.Event()
        self.asked: list[tuple[str, str, str]] = []
        self.fault: Exception | None = None

    def writing(self, by: str, reason: str) -> Callable[[Question, AnswerProgress], None]:
        def write(question: Question, progress: AnswerProgress) -> None:
            progress.drafted(3)
            progress.checked()
            self.asked.append((question.text, by, reason))
            assert self.may_go_on.wait(20)
            if self.fault:
                raise self.fault

        return write


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with Library.open(str(tmp_path / "library.sqlite"), create=True) as opened:
        yield opened


@pytest.fixture
def writes() -> Writes:
    return Writes()


@pytest.fixture
def commissions(library: Library, writes: Writes) -> Iterator[Commissions]:
    made = Commissions(cast("Writing", writes), library)
    yield made
    writes.may_go_on.set()
    made.close()


def until(commissions: Commissions, order: Commission, is_so: Callable[[Commission], bool]) -> str:
    """Wait until an order is so, and return its note."""
    deadline = time.monotonic() + 20
    while not is_so(found := commissions.read(order.commission_id)):
        assert time.monotonic() < deadline, found
        time.sleep(0.02)
    return found.note


def test_an_article_that_is_ordered_already_is_not_ordered_twice(
    commissions: Commissions, writes: Writes
) -> None:
    first = commissions.order(FIRST, by="Eve Poe")
    second = commissions.order(SECOND, by="Eve Poe", reason="A source has changed.")
    assert commissions.order(FIRST, by="Joe Doe").commission_id == first.commission_id
    assert [one.question for one in commissions.under_way()] == [FIRST, SECOND]
    writes.may_go_on.set()
    until(commissions, second, lambda one: one.state is CommissionState.DONE)
    assert writes.asked == [
        (FIRST.text, "Eve Poe", ""),
        (SECOND.text, "Eve Poe", "A source has changed."),
    ]
    assert commissions.under_way() == []


def test_how_far_an_article_has_come_is_told(commissions: Commissions, writes: Writes) -> None:
    order = commissions.order(FIRST, by="Eve Poe")
    until(commissions, order, lambda one: (one.drafted, one.checked) == (3, 1))
    writes.may_go_on.set()
    until(commissions, order, lambda one: one.state is CommissionState.DONE)


@pytest.mark.parametrize(
    ("fault", "told"), [(UsageError("It cannot be."), "It cannot be."), (KeyError(), "the log")]
)
def test_what_goes_wrong_is_told_and_the_next_is_written(
    commissions: Commissions, writes: Writes, fault: Exception, told: str
) -> None:
    writes.fault = fault
    writes.may_go_on.set()
    order = commissions.order(FIRST, by="Eve Poe")
    assert told in until(commissions, order, lambda one: one.state is CommissionState.FAILED)
    writes.fault = None
    again = commissions.order(FIRST, by="Eve Poe")
    until(commissions, again, lambda one: one.state is CommissionState.DONE)


def test_another_batch_is_waited_for(
    commissions: Commissions, writes: Writes, library: Library
) -> None:
    writes.may_go_on.set()
    with alone(library.database):
        order = commissions.order(FIRST, by="Eve Poe")
        note = until(commissions, order, lambda one: bool(one.note))
        assert "Another batch is at work" in note
        assert writes.asked == []
    until(commissions, order, lambda one: one.state is CommissionState.DONE)


def test_an_order_that_is_not_known_is_told(commissions: Commissions) -> None:
    with pytest.raises(NotFoundError):
        commissions.read("none")
