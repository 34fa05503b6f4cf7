"""What an answer rests on is kept whole, and works are compared as references show them."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from ragqa.indexing.records import passage_id_of
from ragqa.library.dependencies import RankedPassage, cited_source, dependencies_of
from ragqa.library.passage_texts import text_key, text_keys
from ragqa.library.ranks import bearing, least_of
from ragqa.schema.article import Abstention, Article
from ragqa.schema.document import DocumentId, PassageId
from ragqa.schema.source import Relation, Standing
from tests.factories import make_source
from tests.library.small_index import QUESTIONS, UNANSWERED, indexed, pipeline_over, works


def ranked(*scores: float) -> list[RankedPassage]:
    return [
        RankedPassage(passage_id=PassageId(f"{at:016x}"), text=at, title="T", score=score)
        for at, score in enumerate(scores)
    ]


@pytest.mark.parametrize(
    ("scores", "at_the_top"),
    [
        ((), []),
        ((0.6, 0.28, 0.26, 0.0), [0.6, 0.28]),  # 0.45 of the best is 0.27
        ((0.3, 0.21, 0.19), [0.3, 0.21]),  # 0.2 in itself
        ((0.19, 0.18), []),
    ],
)
def test_the_top_ranks_are_near_the_best_and_good_in_themselves(
    scores: tuple[float, ...], at_the_top: list[float]
) -> None:
    assert [one.score for one in bearing(ranked(*scores))] == at_the_top
    assert all(score >= least_of(max(scores)) for score in at_the_top)


def test_an_answer_rests_on_all_that_it_quotes_and_lists(tmp_path: Path) -> None:
    with indexed(tmp_path, works()) as snapshot:
        pipeline = pipeline_over(snapshot)
        for question in (QUESTIONS[0], UNANSWERED):
            answered = pipeline.answered(question)
            known = dependencies_of(answered, snapshot)
            answer = answered.answer
            listed = answer.references if isinstance(answer, Article) else answer.nearest
            assert {one.document_id for one in known.sources} == {one.document_id for one in listed}
            assert [one.passage_id for one in known.ranked] == [
                one.passage.passage_id for one in answered.evidence
            ]
            assert known.provenance == answer.provenance
            texts = {one.passage.passage_id: one.passage.text for one in answered.evidence}
            for cited in known.cited:
                assert cited.text == text_key(texts[cited.passage_id])
            assert bool(known.cited) is not isinstance(answer, Abstention)


def test_a_work_is_shown_alike_whatever_file_holds_it() -> None:
    source = make_source(title="Trial of drug A", year=2020, pmid="1")
    shown = cited_source(DocumentId("a"), source).shown
    assert shown == cited_source(DocumentId("b"), source).shown
    retracted = Relation(standing=Standing.RETRACTED, other="pmid:2")
    for change in ({"year": 2021}, {"authors": ("Roe A",)}, {"relations": (retracted,)}):
        assert shown != cited_source(DocumentId("a"), replace(source, **change)).shown


def test_the_keys_of_texts_are_those_of_the_passages_in_their_order(tmp_path: Path) -> None:
    with indexed(tmp_path, works()) as snapshot:
        ids = [passage_id_of(one) for one in snapshot.vector_ids().tolist()]
        expected = [text_key(one.text) for one in snapshot.passages(ids)]
        np.testing.assert_array_equal(text_keys(snapshot), expected)
        assert min(expected) >= 0
