"""Lists of a chapter that is on the subject, read wherever they stand in it."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from ragqa.indexing.snapshot import Snapshot
from ragqa.indexing.store import IndexStore
from ragqa.ingestion.chunker import Chunker
from ragqa.linguistics.aspects import Aspect
from ragqa.retrieval.chapters import ChapterReader
from ragqa.retrieval.definitions import DefinitionReader
from ragqa.retrieval.evasion import ResponseAssessor
from ragqa.retrieval.items import ItemReader
from ragqa.retrieval.subject import SubjectReader
from ragqa.schema.article import Draft
from ragqa.schema.claim import ClaimRole, DraftClaim, Quotation
from ragqa.schema.document import DocumentId
from ragqa.schema.evidence import Evidence
from ragqa.schema.question import Question
from ragqa.schema.source import Kind
from tests.embedding.hashing import HashingEmbedder
from tests.factories import make_coverage
from tests.indexing.samples import CHUNKER, Work, put
from tests.retrieval.test_items import CHAPTER, shelf

EMBEDDER = HashingEmbedder()
QUESTION = "How should fictosis be treated?"
TRIAL = CHAPTER.replace("FICTOSIS", "SAMPLOSIS").replace("ictosis", "amplosis")


def work(name: str, text: str, title: str, kind: Kind) -> Work:
    held = shelf(text, title)
    document = replace(
        held.book,
        document_id=DocumentId(name),
        source=replace(held.book.source, kind=kind),
    )
    passages = Chunker(HashingEmbedder(limit=256)).passages(document)
    vectors = EMBEDDER.embed([passage.text for passage in passages])
    return Work(document=document, passages=passages, vectors=vectors)


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Snapshot]:
    folder: Path = tmp_path_factory.mktemp("chapters")
    store = IndexStore(folder / "index")
    works = [
        work("chapter", CHAPTER, "FICTOSIS", Kind.GUIDELINE),
        work("trial", TRIAL, "SAMPLOSIS", Kind.RESEARCH),
    ]
    with store.write(
        embedder_id=EMBEDDER.embedder_id, dimension=EMBEDDER.dimension, chunker_id=CHUNKER
    ) as writer:
        put(writer, works)
        writer.commit()
    with store.open() as opened:
        yield opened


def found(snapshot: Snapshot, name: str) -> Evidence:
    """Return the first passage of a document as what a search found."""
    document_id = DocumentId(name)
    source = snapshot.sources([document_id])[document_id]
    passage = snapshot.document_passages(document_id)[0]
    return Evidence(passage=passage, source=source, score=0.9, similarity=0.5)


def widened(
    snapshot: Snapshot, *evidence: Evidence, asked: Aspect = Aspect.TREATMENT
) -> list[Evidence]:
    reader = ChapterReader(snapshot, ItemReader(snapshot), DefinitionReader(snapshot))
    subject = SubjectReader(snapshot).read(QUESTION)
    return reader.widened(evidence, subject, asked, EMBEDDER.embed([QUESTION])[0])


def test_the_lists_of_a_chapter_are_added_behind_what_was_found(snapshot: Snapshot) -> None:
    first = found(snapshot, "chapter")
    assert "mg" not in first.passage.text
    everything = widened(snapshot, first)
    assert everything[0] is first
    doses = [item for item in everything[1:] if "800 mg" in item.passage.text]
    assert len(doses) == 1
    assert doses[0].score == first.score
    vector = snapshot.vectors([doses[0].passage.passage_id])[0]
    assert doses[0].similarity == pytest.approx(float(vector @ EMBEDDER.embed([QUESTION])[0]))


def test_what_stands_below_a_heading_on_what_is_asked_is_added(snapshot: Snapshot) -> None:
    first = found(snapshot, "chapter")
    added = widened(snapshot, first, asked=Aspect.FEATURES)[1:]
    assert [item.passage.section[-1] for item in added] == ["Clinical Features"]
    assert widened(snapshot, first, asked=Aspect.COMPLICATIONS) == [first]


def test_no_passage_comes_twice(snapshot: Snapshot) -> None:
    once = widened(snapshot, found(snapshot, "chapter"))
    again = widened(snapshot, *once)
    ids = [item.passage.passage_id for item in again]
    assert len(set(ids)) == len(ids) == len(once)


def test_research_lends_no_lists(snapshot: Snapshot) -> None:
    trial = found(snapshot, "trial")
    assert widened(snapshot, trial) == [trial]


def test_items_below_a_heading_on_treatment_tell_what_is_advised(snapshot: Snapshot) -> None:
    reader = ItemReader(snapshot)
    passages = snapshot.document_passages(DocumentId("chapter"))
    statements = [(p, *one) for p in passages for one in reader.statements(p, Aspect.TREATMENT)]
    assert len(statements) == 2
    for passage, (start, end), listed in statements:
        claim = DraftClaim(
            text=listed.text, role=ClaimRole.ANSWER, strength=None, study=None,
            quotations=(Quotation(passage_id=passage.passage_id, start=start, end=end),),
        )  # fmt: skip
        draft = Draft(
            question=Question(text="What should I give for fictosis?"), composer="", prompts=(),
            summary=(claim,), sections=(), gaps=(),
        )  # fmt: skip
        assert ResponseAssessor(snapshot).assess(draft, make_coverage()).evasion is None
        bare = replace(draft, summary=(replace(claim, text="Fictosis: Exampline."),))
        assert ResponseAssessor(snapshot).assess(bare, make_coverage()).evasion is not None
