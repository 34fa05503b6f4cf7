"""Design and size as a work states them."""

from dataclasses import replace

import pytest

from ragqa.retrieval.study import study_of
from ragqa.schema.directness import UNSTATED
from ragqa.schema.source import Design, Kind
from tests.factories import make_passage, make_source


@pytest.mark.parametrize(
    ("sentence", "size"),
    [
        ("In all, 193 outpatients were randomized into four groups.", "193 outpatients"),
        ("We randomly assigned 1,200 adult smokers to drug A or placebo.", "1,200 adult smokers"),
        (
            "The review included 10 studies with 428 participants.",
            "10 studies with 428 participants",
        ),
        ("A total of 47 children aged 5 to 18 years were included.", "47 children"),
    ],
)
def test_the_size_is_the_count_in_the_sentence_on_enrolment(sentence: str, size: str) -> None:
    passage = make_passage(f"Condition X is common. {sentence} Drug A helped 12 patients.")
    study = study_of(make_source(), [passage])
    assert study is not None
    assert study.size == size
    assert study.quotation is not None
    assert passage.quote(study.quotation.start, study.quotation.end) == size


@pytest.mark.parametrize(
    "sentence",
    [
        "Condition X affects 300 people per 1,000.",
        "A previous trial included 90 patients.",
        "Patients took 40 mg.",
        "An allocation ratio of 1:1 conducted in children was randomised.",
        "ASA 1 children were randomised.",
    ],
)
def test_counts_that_are_not_the_size_are_left_alone(sentence: str) -> None:
    assert study_of(make_source(), [make_passage(sentence)]) is None


def test_a_stated_design_stands_without_a_size() -> None:
    tags = replace(UNSTATED, design=Design.COHORT)
    study = study_of(make_source(), [make_passage("Drug A helped.", directness=tags)])
    assert study is not None
    assert (study.design, study.size, study.quotation) == ("cohort study", None, None)


def test_a_guideline_is_no_study() -> None:
    passage = make_passage("A total of 47 children were included.")
    assert study_of(make_source(kind=Kind.GUIDELINE), [passage]) is None
