from collections.abc import Iterator
from threading import Event

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ragqa.llm.deadline import Deadline
from ragqa.llm.relay import Patience, relayed

PATIENCE = Patience(first=10.0, idle=10.0)


@given(st.lists(st.none() | st.integers()))
def test_everything_arrives_in_order(values: list[int | None]) -> None:
    relay = relayed(lambda abandoned: iter(values), PATIENCE, Deadline.after(10))
    assert list(relay) == values


@given(st.lists(st.integers()))
def test_an_error_arrives_after_what_came_before_it(values: list[int]) -> None:
    def source(abandoned: Event) -> Iterator[int]:
        yield from values
        raise KeyError("here")

    with pytest.raises(KeyError, match="here"):
        list(relayed(source, PATIENCE, Deadline.after(10)))
    relay = relayed(source, PATIENCE, Deadline.after(10))
    assert [next(relay) for _ in values] == values


def test_the_source_is_told_once_nobody_listens() -> None:
    told = Event()

    def source(abandoned: Event) -> Iterator[int]:
        yield 1
        if abandoned.wait(10):
            told.set()

    relay = relayed(source, PATIENCE, Deadline.after(10))
    assert next(relay) == 1
    relay.close()  # type: ignore[attr-defined]
    assert told.wait(10)


def test_an_unending_source_ends_at_the_deadline() -> None:
    def source(abandoned: Event) -> Iterator[int]:
        while not abandoned.wait(0.001):
            yield 1

    with pytest.raises(TimeoutError, match=r"did not finish within 0\.1 seconds"):
        list(relayed(source, PATIENCE, Deadline.after(0.1)))


def test_a_silent_source_ends_after_the_first_wait() -> None:
    def source(abandoned: Event) -> Iterator[int]:
        abandoned.wait(10)
        yield 1

    with pytest.raises(TimeoutError, match=r"was silent for 0\.05 seconds"):
        list(relayed(source, Patience(first=0.05, idle=10.0), Deadline.after(10)))
