"""Conversations as they are kept: each belongs to one person, each answer is kept as given."""

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import asdict
from datetime import datetime

import sqlalchemy as sa
from pydantic import TypeAdapter
from sqlalchemy.engine import Connection, Row

from ragqa.conversation.numbering import numbers_for, renumbered
from ragqa.errors import NotFoundError
from ragqa.library.conversation_tables import CONVERSATIONS, TURNS
from ragqa.library.store import Library
from ragqa.rendering.as_json import render_json
from ragqa.rendering.from_json import read_json
from ragqa.schema.article import Abstention, Article
from ragqa.schema.conversation import (
    Conversation,
    ConversationId,
    ConversationLine,
    Correction,
    Turn,
    Understood,
)

_UNDERSTOOD = TypeAdapter(Understood)
_CORRECTIONS = TypeAdapter(tuple[Correction, ...])


class Conversations:
    """The conversations of one library; whoever is not the owner of one is told there is none.

    Args:
        library: where they are.
        now: the time that a turn is stamped with.
    """

    def __init__(self, library: Library, *, now: Callable[[], datetime]) -> None:
        self._library = library
        self._now = now

    def begin(self, owner: str) -> Conversation:
        """Store a conversation without turns, and return it."""
        at = self._stamp()
        with self._library.writing() as connection:
            name = _unused_name(connection, owner, at)
            connection.execute(
                CONVERSATIONS.insert().values(
                    conversation_id=name, owner=owner, begun_at=at, last_at=at
                )
            )
        return Conversation(conversation_id=name, owner=owner, begun_at=at, turns=())

    def read(self, owner: str, conversation_id: str) -> Conversation:
        """Return a conversation with all its turns.

        Raises:
            NotFoundError: this owner has none of this id.
        """
        with self._library.reading() as connection:
            return _conversation(connection, owner, conversation_id)

    def listed(self, owner: str) -> list[ConversationLine]:
        """Return the conversations of an owner, the one that was used last first."""
        first, counted = TURNS.alias(), TURNS.alias()
        count = sa.select(sa.func.count()).where(
            counted.c.conversation_id == CONVERSATIONS.c.conversation_id
        )
        is_first = (first.c.conversation_id == CONVERSATIONS.c.conversation_id) & (
            first.c.number == 1
        )
        statement = (
            sa.select(CONVERSATIONS, count.scalar_subquery().label("turns"), first.c.understood)
            .outerjoin(first, is_first)
            .where(CONVERSATIONS.c.owner == owner)
            .order_by(CONVERSATIONS.c.last_at.desc(), CONVERSATIONS.c.conversation_id)
        )
        with self._library.reading() as connection:
            return [_line(row) for row in connection.execute(statement)]

    def delete(self, owner: str, conversation_id: str) -> None:
        """Remove a conversation with all that was asked and answered in it.

        Raises:
            NotFoundError: this owner has none of this id.
        """
        with self._library.writing() as connection:
            _held(connection, owner, conversation_id, alone=True)
            for table in (TURNS, CONVERSATIONS):
                connection.execute(table.delete().where(table.c.conversation_id == conversation_id))

    def add(self, owner: str, conversation_id: str, understood: Understood) -> Turn:
        """Store a further turn, not answered yet, and return it.

        Raises:
            NotFoundError: this owner has no such conversation.
        """
        at = self._stamp()
        with self._library.writing() as connection:
            _held(connection, owner, conversation_id, alone=True)
            number = len(_rows(connection, conversation_id)) + 1
            connection.execute(
                TURNS.insert().values(
                    conversation_id=conversation_id,
                    number=number,
                    understood=_written(asdict(understood)),
                    asked_at=at,
                    answer=None,
                    corrections="[]",
                )
            )
            connection.execute(
                CONVERSATIONS.update()
                .where(CONVERSATIONS.c.conversation_id == conversation_id)
                .values(last_at=at)
            )
        return Turn(number=number, understood=understood, asked_at=at, answer=None, corrections=())

    def keep(
        self,
        owner: str,
        conversation_id: str,
        number: int,
        answer: Article | Abstention,
        corrections: Sequence[Correction],
    ) -> Turn:
        """Store the answer of a turn with the conversation's reference numbers; return the turn.

        A turn that has been answered meanwhile keeps that answer.

        Raises:
            NotFoundError: this owner has no such conversation, or it has no such turn.
        """
        with self._library.writing() as connection:
            conversation = _conversation(connection, owner, conversation_id, alone=True)
            turn = turn_of(conversation, number)
            if turn.answer is not None:
                return turn
            text = render_json(_in_numbers(answer, conversation))
            connection.execute(
                TURNS.update()
                .where(TURNS.c.conversation_id == conversation_id, TURNS.c.number == number)
                .values(answer=text, corrections=_written([asdict(one) for one in corrections]))
            )
            return turn_of(_conversation(connection, owner, conversation_id), number)

    def text(self, owner: str, conversation_id: str, number: int) -> str | None:
        """Return the answer of a turn as JSON, byte for byte as it was stored; None before that.

        Raises:
            NotFoundError: this owner has no such conversation, or it has no such turn.
        """
        with self._library.reading() as connection:
            _held(connection, owner, conversation_id)
            for row in _rows(connection, conversation_id):
                if row.number == number:
                    stored: str | None = row.answer
                    return stored
        raise _no_turn(conversation_id, number)

    def _stamp(self) -> str:
        return self._now().isoformat(timespec="microseconds")


