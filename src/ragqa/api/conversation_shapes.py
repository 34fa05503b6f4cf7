"""Conversations as programs get them, described for the OpenAPI document."""

from pydantic import Field

from ragqa.api.answer_shapes import Answer, Shape
from ragqa.schema.conversation import Cause, Way
from ragqa.schema.question import Audience


class CorrectionShape(Shape):
    """A sentence of an earlier turn that does not hold any more, and why."""

    turn: int
    claim: str
    text: str
    cause: Cause
    detail: str
    by: str | None = Field(description="The claim of this turn that says otherwise.")


class TurnShape(Shape):
    """One question, how it was understood, and its answer."""

    turn: int
    typed: str
    question: str = Field(description="The question that is answered, whole by itself.")
    audience: Audience
    way: Way = Field(description="How what was typed became that question.")
    carried: list[str] = Field(description="Words of earlier turns in it.")
    note: str = Field(description="One sentence, where something could not be told.")
    asked_at: str
    answer: Answer | None = Field(description="Null until there is one.")
    corrections: list[CorrectionShape]


class ConversationShape(Shape):
    """A conversation with all its turns, oldest first."""

    conversation_id: str
    begun_at: str
    turns: list[TurnShape]


class ConversationLineShape(Shape):
    """One conversation of a list; its title is the first question."""

    conversation_id: str
    title: str
    turns: int
    begun_at: str
    last_at: str


class ConversationList(Shape):
    """Your conversations, the one used last first."""

    conversations: list[ConversationLineShape]
