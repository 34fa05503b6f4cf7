"""Question words against the words of passages, over a small real index."""

import math
from collections.abc import Iterator

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ragqa.embedding.passage_text import embedding_text
from ragqa.embedding.word_bits import read, word_spans
from ragqa.indexing.snapshot import Snapshot
from ragqa.indexing.store import IndexStore
from ragqa.retrieval.late_interaction import LateInteractionReranker
from ragqa.schema.document import DocumentId
from ragqa.schema.evidence import Evidence
from tests.embedding.hashing import HashingEmbedder
from tests.factories import make_evidence
from tests.indexing.samples import CHUNKER, file_record, work

EMBEDDER = HashingEmbedder(dimension=250)
TEXTS = [
    "The common thing and a rare zebra.",
    "The common thing alone.",
    "The common thing with a giraffe.",
    "The thing, and then at length much else that has to do with nothing at all, zebra.",
]


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Snapshot]:
    store = IndexStore(tmp_path_factory.mktemp("late-interaction") / "index")
    with store.write(
        embedder_id=EMBEDDER.embedder_id, dimension=EMBEDDER.dimension, chunker_id=CHUNKER
    ) as writer:
        for number, text in enumerate(TEXTS):
            one = work(number, text=text)
            texts = [embedding_text(one.document.source, passage) for passage in one.passages]
            writer.add(one.document, one.content_hash, one.passages, read(EMBEDDER, texts))
            writer.put_file(file_record(f"{number}.txt", one))
        writer.commit()
    with store.open(embedder_id=EMBEDDER.embedder_id) as opened:
        yield opened


@pytest.fixture(scope="module")
def reranker(snapshot: Snapshot) -> LateInteractionReranker:
    return LateInteractionReranker(snapshot, EMBEDDER)


@pytest.fixture(scope="module")
def evidence(snapshot: Snapshot) -> list[Evidence]:
    """The first passage of each work, in the order of TEXTS."""
    ids = [DocumentId(f"doc{number:04d}") for number in range(len(TEXTS))]
    sources = snapshot.sources(ids)
    passages = [snapshot.document_passages(document_id)[0] for document_id in ids]
    return [
        Evidence(passage=one, source=sources[one.document_id], score=0.0, similarity=0.0)
        for one in passages
    ]


def test_the_score_is_the_mean_over_words_of_the_best_match_by_rarity(
    snapshot: Snapshot, reranker: LateInteractionReranker, evidence: list[Evidence]
) -> None:
    question = "is a zebra common"
    for item, score in zip(evidence, reranker.scores(question, evidence), strict=True):
        text = embedding_text(item.source, item.passage)
        words = [EMBEDDER.embed([text[start:end]])[0] for start, end in word_spans(text)]
        total = weights = 0.0
        for asked in question.split():
            count = snapshot.passage_frequency(asked)
            weight = math.log(1 + (snapshot.passage_count - count + 0.5) / (count + 0.5))
            vector = EMBEDDER.embed([asked])[0]
            signs = [np.where(word > 0, 1, -1) / math.sqrt(250) for word in words]
            total += weight * max(float(sign @ vector) for sign in signs)
            weights += weight
        assert score == pytest.approx(max(0.0, total / weights), abs=1e-5)


def test_the_rare_word_decides(reranker: LateInteractionReranker, evidence: list[Evidence]) -> None:
    both, common, _, rare = reranker.scores("common zebra", evidence)
    assert both > rare > common


def test_a_word_is_found_however_much_else_is_said(
    reranker: LateInteractionReranker, evidence: list[Evidence]
) -> None:
    scores = reranker.scores("zebra", evidence)
    assert {int(place) for place in np.argsort(-scores)[:2]} == {0, 3}


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    words=st.lists(st.sampled_from(["zebra", "common", "?", "-", "IL-6", "5.5", "unseen"])),
    order=st.permutations(range(len(TEXTS))),
)
def test_scores_are_shares_and_belong_to_their_passage(
    reranker: LateInteractionReranker,
    evidence: list[Evidence],
    words: list[str],
    order: list[int],
) -> None:
    scores = reranker.scores(" ".join(words), evidence)
    assert scores.dtype == np.float32
    assert np.all((scores >= 0) & (scores <= 1))
    shuffled = reranker.scores(" ".join(words), [evidence[place] for place in order])
    assert shuffled == pytest.approx(scores[order], abs=1e-6)


@pytest.mark.parametrize("question", ["", " ?!", "…"])
def test_a_question_without_words_prefers_no_passage(
    reranker: LateInteractionReranker, evidence: list[Evidence], question: str
) -> None:
    assert reranker.scores(question, evidence).tolist() == [0.0] * len(TEXTS)


def test_no_passages_give_no_scores(reranker: LateInteractionReranker) -> None:
    assert reranker.scores("Does drug A help?", []).shape == (0,)


def test_a_passage_of_another_snapshot_is_refused(reranker: LateInteractionReranker) -> None:
    with pytest.raises(KeyError):
        reranker.scores("zebra", [make_evidence("A zebra.")])


def test_its_id_names_the_model_that_it_compares_with(reranker: LateInteractionReranker) -> None:
    assert reranker.reranker_id == f"late-interaction/{EMBEDDER.embedder_id}"
