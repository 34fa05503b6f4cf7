"""Batches store each answer as it is made, and do no more than what is left."""

import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from ragqa.errors import LanguageModelUnreachableError, LibraryError, UsageError
from ragqa.indexing.snapshot import Snapshot
from ragqa.library.batch import Answerer, Batch, BatchReport, Budget, Spending, Task
from ragqa.library.store import Library, StoredVersion
from ragqa.pipeline import Answered
from ragqa.schema.article import Article
from ragqa.schema.question import Question
from tests.library.small_index import (
    EMBEDDER,
    QUESTIONS,
    UNANSWERED,
    answer_all,
    indexed,
    pipeline_over,
    works,
)

ALL = [Task(question=one, reason="") for one in (*QUESTIONS, UNANSWERED)]


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Snapshot]:
    with indexed(tmp_path_factory.mktemp("batch"), works()) as opened:
        yield opened


class Charging:
    """Answers as the pipeline does, and charges ten tokens and a quarter for each answer."""

    def __init__(self, snapshot: Snapshot, *, fails: Question | None = None) -> None:
        self._pipeline = pipeline_over(snapshot)
        self._fails = fails
        self._lock = threading.Lock()
        self.begun: list[Question] = []
        self.at_once = self.most_at_once = 0

    def answered(self, question: Question) -> Answered:
        with self._lock:
            self.begun.append(question)
            self.at_once += 1
            self.most_at_once = max(self.most_at_once, self.at_once)
        try:
            if question == self._fails:
                raise UsageError("This question cannot be read.")
            answered = self._pipeline.answered(question)
        finally:
            with self._lock:
                self.at_once -= 1
        usage = replace(answered.answer.usage, prompt_tokens=7, completion_tokens=3, cost=0.25)
        return replace(answered, answer=replace(answered.answer, usage=usage))


def batch(
    library: Library,
    snapshot: Snapshot,
    answerer: Answerer,
    *,
    jobs: int = 1,
    budget: Budget | None = None,
    strict: bool = False,
) -> Batch:
    return Batch(
        library=library,
        answerer=answerer,
        snapshot=snapshot,
        embedder=EMBEDDER,
        jobs=jobs,
        budget=budget or Budget(tokens=None, cost=None),
        strict=strict,
    )


def _stored(library: Library) -> dict[str, str]:
    return {one.article_id: one.text for one in library.current()}


def test_every_question_gets_its_answer_or_its_abstention(
    library_url: str, snapshot: Snapshot
) -> None:
    with Library.open(library_url, create=True) as library:
        shown: list[int] = []
        report = batch(library, snapshot, Charging(snapshot)).run(
            ALL, lambda report: shown.append(report.done)
        )
        assert (report.articles, report.abstentions, report.left) == (len(QUESTIONS), 1, 0)
        assert shown == list(range(1, len(ALL) + 1))
        assert report.spending == Spending(tokens=10 * len(ALL), cost=0.25 * len(ALL))
        answers = [one.answer() for one in library.current()]
        assert {one.question for one in answers} == {task.question for task in ALL}
        for kept in library.kept():
            ranked = {one.passage_id for one in kept.dependencies.ranked}
            assert {one.passage_id for one in kept.dependencies.cited} <= ranked
            assert kept.dependencies.provenance.snapshot == snapshot.snapshot_id
            assert kept.vector.tolist() == EMBEDDER.embed([kept.question.text])[0].tolist()


@pytest.mark.parametrize("jobs", [1, 3])
def test_no_more_are_under_way_than_there_are_jobs(
    tmp_path: Path, snapshot: Snapshot, jobs: int
) -> None:
    answerer = Charging(snapshot)
    with Library.open(str(tmp_path / "l.sqlite"), create=True) as library:
        batch(library, snapshot, answerer, jobs=jobs).run(ALL, lambda _: None)
        assert 1 <= answerer.most_at_once <= jobs
        assert len(answerer.begun) == len(set(answerer.begun)) == len(library.article_ids())


