"""Conversations over a real index: understood, answered anew, kept, and nobody else's."""

import asyncio
import json
from collections.abc import Iterator, Sequence
from contextlib import aclosing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from ragqa.assembly import build_ingester
from ragqa.config import Settings
from ragqa.conversation.rule_based import RuleBasedReader
from ragqa.desk.asking import Asking
from ragqa.desk.conversing import Conversing
from ragqa.desk.events import Finished, Passed
from ragqa.desk.serving import ServingIndex
from ragqa.errors import NotFoundError, UsageError
from ragqa.library.conversations import Conversations
from ragqa.library.store import Library
from ragqa.rendering.as_json import render_json
from ragqa.schema.article import Abstention, Article
from ragqa.schema.conversation import Cause, ConversationId, Turn
from ragqa.schema.evidence import Evidence
from ragqa.schema.progress import NoAnswerProgress
from ragqa.schema.question import Audience

ADA = "Ada"
FIRST = "Is pramipexole recommended for restless legs syndrome?"


class CutOffError(Exception):
    """Nobody listens any more."""


class GoneAway(NoAnswerProgress):
    """An asker who has gone when the first passages are found."""

    def found(self, evidence: Sequence[Evidence]) -> None:
        raise CutOffError


def conversing_over(serving: ServingIndex, library: Library) -> Conversing:
    conversations = Conversations(library, now=lambda: datetime.now(UTC))
    return Conversing(conversations, serving, RuleBasedReader())


@pytest.fixture(scope="module")
def serving(demo_index: Path) -> Iterator[ServingIndex]:
    """The demo corpus, as a server holds it."""
    serving = ServingIndex(Settings(index=demo_index))
    yield serving
    serving.close()


@pytest.fixture
def conversing(serving: ServingIndex, tmp_path: Path) -> Iterator[Conversing]:
    """Conversations in a library of their own."""
    with Library.open(str(tmp_path / "library.sqlite"), create=True) as library:
        yield conversing_over(serving, library)


def asked(conversing: Conversing, name: ConversationId, typed: str) -> Turn:
    understood = conversing.understand(conversing.read(ADA, name), typed)
    return conversing.ask(ADA, name, understood)


def answered(conversing: Conversing, name: ConversationId, typed: str) -> Turn:
    turn = asked(conversing, name, typed)
    conversing.answering(ADA, name, turn.number)(turn.question, NoAnswerProgress())
    return conversing.read(ADA, name).turn(turn.number)


def test_a_follow_up_is_answered_with_the_numbers_of_its_conversation(
    conversing: Conversing,
) -> None:
    name = conversing.begin(ADA).conversation_id
    turns = [
        answered(conversing, name, typed)
        for typed in (FIRST, "and gabapentin?", "what about intravenous iron?", "and oral iron?")
    ]
    assert turns[1].question.text == "Is gabapentin recommended for restless legs syndrome?"
    articles = [turn.answer for turn in turns if isinstance(turn.answer, Article)]
    assert len(articles) >= 3
    numbers: dict[str, int] = {}
    for article in articles:
        for one in article.references:
            assert numbers.setdefault(one.title, one.number) == one.number
    assert sorted(numbers.values()) == list(range(1, len(numbers) + 1))
    assert any(
        [one.number for one in article.references] != list(range(1, len(article.references) + 1))
        for article in articles
    )


def test_an_answered_turn_is_not_answered_anew(conversing: Conversing) -> None:
    name = conversing.begin(ADA).conversation_id
    turn = answered(conversing, name, FIRST)
    again = conversing.answering(ADA, name, 1)(turn.question, GoneAway())
    assert turn.answer is not None
    assert again == turn.answer
    assert conversing.text(ADA, name, 1) == render_json(turn.answer)


def test_a_turn_that_was_cut_off_can_be_asked_again(conversing: Conversing) -> None:
    name = conversing.begin(ADA).conversation_id
    turn = asked(conversing, name, FIRST)
    answering = conversing.answering(ADA, name, 1)
    with pytest.raises(CutOffError):
        answering(turn.question, GoneAway())
    assert conversing.read(ADA, name).turns[0].answer is None
    answering(turn.question, NoAnswerProgress())
    assert conversing.read(ADA, name).turns[0].answer is not None


