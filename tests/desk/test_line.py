"""Work in order of arrival: never too much at once, told of its place, and left when wished."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ragqa.desk.line import Line, Waiter
from ragqa.errors import BusyError

SECONDS = 30.0


@dataclass(kw_only=True, eq=False)
class Someone:
    """Comes with work that lasts until it is allowed to end, and notes what they are told."""

    begun: threading.Event = field(default_factory=threading.Event)
    allowed: threading.Event = field(default_factory=threading.Event)
    places: list[int] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)

    def waiter(self) -> Waiter:
        return Waiter(
            work=self._work,
            moved=self.places.append,
            refused=lambda error: self.refused.append(str(error)),
        )

    def _work(self) -> None:
        self.begun.set()
        assert self.allowed.wait(SECONDS)


def line_of(at_once: int, waiting: int = 100) -> Line:
    return Line(at_once=at_once, waiting=waiting, name="test")


def joined(line: Line, count: int) -> tuple[list[Someone], list[Waiter]]:
    people = [Someone() for _ in range(count)]
    waiters = [one.waiter() for one in people]
    for waiter in waiters:
        line.join(waiter)
    return people, waiters


def noting(order: list[int], number: int) -> Waiter:
    return Waiter(
        work=lambda: order.append(number), moved=lambda ahead: None, refused=lambda error: None
    )


@given(count=st.integers(1, 30), leaving=st.sets(st.integers(1, 29)))
def test_all_who_stay_are_served_in_the_order_in_which_they_came(
    count: int, leaving: set[int]
) -> None:
    line, order = line_of(1), list[int]()
    (first,), _ = joined(line, 1)
    waiters = [noting(order, number) for number in range(count)]
    for waiter in waiters:
        line.join(waiter)
    for number in leaving & set(range(count)):
        line.leave(waiters[number])
    first.allowed.set()
    assert line.finished(SECONDS)
    assert order == [number for number in range(count) if number not in leaving]


@given(at_once=st.integers(1, 6), count=st.integers(1, 40))
def test_never_more_are_served_at_one_time_than_may_be(at_once: int, count: int) -> None:
    line, lock, present, most = line_of(at_once), threading.Lock(), [0], [0]

    def work() -> None:
        with lock:
            present[0] += 1
            most[0] = max(most[0], present[0])
        with lock:
            present[0] -= 1

    for _ in range(count):
        line.join(Waiter(work=work, moved=lambda ahead: None, refused=lambda error: None))
    assert line.finished(SECONDS)
    assert 1 <= most[0] <= at_once


def test_who_waits_is_told_how_many_are_served_first_whenever_that_changes() -> None:
    line = line_of(2)
    (a, b, c, d, e), waiters = joined(line, 5)
    assert [one.places for one in (a, b, c, d, e)] == [[], [], [1], [2], [3]]
    line.leave(waiters[3])
    assert e.places == [3, 2]
    a.allowed.set()
    assert c.begun.wait(SECONDS)
    assert (c.places, e.places) == ([1], [3, 2, 1])
    for one in (b, c, e):
        one.allowed.set()
    assert line.finished(SECONDS)
    assert not d.begun.is_set()


def test_who_finds_no_place_is_sent_away_and_may_come_again() -> None:
    line = line_of(1, waiting=1)
    people, waiters = joined(line, 2)
    with pytest.raises(BusyError, match=r"^2 questions are being answered or wait\."):
        line.join(Someone().waiter())
    line.leave(waiters[1])
    line.join(later := Someone().waiter())
    line.leave(later)
    people[0].allowed.set()
    assert line.finished(SECONDS)


def test_work_of_who_has_left_counts_until_it_ends() -> None:
    line = line_of(1, waiting=0)
    (one,), (waiter,) = joined(line, 1)
    assert one.begun.wait(SECONDS)
    line.leave(waiter)
    assert line.served == 1
    with pytest.raises(BusyError):
        line.join(Someone().waiter())
    one.allowed.set()
    assert line.finished(SECONDS)
    assert line.served == 0


def test_a_stopped_line_begins_nothing_and_says_so() -> None:
    line = line_of(1)
    (served, waiting), _ = joined(line, 2)
    assert served.begun.wait(SECONDS)
    line.stop()
    assert waiting.refused == ["The server is stopping. Ask again in a minute."]
    assert served.refused == []
    with pytest.raises(BusyError, match="stopping"):
        line.join(Someone().waiter())
    line.refuse()
    assert served.refused == waiting.refused
    served.allowed.set()
    assert line.finished(SECONDS)
    assert not waiting.begun.is_set()


def test_what_hangs_is_not_waited_for() -> None:
    line = line_of(1)
    (hanging,), _ = joined(line, 1)
    assert not line.finished(0.05)
    hanging.allowed.set()
    assert line.finished(SECONDS)


def test_no_thread_stays_when_nobody_is_there() -> None:
    line = line_of(3)
    people, _ = joined(line, 7)
    for one in people:
        one.allowed.set()
    assert line.finished(SECONDS)
    assert "test" not in {thread.name for thread in threading.enumerate()}


def test_work_that_fails_holds_up_nobody(caplog: pytest.LogCaptureFixture) -> None:
    def broken() -> None:
        raise ValueError("a fault of the program")

    line, done = line_of(1), threading.Event()
    works: list[Callable[[], None]] = [broken, done.set]
    for work in works:
        line.join(Waiter(work=work, moved=lambda ahead: None, refused=lambda error: None))
    assert done.wait(SECONDS)
    assert line.finished(SECONDS)
    assert "a fault of the program" in caplog.text
