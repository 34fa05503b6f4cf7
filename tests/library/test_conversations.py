"""Conversations in both databases: each its owner's alone, each answer kept as it was given."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import count

import pytest

from ragqa.errors import NotFoundError
from ragqa.library.conversations import Conversations
from ragqa.library.store import Library
from ragqa.rendering.as_json import render_json
from ragqa.schema.article import Article
from ragqa.schema.claim import ClaimId
from ragqa.schema.conversation import Cause, Correction, Understood, Way
from ragqa.schema.question import Audience, Question
from tests.library.stored_articles import abstention, article


def clock() -> Callable[[], datetime]:
    seconds = count()
    return lambda: datetime(2026, 3, 5, tzinfo=UTC) + timedelta(seconds=next(seconds))


def kept_in(library: Library) -> Conversations:
    return Conversations(library, now=clock())


def understood(text: str, typed: str | None = None) -> Understood:
    return Understood(
        typed=typed or text,
        question=Question(text=text, audience=Audience.PATIENT),
        way=Way.COMPLETED if typed else Way.AS_ASKED,
        carried=("condition X",) if typed else (),
        note="",
        reader="rules",
    )


FIRST = understood("Does drug A help in condition X?")
SECOND = understood("Is drug A safe in condition X?", typed="is it safe?")
CORRECTION = Correction(
    turn=1,
    claim=ClaimId("c1"),
    text="Drug A helps.",
    cause=Cause.GONE,
    detail="The words that it quotes are no longer there.",
    by=None,
)


def test_a_conversation_is_read_back_as_it_was_kept(library_url: str) -> None:
    with Library.open(library_url, create=True) as library:
        conversations = kept_in(library)
        begun = conversations.begin("Ada")
        first = conversations.add("Ada", begun.conversation_id, FIRST)
        conversations.keep("Ada", begun.conversation_id, 1, article(), ())
        conversations.add("Ada", begun.conversation_id, SECOND)
        last = conversations.keep("Ada", begun.conversation_id, 2, abstention(), [CORRECTION])
    with Library.open(library_url) as library:
        found = kept_in(library).read("Ada", begun.conversation_id)
    assert [turn.understood for turn in found.turns] == [FIRST, SECOND]
    assert found.turns[0] == replace(first, answer=found.turns[0].answer)
    assert found.turns[1] == last
    assert last.answer is not None
    assert render_json(last.answer) == render_json(abstention())
    assert found.corrections_of(1) == last.corrections == (CORRECTION,)
    assert found.corrections_of(2) == ()


def test_an_answered_turn_is_given_again_byte_for_byte(library_url: str) -> None:
    with Library.open(library_url, create=True) as library:
        conversations = kept_in(library)
        name = conversations.begin("Ada").conversation_id
        conversations.add("Ada", name, FIRST)
        assert conversations.text("Ada", name, 1) is None
        conversations.keep("Ada", name, 1, article(), ())
        again = conversations.keep("Ada", name, 1, article("Another question?"), [CORRECTION])
        assert again == conversations.read("Ada", name).turns[0]
        assert conversations.text("Ada", name, 1) == render_json(article())
        assert again.corrections == ()


def test_two_who_answer_one_turn_at_once_get_one_answer(library_url: str) -> None:
    with Library.open(library_url, create=True) as library:
        conversations = kept_in(library)
        name = conversations.begin("Ada").conversation_id
        conversations.add("Ada", name, FIRST)
        answers = [article(text=f"Drug A helps {number}.") for number in range(4)]
        with ThreadPoolExecutor(4) as pool:
            turns = list(pool.map(lambda one: conversations.keep("Ada", name, 1, one, ()), answers))
        assert {turn.answer for turn in turns} == {conversations.read("Ada", name).turns[0].answer}


def test_turns_that_are_added_at_once_are_numbered_without_gaps(library_url: str) -> None:
    with Library.open(library_url, create=True) as library:
        conversations = kept_in(library)
        name = conversations.begin("Ada").conversation_id
        with ThreadPoolExecutor(4) as pool:
            list(pool.map(lambda _: conversations.add("Ada", name, FIRST), range(8)))
        numbers = [turn.number for turn in conversations.read("Ada", name).turns]
        assert numbers == list(range(1, 9))


def test_a_work_keeps_its_number_and_a_new_one_gets_the_next(library_url: str) -> None:
    with Library.open(library_url, create=True) as library:
        conversations = kept_in(library)
        name = conversations.begin("Ada").conversation_id
        before = article()
        new = replace(
            before.references[0], title="Drug B for condition X", doi="10.1000/b", pmid="9"
        )
        later = replace(before, references=(new, *before.references[1:]))
        for number, answer in enumerate((before, later), start=1):
            conversations.add("Ada", name, FIRST)
            conversations.keep("Ada", name, number, answer, ())
        first, second = (turn.answer for turn in conversations.read("Ada", name).turns)
        assert isinstance(first, Article)
        assert isinstance(second, Article)
        numbers = {one.title: one.number for one in first.references}
        for one in second.references:
            assert one.number == numbers.get(one.title, len(numbers) + 1)


@pytest.mark.parametrize(
    "call",
    [
        lambda conversations, name: conversations.read("Eve", name),
        lambda conversations, name: conversations.delete("Eve", name),
        lambda conversations, name: conversations.add("Eve", name, FIRST),
        lambda conversations, name: conversations.keep("Eve", name, 1, article(), ()),
        lambda conversations, name: conversations.text("Eve", name, 1),
        lambda conversations, _: conversations.read("Ada", "v000"),
    ],
)
def test_to_anybody_else_there_is_no_such_conversation(
    library_url: str, call: Callable[[Conversations, str], object]
) -> None:
    with Library.open(library_url, create=True) as library:
        conversations = kept_in(library)
        name = conversations.begin("Ada").conversation_id
        conversations.add("Ada", name, FIRST)
        with pytest.raises(NotFoundError, match="You have no conversation"):
            call(conversations, name)
        assert conversations.listed("Eve") == []
        assert len(conversations.read("Ada", name).turns) == 1


def test_a_turn_that_was_never_asked_is_not_found(library_url: str) -> None:
    with Library.open(library_url, create=True) as library:
        conversations = kept_in(library)
        name = conversations.begin("Ada").conversation_id
        with pytest.raises(NotFoundError, match="no turn 1"):
            conversations.keep("Ada", name, 1, article(), ())
        with pytest.raises(NotFoundError, match="no turn 1"):
            conversations.text("Ada", name, 1)


def test_conversations_are_listed_by_their_last_use(library_url: str) -> None:
    with Library.open(library_url, create=True) as library:
        conversations = kept_in(library)
        old, new = (conversations.begin("Ada").conversation_id for _ in range(2))
        conversations.add("Ada", old, SECOND)
        conversations.add("Ada", old, FIRST)
        assert [
            (line.conversation_id, line.title, line.turns) for line in conversations.listed("Ada")
        ] == [(old, SECOND.question.text, 2), (new, "", 0)]


def test_a_deleted_conversation_leaves_nothing(library_url: str) -> None:
    with Library.open(library_url, create=True) as library:
        conversations = kept_in(library)
        gone, stays = (conversations.begin("Ada").conversation_id for _ in range(2))
        for name in (gone, stays):
            conversations.add("Ada", name, FIRST)
        conversations.delete("Ada", gone)
        assert [line.conversation_id for line in conversations.listed("Ada")] == [stays]
        with pytest.raises(NotFoundError):
            conversations.read("Ada", gone)


def test_two_conversations_begun_in_one_moment_are_two(library_url: str) -> None:
    moment = datetime(2026, 3, 5, tzinfo=UTC)
    with Library.open(library_url, create=True) as library:
        conversations = Conversations(library, now=lambda: moment)
        names = {conversations.begin(owner).conversation_id for owner in ("Ada", "Ada", "Eve")}
        assert len(names) == 3
