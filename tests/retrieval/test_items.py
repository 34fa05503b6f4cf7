"""Items of lists as statements, read off small documents."""

import textwrap
from dataclasses import dataclass

import pytest

from ragqa.ingestion.blocks import assemble
from ragqa.ingestion.chunker import Chunker
from ragqa.ingestion.plain_text import text_blocks
from ragqa.linguistics.aspects import Aspect
from ragqa.retrieval.items import ItemReader
from ragqa.schema.document import Document, DocumentId, Passage
from ragqa.schema.evidence import Listed
from ragqa.schema.source import Kind
from tests.embedding.hashing import HashingEmbedder
from tests.factories import make_source

CHAPTER = """FICTOSIS
Introduction
Fictosis is rare.

CLINICAL FEATURES OF FICTOSIS
Clinical Features
• Itching
• Fever

TREATMENT OF FICTOSIS
Treatment Goals
• Stop the itching
Drug Treatment
Mild fictosis
• Exampline
- Adult: 800 mg orally every 8 hours for 5 days
- Child: 30 mg/kg daily in 3 divided doses for 5 days
Or
• Samplamine
- Adult: 2 g daily orally for 3 days
Severe fictosis
• Exampline
- Adult: 900 mg orally every 8 hours for 10 days
Prevention
• Wash hands, and keep apart from those who have it.
"""


@dataclass
class Shelf:
    """One document with its passages."""

    book: Document
    passages: list[Passage]

    def document(self, document_id: DocumentId) -> Document:
        return self.book

    def document_passages(self, document_id: DocumentId) -> list[Passage]:
        return self.passages


def shelf(text: str, title: str = "FICTOSIS") -> Shelf:
    made = assemble(text_blocks(text))
    document = Document(
        document_id=DocumentId("doc"),
        source=make_source(title=title, kind=Kind.GUIDELINE),
        text=made.text,
        sections=made.sections,
        pages=made.pages,
    )
    return Shelf(document, Chunker(HashingEmbedder(limit=256)).passages(document))


def statements(
    text: str, title: str = "FICTOSIS", asked: Aspect | None = Aspect.TREATMENT
) -> list[Listed]:
    held = shelf(text, title)
    reader = ItemReader(held)
    return [listed for passage in held.passages for _, listed in reader.statements(passage, asked)]


def said(text: str, title: str = "FICTOSIS", asked: Aspect | None = Aspect.TREATMENT) -> list[str]:
    return [listed.text for listed in statements(text, title, asked)]


def treatment(*lines: str) -> str:
    """Return a chapter as it is printed, its prose wrapped."""
    prose = textwrap.wrap("Fictosis is a rare disease of the skin of whoever itches. " * 9, 80)
    return "\n".join([*prose, "", "TREATMENT OF FICTOSIS", "Drug Treatment", *lines, ""])


def test_items_are_said_under_the_subject_and_what_narrows_it() -> None:
    assert said(CHAPTER) == [
        "Fictosis, drug treatment, mild fictosis: Exampline: Adult: 800 mg orally every 8 hours "
        "for 5 days; Child: 30 mg/kg daily in 3 divided doses for 5 days; or: Samplamine: Adult: "
        "2 g daily orally for 3 days.",
        "Fictosis, drug treatment, severe fictosis: Exampline: Adult: 900 mg orally every 8 hours "
        "for 10 days.",
    ]


def test_every_statement_is_cut_where_its_span_says() -> None:
    held = shelf(CHAPTER)
    for passage in held.passages:
        for (start, end), listed in ItemReader(held).statements(passage, None):
            assert passage.start <= start < end <= passage.end
            quoted = held.book.text[start:end].translate({ord(mark): " " for mark in "•–;:."})
            worded = listed.text.partition(": ")[2].translate({ord(mark): " " for mark in ";:."})
            assert quoted.lower().split() == worded.lower().split()


def test_lists_are_said_to_those_who_ask_for_what_they_tell() -> None:
    assert said(CHAPTER, asked=Aspect.FEATURES) == ["Fictosis, clinical features: Itching; Fever."]
    for asked in (Aspect.CAUSE, Aspect.DIAGNOSIS, Aspect.COMPLICATIONS):
        assert said(CHAPTER, asked=asked) == []


def test_what_is_done_is_said_to_all_others_and_goals_to_none() -> None:
    for asked in (None, Aspect.TREATMENT, Aspect.EFFECT, Aspect.DOSE, Aspect.ADVICE):
        assert len(said(CHAPTER, asked=asked)) == 2
    goals = treatment("Goals of treatment:", "• Stop the itching", "• Stop the fever")
    assert said(goals) == []


