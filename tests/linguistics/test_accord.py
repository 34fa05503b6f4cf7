"""Pairs of statements: what agrees, what conflicts, and what only looks as if it did."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ragqa.linguistics.accord import Accord, Statement, accord
from ragqa.linguistics.assertions import subject_terms
from ragqa.linguistics.terms import naming_terms

Pair = tuple[str, str]
Asked = tuple[str, str, str]

AGREEING: tuple[Pair, ...] = (
    ("Drug A is recommended to relieve pain in adults with condition X.",
     "Drug A relieved pain in adults with condition X."),
    ("The panel recommends drug A for condition X (strong recommendation).",
     "Drug A improved condition X compared with placebo."),
    ("The panel recommends against drug A for condition X.",
     "Drug A did not improve condition X compared with placebo."),
    ("Drug A should not be used to prevent falls.",
     "Drug A had no effect on falls."),
    ("We recommend drug A to prevent fractures in older women.",
     "Drug A reduced the risk of fractures in older women."),
    ("Clinicians should offer drug A to adults with condition X.",
     "Drug A is effective for condition X."),
    ("Drug A is effective for condition X.",
     "Drug A was better than placebo for condition X."),
    ("Drug A is ineffective for condition X.",
     "Drug A was no better than placebo for condition X."),
    ("The panel suggests drug A to prevent migraine.",
     "Migraine was less frequent with drug A than with placebo."),
    ("Drug A causes headache.",
     "Drug A increased headache compared with placebo."),
    ("The panel no longer recommends drug A for condition X.",
     "Drug A failed to improve condition X."),
)  # fmt: skip
CONFLICTING: tuple[Pair, ...] = (
    ("Drug A is recommended to relieve pain in adults with condition X.",
     "Drug A did not relieve pain in adults with condition X."),
    ("The panel recommends drug A for condition X (strong recommendation).",
     "Drug A was no better than placebo for condition X."),
    ("The panel recommends against drug A for condition X.",
     "Drug A improved condition X compared with placebo."),
    ("Drug A should not be used to prevent falls in older adults.",
     "Drug A reduced falls in older adults by 30%."),
    ("We recommend drug A to prevent fractures.",
     "Drug A had no significant effect on fractures."),
    ("Clinicians should offer drug A to adults with condition X.",
     "Drug A is ineffective for condition X."),
    ("Drug A is effective for condition X.",
     "Drug A was not superior to placebo for condition X."),
    ("Condition X is primarily caused by low brain iron.",
     "It is unclear whether low hemoglobin or another factor causes condition X."),
    ("Drug A is safe in pregnancy.",
     "Drug A is contraindicated in pregnancy."),
    ("Drug A is first-line treatment for condition X.",
     "Drug A is second-line treatment for condition X."),
    ("Drug A prevents migraine.",
     "There was no difference in migraine between drug A and placebo."),
    ("The guideline recommends vitamin D to prevent falls in older adults.",
     "Vitamin D supplementation did not reduce the risk of falls among older adults."),
    ("Screening with test T is recommended for condition X.",
     "Screening with test T did not improve condition X."),
    ("The college does not recommend drug A for condition X.",
     "Drug A is effective for condition X."),
    ("In older adults, drug A prevents falls.",
     "Drug A did not prevent falls in older adults."),
    ("A 2016 review found that drug A reduced falls.",
     "Drug A did not reduce falls."),
    ("Drug A (5 mg daily) is recommended to relieve pain.",
     "Drug A 5 mg daily did not relieve pain."),
)  # fmt: skip
OF_OTHERS: tuple[Pair, ...] = (
    ("Drug A is recommended to relieve pain in adults with condition X.",
     "Drug A did not relieve pain in children with condition X."),
    ("Drug A is recommended for condition X.",
     "Drug A did not improve condition X in pregnant women."),
    ("We recommend drug A to prevent falls in adults aged 65 years or older.",
     "Drug A did not prevent falls in adults aged 18 to 40 years."),
    ("Drug A reduces mortality in mild condition X.",
     "Drug A did not reduce mortality in severe condition X."),
    ("Drug A is recommended for condition X in men.",
     "Drug A was ineffective for condition X in women."),
    ("Drug A is recommended to prevent stroke in adults with diabetes.",
     "Drug A did not prevent stroke in adults with hypertension."),
    ("Drug A prevents falls in community-dwelling older adults.",
     "Drug A did not prevent falls in hospital inpatients."),
    ("Drug A reduces infection in newborns.",
     "Drug A did not reduce infection in adults."),
    ("Drug A relieves pain in adults.",
     "Drug A did not relieve pain in rats."),
    ("Drug A reduced pain in condition X when ferritin was below 75 ng/mL.",
     "Drug A did not reduce pain in condition X when ferritin was above 100 ng/mL."),
    ("Drug A reduces falls in women with osteoporosis.",
     "Drug A did not reduce falls in women with diabetes."),
)  # fmt: skip
UNRELATED: tuple[Pair, ...] = (
    ("Drug A is recommended in chronic condition X.",
     "Drug A did not help acute condition X."),
    ("Drug A is recommended for condition X.",
     "Drug A did not improve condition Y."),
    ("Drug A reduces falls.",
     "Drug A did not reduce fractures."),
    ("Drug A reduces mortality.",
     "Drug A did not reduce hospital admission."),
    ("Drug A may reduce pain.",
     "Drug A did not reduce pain."),
    ("Drug A and drug B reduced pain.",
     "Drug A did not reduce pain."),
    ("Oral drug A reduces pain.",
     "Intravenous drug A did not reduce pain."),
    ("Drug A is recommended to prevent stroke.",
     "Drug A did not increase bleeding."),
    ("Drug A reduced systolic blood pressure.",
     "Drug A did not reduce diastolic blood pressure."),
    ("Drug A increased bleeding.",
     "Drug A reduced stroke."),
    ("Drug A is recommended for condition X.",
     "Adherence to drug A was low."),
    ("Ferritin should be measured in condition X.",
     "Ferritin was not associated with condition X."),
    ("Drug A reduces cardiovascular mortality.",
     "Drug A did not reduce all-cause mortality."),
    ("Drug A raises HDL cholesterol.",
     "Drug A did not raise LDL cholesterol."),
    ("The evidence on drug A is insufficient.",
     "Drug A improved condition X."),
    ("Drug A is recommended for condition X.",
     "Prevalence of condition X was 5%."),
    ("Long-term drug A reduced pain.",
     "Short-term drug A did not reduce pain."),
    ("High-dose drug A reduced pain.",
     "Low-dose drug A did not reduce pain."),
    ("No society recommends drug A for condition X.",
     "Drug A improved condition X."),
    ("Drug A was given to reduce pain.",
     "Drug A did not reduce pain."),
    ("The trial tested whether drug A reduces pain.",
     "Drug A did not reduce pain."),
    ("The evidence is insufficient to recommend drug A for condition X.",
     "Drug A improved condition X."),
    ("Drug A showed a trend toward lower mortality.",
     "Drug A did not reduce mortality."),
    ("Some experts recommend drug A for condition X.",
     "Drug A did not improve condition X."),
    ("Drug A reduced falls, and drug B reduced fractures.",
     "Drug A did not reduce fractures."),
    ("",
     "Drug A did not reduce fractures."),
)  # fmt: skip
ASKED: tuple[tuple[Accord | None, Asked], ...] = (
    (Accord.AGREE, ("Drug A reduces mortality in condition X.",
     "Drug A decreased mortality in patients with condition X.",
     "Does drug A reduce mortality in condition X?")),
    (Accord.CONFLICT, ("Drug A reduces mortality in condition X.",
     "Drug A increased mortality in patients with condition X.",
     "Does drug A reduce mortality in condition X?")),
    (Accord.CONFLICT, ("Condition X in iron deficiency is primarily caused by low brain iron.",
     "It is unclear whether anaemia or another factor causes condition X in iron deficiency.",
     "Is it anaemia or another factor that causes condition X in iron deficiency?")),
    (Accord.CONFLICT, ("Exampline is recommended to relieve fictosis in adults.",
     "Exampline did not relieve fictosis in adults.",
     "Does exampline relieve fictosis?")),
    (Accord.CONFLICT, ("Exampline relieves fictosis.",
     "Exampline worsened fictosis.",
     "Does exampline relieve fictosis?")),
    (Accord.CONFLICT, ("Drug A improves survival in condition X.",
     "Survival was worse with drug A than with placebo in condition X.",
     "Does drug A improve survival in condition X?")),
    (None, ("Drug A is recommended to relieve pain in condition X.",
     "Drug A did not improve sleep in condition X.",
     "Does drug A help in condition X?")),
    (None, ("Drug A is recommended for condition X.",
     "Drug B did not improve condition X.",
     "Does drug A help in condition X?")),
)  # fmt: skip
OTHERWISE: tuple[tuple[Accord, Pair], ...] = (
    (Accord.OTHER_DOSE, ("Drug A 10 mg reduced pain.",
     "Drug A 2 mg did not reduce pain.")),
    (Accord.OTHER_TIME, ("Drug A reduced pain at 4 weeks.",
     "Drug A did not reduce pain at 12 months.")),
    (Accord.OTHER_COMPARISON, ("Drug A reduced pain compared with placebo.",
     "Drug A did not reduce pain compared with drug B.")),
)  # fmt: skip


def way(one: str, other: str, question: str = "", titles: Pair = ("", "")) -> Accord | None:
    """Return how two sentences stand to each other, whichever comes first."""
    asked = subject_terms(question) | naming_terms(question)
    first, second = Statement(one, titles[0], {}), Statement(other, titles[1], {})
    found = accord(first, second, asked)
    assert accord(second, first, asked) == found
    return found


@pytest.mark.parametrize(("one", "other"), AGREEING)
def test_what_is_advised_and_found_alike_agrees(one: str, other: str) -> None:
    assert way(one, other) is Accord.AGREE


@pytest.mark.parametrize(("one", "other"), CONFLICTING)
def test_what_points_opposite_ways_on_one_thing_conflicts(one: str, other: str) -> None:
    assert way(one, other) is Accord.CONFLICT


@pytest.mark.parametrize(("one", "other"), OF_OTHERS)
def test_other_people_are_no_conflict(one: str, other: str) -> None:
    assert way(one, other) is Accord.OTHER_PEOPLE


@pytest.mark.parametrize(("expected", "pair"), OTHERWISE)
def test_another_dose_time_or_comparison_is_no_conflict(expected: Accord, pair: Pair) -> None:
    assert way(*pair) is expected


@pytest.mark.parametrize(("one", "other"), UNRELATED)
def test_what_speaks_of_other_things_is_not_compared(one: str, other: str) -> None:
    assert way(one, other) is None


@pytest.mark.parametrize(("expected", "asked"), ASKED)
def test_what_the_question_names_may_be_left_unsaid(expected: Accord | None, asked: Asked) -> None:
    assert way(*asked) is expected


def test_a_title_says_of_whom_a_sentence_speaks() -> None:
    pair = ("Drug A is recommended to prevent falls.", "Drug A did not prevent falls.")
    assert way(*pair, titles=("", "Drug A in children")) is Accord.OTHER_PEOPLE
    assert way(*pair, titles=("Children", "Drug A in children")) is Accord.CONFLICT


def test_an_abbreviation_means_what_it_stands_for() -> None:
    known = {"RLS": "restless legs syndrome"}
    one = Statement("Iron is recommended for restless legs syndrome.", "", {})
    other = Statement("Iron did not improve RLS.", "", known)
    assert accord(one, other, frozenset()) is Accord.CONFLICT


def test_more_than_sixty_pairs_are_tested() -> None:
    assert sum(map(len, (AGREEING, CONFLICTING, OF_OTHERS, UNRELATED, ASKED, OTHERWISE))) > 60


@given(st.lists(st.sampled_from(
    ["drug A", "did not", "reduce", "pain", "in", "children", "recommended", "to", "than", ","]
), max_size=14))  # fmt: skip
def test_a_sentence_never_conflicts_with_itself(words: list[str]) -> None:
    sentence = " ".join(words)
    assert way(sentence, sentence) in (None, Accord.AGREE)
