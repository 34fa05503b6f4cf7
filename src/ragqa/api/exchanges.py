"""One question on its way to an answer, which ends when nobody waits for it any more."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable
from contextlib import aclosing, suppress
from typing import Generic, TypeVar

from fastapi import Request
from sse_starlette import EventSourceResponse, ServerSentEvent
from starlette.types import Receive, Scope, Send

from ragqa.desk.asking import Asking, Make
from ragqa.desk.events import Event, Failed, Finished, Waiting
from ragqa.errors import BusyError, RagqaError
from ragqa.schema.article import Abstention, Article
from ragqa.schema.question import Question

PING = 15
"""Seconds after which a stream that has nothing to tell says that it is still there."""
Told = TypeVar("Told")
Value = TypeVar("Value")


class GoneError(RagqaError):
    """Whoever asked went away; nobody reads this."""


async def events_of(
    asking: Asking, question: Question, make: Make | None = None
) -> AsyncGenerator[Event]:
    """Answer a question and yield what happens, the first of it at once.

    Raises:
        BusyError: too many askers wait; the first step raises it.
    """
    async with aclosing(asking.events(question, make)) as events:
        first = asyncio.ensure_future(anext(events))
        try:
            # In its first step it takes its place in the line, or is sent away.
            await asyncio.sleep(0)
            if not first.done():
                yield Waiting(ahead=0)
            yield await first
        finally:
            await _ended(first)
        async for event in events:
            yield event


async def answer_of(
    request: Request, asking: Asking, question: Question, make: Make | None = None
) -> Article | Abstention:
    """Return the answer to a question, for as long as its asker waits.

    Raises:
        RagqaError: there is none.
    """
    return await while_there(request, _answer(asking, question, make))


async def while_there(request: Request, work: Awaitable[Value]) -> Value:
    """Return what `work` comes to; it ends when whoever sent the request goes away.

    Raises:
        GoneError: they did.
    """
    working = asyncio.ensure_future(work)
    leaving = asyncio.ensure_future(_gone(request))
    try:
        await asyncio.wait({working, leaving}, return_when=asyncio.FIRST_COMPLETED)
        if not working.done():
            raise GoneError("Whoever asked has gone. Ask again.")
        return working.result()
    finally:
        await _ended(working)
        await _ended(leaving)


class Begun(Generic[Told]):
    """Something that is told piece by piece, of which the first piece is known."""

    def __init__(self, first: Told, source: AsyncGenerator[Told]) -> None:
        self._first = first
        self._source = source

    @classmethod
    async def of(cls, source: AsyncGenerator[Told]) -> "Begun[Told]":
        """Take the first step, and raise what it raises."""
        try:
            return cls(await anext(source), source)
        except BaseException:
            await source.aclose()
            raise

    async def __aiter__(self) -> AsyncIterator[Told]:
        """Yield all pieces."""
        yield self._first
        async for piece in self._source:
            yield piece

    async def aclose(self) -> None:
        """End it."""
        await self._source.aclose()


class EventStream(EventSourceResponse):
    """Tells events as they come; the work behind them ends when nobody listens any more."""

    def __init__(self, told: Begun[ServerSentEvent]) -> None:
        super().__init__(told, ping=PING, sep="\n")
        self._told = told

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send the events."""
        async with aclosing(self._told):
            await super().__call__(scope, receive, send)


async def _answer(asking: Asking, question: Question, make: Make | None) -> Article | Abstention:
    async with aclosing(asking.events(question, make)) as events:
        async for event in events:
            match event:
                case Finished(answer=answer):
                    return answer
                case Failed(error=error, cause=cause):
                    raise cause or RagqaError(error)
    raise BusyError("The answer broke off. Ask again in a minute.")


async def _gone(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass


async def _ended(task: asyncio.Future[Value]) -> None:
    """End a task, and wait until it has."""
    task.cancel()
    with suppress(asyncio.CancelledError, Exception):
        await task
