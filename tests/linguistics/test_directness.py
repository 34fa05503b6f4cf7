"""On what, in whom and how a study was done."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ragqa.linguistics.directness import below, directness_of
from ragqa.schema.directness import UNSTATED, Directness, Group, Sex, Species
from ragqa.schema.source import Design, Kind
from tests.factories import make_source


def tags(title: str, text: str = "", **record: object) -> Directness:
    return directness_of(make_source(title=title, **record), text)


@pytest.mark.parametrize(
    ("title", "text", "species"),
    [
        ("Drug A in diabetic rats", "", Species.ANIMALS),
        ("Drug A and healing", "Forty male Wistar rats were divided into two groups.",
         Species.ANIMALS),
        ("Drug A in canine arthritis", "Twelve dogs were randomly given drug A.", Species.ANIMALS),
        ("Drug A in cat allergy", "We randomised 40 adults.", Species.HUMANS),
        ("Horse riding for children with X", "26 children were included.", Species.HUMANS),
        ("Rat models and patients with X", "We studied 40 patients.", Species.HUMANS),
        ("Drug A and growth: an in vitro study", "Cells were treated.", Species.CELLS),
        ("Pregnancy after in vitro fertilisation", "120 women were included.", Species.HUMANS),
        ("Drug A", "Drug A is a drug.", None),
    ],
)  # fmt: skip
def test_the_species_is_that_of_those_who_took_part(
    title: str, text: str, species: Species | None
) -> None:
    assert tags(title, text).species is species


@pytest.mark.parametrize(
    ("title", "text", "groups"),
    [
        ("Drug A in children with X", "", {Group.CHILDREN}),
        ("Drug A in adults and children", "", set()),
        ("Drug A in X", "We randomised 40 patients aged 7 to 16 years.", {Group.CHILDREN}),
        ("Drug A in X", "A total of 40 patients (mean age: 12.2 years) were enrolled.",
         {Group.CHILDREN}),
        ("Drug A in X", "A total of 40 patients (mean age 45 years) were enrolled.", set()),
        ("Stress in parents of children with X", "We enrolled 64 mothers of children.", set()),
        ("Drug A for preterm infants", "75 infants of low gestational age were randomised.",
         {Group.NEWBORNS}),
        ("Drug A in pregnancy and neonatal outcomes", "100 pregnant women were randomised.",
         {Group.PREGNANT}),
        ("Drug A in X", "We randomised 40 men and non-pregnant women.", set()),
        ("Drug A and pregnancy rates", "40 couples were included.", set()),
        ("Drug A on haemodialysis", "", {Group.DIALYSIS}),
        ("Drug A and the need for dialysis", "40 patients were included.", set()),
        ("Drug A in elderly patients", "", {Group.OLDER}),
        ("Drug A in X", "We enrolled 2,784 patients, who were followed for 2 to 3 years.", set()),
        ("Drug A in Adults, Including Pregnant Persons", "", set()),
        ("Walking in young and older adults", "", set()),
    ],
)  # fmt: skip
def test_groups_are_named_where_the_study_is_confined_to_them(
    title: str, text: str, groups: set[Group]
) -> None:
    assert set(tags(title, text).groups) == groups


@pytest.mark.parametrize(
    ("text", "sex"),
    [
        ("We randomised 40 postmenopausal women.", Sex.FEMALE),
        ("We randomised 40 healthy men.", Sex.MALE),
        ("Sixteen patients (9 men and 7 women) were enrolled.", None),
        ("We randomised 76 nurses (97% female).", None),
        ("We randomised 40 patients.", None),
    ],
)
def test_a_sex_is_named_where_the_other_took_no_part(text: str, sex: Sex | None) -> None:
    assert tags("Drug A in condition X", text).sex is sex


def test_what_the_record_states_goes_first() -> None:
    stated = tags("Drug A", "Patients were randomly assigned.", design=Design.COHORT)
    assert stated.design is Design.COHORT
    assert tags("Drug A", population="children").groups == (Group.CHILDREN,)
    assert tags("Drug A", "Cells.", design=Design.ANIMAL).species is Species.ANIMALS


def test_a_guideline_has_neither_design_nor_size() -> None:
    text = "The panel searched Medline. In one trial 120 women were randomised."
    guideline = tags("Guideline on X", text, kind=Kind.GUIDELINE)
    assert (guideline.design, guideline.size) == (None, None)


def test_headings_narrow_what_stands_below_them() -> None:
    work = tags("Guideline on X", kind=Kind.GUIDELINE)
    assert below(work, ("Treatment", "Children")).groups == (Group.CHILDREN,)
    assert below(work, ("Treatment",)) == work
    pregnant = below(work, ("Women in labour",))
    assert (pregnant.groups, pregnant.sex) == ((Group.PREGNANT,), Sex.FEMALE)


def test_animals_and_cells_confine_as_groups_do() -> None:
    assert tags("Drug A in rats").confined_to == {Group.ANIMALS}
    assert tags("Drug A in children").confined_to == {Group.CHILDREN}
    assert UNSTATED.confined_to == frozenset()


@given(st.text(max_size=300), st.text(max_size=600))
def test_any_text_has_tags(title: str, text: str) -> None:
    found = tags(title, text)
    assert found.size is None or found.size > 1
    assert found.species is not None or not found.confined_to
