"""The sentences that may carry a claim, on a small real index."""

from collections.abc import Iterator

import pytest

from ragqa.indexing.snapshot import Snapshot
from ragqa.indexing.store import IndexStore
from ragqa.retrieval.claim_evidence import SENTENCES, ClaimEvidence
from ragqa.retrieval.fusion import learned_weights
from ragqa.retrieval.hybrid import HybridRetriever
from ragqa.retrieval.sentences import SentenceSelector
from ragqa.schema.document import Document, DocumentId, Section, SectionRole
from ragqa.schema.source import Kind, Relation, Source, Standing
from tests.embedding.hashing import HashingEmbedder
from tests.factories import make_passage, make_source
from tests.indexing.samples import CHUNKER, Work, put

EMBEDDER = HashingEmbedder(dimension=256)
PAIN = "Exampline reduced pain by 20% in adults with fictosis."
ADVICE = "The panel recommends exampline to reduce pain in adults with fictosis."
WORKS = {
    "trial": (make_source(title="A trial"), f"Fictosis is rare. {PAIN} Nausea was common."),
    "guideline": (make_source(title="A guideline", kind=Kind.GUIDELINE), ADVICE),
    "bad": (
        make_source(
            title="A bad trial", relations=(Relation(standing=Standing.RETRACTED, other="pmid:1"),)
        ),
        "Exampline reduced pain by 90% in adults with fictosis at once.",
    ),
}


def _work(name: str, source: Source, text: str) -> Work:
    section = Section(path=(), role=SectionRole.BODY, start=0, body=0, end=len(text))
    document = Document(
        document_id=DocumentId(name), source=source, text=text, sections=(section,), pages=()
    )
    passages = [make_passage(text, document_id=name)]
    return Work(document=document, passages=passages, vectors=EMBEDDER.embed([text]))


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Snapshot]:
    store = IndexStore(tmp_path_factory.mktemp("claims") / "index")
    with store.write(
        embedder_id=EMBEDDER.embedder_id, dimension=EMBEDDER.dimension, chunker_id=CHUNKER
    ) as writer:
        put(writer, [_work(name, *work) for name, work in WORKS.items()])
        writer.commit()
    with store.open() as opened:
        yield opened


def _found(snapshot: Snapshot, claim: str, kind: Kind | None = None) -> list[str]:
    retriever = HybridRetriever(snapshot, EMBEDDER, depth=20, weights=learned_weights())
    evidence = ClaimEvidence(retriever, SentenceSelector(snapshot, EMBEDDER))
    return [sentence.text for sentence in evidence.sentences_for(claim, kind)]


def test_the_sentence_that_says_it_comes_first(snapshot: Snapshot) -> None:
    found = _found(snapshot, "Exampline reduced pain by 20% in fictosis.")
    assert found[0] == PAIN
    assert len(found) <= SENTENCES


def test_only_the_kind_asked_for_is_searched(snapshot: Snapshot) -> None:
    assert _found(snapshot, PAIN, Kind.GUIDELINE) == [ADVICE]


def test_nothing_of_a_retracted_work_comes_back(snapshot: Snapshot) -> None:
    assert not any("90%" in text for text in _found(snapshot, WORKS["bad"][1]))


@pytest.mark.parametrize("claim", ["", "of the", "Samplamine lowered the fever of madeupitis."])
def test_a_claim_that_no_sentence_shares_half_of_finds_none(snapshot: Snapshot, claim: str) -> None:
    assert _found(snapshot, claim) == []
