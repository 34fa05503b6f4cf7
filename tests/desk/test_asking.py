"""Answers told of while they are made: in order, to the end, and to nobody who has gone."""

import asyncio
import threading
from collections.abc import AsyncGenerator, Iterator
from contextlib import aclosing
from itertools import groupby
from pathlib import Path

import pytest

from ragqa.config import Settings
from ragqa.desk.asking import Asking, Telling
from ragqa.desk.events import Checked, Drafted, Event, Failed, Finished, Found, Passed, Waiting
from ragqa.desk.serving import ServingIndex
from ragqa.errors import BusyError, LanguageModelUnreachableError
from ragqa.evaluation.gold import read_gold
from ragqa.schema.article import Abstention, Article
from ragqa.schema.provenance import Provenance, Usage
from ragqa.schema.question import Question
from tests.conftest import ROOT

SECONDS = 30.0
QUESTION = Question(text="Does drug A help in condition X?")


def abstention(reason: str = "No source answers.") -> Abstention:
    nothing = dict.fromkeys(("snapshot", "composer", "embedder", "verifier", "settings"), "")
    return Abstention(
        question=QUESTION,
        reason=reason,
        notices=(),
        nearest=(),
        withheld=(),
        provenance=Provenance(prompts=(), version="1", generated_at="", **nothing),
        usage=Usage(seconds=(), prompt_tokens=0, completion_tokens=0, cost=0.0),
    )


class Composing:
    """An answer that is made when it is allowed to be; tells of every sentence it checks."""

    def __init__(self, *, allowed: bool = False) -> None:
        self.begun = threading.Event()
        self.allowed = threading.Event()
        self.ended = threading.Event()
        if allowed:
            self.allowed.set()

    def __call__(self, question: Question, telling: Telling) -> Article | Abstention:
        self.begun.set()
        try:
            telling.found(())
            assert self.allowed.wait(SECONDS)
            telling.drafted(2)
            telling.checked()
            telling.checked()
            return abstention()
        finally:
            self.ended.set()


@pytest.fixture
def asking(tmp_path: Path) -> Iterator[Asking]:
    """One answer at a time, two more may wait; there is no index."""
    serving = ServingIndex(Settings(index=tmp_path / "none"))
    asking = Asking(serving, answers=1, waiting=2)
    yield asking
    asking.close()


async def told(events: AsyncGenerator[Event]) -> list[Event]:
    return [event async for event in events]


async def begun(*composing: Composing) -> None:
    for one in composing:
        assert await asyncio.to_thread(one.begun.wait, SECONDS)


def test_everything_is_told_in_order_and_last_the_answer(asking: Asking) -> None:
    events = asyncio.run(told(asking.events(QUESTION, Composing(allowed=True))))
    assert events == [
        Found(evidence=()),
        Drafted(sentences=2),
        Checked(sentences=1),
        Checked(sentences=2),
        Finished(answer=abstention()),
    ]


def test_who_waits_hears_of_it_before_anybody_is_answered(asking: Asking) -> None:
    async def ask() -> tuple[Event, list[Event]]:
        composing = Composing()
        first = asyncio.create_task(told(asking.events(QUESTION, composing)))
        await begun(composing)
        async with aclosing(asking.events(QUESTION, Composing(allowed=True))) as events:
            waits = await anext(events)
            composing.allowed.set()
            rest = await told(events)
        await first
        return waits, rest

    waits, rest = asyncio.run(ask())
    assert waits == Waiting(ahead=1)
    assert rest[-1] == Finished(answer=abstention())


def test_one_too_many_is_sent_away_with_a_sentence(asking: Asking) -> None:
    async def ask() -> None:
        composing = Composing()
        tasks = [asyncio.create_task(told(asking.events(QUESTION, composing))) for _ in range(3)]
        await begun(composing)
        with pytest.raises(BusyError, match="Ask again in a minute"):
            await told(asking.events(QUESTION))
        composing.allowed.set()
        await asyncio.gather(*tasks)

    asyncio.run(ask())


def test_work_for_who_has_gone_ends_at_its_next_event(asking: Asking) -> None:
    composing = Composing()

    async def ask() -> None:
        async with aclosing(asking.events(QUESTION, composing)) as events:
            assert await anext(events) == Found(evidence=())
        assert asking.under_way == 1
        composing.allowed.set()
        assert await asyncio.to_thread(composing.ended.wait, SECONDS)

    asyncio.run(ask())
    asking.close()
    assert (asking.under_way, asking.waiting) == (0, 0)


