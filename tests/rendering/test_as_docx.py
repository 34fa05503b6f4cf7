"""The Word form, read again by python-docx."""

import io
import re
import subprocess
import sys
import zipfile
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from docx import Document
from docx.oxml.ns import qn
from hypothesis import example, given, settings

from ragqa.rendering import wording
from ragqa.rendering.as_docx import render_docx
from ragqa.rendering.plain_text import prose
from ragqa.schema.article import DISCLAIMER, Abstention, Article
from ragqa.schema.review import ReviewState, standing
from tests.rendering.hostile import HOSTILE, hostile_abstention, hostile_article
from tests.rendering.samples import ABSTENTION, ARTICLE, REVIEWS

ROOT = Path(__file__).parent.parent.parent


def lines(answer: Article | Abstention) -> list[tuple[str, str]]:
    """Return the style and the text of each paragraph, from top to bottom."""
    document = Document(io.BytesIO(render_docx(answer)))
    return [
        (str(paragraph.style and paragraph.style.name), _plain(paragraph.text))
        for paragraph in document.paragraphs
    ]


def _plain(text: str) -> str:
    return text.replace("\xa0", " ")


def test_headings_stand_in_reading_order() -> None:
    assert [(style, text) for style, text in lines(ARTICLE) if style[:3] in {"Tit", "Hea"}] == [
        ("Title", ARTICLE.question.text),
        ("Heading 1", "Direct answer"),
        ("Heading 1", "From the Guidelines"),
        ("Heading 2", "Key points"),
        ("Heading 1", "From the Research"),
        ("Heading 2", "Symptoms"),
        ("Heading 2", "Adverse events"),
        ("Heading 1", "Guidelines and research side by side"),
        ("Heading 1", "What the sources leave open"),
        ("Heading 1", "Withheld"),
        ("Heading 1", "References"),
        ("Heading 2", "Guidelines"),
        ("Heading 2", "Research"),
        ("Heading 1", "Professional disclaimer"),
    ]


def test_each_sentence_carries_its_numbers_before_its_stop() -> None:
    said = [text for _, text in lines(ARTICLE)]
    for claim in ARTICLE.claims:
        marks = "".join(f"[{citation.reference}]" for citation in claim.citations)
        assert any(f"{_plain(claim.text).rstrip('.')} {marks}." in text for text in said)


def test_references_are_numbered_in_their_own_text_and_name_all_that_is_known() -> None:
    said = [text for _, text in lines(ARTICLE)]
    listed = [text for text in said if re.match(r"\d+\.\t", text)]
    assert listed == [
        "1.\tRoe AB, Doe J, Poe C, Loe D, Moe E, Noe F, et al. Treatment of condition X in adults: "
        "a clinical practice guideline. Journal of Condition X. 2025. doi 10.1000/x.2025.001. PMID "
        "39000001. Digest of the source.",
        "2.\tNational Task Force. Screening for condition X: recommendation statement. 2023. "
        "https://example.org/condition-x",
        "3.\tTrot L, Aur S. Drug A for condition X. Reviews of Evidence. 2019. doi "
        "10.1000/rev.pub3. PMID 30000003. PMCID PMC6300003.",
        "4.\tAllen R. Does drug A relieve condition X? Sleepless Medicine. 2024. PMID 38000004. "
        "Abstract only. Corrected by doi:10.1000/erratum.4.",
        "5.\tTrot L. Drug A for condition X (first version). Reviews of Evidence. 2012. doi "
        "10.1000/rev.pub2. Superseded by doi:10.1000/rev.pub3.",
    ]
    assert (
        "“Response at week 12: 61/104 (drug A) and 37/102 (placebo).” (§\u202fResults, p.\u202f3)"
        in said
    )


def test_notices_withheld_sentences_gaps_and_the_disclaimer_are_there() -> None:
    said = [text for _, text in lines(ARTICLE)]
    assert f"Note: {ARTICLE.notices[0]}" in said
    assert "The evidence is in adults only." in said
    assert f"“{ARTICLE.withheld[0].text}” {ARTICLE.withheld[0].reason}" in said
    assert f"{ARTICLE.gaps[0].question} {ARTICLE.gaps[0].reason}" in said
    assert wording.PARTIAL in said
    assert said[-2:] == [DISCLAIMER, wording.provenance_line(ARTICLE.provenance)]


