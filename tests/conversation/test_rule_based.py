"""Follow-ups by rules: what was typed is put in its place, and nothing else is added."""

import json
from dataclasses import replace
from typing import TypedDict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ragqa.conversation.own_words import only_words_of
from ragqa.conversation.rule_based import RuleBasedReader
from ragqa.linguistics.terms import terms
from ragqa.schema.conversation import Understood, Way
from ragqa.schema.question import LONGEST_QUESTION, Audience
from tests.conftest import ROOT
from tests.conversation.turns import turn, turns
from tests.rendering.samples import ARTICLE


class Row(TypedDict):
    """One row of the gold set."""

    id: str
    half: str
    earlier: list[str]
    typed: str
    holds: list[str]
    lacks: list[str]


GOLD: list[Row] = [
    json.loads(line)
    for line in (ROOT / "evals" / "gold" / "follow_ups.jsonl").read_text("utf-8").splitlines()
]
DEVELOPMENT = [row for row in GOLD if row["half"] == "development"]


def read(typed: str, *earlier: str) -> Understood:
    return RuleBasedReader().read(typed, turns(*earlier), Audience.CLINICIAN)


def question(typed: str, *earlier: str) -> str:
    return read(typed, *earlier).question.text


IN_ADULTS = "in adults with condition X"
RECOMMENDED = "recommended for condition X"


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ("what about children?", f"Is drug A {RECOMMENDED} in children?"),
        ("in pregnancy?", f"Is drug A {RECOMMENDED} in pregnancy?"),
        ("what if she is on dialysis?", f"Is drug A {RECOMMENDED} in a woman on dialysis?"),
        ("does that apply to older women?", f"Is drug A {RECOMMENDED} in older women?"),
        ("WHAT ABOUT CHILDREN??", f"Is drug A {RECOMMENDED} in children?"),
        ("and drug B?", f"Is drug B {RECOMMENDED} in adults?"),
        ("plus calcium?", f"Is drug A with calcium {RECOMMENDED} in adults?"),
        ("compared with placebo?", f"Is drug A {RECOMMENDED} in adults compared with placebo?"),
        ("and if ferritin is 90?", f"Is drug A {RECOMMENDED} in adults if ferritin is 90?"),
        ("why?", f"Why is drug A {RECOMMENDED} in adults?"),
        ("why not?", f"Why is drug A not {RECOMMENDED} in adults?"),
        ("what dose?", f"What dose of drug A is {RECOMMENDED} in adults?"),
        ("how long?", f"How long is drug A {RECOMMENDED} in adults?"),
        ("is it safe?", f"Is drug A safe {IN_ADULTS}?"),
        ("and the side effects?", f"What are the side effects of drug A {IN_ADULTS}?"),
        ("does it cause weight gain?", "Does drug A cause weight gain?"),
    ],
)
def test_what_was_typed_takes_its_place_in_the_question_before(typed: str, wanted: str) -> None:
    understood = read(typed, "Is drug A recommended for condition X in adults?")
    assert understood.question.text == wanted
    assert understood.way is Way.COMPLETED
    assert understood.note == ""


def test_what_is_carried_over_is_named() -> None:
    assert read("and drug B?", "Is drug A safe for obesity in adults?").carried == (
        "obesity",
        "adults",
    )


@pytest.mark.parametrize(
    "typed",
    [
        "Does drug B lower blood pressure?",
        "Drug B for high blood pressure?",
        "My patient with asthma is 70, should I give drug B?",
        "Drug B or drug C?",
    ],
)
def test_a_whole_question_is_left_as_it_was_typed(typed: str) -> None:
    understood = read(typed, "Is drug A recommended for condition X in adults?")
    assert (understood.question.text, understood.way) == (typed, Way.AS_ASKED)
    assert understood.carried == ()


def test_a_whole_question_loses_no_more_than_the_word_that_joins_it() -> None:
    assert question("And does drug B cure gout?", "Is drug A safe?") == "Does drug B cure gout?"
    assert question("Next question: is drug B safe in gout?", "Is drug A safe?") == (
        "Is drug B safe in gout?"
    )


