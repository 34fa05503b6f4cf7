"""/v1/conversations: questions that lean on one another, each answered and kept."""

from typing import Annotated

from fastapi import APIRouter, Path, Request, Response
from fastapi.responses import JSONResponse
from pydantic import Field
from starlette.concurrency import run_in_threadpool

from ragqa.access.roles import Principal
from ragqa.api.bodies import AllowIdentifiers, Body, QuestionText
from ragqa.api.callers import Anybody
from ragqa.api.conversation_shapes import ConversationList, ConversationShape, TurnShape
from ragqa.api.documents import problems
from ragqa.api.exchanges import Begun, EventStream, answer_of
from ragqa.api.streams import STREAM, STREAMED, Accept, stream_of
from ragqa.api.turns import Exchange, again, in_conversation
from ragqa.desk.at_hand import AtDesk
from ragqa.desk.desk import Desk
from ragqa.library.conversations import turn_of
from ragqa.rendering.as_json import JsonObject
from ragqa.rendering.conversation_as_json import conversation_object, turn_object
from ragqa.schema.conversation import ConversationLine
from ragqa.schema.question import Audience

router = APIRouter(prefix="/conversations", tags=["conversations"])

ConversationName = Annotated[str, Path(max_length=100, description="Id of the conversation.")]
Number = Annotated[int, Path(ge=1, le=1_000_000, description="Turns count from 1.")]


class TurnRequest(Body):
    """What is typed in a conversation."""

    question: QuestionText
    audience: Annotated[Audience, Field(description="Who reads the answer.")] = Audience.CLINICIAN
    allow_identifiers: AllowIdentifiers = False


@router.get("", response_model=ConversationList)
def list_conversations(desk: AtDesk, who: Anybody) -> JSONResponse:
    """List your conversations, the one used last first."""
    lines = [_line(one) for one in desk.conversing.listed(who.name)]
    return JSONResponse({"conversations": lines})


@router.post("", status_code=201, response_model=ConversationShape, responses=problems(507))
def begin_conversation(desk: AtDesk, who: Anybody) -> JSONResponse:
    """Begin a conversation; it belongs to whoever begins it, and nobody else can see it."""
    begun = desk.conversing.begin(who.name)
    headers = {"Location": f"/v1/conversations/{begun.conversation_id}"}
    return JSONResponse(conversation_object(begun), 201, headers)


@router.get("/{conversation_id}", response_model=ConversationShape, responses=problems(404))
def read_conversation(
    conversation_id: ConversationName, desk: AtDesk, who: Anybody
) -> JSONResponse:
    """Read a conversation with all its turns."""
    return JSONResponse(conversation_object(desk.conversing.read(who.name, conversation_id)))


@router.delete("/{conversation_id}", status_code=204, responses=problems(404, 507))
def delete_conversation(conversation_id: ConversationName, desk: AtDesk, who: Anybody) -> Response:
    """Remove a conversation with all that was asked and answered in it."""
    desk.conversing.delete(who.name, conversation_id)
    return Response(status_code=204)


@router.post(
    "/{conversation_id}/turns",
    response_model=TurnShape,
    responses={**STREAMED, **problems(404, 507)},
)
async def ask_turn(
    request: Request,
    conversation_id: ConversationName,
    asked: TurnRequest,
    desk: AtDesk,
    who: Anybody,
    accept: Accept = "",
) -> Response:
    """Ask the next question of a conversation.

    What was typed is completed by what was asked before, answered anew, and kept with its answer;
    `corrections` say what earlier turns said that does not hold. With `Accept: text/event-stream`
    it comes in events, as from `/v1/ask`.
    """
    exchange = await run_in_threadpool(
        in_conversation,
        desk,
        who,
        conversation_id,
        asked.question,
        asked.audience,
        allow_identifiers=asked.allow_identifiers,
    )
    return await _answered(request, desk, who, conversation_id, exchange, accept)


@router.get("/{conversation_id}/turns/{number}", response_model=TurnShape, responses=problems(404))
def read_turn(
    conversation_id: ConversationName, number: Number, desk: AtDesk, who: Anybody
) -> JSONResponse:
    """Read one turn; its answer is null until there is one."""
    return JSONResponse(_turn(desk, who, conversation_id, number))


@router.post(
    "/{conversation_id}/turns/{number}/answer",
    response_model=TurnShape,
    responses={**STREAMED, **problems(404, 507)},
)
async def answer_turn(
    request: Request,
    conversation_id: ConversationName,
    number: Number,
    desk: AtDesk,
    who: Anybody,
    accept: Accept = "",
) -> Response:
    """Answer a turn that was cut off; one that has an answer gives that again."""
    exchange = await run_in_threadpool(again, desk, who, conversation_id, number)
    return await _answered(request, desk, who, conversation_id, exchange, accept)


async def _answered(
    request: Request,
    desk: Desk,
    who: Principal,
    conversation_id: str,
    exchange: Exchange,
    accept: str,
) -> Response:
    if STREAM in accept:
        return EventStream(await Begun.of(stream_of(desk, exchange, instance=request.url.path)))
    await answer_of(request, desk.asking, exchange.question, exchange.make)
    number = exchange.turn.number if exchange.turn else 0
    return JSONResponse(await run_in_threadpool(_turn, desk, who, conversation_id, number))


def _turn(desk: Desk, who: Principal, conversation_id: str, number: int) -> JsonObject:
    return turn_object(turn_of(desk.conversing.read(who.name, conversation_id), number))


def _line(one: ConversationLine) -> JsonObject:
    return {
        "conversation_id": one.conversation_id,
        "title": one.title,
        "turns": one.turns,
        "begun_at": one.begun_at,
        "last_at": one.last_at,
    }
