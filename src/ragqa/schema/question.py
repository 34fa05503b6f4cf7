"""What was asked, and for whom."""

from dataclasses import dataclass
from enum import StrEnum

from ragqa.errors import UsageError

LONGEST_QUESTION = 2000
"""Characters; longer than any question, far shorter than a pasted document."""


class Audience(StrEnum):
    """Who reads the article."""

    CLINICIAN = "clinician"
    TRAINEE = "trainee"
    PATIENT = "patient"


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One question in the asker's words."""

    text: str
    audience: Audience = Audience.CLINICIAN


def checked_question(text: str) -> str:
    """Return a question that can be asked.

    Raises:
        UsageError: it is empty, holds no letters, or is as long as a document.
    """
    question = " ".join(text.split())
    if not any(character.isalpha() for character in question):
        raise UsageError("The question is empty. Ask one in words.")
    if not question.isprintable():
        raise UsageError(
            "The question holds control characters, as a file that is not text would. "
            "Type it as plain words."
        )
    if len(question) > LONGEST_QUESTION:
        raise UsageError(
            f"The question has {len(question):,} characters; at most {LONGEST_QUESTION:,} can be "
            "asked. Ask one question, and put documents in with `ragqa ingest`."
        )
    return question