def test_who_goes_while_waiting_is_never_begun(asking: Asking) -> None:
    first, left, last = Composing(), Composing(allowed=True), Composing(allowed=True)

    async def ask() -> None:
        answered = asyncio.create_task(told(asking.events(QUESTION, first)))
        await begun(first)
        goes = asyncio.create_task(told(asking.events(QUESTION, left)))
        stays = asyncio.create_task(told(asking.events(QUESTION, last)))
        while asking.waiting < 2:
            await asyncio.sleep(0)
        goes.cancel()
        await asyncio.wait([goes])
        assert asking.waiting == 1
        first.allowed.set()
        await answered
        assert Finished(answer=abstention()) in await stays

    asyncio.run(ask())
    assert not left.begun.is_set()


def test_a_failure_is_told_with_its_sentence_and_its_cause(asking: Asking) -> None:
    error = LanguageModelUnreachableError("The model hung. Start it again.")

    def failing(question: Question, telling: Telling) -> Abstention:
        raise error

    (event,) = asyncio.run(told(asking.events(QUESTION, failing)))
    assert event == Failed(error="The model hung. Start it again.", cause=error)


def test_a_fault_of_the_program_is_logged_and_its_words_are_not_shown(
    asking: Asking, caplog: pytest.LogCaptureFixture
) -> None:
    def faulty(question: Question, telling: Telling) -> Abstention:
        raise ZeroDivisionError("secret of the code")

    (event,) = asyncio.run(told(asking.events(QUESTION, faulty)))
    assert isinstance(event, Failed)
    assert "log of the server" in event.error
    assert "secret of the code" not in event.error
    assert "secret of the code" in caplog.text


def test_a_missing_index_is_told_with_the_next_step(asking: Asking) -> None:
    (event,) = asyncio.run(told(asking.events(QUESTION)))
    assert isinstance(event, Failed)
    assert "ragqa ingest" in event.error


def test_a_stop_tells_who_waits_and_lets_the_answer_under_way_end(asking: Asking) -> None:
    async def ask() -> tuple[list[Event], list[Event]]:
        composing = Composing()
        first = asyncio.create_task(told(asking.events(QUESTION, composing)))
        await begun(composing)
        second = asyncio.create_task(told(asking.events(QUESTION, Composing())))
        while not asking.waiting:
            await asyncio.sleep(0)
        asking.stop()
        waited = await second
        composing.allowed.set()
        return await first, waited

    answered, waited = asyncio.run(ask())
    assert answered[-1] == Finished(answer=abstention())
    assert isinstance(waited[-1], Failed)
    assert "stopping" in waited[-1].error


def test_a_language_model_that_hangs_is_left_behind(
    asking: Asking, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("ragqa.desk.asking.PATIENCE", 0.05)
    monkeypatch.setattr("ragqa.desk.asking._NEXT_EVENT", 0.05)
    hanging = Composing()

    async def ask() -> list[Event]:
        task = asyncio.create_task(told(asking.events(QUESTION, hanging)))
        await begun(hanging)
        await asyncio.to_thread(asking.close)
        return await task

    events = asyncio.run(ask())
    assert isinstance(events[-1], Failed)
    assert "1 answers had not ended" in caplog.text
    hanging.allowed.set()


@pytest.fixture(scope="module")
def demo(demo_index: Path) -> Iterator[Asking]:
    serving = ServingIndex(Settings(index=demo_index))
    asking = Asking(serving, answers=2, waiting=200)
    yield asking
    asking.close()
    serving.close()


GOLD = read_gold(ROOT / "evals" / "gold" / "demo.jsonl")
ORDER = (Waiting, Found, Drafted, Checked, Passed, Finished)


@pytest.mark.parametrize("start", range(4))
def test_what_is_told_of_the_demo_questions_stands_in_their_answers(
    demo: Asking, start: int
) -> None:
    async def ask() -> list[list[Event]]:
        asked = [Question(text=one.question) for one in GOLD[start::24]]
        return await asyncio.gather(*(told(demo.events(one)) for one in asked))

    for events in asyncio.run(ask()):
        stages = [ORDER.index(kind) for kind, _ in groupby(events, type)]
        *_, last = events
        assert isinstance(last, Finished)
        assert [type(event) for event in events].count(Finished) == 1
        passed = [event for event in events if isinstance(event, Passed)]
        if isinstance(last.answer, Abstention):
            assert not passed
            continue
        assert stages == sorted(stages)
        shown = [*last.answer.summary]
        shown += [n for part in last.answer.sections for b in part.blocks for n in b.claims]
        assert [event.claim.claim_id for event in passed] == list(dict.fromkeys(shown))
        assert all(last.answer.claim(event.claim.claim_id) == event.claim for event in passed)
        checked = [event.sentences for event in events if isinstance(event, Checked)]
        assert checked == list(range(1, len(checked) + 1))