@pytest.mark.parametrize(
    ("budget", "told"),
    [
        (Budget(tokens=25, cost=None), "the budget of 25 tokens is spent"),
        (Budget(tokens=None, cost=0.75), "the budget of 0.75 in money is spent"),
    ],
)
def test_a_spent_budget_begins_nothing_more_and_says_so(
    tmp_path: Path, snapshot: Snapshot, budget: Budget, told: str
) -> None:
    with Library.open(str(tmp_path / "l.sqlite"), create=True) as library:
        report = batch(library, snapshot, Charging(snapshot), budget=budget).run(
            ALL, lambda _: None
        )
        assert (report.done, report.left, report.stopped) == (3, len(ALL) - 3, told)
        assert len(library.article_ids()) == 3


def test_a_budget_that_the_last_answer_spends_has_stopped_nothing(
    tmp_path: Path, snapshot: Snapshot
) -> None:
    with Library.open(str(tmp_path / "l.sqlite"), create=True) as library:
        budget = Budget(tokens=10 * len(ALL), cost=None)
        report = batch(library, snapshot, Charging(snapshot), budget=budget).run(
            ALL, lambda _: None
        )
    assert (report.done, report.left, report.stopped) == (len(ALL), 0, None)


def test_a_question_that_fails_costs_its_answer_alone(tmp_path: Path, snapshot: Snapshot) -> None:
    answerer = Charging(snapshot, fails=QUESTIONS[1])
    with Library.open(str(tmp_path / "l.sqlite"), create=True) as library:
        report = batch(library, snapshot, answerer).run(ALL, lambda _: None)
        assert [(one.question, one.error) for one in report.failures] == [
            (QUESTIONS[1], "This question cannot be read.")
        ]
        assert report.done == len(library.article_ids()) == len(ALL) - 1


def test_a_strict_run_ends_at_the_first_question_that_fails(
    tmp_path: Path, snapshot: Snapshot
) -> None:
    answerer = Charging(snapshot, fails=QUESTIONS[1])
    with Library.open(str(tmp_path / "l.sqlite"), create=True) as library:
        with pytest.raises(UsageError, match="This question cannot be read"):
            batch(library, snapshot, answerer, strict=True).run(ALL, lambda _: None)
        assert len(library.article_ids()) == 1


class Dying:
    """Ends the run as Ctrl-C would, after some answers."""

    def __init__(self, after: int) -> None:
        self._left = after

    def __call__(self, report: BatchReport) -> None:
        self._left -= 1
        if not self._left:
            raise KeyboardInterrupt


def test_a_stopped_run_goes_on_where_it_was(library_url: str, snapshot: Snapshot) -> None:
    with Library.open(library_url, create=True) as library:
        with pytest.raises(KeyboardInterrupt):
            batch(library, snapshot, Charging(snapshot)).run(ALL, Dying(after=2))
        before = _stored(library)
        assert len(before) == 2
        left = [one for one in ALL if one.question.text not in "".join(before.values())]
        batch(library, snapshot, Charging(snapshot)).run(left, lambda _: None)
        after = _stored(library)
    assert len(after) == len(ALL)
    assert before.items() <= after.items()


def test_what_cannot_be_stored_ends_the_run(tmp_path: Path, snapshot: Snapshot) -> None:
    def full(_: object, version: StoredVersion) -> None:
        if version.content_hash is None:
            raise LibraryError("There is no room left.")

    with Library.open(str(tmp_path / "l.sqlite"), create=True, stored=full) as library:
        with pytest.raises(LibraryError, match="no room left"):
            answer_all(library, snapshot, (*QUESTIONS[:2], UNANSWERED, *QUESTIONS[2:]))
        assert len(library.article_ids()) == 2
        assert all(isinstance(one.answer(), Article) for one in library.current())


def test_a_language_model_that_is_away_costs_no_article(tmp_path: Path, snapshot: Snapshot) -> None:
    class Away:
        def answered(self, question: Question) -> Answered:
            raise LanguageModelUnreachableError("The server did not answer. Start it.")

    with Library.open(str(tmp_path / "l.sqlite"), create=True) as library:
        report = batch(library, snapshot, Away(), jobs=2).run(ALL, lambda _: None)
        assert len(report.failures) == len(ALL)
        assert not library.article_ids()
