"""Conversations: their page, their list, one turn alone, and the end of one."""

from contextlib import aclosing
from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Path, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from starlette.concurrency import run_in_threadpool

from ragqa.desk.at_hand import AtDesk
from ragqa.desk.events import Failed
from ragqa.errors import RagqaError
from ragqa.library.conversations import turn_of
from ragqa.schema.question import Audience
from ragqa.web.ask import Asker, preferred_audience
from ragqa.web.audiences import told_for
from ragqa.web.templating import fragment, page
from ragqa.web.turn_view import TurnPlace, TurnView, turn_views, view_of

router = APIRouter(prefix="/conversations")

Number = Annotated[int, Path(ge=1, le=1_000_000)]


class FailedAnswerError(RagqaError):
    """A question was not answered, and the text says why."""


@router.get("")
def read_conversations(request: Request, desk: AtDesk, who: Asker) -> Response:
    """List the conversations of whoever asks, the one used last first."""
    return page(
        request, "conversations.html", who=who, conversations=desk.conversing.listed(who.name)
    )


@router.get("/{conversation_id}")
def read_conversation(request: Request, desk: AtDesk, who: Asker, conversation_id: str) -> Response:
    """Show a conversation; a turn that is not answered yet is answered while it is read."""
    conversation = desk.conversing.read(who.name, conversation_id)
    return _page(request, who=who, conversation_id=conversation_id, turns=turn_views(conversation))


@router.post("/{conversation_id}/delete")
def delete_conversation(desk: AtDesk, who: Asker, conversation_id: str) -> Response:
    """Remove a conversation with all that was asked and answered in it."""
    desk.conversing.delete(who.name, conversation_id)
    return RedirectResponse("/conversations", 303)


@router.get("/{conversation_id}/turns/{number}")
def read_turn(
    request: Request,
    desk: AtDesk,
    who: Asker,
    conversation_id: str,
    number: Number,
    audience: Audience | None = None,
) -> Response:
    """Show a conversation with one turn told for an audience; to a script, that turn alone."""
    conversation = desk.conversing.read(who.name, conversation_id)
    turn = view_of(conversation, turn_of(conversation, number))
    if audience is not None:
        told = told_for(desk, turn.answer, audience)
        turn = replace(turn, answer=told, place=replace(turn.place, audience=audience))
    if request.headers.get("HX-Request") == "true":
        return HTMLResponse(fragment("turn.html", view=turn))
    turns = [turn if one.turn.number == number else one for one in turn_views(conversation)]
    return _page(request, who=who, conversation_id=conversation_id, turns=turns)


@router.get("/{conversation_id}/turns/{number}/wait")
async def wait_for_turn(desk: AtDesk, who: Asker, conversation_id: str, number: Number) -> Response:
    """Answer a turn, and lead to it when that is done: for browsers that run no script.

    Raises:
        FailedAnswerError: there is no answer.
    """
    conversation = await run_in_threadpool(desk.conversing.read, who.name, conversation_id)
    turn = turn_of(conversation, number)
    if turn.answer is None:
        answering = desk.conversing.answering(who.name, conversation_id, number)
        async with aclosing(desk.asking.events(turn.question, answering)) as events:
            async for event in events:
                if isinstance(event, Failed):
                    raise FailedAnswerError(event.error)
    place = TurnPlace(conversation_id=conversation.conversation_id, number=number)
    return RedirectResponse(place.page, 303)


def _page(request: Request, *, who: Asker, conversation_id: str, turns: list[TurnView]) -> Response:
    return page(
        request,
        "conversation.html",
        who=who,
        conversation_id=conversation_id,
        turns=turns,
        audience=turns[-1].turn.question.audience if turns else preferred_audience(request),
    )
