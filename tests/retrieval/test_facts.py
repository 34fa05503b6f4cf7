"""What whole documents tell about their sentences, on a small real index."""

from collections.abc import Iterator

import pytest

from ragqa.indexing.snapshot import Snapshot
from ragqa.indexing.store import IndexStore
from ragqa.linguistics.terms import naming_terms
from ragqa.retrieval.facts import DocumentFacts, FactsReader
from ragqa.retrieval.subject import SubjectReader
from ragqa.schema.document import Document, DocumentId, Section, SectionRole
from ragqa.schema.source import Design, Kind, Source
from tests.embedding.hashing import HashingEmbedder
from tests.factories import make_passage, make_source
from tests.indexing.samples import CHUNKER, Work, put

EMBEDDER = HashingEmbedder()
LONG = [f"Point {number}: the quixotest finds what {number} doctors miss." for number in range(8)]
TRIAL = [
    "We aimed to test whether exampline relieves fictosis (FIC).",
    "Pain fell by 24% in 120 randomised adults.",
]
WORKS = {
    "guideline": (make_source(title="Fictosis: screening", kind=Kind.GUIDELINE), LONG),
    "short": (make_source(title="Fictosis: screening", kind=Kind.GUIDELINE), LONG[:7]),
    "trial": (make_source(title="A trial of pain", design=Design.RANDOMISED_TRIAL), TRIAL),
    "untitled": (
        make_source(title="untitled"),
        ["Exampline relieves fictosis.", "Pain fell.", "Exampline cures fictosis."],
    ),
    "digest": (
        make_source(title="A trial of pain", design=Design.RANDOMISED_TRIAL),
        ["The ABC trial asked what exampline does to fictosis.", *TRIAL[1:]],
    ),
}


def _work(name: str, source: Source, paragraphs: list[str]) -> Work:
    text = "\n\n".join(paragraphs)
    section = Section(path=(), role=SectionRole.BODY, start=0, body=0, end=len(text))
    document = Document(
        document_id=DocumentId(name), source=source, text=text, sections=(section,), pages=()
    )
    passages = [make_passage(one, document_id=name, start=text.index(one)) for one in paragraphs]
    return Work(document=document, passages=passages, vectors=EMBEDDER.embed(paragraphs))


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Snapshot]:
    store = IndexStore(tmp_path_factory.mktemp("facts") / "index")
    with store.write(
        embedder_id=EMBEDDER.embedder_id, dimension=EMBEDDER.dimension, chunker_id=CHUNKER
    ) as writer:
        put(writer, [_work(name, *work) for name, work in WORKS.items()])
        writer.commit()
    with store.open() as opened:
        yield opened


def _facts(snapshot: Snapshot, name: str) -> DocumentFacts:
    return FactsReader(snapshot).read(DocumentId(name))


def _jointly(snapshot: Snapshot, name: str, question: str, sentence: str, *above: str) -> float:
    subject = SubjectReader(snapshot).read(question)
    return _facts(snapshot, name).jointly(subject, naming_terms(sentence), above)


def test_a_title_names_what_a_sentence_leaves_out(snapshot: Snapshot) -> None:
    sentence = "Drug A was safe."
    assert _jointly(snapshot, "guideline", "Is fictosis safe?", sentence) == 1.0
    assert _jointly(snapshot, "trial", "Is quixosis safe?", sentence) == 0.0


def test_so_do_the_headings_over_it(snapshot: Snapshot) -> None:
    asked = ("short", "Is the quixotest safe?", "Pain is felt for a day.")
    assert _jointly(snapshot, *asked) == 0.0
    assert _jointly(snapshot, *asked, "Harms of the quixotest") == 1.0


def test_the_aim_of_a_trial_counts_for_its_results(snapshot: Snapshot) -> None:
    question = "Does exampline relieve fictosis?"
    for name in ("trial", "digest"):
        assert 0.7 < _jointly(snapshot, name, question, "Pain fell by 24%.") < 1.0


def test_a_record_without_a_title_is_about_what_it_names_more_than_once(
    snapshot: Snapshot,
) -> None:
    assert naming_terms("Exampline in fictosis") <= _facts(snapshot, "untitled").title
    assert "pain" not in _facts(snapshot, "untitled").title


def test_a_longer_work_has_what_it_speaks_of_throughout_for_its_theme(snapshot: Snapshot) -> None:
    question = "What are the harms of the quixotest in fictosis?"
    sentence = "Pain is felt for a day."
    assert 0.7 < _jointly(snapshot, "guideline", question, sentence) < 1.0
    assert _jointly(snapshot, "short", question, sentence) == 0.0


def test_what_a_longer_work_mentions_once_is_no_theme(snapshot: Snapshot) -> None:
    theme = _facts(snapshot, "guideline").theme
    assert "quixotest" in theme
    assert "7" not in theme


def test_a_sentence_that_names_the_subject_covers_more_than_its_title_does(
    snapshot: Snapshot,
) -> None:
    subject = SubjectReader(snapshot).read("Is fictosis safe?")
    facts = _facts(snapshot, "guideline")
    named = facts.coverage(subject, naming_terms("Fictosis is safe."))
    assert named == 1.0
    assert 0.0 < facts.coverage(subject, naming_terms("It is safe.")) < named


def test_a_document_tells_its_abbreviations_study_and_length(snapshot: Snapshot) -> None:
    facts = _facts(snapshot, "trial")
    assert facts.abbreviations == {"FIC": "fictosis"}
    assert facts.study is not None
    assert facts.study.size == "120 randomised adults"
    assert facts.length == len("\n\n".join(TRIAL))


def test_a_document_is_read_once(snapshot: Snapshot) -> None:
    reader = FactsReader(snapshot)
    assert reader.read(DocumentId("trial")) is reader.read(DocumentId("trial"))
