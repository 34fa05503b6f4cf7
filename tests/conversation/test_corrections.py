"""What later turns say of earlier ones: what was retracted, changed, gone or contradicted since."""

from dataclasses import replace
from pathlib import Path

import pytest

from ragqa.conversation.corrections import corrections_of
from ragqa.indexing.snapshot import Snapshot
from ragqa.schema.article import Abstention, Article
from ragqa.schema.conversation import Cause, Correction, Turn
from ragqa.schema.question import Question
from ragqa.schema.source import Kind, Relation, Source, Standing
from ragqa.verification.references import notices_of
from tests.conversation.turns import turn
from tests.factories import make_source
from tests.library.small_index import QUESTIONS, indexed, pipeline_over, works

TRIAL = "trial-exampline"
LATER = Question(text="Does samplamine relieve madeupitis?")


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Turn:
    """The turn that asked of the corpus as it was."""
    with indexed(tmp_path_factory.mktemp("before"), works()) as snapshot:
        answer = pipeline_over(snapshot).answer(QUESTIONS[0])
    assert isinstance(answer, Article)
    assert {"guideline-exampline", TRIAL} <= {one.document_id for one in answer.references}
    return turn(QUESTIONS[0].text, 1, answer)


def asked_later(
    snapshot: Snapshot, earlier: list[Turn], question: Question = LATER
) -> tuple[Article | Abstention, tuple[Correction, ...]]:
    answer = pipeline_over(snapshot).answer(question)
    return answer, corrections_of(answer, earlier, snapshot, notices_of)


def changed(
    name: str, source: Source | None = None, text: str | None = None
) -> dict[str, tuple[Source, str]]:
    """Return the corpus with one work otherwise."""
    corpus = works()
    before = corpus[name]
    corpus[name] = (source or before[0], text or before[1])
    return corpus


def test_nothing_is_corrected_where_nothing_changed(first: Turn, tmp_path: Path) -> None:
    with indexed(tmp_path, works()) as snapshot:
        assert asked_later(snapshot, [first])[1] == ()


def test_what_does_not_bear_on_an_answer_corrects_nothing(first: Turn, tmp_path: Path) -> None:
    with indexed(tmp_path, changed("trial-trialine", text="Nothing was found.")) as snapshot:
        assert asked_later(snapshot, [first])[1] == ()


@pytest.mark.parametrize(
    "standing", [Standing.RETRACTED, Standing.SUPERSEDED, Standing.CORRECTED, Standing.CONCERN]
)
def test_a_work_that_no_longer_stands_is_told_with_each_claim_on_it(
    first: Turn, tmp_path: Path, standing: Standing
) -> None:
    relations = (Relation(standing=standing, other="pmid:777"),)
    source = replace(works()[TRIAL][0], relations=relations)
    with indexed(tmp_path, changed(TRIAL, source)) as snapshot:
        _, found = asked_later(snapshot, [first])
    assert {one.cause for one in found} == {Cause.STANDING}
    assert {one.claim for one in found} == _claims_on(first, TRIAL)
    assert all("PMID 777" in one.detail and one.turn == 1 for one in found)


def test_words_that_changed_are_told_as_gone(first: Turn, tmp_path: Path) -> None:
    with indexed(tmp_path, changed(TRIAL, text="The trial of exampline was stopped.")) as snapshot:
        _, found = asked_later(snapshot, [first])
    assert {(one.cause, one.claim) for one in found} == {
        (Cause.GONE, name) for name in _claims_on(first, TRIAL)
    }


def test_a_work_that_left_the_index_is_told_as_gone(first: Turn, tmp_path: Path) -> None:
    corpus = works()
    del corpus[TRIAL]
    with indexed(tmp_path, corpus) as snapshot:
        _, found = asked_later(snapshot, [first])
    assert {one.claim for one in found} == _claims_on(first, TRIAL)


def test_words_that_stand_elsewhere_in_their_work_still_stand(first: Turn, tmp_path: Path) -> None:
    text = works()[TRIAL][1]
    with indexed(tmp_path, changed(TRIAL, text=f"A new opening sentence. {text}")) as snapshot:
        assert asked_later(snapshot, [first])[1] == ()


def test_a_work_that_is_indexed_under_another_id_is_known_again(
    first: Turn, tmp_path: Path
) -> None:
    corpus = works()
    corpus["another-file"] = corpus.pop(TRIAL)
    with indexed(tmp_path, corpus) as snapshot:
        assert asked_later(snapshot, [first])[1] == ()


def test_a_correction_is_told_once(first: Turn, tmp_path: Path) -> None:
    with indexed(tmp_path, changed(TRIAL, text="The trial was stopped.")) as snapshot:
        answer, found = asked_later(snapshot, [first])
        second = turn(LATER.text, 2, answer, found)
        assert found
        assert corrections_of(answer, [first, second], snapshot, notices_of) == ()


def test_a_turn_without_an_answer_has_nothing_to_correct(tmp_path: Path) -> None:
    with indexed(tmp_path, works()) as snapshot:
        assert asked_later(snapshot, [turn("Does exampline relieve fictosis?")])[1] == ()


def test_a_turn_that_says_otherwise_corrects_the_earlier_one(first: Turn, tmp_path: Path) -> None:
    against = "The panel recommends against exampline to relieve fictosis in adults."
    corpus = {
        "guideline-new": (
            make_source(title="New guideline on fictosis", kind=Kind.GUIDELINE, pmid="500"),
            against,
        ),
        **works(),
    }
    with indexed(tmp_path, {"guideline-new": corpus["guideline-new"]}) as snapshot:
        new = pipeline_over(snapshot).answer(QUESTIONS[0])
    with indexed(tmp_path, corpus) as snapshot:
        found = corrections_of(new, [first], snapshot, notices_of)
    assert isinstance(new, Article)
    told = [one for one in found if one.cause is Cause.CONTRADICTED]
    assert told
    assert all(one.by in {claim.claim_id for claim in new.claims} for one in told)
    assert all(against.rstrip(".") in one.detail for one in told)


def _claims_on(turn: Turn, document: str) -> set[str]:
    assert isinstance(turn.answer, Article)
    return {
        claim.claim_id
        for claim in turn.answer.claims
        if any(citation.document_id == document for citation in claim.citations)
    }
