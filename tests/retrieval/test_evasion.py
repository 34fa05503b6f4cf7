"""Drafts that do not answer their questions, on a small real index."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from ragqa.indexing.snapshot import Snapshot
from ragqa.indexing.store import IndexStore
from ragqa.retrieval.evasion import NO_ANSWER, Response, ResponseAssessor
from ragqa.schema.article import Draft, DraftBlock, DraftSection, Style
from ragqa.schema.claim import ClaimRole, DraftClaim, Quotation
from ragqa.schema.document import Document, DocumentId, Section, SectionRole
from ragqa.schema.question import Question
from ragqa.schema.source import Kind
from tests.embedding.hashing import HashingEmbedder
from tests.factories import make_coverage, make_passage, make_source
from tests.indexing.samples import CHUNKER, Work, put

EMBEDDER = HashingEmbedder()
SENTENCES = [
    "Exampline relieved fictosis in 40 adults.",
    "Exampline 5 mg daily was given for fictosis.",
    "Fictosis is treated in every hospital of the country.",
    "Samplosis is a disease of its own.",
    "Exampline should be given with caution in fictosis.",
    "A sign of one like it is better seen by far.",
]
OF_GROUPS = [
    "Exampline relieved fictosis in 40 adults.",
    "Zapline relieved madeupitis in 30 children.",
    "Exampline relieved fictosis in pregnant women.",
    "Samplosis is a disease of its own.",
]
BELOW = {
    4: ("TREATMENT OF FICTOSIS", "Adverse reactions and caution", "Exampline"),
    5: ("FICTOSIS",),
}


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Snapshot]:
    with _index(tmp_path_factory.mktemp("evasion"), SENTENCES) as opened:
        yield opened


@pytest.fixture(scope="module")
def of_groups(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Snapshot]:
    with _index(tmp_path_factory.mktemp("groups"), OF_GROUPS) as opened:
        yield opened


def _index(folder: Path, sentences: list[str]) -> Snapshot:
    text = "\n\n".join(sentences)
    section = Section(path=(), role=SectionRole.BODY, start=0, body=0, end=len(text))
    document = Document(
        document_id=DocumentId("work"),
        source=make_source(title="A study"),
        text=text,
        sections=(section,),
        pages=(),
    )
    passages = [
        make_passage(one, document_id="work", start=text.index(one), section=BELOW.get(number, ()))
        for number, one in enumerate(sentences)
    ]
    store = IndexStore(folder / "index")
    with store.write(
        embedder_id=EMBEDDER.embedder_id, dimension=EMBEDDER.dimension, chunker_id=CHUNKER
    ) as writer:
        put(
            writer,
            [Work(document=document, passages=passages, vectors=EMBEDDER.embed(sentences))],
        )
        writer.commit()
    return store.open()


def _claim(snapshot: Snapshot, number: int) -> DraftClaim:
    passage = snapshot.document_passages(DocumentId("work"))[number]
    quotation = Quotation(passage_id=passage.passage_id, start=passage.start, end=passage.end)
    return DraftClaim(
        text=passage.text,
        role=ClaimRole.FINDING,
        strength=None,
        study=None,
        quotations=(quotation,),
    )


def _assess(
    snapshot: Snapshot, question: str, *numbers: int, likely: bool = False, reworded: bool = False
) -> Response:
    """Assess a draft of these sentences: the first answers, all others are findings."""
    claims = tuple(_claim(snapshot, number) for number in numbers)
    block = DraftBlock(heading=None, style=Style.BULLETS, claims=claims[1:])
    draft = Draft(
        question=Question(text=question),
        composer="",
        prompts=(),
        summary=claims[:1],
        sections=(DraftSection(kind=Kind.RESEARCH, notice=None, blocks=(block,)),),
        gaps=(),
    )
    return ResponseAssessor(snapshot).assess(draft, make_coverage(likely=likely, reworded=reworded))


def test_a_draft_that_says_what_is_asked_is_no_evasion(snapshot: Snapshot) -> None:
    response = _assess(snapshot, "Does exampline relieve fictosis?", 0)
    assert (response.evasion, response.gaps) == (None, ())


def test_the_answer_may_stand_anywhere_in_the_draft(snapshot: Snapshot) -> None:
    assert _assess(snapshot, "What dose of exampline in fictosis?", 0, 1).evasion is None


def test_a_draft_that_says_another_thing_of_the_subject_evades(snapshot: Snapshot) -> None:
    evasion = _assess(snapshot, "What dose of exampline in fictosis?", 0).evasion
    assert evasion is not None
    assert "a dose" in evasion


def test_parts_of_the_question_in_different_sentences_are_no_answer(snapshot: Snapshot) -> None:
    assert _assess(snapshot, "Does exampline relieve samplosis?", 0, 3).evasion == NO_ANSWER


def test_half_of_a_thing_named_is_enough_where_an_answer_is_likely(snapshot: Snapshot) -> None:
    asked = "What is exampline samplosis?"
    assert _assess(snapshot, asked, 3).evasion == NO_ANSWER
    assert _assess(snapshot, asked, 3, likely=True).evasion is None
    asked = "Does exampline relieve samplosis?"
    assert _assess(snapshot, asked, 0, 3, likely=True).evasion == NO_ANSWER


def test_other_words_have_to_come_near_what_the_evidence_names(snapshot: Snapshot) -> None:
    asked = "Does exampline relieve samplosis?"
    assert _assess(snapshot, asked, 3, reworded=True).evasion is None
    assert _assess(snapshot, asked, 2, reworded=True).evasion == NO_ANSWER


def test_that_something_is_treated_does_not_tell_how(snapshot: Snapshot) -> None:
    assert _assess(snapshot, "How is fictosis treated?", 2).evasion is not None
    assert _assess(snapshot, "How is fictosis treated?", 2, 0).evasion is None


def test_cautions_do_not_tell_how_something_is_treated(snapshot: Snapshot) -> None:
    assert _assess(snapshot, "How is fictosis treated?", 4).evasion is not None
    assert _assess(snapshot, "Is exampline safe in fictosis?", 4).evasion is None


def test_what_no_sentence_speaks_of_is_left_open(snapshot: Snapshot) -> None:
    gaps = _assess(snapshot, "Exampline or quixomab in fictosis?", 0).gaps
    assert ["quixomab" in gap.question for gap in gaps] == [True]


def test_an_empty_draft_evades_nothing(snapshot: Snapshot) -> None:
    assert _assess(snapshot, "Does exampline relieve fictosis?").evasion is None


def test_a_sentence_that_names_nothing_asked_is_no_answer_below_a_heading_that_does(
    snapshot: Snapshot,
) -> None:
    assert _assess(snapshot, "What are the signs of fictosis?", 5).evasion == NO_ANSWER


def test_what_is_best_a_sentence_on_the_thing_itself_must_say(snapshot: Snapshot) -> None:
    assert _assess(snapshot, "What is the best fictosis?", 5, 3).evasion is not None


@pytest.mark.parametrize("likely", [False, True])
def test_what_holds_of_others_is_no_answer_for_children(of_groups: Snapshot, likely: bool) -> None:
    asked = "Does exampline relieve fictosis in children?"
    evasion = _assess(of_groups, asked, 1, 0, likely=likely).evasion
    assert evasion == "The indexed sources on this subject do not speak of children."


def test_what_is_said_of_those_asked_about_is_an_answer(of_groups: Snapshot) -> None:
    assert _assess(of_groups, "Does zapline relieve madeupitis in children?", 1).evasion is None
    asked = "Does exampline relieve fictosis in pregnancy?"
    assert _assess(of_groups, asked, 0, 2).evasion is None
