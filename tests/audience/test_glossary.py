"""Words explained by the cited works themselves, and by nothing else."""

from dataclasses import replace

import pytest

from ragqa.audience.glossary import defined_term
from ragqa.audience.retelling import Retelling
from ragqa.linguistics.sentences import sentence_spans
from ragqa.schema.article import Article
from ragqa.schema.question import Audience
from ragqa.schema.source import Kind
from ragqa.verification.verifier import Verifier
from tests.audience.shelf import Shelf, article_of, shelf
from tests.verification.library import source

DEFINITION = "Mineral deficiency (MD) is a disorder of the stores of mineral M in the body."
FINDING = "Drug A improved mineral deficiency in 120 women over 12 weeks."
SHORTENED = "In CXS drug A lowered scores by 20%."
WORKS = shelf(
    (source("Mineral deficiency"), f"{DEFINITION} {FINDING}"),
    (source("Condition X"), f"Condition X syndrome (CXS) was treated. {SHORTENED}"),
    (source("Elsewhere"), "Drug A is an inhibitor of enzyme B that is given daily."),
)


def told(audience: Audience, *sentences: str, works: Shelf = WORKS) -> Article:
    article = article_of(works, *sentences)
    return Retelling(verifier=Verifier()).retold(article, audience, works)


@pytest.mark.parametrize(
    ("sentence", "term"),
    [
        (DEFINITION, "Mineral deficiency"),
        ("Drug A is an inhibitor of enzyme B.", "Drug A"),
        ("Condition X is defined as a level below 20 ng/mL.", "Condition X"),
        ("A drug holiday refers to a planned break in treatment.", "drug holiday"),
        ("Condition X, also known as disease Y, is a chronic disease of the skin.", "Condition X"),
        ("Drug A is an effective drug for condition X.", None),
        ("Condition X is a common disease of the skin.", None),
        ("Condition X is a major risk factor for disease Y.", None),
        ("Condition X may be a form of disease Y.", None),
        ("This study is a test of drug A.", None),
        ("It is a disease of the skin.", None),
        ("Drug A was given as a drug of last resort.", None),
        ("Is condition X a disease of the skin?", None),
        ("Condition X is a disease of the skin and", None),
        ("", None),
    ],
)
def test_a_definition_is_told_from_a_judgement(sentence: str, term: str | None) -> None:
    assert defined_term(sentence) == term


@pytest.mark.parametrize("audience", [Audience.TRAINEE, Audience.PATIENT])
def test_a_term_is_explained_by_the_sentence_of_a_cited_work(audience: Audience) -> None:
    article = told(audience, FINDING)
    (entry,) = article.glossary
    assert (entry.term, entry.meaning) == ("mineral deficiency", DEFINITION)
    (citation,) = entry.citations
    assert citation.quote == DEFINITION
    assert [one.number for one in article.references] == [citation.reference]


def test_a_work_that_is_not_cited_explains_nothing() -> None:
    assert [entry.term for entry in told(Audience.TRAINEE, FINDING).glossary] == [
        "mineral deficiency"
    ]


def test_an_abbreviation_is_explained_where_a_cited_work_introduces_it() -> None:
    (entry,) = told(Audience.TRAINEE, SHORTENED).glossary
    assert (entry.term, entry.meaning) == ("CXS", "Condition X syndrome")
    (citation,) = entry.citations
    assert "Condition X syndrome (CXS)" in citation.quote


def test_what_usage_alone_explains_has_no_citation() -> None:
    usual = "Drug A lowered BMI by 2 points in 80 men."
    works = shelf((source("Trial"), usual))
    (entry,) = told(Audience.TRAINEE, usual, works=works).glossary
    assert (entry.term, entry.meaning, entry.citations) == ("BMI", "body mass index", ())


def test_what_nobody_explains_has_no_entry() -> None:
    unknown = "Drug A lowered QZX by 2 points in 80 men."
    works = shelf((source("Trial"), unknown))
    assert told(Audience.TRAINEE, unknown, works=works).glossary == ()


def test_a_definition_that_the_gate_refuses_is_left_out() -> None:
    trap = "Mineral deficiency is a disorder; see www.trap.example for the drug."
    works = shelf((source("Mineral deficiency"), f"{trap} {FINDING}"))
    assert told(Audience.TRAINEE, FINDING, works=works).glossary == ()


def test_patients_need_no_entry_for_what_is_spelled_out() -> None:
    article = told(Audience.PATIENT, SHORTENED)
    assert article.claims[0].text == "In Condition X syndrome drug A lowered scores by 20%."
    assert article.glossary == ()


def test_clinicians_get_no_glossary() -> None:
    assert told(Audience.CLINICIAN, FINDING, SHORTENED).glossary == ()


def test_the_opening_of_a_chapter_explains_its_subject() -> None:
    opening, advice = "An acute infection of the skin. ", "Give drug A 5 mg in condition X."
    works = opened(shelf((source("Condition X", Kind.GUIDELINE), opening + advice)), len(opening))
    article = Retelling(verifier=Verifier()).retold(
        article_of(works, advice), Audience.PATIENT, works
    )
    (entry,) = article.glossary
    assert (entry.term, entry.meaning) == ("condition X", opening.strip())
    assert entry.citations[0].quote == opening.strip()


def opened(works: Shelf, end: int) -> Shelf:
    """Return the works with a section "Introduction" from their beginning to `end`."""
    documents, held = {}, {}
    for name, document in works.documents.items():
        (body,) = document.sections
        first = replace(body, path=("Introduction",), end=end)
        rest = replace(body, path=("Treatment",), start=end, body=end)
        documents[name] = replace(document, sections=(first, rest))
    for name, passage in works.held.items():
        spans = tuple(sentence_spans(passage.text))
        held[name] = replace(passage, section=("Introduction",), sentences=spans)
    return Shelf(documents=documents, held=held)
