"""Current versions come before superseded ones, and in their place."""

from collections.abc import Sequence
from pathlib import Path

from ragqa.indexing.snapshot import Snapshot
from ragqa.indexing.store import IndexStore
from ragqa.retrieval.versions import in_current_versions, outdated_last
from ragqa.schema.document import Document, DocumentId, Section, SectionRole
from ragqa.schema.evidence import Evidence
from ragqa.schema.source import Relation, Source, Standing
from tests.embedding.hashing import HashingEmbedder
from tests.factories import make_evidence, make_passage, make_source
from tests.indexing.samples import CHUNKER, Work, put


def _relation(standing: Standing, other: str) -> tuple[Relation, ...]:
    return (Relation(standing=standing, other=other),)


def _evidence(source: Source, name: str) -> Evidence:
    return make_evidence("Drug A helped.", source=source, document_id=name)


NEW = _evidence(make_source(doi="10.1/x.pub3"), "new")
OLD = _evidence(
    make_source(doi="10.1/x.pub2", relations=_relation(Standing.SUPERSEDED, "doi:10.1/x.pub3")),
    "old",
)
OTHER = _evidence(make_source(pmid="7"), "other")
RETRACTED = _evidence(make_source(relations=_relation(Standing.RETRACTED, "pmid:8")), "retracted")


def test_superseded_and_retracted_works_go_last() -> None:
    assert outdated_last([RETRACTED, OLD, NEW, OTHER]) == [NEW, OTHER, RETRACTED, OLD]


def test_a_work_that_claims_to_supersede_another_is_not_believed_by_itself() -> None:
    claims = make_source(relations=_relation(Standing.SUPERSEDES, "pmid:7"))
    item = _evidence(claims, "claims")
    assert outdated_last([OTHER, item]) == [OTHER, item]


EMBEDDER = HashingEmbedder(dimension=256)
SAID = "Drug A relieves condition X in most adults within four weeks of treatment at night"
UNLIKE = "Samplamine lowered the fever of children with madeupitis who came to one clinic"


def _indexed(store: IndexStore, *works: tuple[str, Source, Sequence[str]]) -> Snapshot:
    """Publish works with one passage for each of their texts."""
    with store.write(
        embedder_id=EMBEDDER.embedder_id, dimension=EMBEDDER.dimension, chunker_id=CHUNKER
    ) as writer:
        put(writer, (_work(*one) for one in works))
        writer.commit()
    return store.open()


def _work(name: str, source: Source, texts: Sequence[str]) -> Work:
    text = "\n\n".join(texts)
    section = Section(path=(), role=SectionRole.BODY, start=0, body=0, end=len(text))
    document = Document(
        document_id=DocumentId(name), source=source, text=text, sections=(section,), pages=()
    )
    passages = [make_passage(one, document_id=name, start=text.index(one)) for one in texts]
    return Work(document=document, passages=passages, vectors=EMBEDDER.embed(texts))


def _found(snapshot: Snapshot, name: str) -> list[Evidence]:
    document_id = DocumentId(name)
    source = snapshot.sources([document_id])[document_id]
    return [
        Evidence(passage=passage, source=source, score=0.5, similarity=0.4)
        for passage in snapshot.document_passages(document_id)
    ]


FIRST = ("old", make_source(doi="10.1/x.pub2"), [SAID])
SECOND = make_source(doi="10.1/x.pub3", relations=_relation(Standing.SUPERSEDES, "doi:10.1/x.pub2"))


def test_what_the_current_version_says_too_is_taken_from_it(tmp_path: Path) -> None:
    said_again = SAID.replace("most", "many")
    second = ("new", SECOND, [UNLIKE, said_again])
    with _indexed(IndexStore(tmp_path / "index"), FIRST, second) as snapshot:
        (item,) = in_current_versions(_found(snapshot, "old"), snapshot)
    assert (item.passage.document_id, item.passage.text) == ("new", said_again)
    assert (item.source.doi, item.score, item.similarity) == ("10.1/x.pub3", 0.5, 0.4)


def test_what_the_current_version_leaves_out_stays_with_its_notice(tmp_path: Path) -> None:
    second = ("new", SECOND, [UNLIKE])
    with _indexed(IndexStore(tmp_path / "index"), FIRST, second) as snapshot:
        found = _found(snapshot, "old")
        assert in_current_versions(found, snapshot) == found
        assert found[0].source.standings() == {Standing.SUPERSEDED}


def test_a_passage_that_was_found_is_not_taken_twice(tmp_path: Path) -> None:
    second = ("new", SECOND, [SAID])
    with _indexed(IndexStore(tmp_path / "index"), FIRST, second) as snapshot:
        both = _found(snapshot, "old") + _found(snapshot, "new")
        assert in_current_versions(both, snapshot) == both[1:]


def test_of_several_later_versions_the_current_one_is_taken(tmp_path: Path) -> None:
    third = make_source(
        doi="10.1/x.pub4", relations=_relation(Standing.SUPERSEDES, "doi:10.1/x.pub3")
    )
    works = (FIRST, ("new", SECOND, [SAID]), ("newest", third, [SAID.replace("most", "many")]))
    with _indexed(IndexStore(tmp_path / "index"), *works) as snapshot:
        both = _found(snapshot, "old") + _found(snapshot, "new")
        (item,) = in_current_versions(both, snapshot)
    assert item.passage.document_id == "newest"


def test_a_version_whose_successor_is_retracted_is_kept(tmp_path: Path) -> None:
    retracted = make_source(
        doi="10.1/x.pub3",
        relations=(
            *_relation(Standing.SUPERSEDES, "doi:10.1/x.pub2"),
            *_relation(Standing.RETRACTED, "pmid:9"),
        ),
    )
    with _indexed(IndexStore(tmp_path / "index"), FIRST, ("new", retracted, [SAID])) as snapshot:
        found = _found(snapshot, "old")
        assert in_current_versions(found, snapshot) == found
        assert found[0].source.standings() == {Standing.SUCCESSOR_RETRACTED}
