"""Questions answered a few at a time, and told of while they are: in threads, for many askers."""

import asyncio
import logging
import threading
from collections.abc import AsyncGenerator, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor

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
from ragqa.desk.serving import ServingIndex
from ragqa.errors import BusyError, RagqaError
from ragqa.schema.article import Abstention, Article
from ragqa.schema.claim import ClaimId
from ragqa.schema.evidence import Evidence
from ragqa.schema.question import Question

logger = logging.getLogger(__name__)

Tell = Callable[[Event], None]
Make = Callable[[Question, "Telling"], Article | Abstention]


class StoppedError(Exception):
    """Nobody waits for the answer any more."""


class Telling:
    """Passes on how far an answer has come, until nobody listens any more."""

    def __init__(self, tell: Tell, stopped: threading.Event) -> None:
        self._tell = tell
        self._stopped = stopped
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


class Asking:
    """Answers questions from the index that serves.

    Args:
        serving: the index.
        answers: how many are composed at one time.
        waiting: how many more askers may wait for their turn.
    """

    def __init__(self, serving: ServingIndex, *, answers: int, waiting: int) -> None:
        self._serving = serving
        self._answers = answers
        self._places = answers + waiting
        self._threads = ThreadPoolExecutor(answers, thread_name_prefix="answer")
        self._taken = 0

    def close(self) -> None:
        """Finish what is under way; what waits is not begun."""
        self._threads.shutdown(wait=True, cancel_futures=True)

    @property
    def under_way(self) -> int:
        """Questions that are being answered or wait."""
        return self._taken

    async def events(self, question: Question, make: Make | None = None) -> AsyncGenerator[Event]:
        """Yield what happens until there is an answer; closing the iterator ends the work.

        Args:
            question: what is asked.
            make: answers it in a thread, told how far it has come; None: from the index alone.

        Raises:
            BusyError: too many askers wait.
        """
        if self._taken >= self._places:
            raise BusyError(
                f"{self._taken} questions are being answered or wait. Ask again in a minute."
            )
        loop = asyncio.get_running_loop()
        queue: asyncio.Queue[Event] = asyncio.Queue()
        stopped = threading.Event()
        telling = Telling(
            lambda event: _hand_over(loop, queue, event),
            stopped,
        )
        ahead = max(0, self._taken - self._answers + 1)
        self._taken += 1
        work = loop.run_in_executor(self._threads, self._answer, question, make, telling)
        try:
            if ahead:
                yield Waiting(ahead=ahead)
            while True:
                event = await queue.get()
                yield event
                if isinstance(event, Finished | Failed):
                    return
        finally:
            stopped.set()
            work.cancel()
            self._taken -= 1

    def _answer(self, question: Question, make: Make | None, telling: Telling) -> None:
        try:
            answer = (make or self.made)(question, telling)
            if isinstance(answer, Article):
                for passed in in_reading_order(answer):
                    telling.tell(passed)
            telling.tell(Finished(answer=answer))
        except StoppedError:
            logger.debug("an asker went away")
        except RagqaError as error:
            _last_word(telling, str(error), error)
        except Exception as error:
            logger.exception("an answer failed")
            told = "The answer failed for a reason that the log of the server tells."
            _last_word(telling, told, error)

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


def _last_word(telling: Telling, error: str, cause: Exception) -> None:
    try:
        telling.tell(Failed(error=error, cause=cause))
    except StoppedError:
        logger.debug("an asker went away")


def _hand_over(
    loop: asyncio.AbstractEventLoop, queue: "asyncio.Queue[Event]", event: Event
) -> None:
    try:
        loop.call_soon_threadsafe(queue.put_nowait, event)
    except RuntimeError as error:  # the loop was closed while the answer was made
        raise StoppedError from error
