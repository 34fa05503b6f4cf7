"""Abstracts on the subject are read whole."""

from collections.abc import Iterator

import pytest

from ragqa.indexing.snapshot import Snapshot
from ragqa.indexing.store import IndexStore
from ragqa.retrieval.subject import SubjectReader
from ragqa.retrieval.whole_works import with_whole_works
from ragqa.schema.document import Document, DocumentId, Section, SectionRole
from ragqa.schema.evidence import Evidence
from ragqa.schema.source import Access, Kind, Source
from tests.embedding.hashing import HashingEmbedder
from tests.factories import make_passage, make_source
from tests.indexing.samples import CHUNKER, Work, put

EMBEDDER = HashingEmbedder()
QUESTION = "Does exampline relieve fictosis?"
AIM, RESULT = "We tried exampline in fictosis.", "Pain fell by 24% in one week."
WORKS = {
    "abstract": make_source(title="A trial"),
    "book": make_source(title="A book", access=Access.FULL_TEXT),
    "guideline": make_source(title="A guideline", kind=Kind.GUIDELINE),
}


def _work(name: str, source: Source) -> Work:
    text = f"{AIM}\n\n{RESULT}"
    section = Section(path=(), role=SectionRole.BODY, start=0, body=0, end=len(text))
    document = Document(
        document_id=DocumentId(name), source=source, text=text, sections=(section,), pages=()
    )
    passages = [
        make_passage(part, document_id=name, start=text.index(part)) for part in (AIM, RESULT)
    ]
    vectors = EMBEDDER.embed([passage.text for passage in passages])
    return Work(document=document, passages=passages, vectors=vectors)


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Snapshot]:
    store = IndexStore(tmp_path_factory.mktemp("whole") / "index")
    with store.write(
        embedder_id=EMBEDDER.embedder_id, dimension=EMBEDDER.dimension, chunker_id=CHUNKER
    ) as writer:
        put(writer, [_work(name, source) for name, source in WORKS.items()])
        writer.commit()
    with store.open() as opened:
        yield opened


def _texts(snapshot: Snapshot, name: str, found: str, question: str = QUESTION) -> list[str]:
    (passage,) = (p for p in snapshot.document_passages(DocumentId(name)) if p.text == found)
    evidence = [Evidence(passage=passage, source=WORKS[name], score=0.5, similarity=0.5)]
    subject = SubjectReader(snapshot).read(question)
    widened = with_whole_works(evidence, subject, snapshot)
    assert widened[:1] == evidence
    assert all(item.score < 0.5 and item.similarity < 0.5 for item in widened[1:])
    return [item.passage.text for item in widened]


def test_the_results_of_a_trial_whose_aim_was_found_are_evidence(snapshot: Snapshot) -> None:
    assert _texts(snapshot, "abstract", AIM) == [AIM, RESULT]


@pytest.mark.parametrize("name", ["book", "guideline"])
def test_long_works_are_left_as_they_were_found(snapshot: Snapshot, name: str) -> None:
    assert _texts(snapshot, name, AIM) == [AIM]


def test_a_work_on_something_else_is_left_as_it_was_found(snapshot: Snapshot) -> None:
    assert _texts(snapshot, "abstract", RESULT) == [RESULT]
    assert _texts(snapshot, "abstract", AIM, "Does exampline relieve madeupitis?") == [AIM]