def test_why_of_one_is_not_presumed_of_another() -> None:
    asked = question("and drug B?", "Why is drug A not recommended for insomnia?")
    assert asked == "Is drug B recommended for insomnia?"


def test_why_after_an_answer_in_the_negative_asks_why_not() -> None:
    first, *others = ARTICLE.claims
    text = "The society recommends against drug A for the treatment of insomnia in adults."
    answer = replace(
        ARTICLE, claims=(replace(first, text=text), *others), summary=(first.claim_id,)
    )
    before = turn("Is drug A recommended for insomnia?", 1, answer)
    asked = RuleBasedReader().read("why?", [before], Audience.CLINICIAN).question.text
    assert asked == "Why is drug A not recommended for insomnia?"


def test_what_cannot_be_told_is_asked_together_with_the_question_before_and_said() -> None:
    understood = read("and if that does not work?", "Is drug A recommended for insomnia?")
    assert understood.way is Way.TOGETHER
    assert understood.question.text == (
        "Is drug A recommended for insomnia? And if that does not work?"
    )
    assert "could not be told" in understood.note


def test_a_question_that_was_asked_together_is_not_leant_on() -> None:
    earlier = turns("Is drug A recommended for insomnia?")
    reader = RuleBasedReader()
    unclear = reader.read("and if that does not work?", earlier, Audience.CLINICIAN)
    second = replace(turn("", 2), understood=unclear)
    asked = reader.read("what about children?", [*earlier, second], Audience.CLINICIAN)
    assert asked.question.text == "Is drug A recommended for insomnia in children?"


@pytest.mark.parametrize("typed", ["and drug B?", "is it safe?", "what about children?"])
def test_a_follow_up_to_nothing_is_said_to_be_one(typed: str) -> None:
    understood = read(typed)
    assert understood.question.text == typed
    assert "no earlier question" in understood.note


def test_the_first_question_is_left_alone() -> None:
    understood = read("Is drug A safe?")
    assert (understood.question.text, understood.way, understood.note) == (
        "Is drug A safe?",
        Way.AS_ASKED,
        "",
    )


def test_an_earlier_subject_can_be_gone_back_to() -> None:
    asked = question("back to drug A: is it safe?", "Does drug A ease pain?", "What is gout?")
    assert asked == "Is drug A safe in pain?"


def test_which_of_two_is_asked_of_the_last_two() -> None:
    asked = question(
        "which one is safer?", "Does drug A prevent falls?", "Does drug B prevent falls?"
    )
    assert asked == "Is drug A or drug B safer to prevent falls?"


@pytest.mark.parametrize("row", DEVELOPMENT, ids=lambda row: row["id"])
def test_the_development_set_is_understood(row: Row) -> None:
    asked = question(row["typed"], *row["earlier"])
    if not row["holds"]:
        assert asked == row["typed"]
        return
    held = set(terms(asked))
    assert all(any(held >= set(terms(one)) for one in words.split("|")) for words in row["holds"])
    assert not any(held >= set(terms(words)) for words in row["lacks"])


@pytest.mark.parametrize("row", GOLD, ids=lambda row: row["id"])
def test_no_word_is_added_that_nobody_said(row: Row) -> None:
    typed = row["typed"]
    assert only_words_of(question(typed, *row["earlier"]), [typed, *row["earlier"]])


EARLIER = st.lists(st.sampled_from([row["earlier"][-1] for row in GOLD]), min_size=1, max_size=3)


@given(EARLIER, st.sampled_from([row["typed"] for row in GOLD]))
def test_any_follow_up_to_any_question_keeps_to_words_that_were_said(
    earlier: list[str], typed: str
) -> None:
    understood = read(typed, *earlier)
    if understood.way is Way.COMPLETED:
        assert only_words_of(understood.question.text, [typed, *earlier])
        assert understood.question.text.endswith("?")
        assert "  " not in understood.question.text


@given(EARLIER, st.text(min_size=1, max_size=60))
def test_whatever_is_typed_there_is_a_question_to_ask(earlier: list[str], typed: str) -> None:
    understood = read(typed, *earlier)
    assert understood.typed == typed
    assert understood.question.text
    assert len(understood.question.text) <= LONGEST_QUESTION
