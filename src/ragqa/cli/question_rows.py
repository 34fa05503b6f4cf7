"""The questions of a batch: rows of a JSON Lines file."""

from collections.abc import Callable
from pathlib import Path

from ragqa.errors import UsageError
from ragqa.json_lines import Row, RowError, read_rows, text_in
from ragqa.schema.question import Audience, Question, checked_question

_SHAPE = '{"question": "…", "audience": "clinician"}'


def read_questions(file: Path, *, strict: bool) -> list[Question]:
    """Return the questions of a file, each once, in order; other keys of a row are its owner's.

    Args:
        file: rows with `question` and, if it is not a clinician's, `audience`.
        strict: a wrong row is an error; otherwise it is left out and named on standard error.

    Raises:
        UsageError: the file holds no question, or (strict) a row is wrong.
    """
    return list(
        read_rows(file, what="question", shape=_SHAPE, parse=_once(_question), strict=strict)
    )


def _question(row: Row) -> Question:
    try:
        text = checked_question(text_in(row, "question"))
    except UsageError as error:
        told = str(error).partition(".")[0].removeprefix("The question ")
        raise RowError(f"its `question` {told}") from None
    audience = row.get("audience", Audience.CLINICIAN)
    if audience not in tuple(Audience):
        raise RowError(f"its `audience` is none of {', '.join(Audience)}")
    return Question(text=text, audience=Audience(str(audience)))


def _once(parse: Callable[[Row], Question]) -> Callable[[Row], Question]:
    seen: set[Question] = set()

    def unseen(row: Row) -> Question:
        question = parse(row)
        if question in seen:
            raise RowError("an earlier line asks the same")
        seen.add(question)
        return question

    return unseen
