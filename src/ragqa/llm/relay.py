"""Runs a slow iterator in a thread of its own, so that no wait outlasts its limit.

A socket timeout starts again with every byte, so a server that sends one byte a second could
hold a call for ever; so could a name look-up. Waiting on a queue ends when it has to.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from threading import Event, Thread
from typing import TypeVar

from ragqa.llm.deadline import Deadline

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """Seconds to wait for the first piece, and between one piece and the next."""

    first: float
    idle: float


@dataclass(frozen=True, slots=True, kw_only=True)
class _End:
    error: BaseException | None


def relayed(
    source: Callable[[Event], Iterator[T]], patience: Patience, deadline: Deadline
) -> Iterator[T]:
    """Yield what `source` yields, and raise what it raises.

    Args:
        source: makes the iterator; the event it gets is set once nobody listens any more.
        patience: limits of single waits.
        deadline: limit of all waits together.

    Raises:
        TimeoutError: a limit has passed; its text says which.
    """
    box: SimpleQueue[tuple[T] | _End] = SimpleQueue()
    abandoned = Event()
    Thread(target=_pump, args=(source, box, abandoned), name="ragqa-relay", daemon=True).start()
    wait = patience.first
    try:
        while True:
            item = _next(box, wait, deadline)
            if isinstance(item, _End):
                if item.error is not None:
                    raise item.error
                return
            yield item[0]
            wait = patience.idle
    finally:
        abandoned.set()


def _next(box: SimpleQueue[T], wait: float, deadline: Deadline) -> T:
    remaining = deadline.remaining
    try:
        if remaining <= 0:
            raise Empty
        return box.get(timeout=min(wait, remaining))
    except Empty:
        if wait < remaining:
            raise TimeoutError(f"was silent for {wait:g} seconds") from None
        raise TimeoutError(f"did not finish within {deadline.seconds:g} seconds") from None


def _pump(
    source: Callable[[Event], Iterator[T]], box: SimpleQueue[tuple[T] | _End], abandoned: Event
) -> None:
    try:
        for value in source(abandoned):
            if abandoned.is_set():
                return
            box.put((value,))
    except BaseException as error:
        box.put(_End(error=error))
    else:
        box.put(_End(error=None))
