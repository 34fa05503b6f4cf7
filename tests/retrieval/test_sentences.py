"""The sentences of passages, scored against a question, on a small real index."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest

from ragqa.indexing.snapshot import Snapshot
from ragqa.indexing.store import IndexStore
from ragqa.retrieval.sentences import SentenceSelector
from ragqa.schema.directness import UNSTATED
from ragqa.schema.document import Document, DocumentId, Section, SectionRole
from ragqa.schema.evidence import Evidence, EvidenceSentence
from ragqa.schema.source import Design, Kind, Source
from tests.embedding.hashing import HashingEmbedder
from tests.factories import make_passage, make_source
from tests.indexing.samples import CHUNKER, Work, put

EMBEDDER = HashingEmbedder()
QUESTION = "Does exampline relieve fictosis?"
TRIAL = (
    "We enrolled 120 adults with fictosis. Exampline relieved their pain.\n\n"
    "The quiet zone exam (QZE) fell. Exampline was safe."
)
RECORD = "The panel recommends exampline when the QZE is low."
OTHER = "The TLE (test line exam) was read at once. Samplamine did nothing."
AGES = (
    "Exampline is advised in adults aged 50 to 75 years with fictosis. "
    "Exampline is not advised in adults aged 80 to 85 years with fictosis. "
    "Exampline and fictosis are known to all."
)
RIVAL = "The top level exit (TLE) was closed."
WORKS = {
    "trial": (make_source(title="A trial of fictosis", design=Design.RANDOMISED_TRIAL), TRIAL),
    "record": (make_source(title="A record", kind=Kind.GUIDELINE), RECORD),
    "other": (make_source(title="Another study"), OTHER),
    "rival": (make_source(title="A rival"), RIVAL),
    "ages": (make_source(title="On ages"), AGES),
    "aged": (make_source(title="Exampline: adults aged 80 to 85 years"), "Fictosis is rare."),
}


def _work(name: str, source: Source, text: str) -> Work:
    """Make a work with one passage for each paragraph."""
    section = Section(path=(), role=SectionRole.BODY, start=0, body=0, end=len(text))
    document = Document(
        document_id=DocumentId(name), source=source, text=text, sections=(section,), pages=()
    )
    passages = [
        make_passage(
            paragraph,
            document_id=name,
            start=text.index(paragraph),
            directness=replace(UNSTATED, design=source.design),
        )
        for paragraph in text.split("\n\n")
    ]
    vectors = EMBEDDER.embed([passage.text for passage in passages])
    return Work(document=document, passages=passages, vectors=vectors)


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Snapshot]:
    store = IndexStore(tmp_path_factory.mktemp("sentences") / "index")
    with store.write(
        embedder_id=EMBEDDER.embedder_id, dimension=EMBEDDER.dimension, chunker_id=CHUNKER
    ) as writer:
        put(writer, [_work(name, *work) for name, work in WORKS.items()])
        writer.commit()
    with store.open() as opened:
        yield opened


def _evidence(snapshot: Snapshot, *names: str) -> list[Evidence]:
    return [
        Evidence(passage=passage, source=WORKS[name][0], score=0.5, similarity=0.5)
        for name in names
        for passage in snapshot.document_passages(DocumentId(name))
    ]


def _select(
    snapshot: Snapshot, *names: str, question: str = QUESTION
) -> dict[str, EvidenceSentence]:
    """Return the sentences of these works by their text, best first."""
    selector = SentenceSelector(snapshot, EMBEDDER)
    chosen = selector.select(question, _evidence(snapshot, *names))
    return {sentence.text: sentence for sentence in chosen}


def test_every_sentence_of_the_evidence_is_there_once(snapshot: Snapshot) -> None:
    works = ("trial", "record", "other", "rival")
    chosen = SentenceSelector(snapshot, EMBEDDER).select(QUESTION, _evidence(snapshot, *works))
    assert sorted(sentence.text for sentence in chosen) == sorted(
        [
            "We enrolled 120 adults with fictosis.",
            "Exampline relieved their pain.",
            "The quiet zone exam (QZE) fell.",
            "Exampline was safe.",
            RECORD,
            "The TLE (test line exam) was read at once.",
            "Samplamine did nothing.",
            RIVAL,
        ]
    )


def test_the_best_come_first_and_each_has_its_exact_cosine(snapshot: Snapshot) -> None:
    chosen = list(_select(snapshot, *WORKS).values())
    similarities = [sentence.similarity for sentence in chosen]
    exact = EMBEDDER.embed([s.text for s in chosen]) @ EMBEDDER.embed([QUESTION])[0]
    assert similarities == sorted(similarities, reverse=True)
    assert np.allclose(similarities, exact, atol=1e-6)


def test_the_order_of_the_evidence_does_not_matter(snapshot: Snapshot) -> None:
    selector = SentenceSelector(snapshot, EMBEDDER)
    evidence = _evidence(snapshot, *WORKS)
    assert selector.select(QUESTION, evidence[::-1]) == selector.select(QUESTION, evidence)


def test_sentences_equally_near_come_by_document_and_position(snapshot: Snapshot) -> None:
    # The embedder knows none of the words apart: every sentence is as near as any other.
    blind = HashingEmbedder(dimension=1)
    evidence = _evidence(snapshot, "trial", "other")
    chosen = SentenceSelector(snapshot, blind).select("", evidence)
    near = [s for s in chosen if s.similarity == chosen[0].similarity]
    places = [(s.evidence.passage.document_id, s.span[0]) for s in near]
    assert len(places) > 1
    assert places == sorted(places)


def test_coverage_counts_what_the_sentence_names_and_its_title_in_part(snapshot: Snapshot) -> None:
    chosen = _select(snapshot, "trial", "other", question="What relieves fictosis?")
    # "relieves" and "fictosis" are what is asked; the title of the trial names the one.
    named = chosen["We enrolled 120 adults with fictosis."].coverage
    titled = chosen["Exampline was safe."].coverage
    assert 0.0 < titled == pytest.approx(0.6 * named)
    both = chosen["Exampline relieved their pain."].coverage
    assert both == pytest.approx(max(1 - named, titled))
    assert chosen["Samplamine did nothing."].coverage == 0.0


def test_a_sentence_covers_what_its_abbreviation_stands_for(snapshot: Snapshot) -> None:
    chosen = _select(snapshot, "trial", "record", question="What is the quiet zone exam?")
    assert chosen[RECORD].coverage == 1.0
    alone = _select(snapshot, "record", question="What is the quiet zone exam?")
    assert alone[RECORD].coverage == 0.0


def test_the_position_is_where_in_the_document_a_sentence_begins(snapshot: Snapshot) -> None:
    for text, sentence in _select(snapshot, "trial").items():
        assert sentence.position == pytest.approx(TRIAL.index(text) / len(TRIAL))


def test_abbreviations_are_those_of_the_whole_document(snapshot: Snapshot) -> None:
    first = _evidence(snapshot, "trial")[:1]
    chosen = SentenceSelector(snapshot, EMBEDDER).select(QUESTION, first)
    assert {tuple(s.abbreviations.items()) for s in chosen} == {(("QZE", "quiet zone exam"),)}


def test_a_document_borrows_what_the_others_agree_on_and_nothing_else(snapshot: Snapshot) -> None:
    both = _select(snapshot, "record", "trial", "other")
    assert both[RECORD].abbreviations == {"QZE": "quiet zone exam", "TLE": "test line exam"}
    disputed = _select(snapshot, *WORKS)
    assert disputed[RECORD].abbreviations == {"QZE": "quiet zone exam"}
    assert disputed[RIVAL].abbreviations["TLE"] == "top level exit"
    assert disputed["Samplamine did nothing."].abbreviations["TLE"] == "test line exam"


def test_the_study_of_a_work_goes_with_each_of_its_sentences(snapshot: Snapshot) -> None:
    chosen = _select(snapshot, "trial", "record")
    study = chosen["Exampline was safe."].study
    assert study is not None
    assert (study.design, study.size) == (Design.RANDOMISED_TRIAL, "120 adults")
    assert chosen[RECORD].study is None


def test_other_ages_than_those_asked_about_are_left_out(snapshot: Snapshot) -> None:
    question = "Should adults aged 60 to 70 take exampline for fictosis?"
    assert list(_select(snapshot, "ages", "aged", question=question)) == [
        "Exampline is advised in adults aged 50 to 75 years with fictosis.",
        "Exampline and fictosis are known to all.",
    ]


def test_other_ages_stay_where_nothing_is_said_of_those_asked_about(snapshot: Snapshot) -> None:
    question = "Should adults aged 20 to 30 take exampline for fictosis?"
    assert len(_select(snapshot, "ages", "aged", question=question)) == 4
    assert len(_select(snapshot, "ages", "aged")) == 4


def test_no_evidence_gives_no_sentences(snapshot: Snapshot) -> None:
    assert SentenceSelector(snapshot, EMBEDDER).select(QUESTION, []) == []
