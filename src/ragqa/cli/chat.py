"""`ragqa chat`: questions and follow-ups, one conversation."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from io import TextIOWrapper
from typing import Annotated, TextIO

import typer

from ragqa.assembly import build_follow_up_reader
from ragqa.cli.chat_session import ChatSession
from ragqa.cli.filled_index import open_filled
from ragqa.cli.options import (
    ByOption,
    IndexOption,
    LibraryOption,
    acting,
    library_place,
    settings_with,
)
from ragqa.config import Settings
from ragqa.desk.conversing import Conversing
from ragqa.desk.serving import ServingIndex
from ragqa.errors import UsageError
from ragqa.library.conversations import Conversations
from ragqa.library.store import Library
from ragqa.schema.question import Audience

HELP = """Ask, and follow up: "what about children?", "and if ferritin is 90?", "why?".

Each line is a question; how it was understood is shown before its answer. Works keep their numbers
through the conversation, which is kept in the library, where the pages of `ragqa serve` show it
too. /help lists what else can be typed; Ctrl-D ends.

Example: ragqa chat --audience patient
"""


def chat(
    audience: Annotated[Audience, typer.Option(help="Who reads the answers.")] = Audience.CLINICIAN,
    conversation: Annotated[
        str | None, typer.Option(metavar="ID", help="Go on with this conversation.")
    ] = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print each turn as one line of JSON.")
    ] = False,
    by: ByOption = None,
    library: LibraryOption = None,
    index: IndexOption = None,
) -> int:
    """Read lines until there are no more, and print an answer to each question."""
    settings = settings_with(index)
    owner = acting(by)
    typed = _standard_input()
    open_filled(settings).close()  # what is wrong with it is told before a question is typed
    with _conversing(settings, library_place(settings, library)) as conversing:
        session = ChatSession(conversing, owner=owner, audience=audience, as_json=as_json)
        if conversation is not None:
            session.resume(conversation)
        failed = session.run(typed)
    return 1 if failed and not typed.isatty() else 0


def _standard_input() -> TextIO:
    """Return what is typed or piped, as UTF-8 whatever the machine's language.

    Raises:
        UsageError: there is none.
    """
    if sys.stdin is None:
        raise UsageError("Standard input is closed. Type questions, or pipe them in line by line.")
    if isinstance(sys.stdin, TextIOWrapper):
        sys.stdin.reconfigure(encoding="utf-8", errors="replace")
    return sys.stdin


@contextmanager
def _conversing(settings: Settings, place: str) -> Iterator[Conversing]:
    """Open what answers the turns of conversations, and where they are kept."""
    serving = ServingIndex(settings)
    try:
        with Library.open(place, create=True) as library:
            conversations = Conversations(library, now=lambda: datetime.now(UTC))
            yield Conversing(conversations, serving, build_follow_up_reader(settings))
    finally:
        serving.close()
