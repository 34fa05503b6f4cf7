from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ragqa.embedding.passage_text import embedding_text
from ragqa.errors import UsageError
from ragqa.ingestion.blocks import Block, assemble, heading
from ragqa.ingestion.chunker import Chunker
from ragqa.linguistics.sentences import sentence_spans
from ragqa.schema.directness import Group
from ragqa.schema.document import Document, DocumentId, SectionRole, passage_id_for
from ragqa.schema.source import Design
from tests.embedding.hashing import HashingEmbedder
from tests.factories import make_source

word = st.text("abcdefgh", min_size=1, max_size=7)
sentence = st.lists(word, min_size=1, max_size=45).map(lambda ws: " ".join(ws).capitalize() + ".")
paragraph = st.lists(sentence, min_size=1, max_size=6).map(" ".join)
block = st.one_of(
    st.builds(Block, text=paragraph),
    st.builds(Block, text=paragraph, role=st.sampled_from(SectionRole)),
    st.builds(Block, text=paragraph, depth=st.integers(1, 3)),
    st.builds(heading, word, st.integers(1, 3)),
)
titles = st.lists(word, min_size=1, max_size=80).map(" ".join)


def document_of(blocks: list[Block], title: str = "Drug A for condition X") -> Document:
    made = assemble(blocks)
    return Document(
        document_id=DocumentId("doc"),
        source=make_source(title=title),
        text=made.text,
        sections=made.sections,
        pages=made.pages,
    )


@settings(max_examples=60)
@given(st.lists(block, min_size=1, max_size=8), titles)
def test_passages_fit_do_not_overlap_and_lose_nothing(blocks: list[Block], title: str) -> None:
    document = document_of(blocks, title)
    counter = HashingEmbedder(limit=128)
    passages = Chunker(counter, target=40).passages(document)
    position = 0
    covered = [False] * len(document.text)
    for passage in passages:
        assert document.text[passage.start : passage.end] == passage.text != ""
        assert passage.passage_id == passage_id_for(DocumentId("doc"), passage.start, passage.text)
        assert counter.count(embedding_text(document.source, passage)) <= counter.limit
        assert position <= passage.start
        position = passage.end
        covered[passage.start : passage.end] = [True] * len(passage.text)
    assert len({one.passage_id for one in passages}) == len(passages)
    for section in document.sections:
        prose = range(section.body, section.end)
        searched = section.role is not SectionRole.APPARATUS
        assert all(covered[at] == searched for at in prose if not document.text[at].isspace())


@settings(max_examples=60)
@given(st.lists(block, min_size=1, max_size=8))
def test_sentences_lie_in_order_inside_their_passage_and_section(blocks: list[Block]) -> None:
    document = document_of(blocks)
    whole = {
        (section.body + start, section.body + end)
        for section in document.sections
        if section.role is SectionRole.BODY
        for start, end in sentence_spans(document.text[section.body : section.end])
    }
    for passage in Chunker(HashingEmbedder(limit=128), target=40).passages(document):
        position = passage.start
        for start, end in passage.sentences:
            assert position <= start < end <= passage.end
            assert (start, end) in whole
            position = end


def test_a_sentence_longer_than_the_model_reads_is_divided_and_quoted_by_nobody() -> None:
    text = "Drug A " + "helps and " * 300 + "heals."
    passages = Chunker(HashingEmbedder(limit=128)).passages(document_of([Block(text=text)]))
    assert len(passages) > 2
    assert all(passage.sentences == () for passage in passages)
    assert "".join(passage.text for passage in passages).replace(" ", "") == text.replace(" ", "")


def test_a_tiny_section_goes_with_the_next_and_its_heading_is_no_sentence() -> None:
    blocks = [
        heading("A", 1),
        heading("Short", 2),
        Block(text="One line."),
        heading("Next", 2),
        Block(text="Drug A helps adults. It is safe."),
    ]
    (passage,) = Chunker(HashingEmbedder()).passages(document_of(blocks))
    assert passage.section == ("A", "Short")
    quotes = [passage.quote(*span) for span in passage.sentences]
    assert quotes == ["One line.", "Drug A helps adults.", "It is safe."]


def test_the_header_names_title_and_section_and_is_shortened_alone() -> None:
    document = document_of([heading("Dose", 1), Block(text="Give 5 mg.")], "word " * 100)
    (passage,) = Chunker(HashingEmbedder()).passages(document)
    title, section, text = embedding_text(document.source, passage).split("\n")
    assert (section, text) == ("Dose", "Give 5 mg.")
    assert 80 < len(title) <= 110


def test_a_work_without_a_title_is_not_embedded_under_its_id() -> None:
    document = document_of([heading("Dose", 1), Block(text="Give 5 mg.")], "doc")
    assert document.source.title == document.document_id
    (passage,) = Chunker(HashingEmbedder()).passages(document)
    assert embedding_text(document.source, passage) == "Dose\nGive 5 mg."


def test_tables_are_passages_without_sentences() -> None:
    table = [Block(text=f"Drug {n} | 5 mg", role=SectionRole.TABLE) for n in range(3)]
    (passage,) = Chunker(HashingEmbedder()).passages(document_of(table))
    assert passage.sentences == ()
    assert passage.text.count("mg") == 3


def test_an_embedder_that_reads_too_little_is_refused() -> None:
    with pytest.raises(UsageError, match="at least 128"):
        Chunker(HashingEmbedder(limit=12)).passages(document_of([Block(text="Drug A helps.")]))


def test_the_id_of_a_chunker_names_what_it_cuts_by() -> None:
    ids = {
        Chunker(HashingEmbedder(limit=limit), target=target).chunker_id
        for limit in (128, 254)
        for target in (50, 180)
    }
    assert len(ids) == 4


def test_a_drug_its_doses_and_what_announces_them_stay_in_one_passage() -> None:
    filler = "This sentence of nine words fills up the passage. " * 3
    blocks = [
        Block(text=filler.strip()),
        Block(text="In adults:"),
        Block(text="Drug A", depth=1),
        *(Block(text=f"Dose {n}: {n} mg daily for {n} days", depth=2) for n in range(2, 7)),
        Block(text=filler.strip()),
    ]
    passages = Chunker(HashingEmbedder(limit=128), target=40).passages(document_of(blocks))
    holding = [passage.text for passage in passages if "mg daily" in passage.text]
    assert len(holding) == 1
    assert holding[0].startswith("In adults:\n\n• Drug A\n  – Dose 2: 2 mg")
    assert "Dose 6: 6 mg daily for 6 days" in holding[0]


def test_an_item_that_begins_a_passage_keeps_its_mark() -> None:
    items = [
        Block(text=f"Item {n} says one thing of its own at length.", depth=1) for n in range(40)
    ]
    passages = Chunker(HashingEmbedder(limit=128), target=40).passages(document_of(items))
    assert len(passages) > 2
    assert all(passage.text.startswith("• Item") for passage in passages)


def test_each_passage_is_tagged_by_its_work_and_its_headings() -> None:
    blocks = [
        Block(text="We randomised 40 adults with condition X. " + "Drug A reduced pain. " * 8),
        heading("In children", 1),
        Block(text="A second part of the trial was done later. Drug A reduced pain as well."),
    ]
    document = document_of(blocks)
    passages = Chunker(HashingEmbedder(limit=128), target=40).passages(document)
    first, second = passages[0], passages[-1]
    assert (first.directness.design, first.directness.size) == (Design.RANDOMISED_TRIAL, 40)
    assert first.directness.groups == ()
    assert second.directness == replace(first.directness, groups=(Group.CHILDREN,))
