"""Asks the questions of a gold set that have no stored answer yet."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from ragqa.errors import UsageError
from ragqa.evaluation.gold import GoldQuestion
from ragqa.evaluation.run_folder import RunFolder
from ragqa.evaluation.stored_answers import StoredAnswer
from ragqa.pipeline import Answered
from ragqa.schema.evidence import Evidence
from ragqa.schema.question import Audience, Question

RANKED = 100
"""Documents of the ranking that are kept."""

_PASSAGES = 400
"""Passages asked for, so that they come from that many documents, as a rule."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answering:
    """What answers: the article, and the plain ranking beside it."""

    answer: Callable[[Question], Answered]
    rank: Callable[[Question, int], Sequence[Evidence]]


def answer_all(
    questions: Sequence[GoldQuestion],
    answering: Answering,
    audience: Audience,
    folder: RunFolder,
    *,
    told: Callable[[int], None],
) -> list[StoredAnswer]:
    """Answer what the folder has no answer to, and return the answers to all questions.

    Args:
        questions: of the gold set, ids each once.
        answering: called once for each question that is left.
        audience: who reads the answers.
        folder: keeps each answer before the next question is asked.
        told: called with the number of answers after each.

    Raises:
        RunError: an answer cannot be kept.
        UsageError: a question cannot be asked, such as one as long as a document.
    """
    stored = {one.question_id: one for one in folder.answers()}
    told(len(stored))
    for question in questions:
        if question.question_id in stored:
            continue
        answered = _answered(question, answering, audience)
        folder.keep(answered)
        stored[question.question_id] = answered
        told(len(stored))
    return [stored[question.question_id] for question in questions]


def _answered(question: GoldQuestion, answering: Answering, audience: Audience) -> StoredAnswer:
    asked = Question(text=question.question, audience=audience)
    try:
        ranking = [item.passage.document_id for item in answering.rank(asked, _PASSAGES)]
        answered = answering.answer(asked)
    except UsageError as error:
        raise UsageError(f"The gold question {question.question_id!r}: {error}") from None
    return StoredAnswer(
        question_id=question.question_id,
        confidence=answered.confidence,
        ranking=tuple(dict.fromkeys(ranking))[:RANKED],
        answer=answered.answer,
    )
