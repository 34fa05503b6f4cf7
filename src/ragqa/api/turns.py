"""Questions of a conversation: understood, stored, and answered as a turn of it."""

import json
from dataclasses import asdict, dataclass

from ragqa.access.roles import Principal
from ragqa.desk.asking import Make
from ragqa.desk.desk import Desk
from ragqa.desk.identifiers import check_identifiers
from ragqa.library.conversations import turn_of
from ragqa.rendering.as_json import JsonObject, render_json
from ragqa.schema.conversation import Conversation, Turn, Understood
from ragqa.schema.question import Audience, Question


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """A question, and what answers it; `turn` is its place in a conversation, None outside."""

    question: Question
    make: Make | None
    turn: Turn | None


def alone(question: str, audience: Audience) -> Exchange:
    """Return a question that is answered from the index and not stored."""
    return Exchange(question=Question(text=question, audience=audience), make=None, turn=None)


def in_conversation(
    desk: Desk,
    who: Principal,
    conversation_id: str,
    typed: str,
    audience: Audience,
    *,
    allow_identifiers: bool,
) -> Exchange:
    """Store what was typed as the next turn of a conversation.

    Raises:
        IdentifiersError: it seems to identify a patient, and that was not allowed.
        NotFoundError: they have no such conversation.
        UsageError: it is no question that can be asked.
    """
    check_identifiers(typed, allowed=allow_identifiers)
    conversation = desk.conversing.read(who.name, conversation_id)
    understood = desk.conversing.understand(conversation, typed, audience)
    turn = desk.conversing.ask(who.name, conversation_id, understood)
    make = desk.conversing.answering(who.name, conversation_id, turn.number)
    return Exchange(question=turn.question, make=make, turn=turn)


def again(desk: Desk, who: Principal, conversation_id: str, number: int) -> Exchange:
    """Return a turn that was stored before, to be answered if it has no answer.

    Raises:
        NotFoundError: they have no such conversation, or it has no such turn.
    """
    turn = turn_of(desk.conversing.read(who.name, conversation_id), number)
    make = desk.conversing.answering(who.name, conversation_id, number)
    return Exchange(question=turn.question, make=make, turn=turn)


def understood_object(turn: Turn) -> JsonObject:
    """Return how a question was understood, and as which turn it is answered."""
    return {"turn": turn.number, **_understood(turn.understood)}


def conversation_object(conversation: Conversation) -> JsonObject:
    """Return a conversation with all its turns."""
    return {
        "conversation_id": conversation.conversation_id,
        "begun_at": conversation.begun_at,
        "turns": [turn_object(turn) for turn in conversation.turns],
    }


def turn_object(turn: Turn) -> JsonObject:
    """Return a turn; its answer is null until there is one."""
    return {
        **understood_object(turn),
        "asked_at": turn.asked_at,
        "answer": None if turn.answer is None else json.loads(render_json(turn.answer)),
        "corrections": [asdict(one) for one in turn.corrections],
    }


def _understood(understood: Understood) -> JsonObject:
    return {
        "typed": understood.typed,
        "question": understood.question.text,
        "audience": understood.question.audience,
        "way": understood.way,
        "carried": list(understood.carried),
        "note": understood.note,
    }
