"""Follow-ups made whole by a language model, and taken only where nothing in them is invented."""

import hashlib
import logging
from collections.abc import Sequence

from pydantic import BaseModel, ConfigDict, ValidationError

from ragqa.conversation.follow_ups import FollowUpReader
from ragqa.conversation.own_words import keeps_what_was_typed, only_words_of
from ragqa.errors import LanguageModelError, UsageError
from ragqa.llm.deadline import Deadline
from ragqa.llm.language_model import LanguageModel
from ragqa.prompts import Prompt
from ragqa.schema.article import Article
from ragqa.schema.conversation import Turn, Understood, Way
from ragqa.schema.question import Audience, Question, checked_question

logger = logging.getLogger(__name__)

_RECENT = 4
"""Turns that the model is shown."""

_PATIENCE = 15.0
"""Seconds after which somebody who waits would rather have the question of the rules."""


class _Rewritten(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    question: str
    as_typed: bool


class ModelReader:
    """Asks a language model; what it says stands only in words of the conversation.

    Where it says anything else, or nothing, the other reader's question is taken.

    Args:
        model: the language model.
        system: the instructions, without variables.
        user: the request, with the variables `conversation` and `typed`.
        otherwise: reads what the model does not.
    """

    def __init__(
        self, model: LanguageModel, *, system: Prompt, user: Prompt, otherwise: FollowUpReader
    ) -> None:
        self._model = model
        self._system = system
        self._user = user
        self._otherwise = otherwise

    @property
    def reader_id(self) -> str:
        """Name of the model, and the hash of the prompts that ask it."""
        prompts = hashlib.sha256(f"{self._system.sha256}{self._user.sha256}".encode()).hexdigest()
        return f"{self._model.model_id}@prompts:{prompts[:12]}"

    def read(self, typed: str, earlier: Sequence[Turn], audience: Audience) -> Understood:
        """Return what `typed` asks, as `FollowUpReader` promises."""
        understood = self._otherwise.read(typed, earlier, audience)
        if not earlier:
            return understood
        rewritten = self._rewritten(typed, earlier[-_RECENT:])
        as_typed = rewritten == typed
        # A model that leaves alone what leans on something has not done its work.
        if rewritten is None or (as_typed and understood.way is not Way.AS_ASKED):
            return understood
        return Understood(
            typed=typed,
            question=Question(text=rewritten, audience=audience),
            way=Way.AS_ASKED if as_typed else Way.COMPLETED,
            carried=() if as_typed else understood.carried,
            note="",
            reader=self.reader_id,
        )

    def _rewritten(self, typed: str, earlier: Sequence[Turn]) -> str | None:
        """Return the model's question; None where it gives none that can be taken."""
        try:
            completion = self._model.complete(
                self._system.render(),
                self._user.render(conversation=_told(earlier), typed=_inert(typed)),
                _Rewritten.model_json_schema(),
                deadline=Deadline.after(min(_PATIENCE, self._model.deadline_seconds)),
            )
            reply = _Rewritten.model_validate_json(completion.text)
            question = typed if reply.as_typed else checked_question(reply.question)
        except (LanguageModelError, ValidationError, UsageError) as error:
            # Not the error itself: it may quote what was asked.
            kind = type(error).__name__
            logger.info("the language model made no question of a follow-up (%s)", kind)
            return None
        said = [typed, *(turn.question.text for turn in earlier), *_direct_answers(earlier)]
        if only_words_of(question, said) and keeps_what_was_typed(question, typed):
            return question
        logger.info("the language model put words into a follow-up that nobody had said")
        return None


def _told(earlier: Sequence[Turn]) -> str:
    """Return the questions and their direct answers, as data."""
    lines = []
    for turn in earlier:
        lines.append(f"Question {turn.number}: {_inert(turn.question.text)}")
        lines += [f"Answer {turn.number}: {_inert(text)}" for text in _direct_answers([turn])]
    return "\n".join(lines)


def _direct_answers(turns: Sequence[Turn]) -> list[str]:
    return [
        " ".join(turn.answer.claim(name).text for name in turn.answer.summary)
        for turn in turns
        if isinstance(turn.answer, Article) and turn.answer.summary
    ]


def _inert(text: str) -> str:
    """Return text that cannot close the tags it stands between."""
    return text.replace("<", "‹").replace(">", "›")
