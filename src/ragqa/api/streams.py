"""An answer told in events of Server-Sent Events."""

import json
from collections.abc import AsyncGenerator
from contextlib import aclosing
from typing import Annotated, Final

from fastapi import Header
from sse_starlette import ServerSentEvent

from ragqa.api.documents import Responses
from ragqa.api.event_objects import Told, told
from ragqa.api.exchanges import events_of
from ragqa.api.turns import Exchange
from ragqa.desk.desk import Desk
from ragqa.rendering.conversation_as_json import understood_object

STREAM: Final = "text/event-stream"
STREAMED: Final[Responses] = {200: {"content": {STREAM: {"schema": {"type": "string"}}}}}
"""That an address also answers in events."""
Accept = Annotated[str, Header(include_in_schema=False)]
"""The type of a parameter that is given the forms in which an answer is wanted."""


async def stream_of(
    desk: Desk, exchange: Exchange, *, instance: str
) -> AsyncGenerator[ServerSentEvent]:
    """Answer a question and yield its events; `instance` is the address that was asked."""
    if exchange.turn is not None:
        yield _event(Told("understood", understood_object(exchange.turn)))
    async with aclosing(events_of(desk.asking, exchange.question, exchange.make)) as events:
        async for event in events:
            yield _event(told(event, instance=instance))


def _event(one: Told) -> ServerSentEvent:
    return ServerSentEvent(json.dumps(one.content, ensure_ascii=False), event=one.name)