def test_an_item_that_is_a_sentence_is_left_to_the_sentences() -> None:
    held = shelf(CHAPTER)
    reader = ItemReader(held)
    quoted = {p.quote(*span) for p in held.passages for span in reader.sentences(p)}
    assert quoted == {
        "Fictosis is rare.",
        "Or",
        "Wash hands, and keep apart from those who have it.",
    }


def test_a_dose_that_is_a_sentence_is_said_below_its_heading_all_the_same() -> None:
    text = treatment("Children", "• Give 5 mg of exampline daily.")
    held = shelf(text)
    reader = ItemReader(held)
    alone = [p.quote(*span) for p in held.passages for span in reader.sentences(p)]
    assert not any("mg" in sentence for sentence in alone)
    assert said(text) == ["Fictosis, drug treatment, Children: Give 5 mg of exampline daily."]


@pytest.mark.parametrize("opening", ["The", "With moderate certainty, the"])
def test_a_dose_in_a_sentence_that_says_who_advises_needs_no_heading(opening: str) -> None:
    sentence = f"{opening} panel concludes that exampline at 5 mg helps."
    held = shelf(treatment("Children", f"• {sentence}"))
    reader = ItemReader(held)
    alone = [p.quote(*span) for p in held.passages for span in reader.sentences(p)]
    assert sentence in alone
    assert said(held.book.text) == []


def test_one_drug_in_the_words_above_a_list_does_not_govern_the_next() -> None:
    (listed,) = statements(
        treatment("Topical treatment: Exampline ointment", "• Tar bath daily", "• Urea cream daily")
    )
    assert listed.text == (
        "Fictosis, drug treatment, topical treatment: Tar bath daily; Urea cream daily."
    )


def test_words_that_announce_a_list_are_said_and_quoted() -> None:
    (listed,) = statements(
        treatment(
            "Start one of these at once, and go on until the results of the cultures of all",
            "samples are known to you:",
            "• Exampline 5 mg daily",
        )
    )
    assert listed.text == (
        "Fictosis, drug treatment, Start one of these at once, and go on until the results of "
        "the cultures of all samples are known to you: Exampline 5 mg daily."
    )
    assert listed.lead_in is not None


@pytest.mark.parametrize(
    "lines",
    [
        ("• Antibiotics", "- at least 2 minutes; 2 - 4 g daily"),
        ("• Exampline", "- Adult: mg orally daily; then 5 mg"),
        ("• Exampline", "- Child: 5 - 10 years: 250"),
        ("• Exampline 5 mg (adults",),
        ("• Exampline 5 mg = [weight in kg X (14 Hb)] daily",),
        ("• Exampline 5 mg as below, see below (see below)",),
        ("• xampline 5 mg daily",),
        ("• Exampline 5 mg", "Or:"),
        ("• Exampline", "- Adult:", "- Child: 5 mg"),
        ("• Exampline 1 g twice daily for 5 - 10",),
    ],
)
def test_what_has_lost_a_word_is_no_statement(lines: tuple[str, ...]) -> None:
    assert said(treatment(*lines)) == []


def test_a_name_of_a_list_above_prose_does_not_govern_what_follows_the_prose() -> None:
    text = treatment(
        "Mild fictosis",
        "• Exampline 5 mg daily",
        "",
        "It may come back in one of ten, and then further treatment after the first is due.",
        "• Samplamine 9 mg daily",
    )
    assert not any("Samplamine" in one for one in said(text))


def test_a_heading_that_turns_the_title_around_is_not_trusted() -> None:
    text = treatment("• Exampline 5 mg daily").replace("FICTOSIS", "ACUTE FICTOSIS")
    assert said(text, "CHRONIC FICTOSIS") == []
    assert said(text, "ACUTE FICTOSIS") == ["Acute fictosis, drug treatment: Exampline 5 mg daily."]


def test_a_chapter_that_treats_something_else_is_named_as_well() -> None:
    text = treatment("• Exampline 5 mg daily")
    assert said(text, "TRANSFUSION") == [
        "Transfusion, treatment of fictosis, drug treatment: Exampline 5 mg daily."
    ]


def test_the_treatment_below_a_heading_on_its_diagnosis_names_only_the_subject() -> None:
    text = treatment("• Exampline 5 mg daily").replace("TREATMENT", "INVESTIGATIONS")
    assert said(text) == ["Fictosis, drug treatment: Exampline 5 mg daily."]
