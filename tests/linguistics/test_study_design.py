"""The design that a work states."""

import pytest

from ragqa.linguistics.study_design import design_in
from ragqa.schema.source import Design


@pytest.mark.parametrize(
    ("title", "text", "design"),
    [
        ("Drug A: a meta-analysis of randomised trials", "", Design.META_ANALYSIS),
        ("Drug A: a systematic review", "", Design.SYSTEMATIC_REVIEW),
        ("Drug A", "Patients were randomly assigned to drug A.", Design.RANDOMISED_TRIAL),
        ("Drug A", "A double-blind, placebo-controlled study.", Design.RANDOMISED_TRIAL),
        ("Drug A: a cohort study within a randomised trial", "", Design.RANDOMISED_TRIAL),
        ("Drug A", "We searched Medline for trials.", Design.SYSTEMATIC_REVIEW),
        ("Drug A", "We retrospectively reviewed 40 records.", Design.COHORT),
        ("Drug A", "A prospective feasibility study.", None),
        ("Drug A and X: a case-control study", "", Design.CASE_CONTROL),
        ("Drug A", "This was a cross-sectional survey.", Design.CROSS_SECTIONAL),
        ("Drug A", "In this review we tell of drug A.", Design.NARRATIVE_REVIEW),
        ("Drug A after a stroke: a case report", "", Design.CASE_SERIES),
        ("Drug A", "Drug A was given.", None),
    ],
)
def test_the_title_states_it_first_and_then_the_methods(
    title: str, text: str, design: Design | None
) -> None:
    assert design_in(title, text) is design
