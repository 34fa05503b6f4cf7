"""Openings of chapters as statements about their subjects."""

import pytest

from ragqa.linguistics.aspects import Aspect
from ragqa.retrieval.definitions import DefinitionReader
from tests.retrieval.test_items import Shelf, shelf

OPENING = "An itching disease of the skin. It is caused by mites of two kinds."


def chapter(opening: str, heading: str = "Introduction") -> Shelf:
    return shelf(f"FICTOSIS\n{heading}\n{opening}\n\nTREATMENT\nWash the hands every day.\n")


def said(held: Shelf, asked: Aspect | None = None) -> list[str]:
    reader = DefinitionReader(held)
    return [one.text for passage in held.passages for _, one in reader.statements(passage, asked)]


def test_an_opening_without_its_subject_is_said_of_the_title() -> None:
    assert said(chapter(OPENING)) == [
        "Fictosis: An itching disease of the skin.",
        "Fictosis: It is caused by mites of two kinds.",
    ]


def test_statements_are_cut_where_their_spans_say() -> None:
    held = chapter(OPENING)
    reader = DefinitionReader(held)
    for passage in held.passages:
        for span, listed in reader.statements(passage, None):
            assert listed.text.partition(": ")[2] == passage.quote(*span)
            assert listed.lead_in is None


@pytest.mark.parametrize(
    "opening",
    [
        "Fictosis is a disease of the skin.",
        "It is fictosis that itches most.",
        "Many people are ill in summer. It is caused by mites of two kinds.",
        "An itch.",
    ],
)
def test_what_names_its_subject_or_speaks_of_another_is_left_to_the_sentences(
    opening: str,
) -> None:
    assert not any("mites" in text or opening in text for text in said(chapter(opening)))


def test_only_openings_lean_on_their_title() -> None:
    assert said(chapter(OPENING, heading="Drug treatment")) == []


@pytest.mark.parametrize(
    ("asked", "told"),
    [(None, True), (Aspect.CAUSE, True), (Aspect.TREATMENT, False), (Aspect.DOSE, False)],
)
def test_they_are_said_to_those_whom_they_may_answer(asked: Aspect | None, told: bool) -> None:
    assert bool(said(chapter(OPENING), asked)) is told
