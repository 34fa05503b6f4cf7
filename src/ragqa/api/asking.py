"""/v1/ask: a question in, an article out; whole, or told while it is made."""

from typing import Annotated

from fastapi import APIRouter, Request, Response
from pydantic import Field
from starlette.concurrency import run_in_threadpool

from ragqa.access.roles import Principal
from ragqa.api.answer_shapes import Answer
from ragqa.api.bodies import AllowIdentifiers, Body, QuestionText
from ragqa.api.callers import Anybody
from ragqa.api.documents import problems
from ragqa.api.exchanges import Begun, EventStream, answer_of
from ragqa.api.streams import STREAM, STREAMED, Accept, stream_of
from ragqa.api.turns import Exchange, alone, in_conversation
from ragqa.desk.at_hand import AtDesk
from ragqa.desk.desk import Desk
from ragqa.rendering.as_json import render_json
from ragqa.schema.question import Audience

router = APIRouter(tags=["ask"])


class AskRequest(Body):
    """A question, for whom, and the conversation that it belongs to."""

    question: QuestionText
    audience: Annotated[
        Audience, Field(description="Who reads the answer; the claims stay the same.")
    ] = Audience.CLINICIAN
    conversation_id: Annotated[
        str | None,
        Field(
            max_length=100,
            description="Ask within this conversation: the question is completed by what was "
            "asked before, and both question and answer are stored.",
        ),
    ] = None
    allow_identifiers: AllowIdentifiers = False


@router.post(
    "/ask",
    response_model=Answer,
    responses={
        **STREAMED,
        **problems(404, 507),
    },
)
async def ask(
    request: Request,
    asked: AskRequest,
    desk: AtDesk,
    who: Anybody,
    accept: Accept = "",
) -> Response:
    """Answer a question from the index.

    The body is the object that `ragqa ask --format json` prints. With `Accept: text/event-stream`
    the same comes in events, each with one object of JSON: `understood` (in a conversation),
    `waiting`, `found`, `drafted`, `checked`, then each `claim` as it has passed all checks, and
    last `article`, `abstention` or `problem`. Nothing that was told is taken back. Closing the
    connection ends the work.
    """
    exchange = await _exchange(desk, who, asked)
    if STREAM in accept:
        return EventStream(await Begun.of(stream_of(desk, exchange, instance=request.url.path)))
    answer = await answer_of(request, desk.asking, exchange.question, exchange.make)
    return Response(render_json(answer), media_type="application/json")


async def _exchange(desk: Desk, who: Principal, asked: AskRequest) -> Exchange:
    if asked.conversation_id is None:
        return alone(asked.question, asked.audience)
    return await run_in_threadpool(
        in_conversation,
        desk,
        who,
        asked.conversation_id,
        asked.question,
        asked.audience,
        allow_identifiers=asked.allow_identifiers,
    )
