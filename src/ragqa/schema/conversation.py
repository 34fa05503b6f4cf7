"""A conversation: what was asked turn by turn, how each turn was understood, and its answer."""

from dataclasses import dataclass
from enum import StrEnum
from typing import NewType

from ragqa.schema.article import Abstention, Article
from ragqa.schema.claim import ClaimId
from ragqa.schema.question import Question

ConversationId = NewType("ConversationId", str)


class Way(StrEnum):
    """How what was typed became the question that is answered."""

    AS_ASKED = "as asked"
    """It is a whole question, or there is nothing before it that could complete it."""
    COMPLETED = "completed"
    """Words of earlier turns complete it."""
    TOGETHER = "together"
    """What it leans on could not be told: it is asked together with the question before it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Understood:
    """What somebody typed, and the question that is answered for it; shown before the answer.

    `carried` are the words of earlier turns in the question, one entry for each thing. `note` is
    one sentence where something could not be told, else empty. `reader` names who understood it.
    """

    typed: str
    question: Question
    way: Way
    carried: tuple[str, ...]
    note: str
    reader: str


class Cause(StrEnum):
    """Why something that an earlier turn said must be read again."""

    CONTRADICTED = "contradicted"
    """A sentence of the new turn says otherwise."""
    STANDING = "standing"
    """A work that it cites was superseded, retracted, corrected or doubted since."""
    GONE = "gone"
    """The words that it quotes no longer stand in the index."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """What a new turn says about one sentence of an earlier one.

    `text` is that sentence and `detail` one whole sentence on it, fit to be shown. `by` is the
    claim of the new turn that contradicts it, None for the other causes.
    """

    turn: int
    claim: ClaimId
    text: str
    cause: Cause
    detail: str
    by: ClaimId | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """One question of a conversation; `number` counts from 1, times are ISO dates and times.

    `answer` is None until there is one: a turn that was cut off can be answered later. The numbers
    of its references are those of the conversation.
    """

    number: int
    understood: Understood
    asked_at: str
    answer: Article | Abstention | None
    corrections: tuple[Correction, ...]

    @property
    def question(self) -> Question:
        """The question that is answered, whole by itself."""
        return self.understood.question


@dataclass(frozen=True, slots=True, kw_only=True)
class Conversation:
    """The turns of one person's conversation, oldest first."""

    conversation_id: ConversationId
    owner: str
    begun_at: str
    turns: tuple[Turn, ...]

    def turn(self, number: int) -> Turn:
        """Return the turn with this number.

        Raises:
            KeyError: there is none.
        """
        for turn in self.turns:
            if turn.number == number:
                return turn
        raise KeyError(number)

    def corrections_of(self, number: int) -> tuple[Correction, ...]:
        """Return what later turns say about what this one said."""
        return tuple(one for turn in self.turns for one in turn.corrections if one.turn == number)


@dataclass(frozen=True, slots=True, kw_only=True)
class ConversationLine:
    """One line of somebody's list of conversations; `title` is the first question, or empty."""

    conversation_id: ConversationId
    title: str
    turns: int
    begun_at: str
    last_at: str