def turn_of(conversation: Conversation, number: int) -> Turn:
    """Return the turn of this number.

    Raises:
        NotFoundError: there is none.
    """
    try:
        return conversation.turn(number)
    except KeyError:
        raise _no_turn(conversation.conversation_id, number) from None


def _in_numbers(answer: Article | Abstention, conversation: Conversation) -> Article | Abstention:
    if isinstance(answer, Abstention):
        return answer
    earlier = [turn.answer for turn in conversation.turns if isinstance(turn.answer, Article)]
    return renumbered(answer, numbers_for(answer, earlier))


def _unused_name(connection: Connection, owner: str, at: str) -> ConversationId:
    """Return an id for a conversation; two that one person begins at once get two."""
    known = sa.select(CONVERSATIONS.c.conversation_id).where(
        CONVERSATIONS.c.owner == owner, CONVERSATIONS.c.begun_at == at
    )
    count = len(connection.execute(known).all())
    digest = hashlib.sha256(f"{owner}\x00{at}\x00{count}".encode("utf-8", "surrogatepass"))
    return ConversationId("v" + digest.hexdigest()[:24])


def _held(
    connection: Connection, owner: str, conversation_id: str, *, alone: bool = False
) -> Row[tuple[object, ...]]:
    """Return the row of a conversation; `alone` keeps other writers off it."""
    statement = sa.select(CONVERSATIONS).where(
        CONVERSATIONS.c.conversation_id == conversation_id, CONVERSATIONS.c.owner == owner
    )
    row = connection.execute(statement.with_for_update() if alone else statement).first()
    if row is None:
        raise NotFoundError(
            f"You have no conversation {conversation_id!r}. Open one from the list of your "
            "conversations, or begin a new one."
        )
    return row


def _conversation(
    connection: Connection, owner: str, conversation_id: str, *, alone: bool = False
) -> Conversation:
    row = _held(connection, owner, conversation_id, alone=alone)
    return Conversation(
        conversation_id=ConversationId(row.conversation_id),
        owner=row.owner,
        begun_at=row.begun_at,
        turns=tuple(map(_turn, _rows(connection, conversation_id))),
    )


def _rows(connection: Connection, conversation_id: str) -> Sequence[Row[tuple[object, ...]]]:
    statement = sa.select(TURNS).where(TURNS.c.conversation_id == conversation_id)
    return connection.execute(statement.order_by(TURNS.c.number)).all()


def _turn(row: Row[tuple[object, ...]]) -> Turn:
    return Turn(
        number=row.number,
        understood=_UNDERSTOOD.validate_json(row.understood),
        asked_at=row.asked_at,
        answer=None if row.answer is None else read_json(row.answer),
        corrections=_CORRECTIONS.validate_json(row.corrections),
    )


def _line(row: Row[tuple[object, ...]]) -> ConversationLine:
    first = row.understood and _UNDERSTOOD.validate_json(row.understood)
    return ConversationLine(
        conversation_id=ConversationId(row.conversation_id),
        title=first.question.text if first else "",
        turns=row.turns,
        begun_at=row.begun_at,
        last_at=row.last_at,
    )


def _written(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False)


def _no_turn(conversation_id: str, number: int) -> NotFoundError:
    return NotFoundError(
        f"The conversation {conversation_id!r} has no turn {number}. Open it to see its turns."
    )
