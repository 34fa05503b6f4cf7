"""Conversations and their turns as JSON, for HTTP and the terminal alike."""

import json
from dataclasses import asdict

from ragqa.rendering.as_json import JsonObject, render_json
from ragqa.schema.conversation import Conversation, Turn, Understood


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
