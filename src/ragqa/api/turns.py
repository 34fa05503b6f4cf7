"""Questions of a conversation: understood, stored, and answered as a turn of it."""

from dataclasses import dataclass

from ragqa.access.roles import Principal
from ragqa.desk.asking import Make
from ragqa.desk.desk import Desk
from ragqa.desk.identifiers import check_identifiers
from ragqa.library.conversations import turn_of
from ragqa.schema.conversation import Turn
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
