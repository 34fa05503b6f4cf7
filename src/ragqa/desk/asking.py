"""Questions answered a few at a time, and told of while they are: in threads, for many askers."""

import asyncio
import logging
import threading
from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import suppress

from ragqa.desk.events import (
    Checked,
    Drafted,
    Event,
    Failed,
    Finished,
    Found,
    Passed,
    Waiting,
)
from ragqa.desk.line import Line, Waiter
from ragqa.desk.serving import ServingIndex
from ragqa.desk.tally import Given, Tally
from ragqa.errors import RagqaError
from ragqa.schema.article import Abstention, Article
from ragqa.schema.claim import ClaimId
from ragqa.schema.evidence import Evidence
from ragqa.schema.question import Question

logger = logging.getLogger(__name__)

Tell = Callable[[Event], None]
Make = Callable[[Question, "Telling"], Article | Abstention]

PATIENCE = 5.0
"""Seconds that an answer under way is given when the server stops."""

_NEXT_EVENT = 1.0
"""Seconds in which work comes by its next event, unless it hangs."""


class StoppedError(Exception):
    """Nobody waits for the answer any more."""


class Telling:
    """Passes on how far an answer has come, until nobody listens any more."""

    def __init__(self, tell: Tell) -> None:
        self._tell = tell
        self._stopped = threading.Event()
        self._checked = 0

    def found(self, evidence: Sequence[Evidence]) -> None:
        """Tell what the search brought."""
        self.tell(Found(evidence=tuple(evidence)))

    def drafted(self, sentences: int) -> None:
        """Tell how many sentences are being checked."""
        self.tell(Drafted(sentences=sentences))

    def checked(self) -> None:
        """Tell that one more has been."""
        self._checked += 1
        self.tell(Checked(sentences=self._checked))

    def tell(self, event: Event) -> None:
        """Pass on one event.

        Raises:
            StoppedError: nobody waits for the answer any more.
        """
        if self._stopped.is_set():
            raise StoppedError
        self._tell(event)

    def tell_if_heard(self, event: Event) -> None:
        """Pass on one event where somebody listens."""
        with suppress(StoppedError):
            self.tell(event)

    def stop(self) -> None:
        """End the work at its next event."""
        self._stopped.set()


class Asking:
    """Answers questions from the index that serves, in the order in which they came.

    Args:
        serving: the index.
        answers: how many are composed at one time.
        waiting: how many more askers may wait for their turn.
    """

    def __init__(self, serving: ServingIndex, *, answers: int, waiting: int) -> None:
        self._serving = serving
        self._line = Line(at_once=answers, waiting=waiting, name="answer")
        self._tally = Tally()

    def stop(self) -> None:
        """Begin no answer any more: who waits is told so, what is under way goes on."""
        self._line.stop()

    def end(self) -> None:
        """Tell who still listens that there will be no answer; the work ends at its next event."""
        self._line.refuse()

    def close(self) -> None:
        """Finish what is under way, if that takes seconds; what waits is not begun.

        What takes longer, as a language model that hangs, is left behind.
        """
        self.stop()
        if self._line.finished(PATIENCE):
            return
        self.end()
        if not self._line.finished(_NEXT_EVENT):
            logger.warning("%d answers had not ended when the server stopped", self._line.served)

    @property
    def under_way(self) -> int:
        """Questions that are being answered."""
        return self._line.served

    @property
    def waiting(self) -> int:
        """Questions that wait."""
        return self._line.waiting

    @property
    def given(self) -> Given:
        """What was answered so far."""
        return self._tally.given()

    async def events(self, question: Question, make: Make | None = None) -> AsyncGenerator[Event]:
        """Yield what happens until there is an answer; closing the iterator ends the work.

        Whoever has to wait is told so at once, and again whenever the line moves.

        Args:
            question: what is asked.
            make: answers it in a thread, told how far it has come; None: from the index alone.

        Raises:
            BusyError: too many askers wait, or the server is stopping.
        """
        loop = asyncio.get_running_loop()
        queue: asyncio.Queue[Event] = asyncio.Queue()
        telling = Telling(lambda event: _hand_over(loop, queue, event))
        waiter = Waiter(
            work=lambda: self._answer(question, make, telling),
            moved=lambda ahead: telling.tell_if_heard(Waiting(ahead=ahead)),
            refused=lambda error: telling.tell_if_heard(Failed(error=str(error), cause=error)),
        )
        self._line.join(waiter)
        try:
            while True:
                # Whoever has gone is noticed between two events, however fast they come.
                await asyncio.sleep(0)
                event = await queue.get()
                yield event
                if isinstance(event, Finished | Failed):
                    return
        finally:
            telling.stop()
            self._line.leave(waiter)

    def _answer(self, question: Question, make: Make | None, telling: Telling) -> None:
        try:
            answer = (make or self.made)(question, telling)
            self._tally.count(answer)
            if isinstance(answer, Article):
                for passed in in_reading_order(answer):
                    telling.tell(passed)
            telling.tell(Finished(answer=answer))
        except StoppedError:
            logger.debug("an asker went away")
        except RagqaError as error:
            self._tally.count_failure()
            telling.tell_if_heard(Failed(error=str(error), cause=error))
        except Exception as error:
            logger.exception("an answer failed")
            self._tally.count_failure()
            told = "The answer failed for a reason that the log of the server tells."
            telling.tell_if_heard(Failed(error=told, cause=error))

    def made(self, question: Question, telling: Telling) -> Article | Abstention:
        """Answer from the snapshot that serves now, and from it alone."""
        with self._serving.lease() as serving:
            return serving.pipeline.answered(question, telling).answer


def in_reading_order(article: Article) -> list[Passed]:
    """Return the claims of an article as they stand on the page, each once."""
    first: dict[ClaimId, Passed] = {
        name: Passed(claim=article.claim(name), part="answer") for name in article.summary
    }
    for section in article.sections:
        for name in (name for block in section.blocks for name in block.claims):
            if name not in first:
                first[name] = Passed(claim=article.claim(name), part=section.kind.value)
    return list(first.values())


def _hand_over(
    loop: asyncio.AbstractEventLoop, queue: "asyncio.Queue[Event]", event: Event
) -> None:
    try:
        loop.call_soon_threadsafe(queue.put_nowait, event)
    except RuntimeError as error:  # the loop was closed while the answer was made
        raise StoppedError from error