@pytest.mark.parametrize("state", list(ReviewState))
def test_the_review_strip_tells_the_state_of_this_text(state: ReviewState) -> None:
    article = replace(ARTICLE, review=REVIEWS[state])
    told = [text for style, text in lines(article) if style == "Intense Quote"]
    assert told == [wording.review_line(standing(article))]


def test_an_approval_of_another_text_is_not_shown() -> None:
    edited = replace(ARTICLE, review=REVIEWS[ReviewState.APPROVED], notices=("Another notice.",))
    (told,) = [text for style, text in lines(edited) if style == "Intense Quote"]
    assert told.startswith("Submitted · ")
    assert not any("Ann Roe" in text for _, text in lines(edited))


def test_a_submitted_article_never_claims_to_be_reviewed_or_approved() -> None:
    said = " ".join(text for _, text in lines(ARTICLE)).lower()
    said = said.replace("not yet reviewed by a person", "")
    assert "reviewed" not in said
    assert "approved" not in said


def test_every_number_leads_to_its_reference_and_links_are_of_the_web() -> None:
    document = Document(io.BytesIO(render_docx(ARTICLE)))
    body = document.element.body
    marks = [mark.get(qn("w:name")) for mark in body.iter(qn("w:bookmarkStart"))]
    assert marks == [f"reference_{work.number}" for work in ARTICLE.references]
    anchors = {link.get(qn("w:anchor")) for link in body.iter(qn("w:hyperlink"))} - {None}
    assert anchors == set(marks)
    addresses = [rel.target_ref for rel in document.part.rels.values() if rel.is_external]
    assert "https://doi.org/10.1000/x.2025.001" in addresses
    assert all(address.startswith("https://") for address in addresses)


def test_an_abstention_says_why_and_what_came_nearest() -> None:
    said = lines(ABSTENTION)
    assert ("Intense Quote", f"{wording.NO_ANSWER}. {ABSTENTION.reason}") in said
    assert [text for style, text in said if style == "List Bullet"] == [
        "National Task Force. Screening for condition X: recommendation statement. 2023. "
        "https://example.org/condition-x",
        "Trot L. Drug A for condition X (first version). Reviews of Evidence. 2012. doi "
        "10.1000/rev.pub2. Superseded by doi:10.1000/rev.pub3.",
    ]


@pytest.mark.parametrize("answer", [ARTICLE, ABSTENTION])
def test_nothing_in_the_file_tells_when_it_was_written(answer: Article | Abstention) -> None:
    content = render_docx(answer)
    archive = zipfile.ZipFile(io.BytesIO(content))
    assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    properties = Document(io.BytesIO(content)).core_properties
    assert properties.title == answer.question.text
    assert properties.author == properties.last_modified_by == "ragqa"
    stamped = datetime.fromisoformat("2026-03-05T09:30:00+00:00")
    assert properties.created == properties.modified == stamped
    assert render_docx(answer) == content


def test_another_process_writes_the_same_bytes() -> None:
    program = (
        "import sys; from ragqa.rendering.as_docx import render_docx; "
        "from tests.rendering.samples import ARTICLE; "
        "sys.stdout.buffer.write(render_docx(ARTICLE))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, check=True
    )
    assert done.stdout == render_docx(ARTICLE)


def test_a_time_that_is_none_is_left_out_of_the_properties() -> None:
    unstamped = replace(ARTICLE, provenance=replace(ARTICLE.provenance, generated_at="lately"))
    properties = Document(io.BytesIO(render_docx(unstamped))).core_properties
    assert properties.created is not None
    assert properties.created.year == 1980


@given(HOSTILE)
@example("\x00 \ufffe x")
@settings(max_examples=10)
def test_whatever_a_source_holds_the_document_keeps_its_shape(text: str) -> None:
    for hostile, harmless in (
        (hostile_article(text), hostile_article("word")),
        (hostile_abstention(text), hostile_abstention("word")),
    ):
        assert [style for style, _ in lines(hostile)] == [style for style, _ in lines(harmless)]
        assert lines(hostile)[0] == ("Title", _plain(prose(text)))
