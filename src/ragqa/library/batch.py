"""Many questions answered into a library: each stored as soon as it is answered, none twice.

Answers are made in a few threads and stored in one, each in a transaction of its own, so that a
run that is killed anywhere has lost the answers under way and nothing else. The next run finds
what is stored and does what is left.
"""

import logging
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from typing import Protocol

from ragqa.embedding.embedder import Embedder
from ragqa.errors import RagqaError
from ragqa.indexing.snapshot import Snapshot
from ragqa.library.dependencies import dependencies_of
from ragqa.library.passage_texts import text_keys
from ragqa.library.store import Library, NewVersion, StoredVersion
from ragqa.pipeline import Answered
from ragqa.schema.article import Abstention
from ragqa.schema.provenance import Usage
from ragqa.schema.question import Question

logger = logging.getLogger(__name__)


class Answerer(Protocol):
    """What answers one question; safe to be called by several threads."""

    def answered(self, question: Question) -> Answered:
        """Return the answer with the evidence that was ranked for it."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """A question to be answered; `reason` says why again, and is empty the first time."""

    question: Question
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Budget:
    """What a run may spend; None where there is no bound.

    No answer is begun once so much has been spent; those under way are finished and stored.
    """

    tokens: int | None
    cost: float | None

    def spent(self, spending: "Spending") -> str | None:
        """Return in words which bound has been reached, or None."""
        if self.tokens is not None and spending.tokens >= self.tokens:
            return f"the budget of {self.tokens:,} tokens is spent"
        if self.cost is not None and spending.cost >= self.cost:
            return f"the budget of {self.cost:g} in money is spent"
        return None


@dataclass(slots=True, kw_only=True)
class Spending:
    """Tokens and money spent so far."""

    tokens: int = 0
    cost: float = 0.0

    def add(self, usage: Usage) -> None:
        """Count what one answer cost."""
        self.tokens += usage.prompt_tokens + usage.completion_tokens
        self.cost += usage.cost


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """A question that could not be answered, and the sentence that says why."""

    question: Question
    error: str


@dataclass(slots=True, kw_only=True)
class BatchReport:
    """What a run has done; `left` were not begun, for the reason in `stopped`."""

    articles: int = 0
    abstentions: int = 0
    failures: list[Failure] = field(default_factory=list)
    left: int = 0
    stopped: str | None = None
    spending: Spending = field(default_factory=Spending)
    seconds: float = 0.0

    @property
    def done(self) -> int:
        """Questions that were answered and stored."""
        return self.articles + self.abstentions


Progress = Callable[[BatchReport], None]
"""Shown the report after each question."""


class Batch:
    """Answers questions from one snapshot into one library.

    Args:
        library: where answers are stored.
        answerer: makes them.
        snapshot: what they are made from.
        embedder: whose vectors of the questions are kept.
        jobs: answers made at one time, at least 1.
        budget: what may be spent.
        strict: whether the first question that fails ends the run.
    """

    def __init__(
        self,
        *,
        library: Library,
        answerer: Answerer,
        snapshot: Snapshot,
        embedder: Embedder,
        jobs: int,
        budget: Budget,
        strict: bool,
    ) -> None:
        self._library = library
        self._answerer = answerer
        self._snapshot = snapshot
        self._embedder = embedder
        self._jobs = jobs
        self._budget = budget
        self._strict = strict

    def run(self, tasks: Sequence[Task], progress: Progress) -> BatchReport:
        """Answer `tasks` in their order and return what was done.

        Raises:
            LibraryError: an answer could not be stored; those before it are.
            RagqaError: a question failed, and the run is strict.
        """
        began = time.monotonic()
        report = BatchReport(left=len(tasks))
        self._remember_snapshot()
        for task, answering in self._answering(tasks, report):
            self._settle(task, answering, report)
            report.seconds = time.monotonic() - began
            progress(report)
        report.seconds = time.monotonic() - began
        logger.info("answered %d questions, %d left", report.done, report.left)
        return report

    def _remember_snapshot(self) -> None:
        if not self._library.remembers(self._snapshot.snapshot_id):
            keys = text_keys(self._snapshot)
            self._library.remember_snapshot(self._snapshot.snapshot_id, keys)

    def _answering(
        self, tasks: Sequence[Task], report: BatchReport
    ) -> Iterator[tuple[Task, Future[Answered]]]:
        """Yield each task as it is finished, with no more under way than there are jobs."""
        waiting = iter(tasks)
        under_way: dict[Future[Answered], Task] = {}
        with ThreadPoolExecutor(self._jobs, thread_name_prefix="batch") as threads:
            while True:
                while len(under_way) < self._jobs and (task := self._next(waiting, report)):
                    under_way[threads.submit(self._answerer.answered, task.question)] = task
                if not under_way:
                    return
                finished, _ = wait(under_way, return_when=FIRST_COMPLETED)
                for one in finished:
                    yield under_way.pop(one), one

    def _next(self, waiting: Iterator[Task], report: BatchReport) -> Task | None:
        if report.left:
            report.stopped = report.stopped or self._budget.spent(report.spending)
        if report.stopped:
            return None
        if task := next(waiting, None):
            report.left -= 1
        return task

    def _settle(self, task: Task, answering: Future[Answered], report: BatchReport) -> None:
        try:
            answered = answering.result()
        except RagqaError as error:
            if self._strict:
                raise
            report.failures.append(Failure(question=task.question, error=str(error)))
            return
        self._store(task, answered)
        report.spending.add(answered.answer.usage)
        if isinstance(answered.answer, Abstention):
            report.abstentions += 1
        else:
            report.articles += 1

    def _store(self, task: Task, answered: Answered) -> StoredVersion:
        new = NewVersion(
            answer=answered.answer,
            dependencies=dependencies_of(answered, self._snapshot),
            vector=self._embedder.embed([task.question.text])[0],
            reason=task.reason,
        )
        return self._library.keep(new)
