"""Which works filters admit."""

from dataclasses import replace

import pytest

from ragqa.retrieval.filters import EVERYTHING, Filters
from ragqa.schema.directness import UNSTATED, Group, Sex, Species
from ragqa.schema.source import Design
from tests.factories import make_source

TRIAL = make_source(
    year=2015,
    design=Design.RANDOMISED_TRIAL,
    population="pregnant women",
    title="Drug A for condition X",
)
TAGS = replace(
    UNSTATED,
    species=Species.HUMANS,
    groups=(Group.DIALYSIS,),
    sex=Sex.FEMALE,
    design=Design.RANDOMISED_TRIAL,
)
UNDATED = make_source(year=None, design=None, population=None)


def test_without_a_condition_every_work_is_admitted() -> None:
    assert EVERYTHING.admit(TRIAL, TAGS)
    assert EVERYTHING.admit(UNDATED, UNSTATED)
    assert not EVERYTHING.any
    assert Filters(year_from=0).any


@pytest.mark.parametrize(
    ("filters", "admitted"),
    [
        (Filters(year_from=2015, year_to=2015), True),
        (Filters(year_from=2016), False),
        (Filters(year_to=2014), False),
        (Filters(designs=frozenset({Design.COHORT})), False),
        (Filters(designs=frozenset({Design.COHORT, Design.RANDOMISED_TRIAL})), True),
        (Filters(population="infancy"), False),
        (Filters(population="women"), True),
        (Filters(population="humans on haemodialysis"), True),
        (Filters(population="men"), False),
        (Filters(population="animals"), False),
        (Filters(population="Pregnant"), True),
        (Filters(population="condition X"), True),
        (Filters(year_from=2000, population="children"), False),
    ],
)
def test_all_conditions_must_hold(filters: Filters, admitted: bool) -> None:
    assert filters.admit(TRIAL, TAGS) is admitted


@pytest.mark.parametrize(
    "filters",
    [Filters(year_from=1900), Filters(year_to=2100), Filters(designs=frozenset(Design))],
)
def test_a_work_that_does_not_state_what_is_asked_is_left_out(filters: Filters) -> None:
    assert not filters.admit(UNDATED, UNSTATED)
