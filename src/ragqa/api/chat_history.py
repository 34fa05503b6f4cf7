"""The last question of a chat, whole: what came before is read, and nothing of it is stored."""

from collections.abc import Sequence
from typing import Final

from ragqa.desk.desk import Desk
from ragqa.errors import UsageError
from ragqa.schema.conversation import Conversation, ConversationId, Turn, Understood
from ragqa.schema.question import Audience

_READ: Final = 8
"""Earlier questions that a last one can lean on."""


def understood_in(desk: Desk, questions: Sequence[str], audience: Audience) -> Understood:
    """Return what the last of some questions asks; earlier ones that cannot be asked are left out.

    Raises:
        UsageError: the last is no question that can be asked.
    """
    turns: tuple[Turn, ...] = ()
    for typed in questions[-1 - _READ : -1]:
        try:
            understood = desk.conversing.understand(_conversation(turns), typed, audience)
        except UsageError:
            continue
        turns = (*turns, _turn(len(turns) + 1, understood))
    return desk.conversing.understand(_conversation(turns), questions[-1], audience)


def _turn(number: int, understood: Understood) -> Turn:
    return Turn(number=number, understood=understood, asked_at="", answer=None, corrections=())


def _conversation(turns: tuple[Turn, ...]) -> Conversation:
    return Conversation(conversation_id=ConversationId(""), owner="", begun_at="", turns=turns)
