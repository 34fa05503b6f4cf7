"""Question words against sentences, over a small real index."""

import math
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ragqa.embedding.passage_text import header
from ragqa.indexing.snapshot import Snapshot
from ragqa.indexing.store import IndexStore
from ragqa.retrieval.late_interaction import LateInteractionReranker
from ragqa.schema.evidence import Evidence
from tests.embedding.span_hashing import SpanHashingEmbedder
from tests.factories import make_evidence, make_source
from tests.indexing.samples import CHUNKER, put, work

EMBEDDER = SpanHashingEmbedder(dimension=256)
WORKS = 9
COMMON, RARE = "drug", "A7"
SOURCE = make_source(title="Works")


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Snapshot]:
    """All passages but one speak of a drug, two of A7."""
    store = IndexStore(tmp_path_factory.mktemp("late-interaction") / "index")
    with store.write(
        embedder_id=EMBEDDER.embedder_id, dimension=EMBEDDER.dimension, chunker_id=CHUNKER
    ) as writer:
        works = [work(number) for number in range(WORKS)]
        vectors = [EMBEDDER.embed([p.text for p in one.passages]) for one in works]
        put(writer, [replace(one, vectors=rows) for one, rows in zip(works, vectors, strict=True)])
        writer.commit()
    with store.open(embedder_id=EMBEDDER.embedder_id) as opened:
        yield opened


@pytest.fixture(scope="module")
def reranker(snapshot: Snapshot) -> LateInteractionReranker:
    return LateInteractionReranker(snapshot, EMBEDDER)


def _evidence(*texts: str) -> list[Evidence]:
    return [make_evidence(text, source=SOURCE, start=7) for text in texts]


def test_the_score_is_the_mean_over_words_of_the_best_cosine_by_rarity(
    snapshot: Snapshot, reranker: LateInteractionReranker
) -> None:
    question = "does drug A7 help"
    text = "The drug A7 is new. It may help. Nobody knows."
    (evidence,) = _evidence(text)
    rows = EMBEDDER.embed(
        [
            header(SOURCE.title, ()) + text,
            *(evidence.passage.quote(*span) for span in evidence.passage.sentences),
        ]
    )
    total = weight = 0.0
    for word in question.split():
        count = snapshot.passage_frequency(word.lower())
        rarity = math.log(1 + (2 * WORKS - count + 0.5) / (count + 0.5))
        total += rarity * max(float(row @ EMBEDDER.embed([word])[0]) for row in rows)
        weight += rarity
    assert len(rows) == 4
    assert reranker.scores(question, [evidence]) == pytest.approx([total / weight], abs=1e-5)


def test_the_rare_word_decides(reranker: LateInteractionReranker) -> None:
    with_rare, with_common = reranker.scores(f"{COMMON} {RARE}", _evidence(RARE, COMMON))
    assert with_rare > with_common


def test_one_good_sentence_is_not_drowned_by_the_others(reranker: LateInteractionReranker) -> None:
    rest = " It was a fine day and everybody went home early." * 5
    long, short = reranker.scores("A7 helps", _evidence("A7 helps." + rest, "A7 hurts." + rest))
    assert long > short


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    question=st.lists(
        st.sampled_from(["does", "drug", "A7", "improve", "X1", "?", "-", "in", "5.5", "mg"])
    ).map(" ".join),
    order=st.permutations(range(4)),
)
def test_scores_are_cosines_and_belong_to_their_passage(
    reranker: LateInteractionReranker, question: str, order: list[int]
) -> None:
    evidence = _evidence("Drug A7 improves X1.", "In 5.5 mg. Twice.", "does", "Nothing here")
    scores = reranker.scores(question, evidence)
    assert scores.dtype == np.float32
    assert np.all(np.abs(scores) <= 1 + 1e-6)
    shuffled = reranker.scores(question, [evidence[place] for place in order])
    assert shuffled == pytest.approx(scores[order], abs=1e-6)


@pytest.mark.parametrize("question", ["", " ?!", "…"])
def test_a_question_without_words_prefers_no_passage(
    reranker: LateInteractionReranker, question: str
) -> None:
    assert reranker.scores(question, _evidence("Drug A.", "Drug B.")).tolist() == [0.0, 0.0]


def test_no_passages_give_no_scores(reranker: LateInteractionReranker) -> None:
    assert reranker.scores("Does drug A help?", []).shape == (0,)


def test_its_id_names_the_model_that_it_compares_with(reranker: LateInteractionReranker) -> None:
    assert reranker.reranker_id == f"late-interaction/{EMBEDDER.embedder_id}"