def test_what_is_told_while_a_turn_is_answered_has_the_numbers_that_are_kept(
    conversing: Conversing, serving: ServingIndex
) -> None:
    name = conversing.begin(ADA).conversation_id
    answered(conversing, name, FIRST)
    turn = asked(conversing, name, "and intravenous iron?")
    asking = Asking(serving, answers=1, waiting=1)

    async def told() -> list[object]:
        answering = conversing.answering(ADA, name, turn.number)
        async with aclosing(asking.events(turn.question, answering)) as events:
            return [event async for event in events]

    events = asyncio.run(told())
    asking.close()
    kept = conversing.read(ADA, name).turn(turn.number).answer
    assert isinstance(kept, Article)
    passed = [event.claim for event in events if isinstance(event, Passed)]
    assert passed
    assert all(kept.claim(claim.claim_id) == claim for claim in passed)
    (finished,) = [event for event in events if isinstance(event, Finished)]
    assert finished.answer == kept


def test_whose_conversation_it_is_not_is_told_that_there_is_none(conversing: Conversing) -> None:
    name = conversing.begin(ADA).conversation_id
    turn = asked(conversing, name, FIRST)
    with pytest.raises(NotFoundError):
        conversing.read("Eve", name)
    with pytest.raises(NotFoundError):
        conversing.answering("Eve", name, 1)(turn.question, NoAnswerProgress())
    with pytest.raises(NotFoundError):
        conversing.delete("Eve", name)
    assert conversing.listed("Eve") == []
    assert conversing.read(ADA, name).turns[0].answer is None


def test_a_conversation_that_is_deleted_while_it_is_answered_stays_deleted(
    conversing: Conversing,
) -> None:
    name = conversing.begin(ADA).conversation_id
    turn = asked(conversing, name, FIRST)

    class Deleting(NoAnswerProgress):
        def found(self, evidence: Sequence[Evidence]) -> None:
            conversing.delete(ADA, name)

    with pytest.raises(NotFoundError):
        conversing.answering(ADA, name, 1)(turn.question, Deleting())
    assert conversing.listed(ADA) == []


@pytest.mark.parametrize("typed", ["", "  ?! ", "x" * 2001, "a\x00b"])
def test_what_is_no_question_is_not_understood(conversing: Conversing, typed: str) -> None:
    with pytest.raises(UsageError):
        conversing.understand(conversing.begin(ADA), typed)


def test_the_audience_of_a_turn_is_that_of_its_question(conversing: Conversing) -> None:
    understood = conversing.understand(conversing.begin(ADA), FIRST, Audience.PATIENT)
    assert understood.question.audience is Audience.PATIENT


def test_a_source_that_was_retracted_between_two_turns_is_told(tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    settings = Settings(index=tmp_path / "index")
    _write(corpus, relations={})
    build_ingester(settings).ingest([corpus])
    serving = ServingIndex(settings)
    with Library.open(str(tmp_path / "library.sqlite"), create=True) as library:
        conversing = conversing_over(serving, library)
        name = conversing.begin(ADA).conversation_id
        first = answered(conversing, name, "Does exampline relieve restless legs?")
        assert isinstance(first.answer, Article)
        _write(corpus, relations={"retracted_by": "pmid:777"})
        build_ingester(settings).ingest([corpus])
        serving.renew()
        second = answered(conversing, name, "is it safe?")
        found = conversing.read(ADA, name).corrections_of(1)
    serving.close()
    assert isinstance(second.answer, Article | Abstention)
    assert found == second.corrections
    assert {one.cause for one in found} == {Cause.STANDING}
    assert all("777" in one.detail for one in found)


def _write(corpus: Path, *, relations: dict[str, str]) -> None:
    metadata = {"pmid": "123", "year": 2020, "kind": "research", **relations}
    row = {
        "_id": "trial",
        "title": "Trial of exampline in restless legs",
        "text": "Exampline did relieve restless legs in adults. It was well tolerated.",
        "metadata": metadata,
    }
    (corpus / "works.jsonl").write_text(json.dumps(row) + "\n", encoding="utf-8")
