"""Turns of conversations for tests."""

from ragqa.schema.article import Abstention, Article
from ragqa.schema.conversation import Correction, Turn, Understood, Way
from ragqa.schema.question import Question


def turn(
    question: str,
    number: int = 1,
    answer: Article | Abstention | None = None,
    corrections: tuple[Correction, ...] = (),
) -> Turn:
    """Return a turn that was asked as it was typed."""
    understood = Understood(
        typed=question,
        question=Question(text=question),
        way=Way.AS_ASKED,
        carried=(),
        note="",
        reader="rules",
    )
    return Turn(
        number=number, understood=understood, asked_at="", answer=answer, corrections=corrections
    )


def turns(*questions: str) -> list[Turn]:
    """Return turns that asked these questions, one after the other."""
    return [turn(question, number) for number, question in enumerate(questions, start=1)]
