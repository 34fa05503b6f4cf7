"""The evidence of a citation, its document, its printed page."""

import re
from dataclasses import replace
from html import unescape
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from ragqa.assembly import build_pipeline, open_snapshot
from ragqa.config import Settings
from ragqa.schema.article import Article
from ragqa.schema.conversation import ConversationId
from ragqa.schema.document import Document, DocumentId, Section, SectionRole
from ragqa.schema.question import Question
from ragqa.verification import (
    directness,
    joints,
    omission,
    plainness,
    polarity,
    quantities,
    strength,
    substitution,
    support,
    verifier,
)
from ragqa.web.document_view import DocumentView
from ragqa.web.evidence_view import CHECKS, around, evidence_of
from ragqa.web.templating import fragment
from ragqa.web.turn_view import TurnPlace
from tests.factories import make_source
from tests.web.pages import QUESTION, Page, asked, shown

PDF = "aasm-2025-rls-treatment-d5f8d835"
LOCKS = (
    *(directness, joints, omission, plainness, polarity, quantities),
    *(strength, substitution, support, verifier),
)


def document(text: str) -> Document:
    """Return a document of one section without a heading."""
    section = Section(path=(), role=SectionRole.BODY, start=0, body=0, end=len(text))
    return Document(
        document_id=DocumentId("d"),
        source=make_source(),
        text=text,
        sections=(section,),
        pages=(),
    )


def test_every_check_of_the_gate_has_a_plain_name() -> None:
    assert {lock.NAME for lock in LOCKS} <= set(CHECKS)


def test_each_citation_leads_to_its_words_in_their_paragraph(site: TestClient) -> None:
    links = dict.fromkeys(shown(site, asked(site, QUESTION)).links("/evidence/"))
    assert len(links) >= 3
    for link in links:
        page = shown(site, link)
        assert page.all("mark")
        assert "Checks this sentence passed" in page.words
        assert len(page.all("main")) == 1


def test_a_script_is_sent_the_panel_alone(site: TestClient) -> None:
    link = shown(site, asked(site, QUESTION)).links("/evidence/")[0]
    panel = site.get(link, headers={"HX-Request": "true"}).text
    assert "<html" not in panel
    assert 'id="close-evidence"' in panel


@pytest.mark.parametrize("wrong", ["evidence/c0/1", "evidence/{claim}/99", "evidence/{claim}/x"])
def test_evidence_that_is_not_there_is_not_found(site: TestClient, wrong: str) -> None:
    address = asked(site, QUESTION)
    claim = shown(site, address).links("/evidence/")[0].split("/")[-2]
    response = site.get(f"{address}/turns/1/{wrong.format(claim=claim)}")
    assert response.status_code in {404, 422}
    assert Page(response.text).all("section", role="alert")


def test_the_source_marks_exactly_the_quoted_words(site: TestClient) -> None:
    link = shown(site, asked(site, QUESTION)).links("/evidence/")[0]
    quoted = re.findall(r"<mark>(.*?)</mark>", site.get(link).text, re.DOTALL)
    source = shown(site, link).links(r"^/documents/.*#quote")[0]
    text = site.get(source.partition("#")[0]).text
    assert re.findall(r"<mark>(.*?)</mark>", text, re.DOTALL) == quoted[:1]
    assert 'id="quote"' in text


def test_a_printed_page_is_drawn_with_the_quotation_marked(site: TestClient) -> None:
    link = shown(site, asked(site, QUESTION)).links("/evidence/")[0]
    printed = shown(site, link).links(r"^/documents/.*page=")[0].partition("#")[0]
    page = shown(site, printed)
    assert page.all("rect")
    (image,) = page.all("image")
    picture = site.get(str(image["href"]))
    assert picture.content.startswith(b"\x89PNG")
    assert "immutable" in picture.headers["cache-control"]


def test_a_file_that_has_changed_is_not_drawn(site: TestClient, demo_index: Path) -> None:
    beside = demo_index.parent / "corpus"
    target = beside.readlink()
    beside.unlink()
    try:
        page = shown(site, f"/documents/{PDF}?page=1&start=3&end=9")
        assert "was moved or changed since it was read" in page.words
    finally:
        beside.symlink_to(target)


def test_documents_that_are_not_there_are_not_found(site: TestClient) -> None:
    assert site.get("/documents/nothing").status_code == 404
    assert site.get(f"/documents/{PDF}/pages/0123456789abcdef/1.png").status_code == 404


def test_a_page_beyond_the_last_says_so(site: TestClient) -> None:
    page = shown(site, f"/documents/{PDF}?page=99")
    assert "cannot be drawn" in page.words


@pytest.mark.parametrize("span", ["start=5&end=2", "start=999999999&end=9999999999", "start=0"])
def test_a_span_that_means_nothing_marks_nothing(site: TestClient, span: str) -> None:
    assert not shown(site, f"/documents/{PDF}?{span}").all("mark")


def test_a_quotation_is_shown_in_its_whole_paragraph() -> None:
    text = "First part.\n\nDrug A helps. It is safe. It is cheap.\n\nLast part."
    told = around(document(text), text.index("It is safe"), text.index(" It is cheap"))
    assert (told.before, told.quote, told.after) == (
        "Drug A helps. ",
        "It is safe.",
        " It is cheap.",
    )


def test_pieces_of_a_document_are_its_text_and_the_marked_ones_the_quotation() -> None:
    text = "First part.\n\nDrug A helps. It is safe.\n\nLast part."
    start, end = text.index("helps"), text.index("part.", 20)
    view = DocumentView(document=document(text), start=start, end=end)
    pieces = [
        piece
        for section in view.sections
        for paragraph in section.paragraphs
        for piece in paragraph.pieces
    ]
    bare = text.replace("\n\n", "")
    assert "".join(piece.text for piece in pieces) == bare
    assert "".join(piece.text for piece in pieces if piece.marked) == text[start:end].replace(
        "\n\n", ""
    )
    assert sum(p.opens for section in view.sections for p in section.paragraphs) == 1


def test_words_that_the_index_no_longer_holds_are_shown_as_they_were_checked(
    demo_index: Path,
) -> None:
    settings = Settings(index=demo_index)
    with open_snapshot(settings) as snapshot:
        answer = build_pipeline(settings, snapshot).answer(Question(text=QUESTION))
        assert isinstance(answer, Article)
        claim = answer.claim(answer.summary[0])
        (citation, *_) = claim.citations
        moved = replace(citation, start=citation.start + 1, end=citation.end + 1)
        gone = replace(citation, document_id=DocumentId("gone"))
        for other in (moved, gone):
            view = evidence_of(
                answer, replace(claim, citations=(other,)), citation.reference, snapshot
            )
            text = fragment(
                "evidence_part.html",
                view=view,
                place=TurnPlace(conversation_id=ConversationId("v1"), number=1),
            )
            assert "The index no longer holds these words" in text
            assert citation.quote in unescape(text)
            assert "/documents/" not in text


def test_a_file_is_known_by_each_document_it_holds(demo_index: Path) -> None:
    with open_snapshot(Settings(index=demo_index)) as snapshot:
        for name in snapshot.document_ids():
            file = snapshot.file_of(name)
            assert file is not None
            assert name in file.documents
        assert snapshot.file_of(DocumentId("nothing")) is None
        assert snapshot.file_of(DocumentId("%")) is None
