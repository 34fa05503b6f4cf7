"""Whom candidates speak of, and whom a question asks about."""

import pytest

from ragqa.generation.candidates import candidates
from ragqa.generation.directness import Directness
from ragqa.linguistics.aspects import asked_aspect
from ragqa.schema.source import Kind
from tests.factories import make_sentences, make_source

GUIDELINE = make_source(title="Fictosis", kind=Kind.GUIDELINE)


def _direct(question: str, *texts: str) -> list[str]:
    pool = [
        c
        for number, text in enumerate(texts)
        for c in candidates(make_sentences(text, source=GUIDELINE, document_id=f"d{number}"))
    ]
    return [c.text for c in Directness(question, asked_aspect(question)).direct(pool)]


ADULTS = "The panel recommends exampline for all adults with fictosis."


@pytest.mark.parametrize(
    ("question", "other"),
    [
        ("Should adults with fictosis take exampline?",
         "The panel recommends exampline for children with fictosis."),
        ("Should people with fictosis take exampline?",
         "The panel recommends exampline for pregnant women with fictosis."),
        ("Should people with fictosis take exampline?",
         "The panel recommends exampline for older adults with fictosis."),
        ("Should people with severe fictosis take exampline?",
         "The panel recommends exampline for uncomplicated fictosis."),
        ("Should people with chronic fictosis take exampline?",
         "The panel recommends exampline for acute fictosis."),
        ("Should people with fictosis take exampline?",
         "The panel recommends screening all adults for fictosis."),
    ],
)  # fmt: skip
def test_the_direct_answer_is_about_those_who_are_asked_about(question: str, other: str) -> None:
    assert _direct(question, other, ADULTS) == [ADULTS]


def test_who_is_only_included_does_not_narrow_a_sentence() -> None:
    wide = "The panel recommends exampline for adults, including pregnant women."
    assert _direct("Should people with fictosis take exampline?", wide) == [wide]


def test_where_all_speak_of_others_these_are_left() -> None:
    other = "The panel recommends exampline for older adults with fictosis."
    assert _direct("Should people with fictosis take exampline?", other) == [other]


def test_labour_is_asked_about_where_pregnancy_is_spoken_of() -> None:
    text = "Exampline is effective for fictosis beyond 40 weeks of gestation."
    directness = Directness("Is exampline effective in labour?", None)
    (candidate,) = candidates(make_sentences(text, section=("Results",)))
    assert directness.shortfall(candidate) == 0.0


def test_screening_is_no_treatment() -> None:
    text = "The panel recommends screening all adults for fictosis."
    (candidate,) = candidates(make_sentences(text, source=GUIDELINE))
    for question, admitted in (
        ("How is fictosis treated?", False),
        ("Who should be screened for fictosis?", True),
    ):
        assert Directness(question, asked_aspect(question)).admits(candidate) is admitted


@pytest.mark.parametrize(
    ("text", "admitted"),
    [
        ("Exampline in fish oil was safe in adults with fictosis of the calf veins.", True),
        ("Exampline was safe in 12 foals with fictosis of the veins.", False),
    ],
)
def test_animals_are_no_patients_and_calf_veins_and_fish_oil_no_animals(
    text: str, admitted: bool
) -> None:
    (candidate,) = candidates(make_sentences(text, source=GUIDELINE))
    question = "Is exampline safe in fictosis?"
    assert Directness(question, asked_aspect(question)).admits(candidate) is admitted


def _admitted(question: str, text: str, kind: Kind = Kind.GUIDELINE) -> bool:
    source = make_source(title="Fictosis", kind=kind)
    (candidate,) = candidates(make_sentences(text, source=source, section=("Results",)))
    return Directness(question, asked_aspect(question)).admits(candidate)


def test_what_is_said_of_the_other_sex_is_not_printed() -> None:
    question = "Should women with fictosis take exampline?"
    assert not _admitted(question, "The panel recommends exampline for men with fictosis.")
    assert _admitted(question, "The panel recommends exampline for women with fictosis.")
    assert _admitted(question, "The panel recommends exampline for men and women with fictosis.")


def test_where_prevention_is_asked_for_research_must_be_on_it() -> None:
    question = "Is exampline recommended to prevent fictosis?"
    cure = "Exampline relieved the pain of all adults with fictosis."
    fewer = "Exampline lowered the risk of fictosis in all adults."
    assert not _admitted(question, cure, Kind.RESEARCH)
    assert _admitted(question, fewer, Kind.RESEARCH)
    assert _admitted("Is exampline recommended in fictosis?", cure, Kind.RESEARCH)
