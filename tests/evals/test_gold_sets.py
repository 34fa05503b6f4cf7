"""The gold set of the demo corpus says what stands in its documents, and nothing else."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from ragqa.assembly import open_snapshot
from ragqa.config import Settings
from ragqa.evaluation.gold import SHAPE, GoldQuestion, read_gold
from ragqa.linguistics.polarity import disagreement
from ragqa.linguistics.terms import content_terms
from tests.conftest import ROOT

GOLD = ROOT / "evals" / "gold"
QUESTIONS = read_gold(GOLD / "demo.jsonl")
ANSWERED = [question for question in QUESTIONS if not question.should_abstain]
ABSTAINED = [question for question in QUESTIONS if question.should_abstain]

Texts = dict[str, str]
"""Document id or identifier of a work -> its text, in one line."""


def one_line(text: str) -> str:
    return " ".join(text.split())


def numbers(text: str) -> set[str]:
    return set(re.findall(r"\d[\d.,]*\d|\d", text))


def called(questions: list[GoldQuestion]) -> list[str]:
    return [question.question_id for question in questions]


@pytest.fixture(scope="module")
def texts(demo_index: Path) -> Iterator[Texts]:
    with open_snapshot(Settings(index=demo_index)) as snapshot:
        documents = [snapshot.document(name) for name in snapshot.document_ids()]
        yield {
            name: one_line(document.text)
            for document in documents
            for name in (document.document_id, *document.source.identifiers)
        }


def test_the_set_is_large_enough_and_holds_both_kinds() -> None:
    assert len(ANSWERED) >= 50
    assert len(ABSTAINED) >= 40
    assert sum("near-miss" in question.tags for question in ABSTAINED) >= 30


def test_every_source_is_in_the_corpus(texts: Texts) -> None:
    named = {source.source_id for question in QUESTIONS for source in question.sources}
    assert named - texts.keys() == set()


@pytest.mark.parametrize("question", ANSWERED, ids=called(ANSWERED))
def test_each_passage_stands_in_a_source_and_each_answering_source_has_one(
    question: GoldQuestion, texts: Texts
) -> None:
    answering = [texts[one.source_id] for one in question.sources if one.relevance == 2]
    assert [p for p in question.passages if not any(p in text for text in answering)] == []
    assert [t for t in answering if not any(p in t for p in question.passages)] == []


@pytest.mark.parametrize("question", ANSWERED, ids=called(ANSWERED))
def test_each_statement_is_proved_by_a_passage(question: GoldQuestion) -> None:
    statements = (*question.must_have, *question.nice_to_have)
    assert question.must_have
    for statement in statements:
        terms = set(content_terms(statement))
        proofs = [p for p in question.passages if numbers(statement) <= numbers(p)]
        assert any(
            terms <= set(content_terms(proof)) and disagreement(statement, proof) is None
            for proof in proofs
        ), statement


def test_nothing_answers_what_should_be_abstained_from() -> None:
    assert [one for question in ABSTAINED for one in question.sources if one.relevance] == []
    assert all(not question.nice_to_have for question in ABSTAINED)


def test_the_format_is_documented_with_an_example_of_every_field() -> None:
    page = (GOLD / "README.md").read_text(encoding="utf-8")
    rows = (GOLD / "example.jsonl").read_text(encoding="utf-8")
    fields = re.findall(r"^\| `(\w+)` \|", page, re.MULTILINE)
    assert {"id", "question", "must_have"} <= set(fields)
    assert all(f'"{field}"' in rows for field in fields)
    assert len(read_gold(GOLD / "example.jsonl")) == 3
    assert all(key in fields for key in re.findall(r'"(\w+)":', SHAPE))
    assert f"{len(QUESTIONS)} questions" in page
    assert f"{len(ANSWERED)} that it answers, {len(ABSTAINED)} that it does not" in page
