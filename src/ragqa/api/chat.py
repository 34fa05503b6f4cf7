"""/v1/models and /v1/chat/completions: ragqa as a model, for whatever speaks OpenAI's protocol."""

import hashlib
import json
import time
from collections.abc import AsyncGenerator
from contextlib import aclosing
from typing import Annotated, Final

from fastapi import APIRouter, Path, Request, Response
from fastapi.responses import JSONResponse
from sse_starlette import ServerSentEvent
from starlette.concurrency import run_in_threadpool

from ragqa.api.callers import Anybody
from ragqa.api.chat_history import understood_in
from ragqa.api.chat_shapes import ChatCompletion, ChatRequest, ModelList, ModelShape
from ragqa.api.documents import problems
from ragqa.api.event_objects import failure
from ragqa.api.exchanges import Begun, EventStream, answer_of, events_of
from ragqa.api.problems import openai_error
from ragqa.api.streams import STREAMED
from ragqa.desk.asking import in_reading_order
from ragqa.desk.at_hand import AtDesk
from ragqa.desk.desk import Desk
from ragqa.desk.events import Event, Failed, Finished, Passed
from ragqa.errors import NotFoundError
from ragqa.rendering.as_chat import ChatText
from ragqa.rendering.as_json import JsonObject, render_json
from ragqa.schema.article import Abstention, Article
from ragqa.schema.conversation import Understood, Way
from ragqa.schema.provenance import Usage
from ragqa.schema.question import Audience

router = APIRouter(tags=["chat"])

MODELS: Final = {
    "ragqa": Audience.CLINICIAN,
    "ragqa-trainee": Audience.TRAINEE,
    "ragqa-patient": Audience.PATIENT,
}
"""Names of models, and whom each answers."""


@router.get("/models", response_model=ModelList)
def list_models(_: Anybody) -> JSONResponse:
    """List the names under which ragqa can be used as a model."""
    return JSONResponse({"object": "list", "data": [_model(name) for name in MODELS]})


@router.get("/models/{name}", response_model=ModelShape, responses=problems(404))
def read_model(name: Annotated[str, Path(max_length=200)], _: Anybody) -> JSONResponse:
    """Read about one of them."""
    _audience(name)
    return JSONResponse(_model(name))


@router.post(
    "/chat/completions", response_model=ChatCompletion, responses={**STREAMED, **problems(404)}
)
async def complete_chat(request: Request, asked: ChatRequest, desk: AtDesk, _: Anybody) -> Response:
    """Answer the last message of a chat.

    For clients of OpenAI. The last user message is the question, and earlier ones complete it. The
    answer is Markdown with numbered citations and its references; `ragqa` on the message, or on
    the last piece of a stream, is the same as an object. Sampling parameters are ignored: the same
    question has the same answer.
    """
    asked.check()
    understood = await run_in_threadpool(
        understood_in, desk, asked.questions, _audience(asked.model)
    )
    reply = _Reply(asked, understood)
    if asked.stream:
        return EventStream(await Begun.of(reply.stream(desk)))
    answer = await answer_of(request, desk.asking, understood.question)
    return JSONResponse(reply.whole(answer))


class _Reply:
    """One reply, whole or in pieces; both say the same."""

    def __init__(self, asked: ChatRequest, understood: Understood) -> None:
        self._asked = asked
        self._understood = understood
        self._text = ChatText(understood.question.audience)
        self._created = int(time.time())

    def whole(self, answer: Article | Abstention) -> JsonObject:
        """Return the reply as one object."""
        passed = in_reading_order(answer) if isinstance(answer, Article) else []
        claims = (self._text.claim(one.part, one.claim) for one in passed)
        content = "".join([self._opening(), *claims, self._text.end(answer)])
        message = {"role": "assistant", "content": content, "ragqa": _object(answer)}
        choice = {"index": 0, "message": message, "logprobs": None, "finish_reason": "stop"}
        return {**self._head("chat.completion"), "choices": [choice], "usage": _usage(answer.usage)}

    async def stream(self, desk: Desk) -> AsyncGenerator[ServerSentEvent]:
        """Answer, and yield the pieces of the reply."""
        question = self._understood.question
        async with aclosing(events_of(desk.asking, question)) as events:
            begun = False
            async for event in events:
                if not begun:
                    yield self._piece({"role": "assistant", "content": self._opening()})
                    begun = True
                for piece in self._pieces(event):
                    yield piece
        yield ServerSentEvent("[DONE]")

    def _pieces(self, event: Event) -> list[ServerSentEvent]:
        match event:
            case Passed(claim=claim, part=part):
                return [self._piece({"content": self._text.claim(part, claim)})]
            case Finished(answer=answer):
                return self._last(answer)
            case Failed():
                return [_sent({"error": openai_error(failure(event))})]
            case _:
                return []

    def _last(self, answer: Article | Abstention) -> list[ServerSentEvent]:
        told = {"content": self._text.end(answer), "ragqa": _object(answer)}
        pieces = [self._piece(told), self._piece({}, finish="stop")]
        options = self._asked.stream_options
        if options is not None and options.include_usage:
            usage = {"choices": [], "usage": _usage(answer.usage)}
            pieces.append(_sent({**self._head("chat.completion.chunk"), **usage}))
        return pieces

    def _piece(self, delta: JsonObject, finish: str | None = None) -> ServerSentEvent:
        choice = {"index": 0, "delta": delta, "logprobs": None, "finish_reason": finish}
        return _sent({**self._head("chat.completion.chunk"), "choices": [choice]})

    def _opening(self) -> str:
        if self._understood.way is Way.AS_ASKED:
            return ""
        return self._text.understood(self._understood.question.text)

    def _head(self, kind: str) -> JsonObject:
        question = self._understood.question
        named = f"{self._created}\x00{question.audience}\x00{question.text}"
        digest = hashlib.sha256(named.encode("utf-8", "surrogatepass")).hexdigest()
        return {
            "id": f"chatcmpl-{digest[:24]}",
            "object": kind,
            "created": self._created,
            "model": self._asked.model,
        }


def _audience(model: str) -> Audience:
    if model not in MODELS:
        raise NotFoundError(f"There is no model {model!r}. There are {', '.join(MODELS)}.")
    return MODELS[model]


def _model(name: str) -> JsonObject:
    return {"id": name, "object": "model", "created": 0, "owned_by": "ragqa"}


def _object(answer: Article | Abstention) -> object:
    return json.loads(render_json(answer))


def _usage(usage: Usage) -> JsonObject:
    return {
        "prompt_tokens": usage.prompt_tokens,
        "completion_tokens": usage.completion_tokens,
        "total_tokens": usage.prompt_tokens + usage.completion_tokens,
    }


def _sent(content: JsonObject) -> ServerSentEvent:
    return ServerSentEvent(json.dumps(content, ensure_ascii=False))
