"""An answer while it is made: each event as the piece of the page that it changes."""

from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import replace
from typing import Annotated, assert_never

from fastapi import APIRouter, Header
from sse_starlette import EventSourceResponse, ServerSentEvent
from starlette.concurrency import run_in_threadpool

from ragqa.access.roles import Principal
from ragqa.desk.at_hand import AtDesk
from ragqa.desk.desk import Desk
from ragqa.desk.events import Checked, Drafted, Event, Failed, Finished, Found, Passed, Waiting
from ragqa.errors import RagqaError
from ragqa.library.conversations import turn_of
from ragqa.schema.conversation import ConversationId
from ragqa.web.ask import Asker
from ragqa.web.conversations import Number
from ragqa.web.templating import fragment
from ragqa.web.turn_view import StreamedView, TurnPlace, turn_views, view_of

router = APIRouter(prefix="/conversations")

END = "answered"
"""The event after which a page stops listening."""
Told = dict[str, object]


@router.get("/{conversation_id}/turns/{number}/events")
async def stream_turn(
    desk: AtDesk,
    who: Asker,
    conversation_id: str,
    number: Number,
    last_event_id: Annotated[str | None, Header()] = None,
) -> EventSourceResponse:
    """Answer a turn, telling how far it has come; one that is answered is sent at once.

    A page that lost the connection and comes back is shown the claims with the whole article.
    """
    place = TurnPlace(conversation_id=ConversationId(conversation_id), number=number)
    stream = _TurnStream(desk, who, place, resumed=bool(last_event_id))
    return EventSourceResponse(
        stream.events(), headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"}, ping=15
    )


class _TurnStream:
    """One page that listens to one turn."""

    def __init__(self, desk: Desk, who: Principal, place: TurnPlace, *, resumed: bool) -> None:
        self._desk = desk
        self._owner = who.name
        self._place = place
        self._resumed = resumed
        self._view = StreamedView(place=place)
        self._sentences = 0

    async def events(self) -> AsyncGenerator[ServerSentEvent]:
        """Yield the pieces of the page, and last that there are no more."""
        count = 0
        async with aclosing(self._pieces()) as pieces:
            async for piece in pieces:
                count += 1
                yield ServerSentEvent(piece, id=str(count))
        yield ServerSentEvent("", event=END)

    async def _pieces(self) -> AsyncGenerator[str]:
        try:
            if not self._resumed:
                yield self._stage("searching")
            conversing, place = self._desk.conversing, self._place
            conversation = await run_in_threadpool(
                conversing.read, self._owner, place.conversation_id
            )
            turn = turn_of(conversation, place.number)
            if turn.answer is not None:
                yield await run_in_threadpool(self._finished)
                return
            answering = conversing.answering(self._owner, place.conversation_id, place.number)
            async with aclosing(self._desk.asking.events(turn.question, answering)) as events:
                async for event in events:
                    if isinstance(event, Finished):
                        yield await run_in_threadpool(self._finished)
                    elif piece := self._piece(event):
                        yield piece
        except RagqaError as error:
            yield self._stage("failed", {"error": str(error)})

    def _piece(self, event: Event) -> str:
        """Return what an event changes on the page; nothing where all of it comes at the end."""
        match event:
            case Passed():
                return "" if self._resumed else self._claim(event)
            case Finished():
                return ""
            case _:
                return self._stage(*self._told(event))

    def _told(self, event: Waiting | Found | Drafted | Checked | Failed) -> tuple[str, Told]:
        """Return the stage that an event begins, and what is told of it."""
        match event:
            case Waiting(ahead=ahead):
                return "waiting", {"ahead": ahead}
            case Found(evidence=evidence):
                self._view.learn(evidence)
                return "found", {}
            case Drafted(sentences=sentences):
                self._sentences = sentences
                return "checking", {"done": 0, "sentences": sentences}
            case Checked(sentences=done):
                return "checking", {"done": done, "sentences": self._sentences}
            case Failed(error=error):
                return "failed", {"error": error}
            case _:
                assert_never(event)

    def _claim(self, passed: Passed) -> str:
        view = self._view.showing(passed.claim)
        return fragment("stream_claim.html", view=view, claim=passed.claim, part=passed.part)

    def _stage(self, stage: str, told: Told | None = None) -> str:
        return fragment("stream_stage.html", view=self._view, stage=stage, **(told or {}))

    def _finished(self) -> str:
        conversation = self._desk.conversing.read(self._owner, self._place.conversation_id)
        turn = view_of(conversation, turn_of(conversation, self._place.number))
        return fragment(
            "stream_finished.html",
            view=replace(turn, found=tuple(self._view.works)),
            turns=turn_views(conversation),
        )
