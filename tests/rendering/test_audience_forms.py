"""What each form of an article shows its audience: headings, words explained, reading grade."""

import json
from dataclasses import replace
from io import BytesIO

import pytest
from docx import Document

from ragqa.rendering.as_html import render_html
from ragqa.rendering.as_json import render_json
from ragqa.rendering.as_markdown import render_markdown
from ragqa.rendering.forms import Form, rendered
from ragqa.rendering.from_json import read_json
from ragqa.rendering.wording import PATIENT_DISCLAIMER
from ragqa.schema.article import DISCLAIMER, Article, GlossaryEntry
from ragqa.schema.question import Audience
from tests.rendering.samples import ABSTENTION, ARTICLE

ENTRIES = (
    GlossaryEntry(
        term="condition X",
        meaning="Condition X is a disorder of the stores of mineral M.",
        citations=ARTICLE.claims[0].citations,
    ),
    GlossaryEntry(term="MM", meaning="mineral M", citations=()),
)
PATIENT = replace(
    ARTICLE,
    question=replace(ARTICLE.question, audience=Audience.PATIENT),
    glossary=ENTRIES,
    reading_grade=9.4,
)


def words_of(article: Article, form: Form) -> str:
    """Return what a form shows, as one line of words."""
    if form is Form.DOCX:
        paragraphs = Document(BytesIO(rendered(article, form))).paragraphs
        return " ".join(" ".join(one.text for one in paragraphs).split())
    return " ".join(rendered(article, form).decode().split())


@pytest.mark.parametrize("form", [Form.MARKDOWN, Form.HTML, Form.DOCX])
def test_patients_are_told_to_talk_to_their_doctor(form: Form) -> None:
    shown = words_of(PATIENT, form)
    for heading in ("In short", "What the guidelines say", "What the research found"):
        assert heading in shown
    assert "Talk to your doctor" in shown
    assert "From the Guidelines" not in shown
    assert "for healthcare professionals" not in shown


@pytest.mark.parametrize("form", [Form.MARKDOWN, Form.HTML, Form.DOCX])
def test_words_are_explained_with_their_citations(form: Form) -> None:
    shown = words_of(PATIENT, form)
    assert "Words explained" in shown
    assert "Condition X is a disorder of the stores of mineral M" in shown
    assert "Words explained" not in words_of(ARTICLE, form)


@pytest.mark.parametrize("form", [Form.MARKDOWN, Form.HTML, Form.DOCX])
def test_the_reading_grade_is_told_with_its_formula(form: Form) -> None:
    assert "Reading grade: 9 (Flesch-Kincaid)" in words_of(PATIENT, form)
    assert "Reading grade" not in words_of(ARTICLE, form)


def test_an_explained_abbreviation_of_usage_has_no_number() -> None:
    assert "- **MM**: mineral M.\n" in render_markdown(PATIENT)
    assert "- **condition X**: Condition X is a disorder of the stores of mineral M" in (
        render_markdown(PATIENT)
    )


def test_a_page_explains_words_with_links_to_the_references() -> None:
    page = render_html(PATIENT)
    assert '<dt class="src">condition X</dt>' in page
    assert 'href="#ref-1" aria-label="Reference 1">[1]</a>' in page


def test_json_tells_the_disclaimer_of_its_audience() -> None:
    assert json.loads(render_json(PATIENT))["disclaimer"] == PATIENT_DISCLAIMER
    assert json.loads(render_json(ARTICLE))["disclaimer"] == DISCLAIMER


def test_an_abstention_closes_with_the_words_of_its_audience() -> None:
    told = replace(ABSTENTION, question=replace(ABSTENTION.question, audience=Audience.PATIENT))
    assert "## Talk to your doctor" in render_markdown(told)
    assert "## Professional disclaimer" in render_markdown(ABSTENTION)


def test_an_article_stored_before_there_were_audiences_still_reads() -> None:
    printed = json.loads(render_json(ARTICLE))
    del printed["glossary"], printed["reading_grade"]
    for claim in printed["claims"]:
        del claim["original"]
    assert read_json(json.dumps(printed)) == read_json(render_json(ARTICLE))
