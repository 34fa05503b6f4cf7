"""Options that several commands share."""

from pathlib import Path
from typing import Annotated

import typer

from ragqa.config import Settings, load_settings
from ragqa.errors import UsageError

LONGEST_QUESTION = 2000
"""Characters; longer than any question, far shorter than a pasted document."""

IndexOption = Annotated[
    Path | None,
    typer.Option("--index", metavar="DIR", help="Folder of the index.  [default: index]"),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON on standard output.")]


def settings_with(index: Path | None) -> Settings:
    """Load the settings, with the index folder of the command line if one is given."""
    settings = load_settings()
    chosen = settings.index if index is None else index
    if chosen == Path():
        raise UsageError("The folder of the index is empty. Name one with --index DIR.")
    return settings.model_copy(update={"index": chosen})


def checked_question(text: str) -> str:
    """Return a question that can be asked.

    Raises:
        UsageError: it is empty, holds no letters, or is as long as a document.
    """
    question = " ".join(text.split())
    if not any(character.isalpha() for character in question):
        raise UsageError("The question is empty. Ask one in words, in quotation marks.")
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
