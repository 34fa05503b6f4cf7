"""Conversations: understood, answered anew each turn, kept, and corrected where they must be."""

from collections.abc import Callable

from ragqa.conversation.corrections import corrections_of
from ragqa.conversation.follow_ups import FollowUpReader
from ragqa.desk.serving import ServingIndex
from ragqa.library.conversations import Conversations, turn_of
from ragqa.schema.article import Abstention, Article
from ragqa.schema.conversation import (
    Conversation,
    ConversationLine,
    Turn,
    Understood,
)
from ragqa.schema.progress import AnswerProgress
from ragqa.schema.question import Audience, Question, checked_question
from ragqa.verification.references import notices_of

Answering = Callable[[Question, AnswerProgress], Article | Abstention]
"""Answers the question of one turn, telling how far it has come; what `Asking.events` takes."""


class Conversing:
    """What pages, HTTP and the command line do with conversations.

    Each belongs to who began it, by the name of the principal; to anybody else there is no such
    conversation. One turn goes like this:

        conversation = conversing.read(owner, conversation_id)      or conversing.begin(owner)
        understood = conversing.understand(conversation, typed)     shown at once
        turn = conversing.ask(owner, conversation.conversation_id, understood)
        asking.events(turn.question, conversing.answering(owner, conversation_id, turn.number))

    Args:
        conversations: where they are kept.
        serving: the index that answers.
        reader: makes whole questions of follow-ups.
    """

    def __init__(
        self, conversations: Conversations, serving: ServingIndex, reader: FollowUpReader
    ) -> None:
        self._conversations = conversations
        self._serving = serving
        self._reader = reader

    def begin(self, owner: str) -> Conversation:
        """Store a new conversation and return it."""
        return self._conversations.begin(owner)

    def read(self, owner: str, conversation_id: str) -> Conversation:
        """Return a conversation with its turns, oldest first.

        Raises:
            NotFoundError: this owner has none of this id.
        """
        return self._conversations.read(owner, conversation_id)

    def listed(self, owner: str) -> list[ConversationLine]:
        """Return the conversations of an owner, the one that was used last first."""
        return self._conversations.listed(owner)

    def delete(self, owner: str, conversation_id: str) -> None:
        """Remove a conversation with all that was asked and answered in it.

        Raises:
            NotFoundError: this owner has none of this id.
        """
        self._conversations.delete(owner, conversation_id)

    def understand(
        self, conversation: Conversation, typed: str, audience: Audience = Audience.CLINICIAN
    ) -> Understood:
        """Return what is asked with `typed` after the turns of a conversation; nothing is stored.

        Raises:
            UsageError: it is no question that can be asked.
        """
        return self._reader.read(checked_question(typed), conversation.turns, audience)

    def ask(self, owner: str, conversation_id: str, understood: Understood) -> Turn:
        """Store a turn that is still to be answered, and return it.

        Raises:
            NotFoundError: this owner has no such conversation.
        """
        return self._conversations.add(owner, conversation_id, understood)

    def answering(self, owner: str, conversation_id: str, number: int) -> Answering:
        """Return what answers a turn, from the index that serves then, and keeps the answer.

        A turn that has an answer gives that one again; one that was cut off is answered anew. It
        raises what the pipeline does, and NotFoundError where there is no such turn, or no more.
        """

        def answer(question: Question, progress: AnswerProgress) -> Article | Abstention:
            conversation = self.read(owner, conversation_id)
            turn = turn_of(conversation, number)
            if turn.answer is not None:
                return turn.answer
            with self._serving.lease() as serving:
                made = serving.pipeline.answered(turn.question, progress).answer
                earlier = conversation.turns[: number - 1]
                corrections = corrections_of(made, earlier, serving.snapshot, notices_of)
            kept = self._conversations.keep(owner, conversation_id, number, made, corrections)
            assert kept.answer is not None
            return kept.answer

        return answer

    def text(self, owner: str, conversation_id: str, number: int) -> str | None:
        """Return the answer of a turn as JSON, byte for byte as it was kept; None before that.

        Raises:
            NotFoundError: this owner has no such conversation, or it has no such turn.
        """
        return self._conversations.text(owner, conversation_id, number)
