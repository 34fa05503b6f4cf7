"""One conversation at the terminal: what is typed, and what is printed for it."""

import json
import sys
from collections.abc import Iterator
from typing import TextIO

from ragqa.desk.conversing import Conversing
from ragqa.desk.identifiers import check_identifiers
from ragqa.errors import IdentifiersError, RagqaError, UsageError
from ragqa.rendering import bibliography
from ragqa.rendering.as_markdown import render_markdown
from ragqa.rendering.conversation_as_json import turn_object
from ragqa.schema.article import Article, Reference
from ragqa.schema.conversation import Conversation, Turn, Understood, Way
from ragqa.schema.progress import NoAnswerProgress
from ragqa.schema.question import Audience

PROMPT = "ask> "
COMMANDS = """\
/new               begin a new conversation
/audience NAME     who reads the answers: clinician, trainee or patient
/sources [NUMBER]  the works cited so far, or one with the words that were quoted from it
/again             answer the last question again that has no answer yet
/keep              ask what seemed to identify a patient as it was typed
/without           ask it without that
/quit              end; Ctrl-D does too"""


class ChatSession:
    """Reads lines and answers them; what is printed on standard output is the answers alone.

    Args:
        conversing: answers and keeps the turns.
        owner: whose conversation it is.
        audience: who reads the answers.
        as_json: each turn is printed as one line of JSON.
    """

    def __init__(
        self, conversing: Conversing, *, owner: str, audience: Audience, as_json: bool
    ) -> None:
        self._conversing = conversing
        self._owner = owner
        self._audience = audience
        self._as_json = as_json
        self._conversation: Conversation | None = None
        self._failed = 0
        self._held: IdentifiersError | None = None
        self._held_text = ""

    def resume(self, conversation_id: str) -> None:
        """Go on with a conversation.

        Raises:
            NotFoundError: there is none of this id, or it is somebody else's.
        """
        self._conversation = self._conversing.read(self._owner, conversation_id)
        if last := self._conversation.turns[-1:]:
            _tell(f"The last question was: {last[0].question.text}")

    def run(self, lines: TextIO) -> int:
        """Answer every line; return how many could not be answered for a fault."""
        typed_by_hand = lines.isatty()
        if typed_by_hand:
            _tell("Ask a question. /help lists what else can be typed.")
        for line in _typed(lines, prompt=typed_by_hand):
            if line == "/quit":
                break
            try:
                self._obey(line) if line.startswith("/") else self._ask(line)
            except IdentifiersError as error:
                self._failed += 1
                _tell(f"{error} /without asks: {error.proposal} /keep asks it as typed.")
            except RagqaError as error:
                self._failed += 1
                _tell(str(error))
            except KeyboardInterrupt:
                if not typed_by_hand:
                    raise
                _tell("\nStopped. /again answers it after all.")
            sys.stdout.flush()
        if self._conversation is not None:
            _tell(f"Go on with `ragqa chat --conversation {self._conversation.conversation_id}`.")
        return self._failed

    def _ask(self, typed: str, *, allowed: bool = False) -> None:
        self._held = None
        try:
            check_identifiers(typed, allowed=allowed)
        except IdentifiersError as error:
            self._held, self._held_text = error, typed
            raise
        before = self._current()
        understood = self._conversing.understand(before, typed, self._audience)
        _show_understood(understood)
        turn = self._conversing.ask(self._owner, before.conversation_id, understood)
        self._answer(before, turn)

    def _answer(self, conversation: Conversation, turn: Turn) -> None:
        name = conversation.conversation_id
        answering = self._conversing.answering(self._owner, name, turn.number)
        answering(turn.question, NoAnswerProgress())
        self._conversation = self._conversing.read(self._owner, name)
        self._print(self._conversation.turn(turn.number))

    def _current(self) -> Conversation:
        """Return the conversation as it stands; the first question begins it."""
        if self._conversation is None:
            self._conversation = self._conversing.begin(self._owner)
        name = self._conversation.conversation_id
        self._conversation = self._conversing.read(self._owner, name)
        return self._conversation

    def _print(self, turn: Turn) -> None:
        assert turn.answer is not None
        assert self._conversation is not None
        if self._as_json:
            name = self._conversation.conversation_id
            print(json.dumps({"conversation_id": name, **turn_object(turn)}, ensure_ascii=False))
            return
        for one in turn.corrections:
            print(f"> **Correction of turn {one.turn}.** “{one.text}” {one.detail}\n")
        print(render_markdown(turn.answer))

    def _obey(self, line: str) -> None:
        """Do what a line that begins with a slash says.

        Raises:
            UsageError: it says nothing that can be done.
        """
        command, _, rest = line.partition(" ")
        rest = rest.strip()
        match command:
            case "/new":
                self._conversation = None
                _tell("A new conversation.")
            case "/audience":
                self._audience = _audience(rest)
                _tell(f"The answers are for: {self._audience}.")
            case "/sources":
                self._show_sources(rest)
            case "/again":
                self._again()
            case "/keep" | "/without":
                self._ask_held(as_typed=command == "/keep")
            case "/help":
                _tell(COMMANDS)
            case _:
                raise UsageError(f"There is no {command!r}. /help lists what can be typed.")

    def _ask_held(self, *, as_typed: bool) -> None:
        if self._held is None:
            raise UsageError("No question is waiting to be asked.")
        self._ask(self._held_text if as_typed else self._held.proposal, allowed=True)

    def _again(self) -> None:
        conversation = self._current()
        left = [turn for turn in conversation.turns if turn.answer is None]
        if not left:
            raise UsageError("Every question of this conversation has its answer.")
        _show_understood(left[-1].understood)
        self._answer(conversation, left[-1])

    def _show_sources(self, number: str) -> None:
        articles = [
            turn.answer for turn in self._current().turns if isinstance(turn.answer, Article)
        ]
        works = {one.number: one for article in articles for one in article.references}
        if not number:
            for place in sorted(works):
                print(_work(works[place]))
            return
        wanted = int(number) if number.isdecimal() else 0
        if wanted not in works:
            raise UsageError(f"No work has the number {number!r} here. /sources lists them all.")
        print(_work(works[wanted]))
        told = (
            words for article in articles for words in bibliography.quoted_words(article, wanted)
        )
        for words in dict.fromkeys(told):
            print(f"  - “{words.text}”{f' ({words.locator})' if words.locator else ''}")


def _typed(lines: TextIO, *, prompt: bool) -> Iterator[str]:
    """Yield each line that holds something, asking for it where somebody types."""
    while True:
        if prompt:
            print(PROMPT, end="", file=sys.stderr, flush=True)
        line = lines.readline()
        if not line:
            if prompt:
                print(file=sys.stderr)
            return
        if line.strip():
            yield line.strip()


def _show_understood(understood: Understood) -> None:
    if understood.way is not Way.AS_ASKED or understood.question.text != understood.typed:
        _tell(f"Understood as: {understood.question.text}")
    if understood.carried:
        _tell(f"Carried over: {'; '.join(understood.carried)}.")
    if understood.note:
        _tell(understood.note)


def _audience(name: str) -> Audience:
    try:
        return Audience(name.lower())
    except ValueError:
        known = ", ".join(Audience)
        raise UsageError(f"{name!r} is no audience; there are {known}.") from None


def _work(reference: Reference) -> str:
    link = bibliography.link_to(reference)
    notices = f" — {'; '.join(reference.notices)}" if reference.notices else ""
    return f"[{reference.number}] {reference.title}{notices}{f' <{link}>' if link else ''}"


def _tell(sentence: str) -> None:
    print(f"ragqa: {sentence}", file=sys.stderr)
