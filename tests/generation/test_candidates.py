"""Which sentences may stand in an article."""

import pytest

from ragqa.generation.candidates import Part, candidates, part_of
from ragqa.schema.claim import Strength
from ragqa.schema.source import Access, Design, Kind, KindBasis
from tests.factories import make_sentences, make_source

PLAIN = "Condition X is a common cause of pain among adults in towns."
REST = " (" + "More " * 150 + ")"
GOOD = "Drug A lowered the pain score of adults with condition X."


def _kept(text: str, **given: object) -> list[str]:
    return [c.text for c in candidates(make_sentences(text, **given))]


def test_a_whole_plain_sentence_is_kept() -> None:
    assert _kept(GOOD) == [GOOD]


@pytest.mark.parametrize(
    "sentence",
    [
        "This effect was larger in adults with condition X.",
        "They recommend drug A for adults with condition X.",
        "It lowered the pain score of adults with condition X.",
        "These were the adults with condition X who improved.",
        "The former was better than the latter in condition X.",
        "The net benefit of drug A for adults in this group is small.",
        "In deciding whether this service is right, clinicians should weigh the age of adults.",
        "The pain of adults was lower in group D than in group P.",
        "All three drugs are effective for the pain of condition X.",
        "For adults with condition X, it recommends that drug A be offered.",
        "At that time, the panel recommended drug A for adults with condition X.",
        "The pain of adults was lower in the A1 and A2 groups than at baseline.",
        "The pain of adults was lower on drug A at T5 than before.",
        "The pain of adults was lower in Group-B after one year of drug A.",
        "When present, symptoms of adults are often few and rather mild.",
        "Neither group of adults with condition X improved within a year.",
        "Neither treatment relieved the pain nor shortened the fever of adults.",
        "Similar difference was not observed among adults with condition X.",
    ],
)
def test_a_dangling_reference_is_left_out(sentence: str) -> None:
    assert _kept(sentence) == []


@pytest.mark.parametrize(
    "sentence",
    [
        "Drug A lowers the pain of condition X, and this drug is cheap for adults.",
        "Adults aged 40 to 59 years gain little, and in this age group harms are common.",
        "The pain of adults was lower in group D (drug A) than in group P (placebo).",
        "The American Society of X is cautious, and it recommends drug A for few adults.",
        "Group B streptococcus was found in adults with condition X.",
        "Adults who have 1 or more risk factors should take drug A.",
        "Neither drug A nor drug B lowered the pain of adults with condition X.",
    ],
)
def test_a_reference_that_the_sentence_itself_explains_is_kept(sentence: str) -> None:
    assert _kept(sentence) == [sentence]


@pytest.mark.parametrize(
    "sentence",
    [
        "To compare drug A with placebo in adults with condition X.",
        "The aim of the trial was to compare drug A with drug B.",
        "The study is intended to obtain evidence on drug A in condition X.",
        "The study evaluated drug A in adults with condition X.",
        "The trial was designed to show that drug A lowers pain.",
    ],
)
def test_an_aim_is_no_finding(sentence: str) -> None:
    assert _kept(sentence) == []


@pytest.mark.parametrize(
    "sentence",
    [
        "Adults with condition X and low ferritin.",
        "Drug A, drug B, drug C and drug D in adults with condition X",
        "Lowered the score (as in the adults of the first group.",
        "See the section on drug A for adults who have condition X.",
        "The trial was registered at clinicaltrials and was funded by a maker of drug A.",
        "Smith et al. reported that drug A lowered pain in adults.",
        "Is drug A better than placebo in adults with condition X?",
        "My patients with condition X were better on drug A.",
        "Baseline characteristics were similar in adults on drug A and on placebo.",
        "Rationale Adults Detection Adequate evidence that drug A helps adults with condition X.",
    ],
)
def test_fragments_pointers_and_boilerplate_are_left_out(sentence: str) -> None:
    assert _kept(sentence) == []


def test_a_sentence_with_an_unexplained_abbreviation_is_left_out() -> None:
    sentence = "The QZX score of adults with condition X was lower on drug A."
    assert _kept(sentence) == []
    assert _kept(sentence, abbreviations={"QZX": "quiet zone index"}) == [sentence]


def test_a_recommendation_carries_the_strength_it_states() -> None:
    source = make_source(kind=Kind.GUIDELINE)
    text = "The panel recommends drug A for adults with condition X (strong recommendation)."
    (candidate,) = candidates(make_sentences(text, source=source))
    assert candidate.strength is not None
    assert candidate.strength.grade is not None
    assert "strong" in candidate.strength.grade.lower()


def test_a_graded_record_lends_its_grade() -> None:
    source = make_source(kind=Kind.GUIDELINE, grade="B")
    (candidate,) = candidates(
        make_sentences("The panel recommends drug A for adults.", source=source)
    )
    assert candidate.strength == Strength(grade="B", certainty=None, origin=None)


@pytest.mark.parametrize(
    ("section", "part"),
    [
        (("Results", "Pain"), Part.RESULT),
        (("Methods", "Results of the search"), Part.RESULT),
        (("Conclusions",), Part.CONCLUSION),
        (("Background",), Part.BACKGROUND),
        (("Study design",), Part.METHOD),
        (("Recommendations on iron",), Part.RECOMMENDATION),
        ((), Part.BODY),
    ],
)
def test_headings_tell_the_part_innermost_first(section: tuple[str, ...], part: Part) -> None:
    assert part_of(section) is part


def test_conclusions_come_before_the_rest_of_equal_similarity() -> None:
    other = make_sentences(GOOD, section=("Notes",), document_id="a")
    text = "Drug A relieves pain in most adults who have condition X."
    conclusion = make_sentences(text, section=("Conclusion",), document_id="b")
    assert next(c.part for c in candidates([*other, *conclusion])) is Part.CONCLUSION


@pytest.mark.parametrize("section", [("Methods",), ("Background",)])
def test_a_trial_is_a_source_for_what_it_found_alone(section: tuple[str, ...]) -> None:
    assert _kept(GOOD, section=section) == []


def test_a_digest_and_a_narrative_review_may_be_quoted_for_their_background() -> None:
    for source in (
        make_source(access=Access.DIGEST),
        make_source(design=Design.NARRATIVE_REVIEW),
    ):
        assert _kept(GOOD, section=("Background",), source=source) == [GOOD]


@pytest.mark.parametrize(
    ("position", "kept"), [(0.1, False), (0.4, False), (0.6, True), (0.9, True)]
)
def test_an_abstract_without_headings_is_read_by_place(position: float, kept: bool) -> None:
    assert bool(_kept(PLAIN + REST, position=position)) is kept


def test_the_end_of_a_sentence_is_none() -> None:
    assert _kept("ng probability of condition X can be found in adults.") == []
    assert _kept("pH was low in the blood of adults with condition X.") != []


def test_a_snippet_and_a_page_that_is_no_study_are_not_read_by_place() -> None:
    page = make_source(kind_basis=KindBasis.ASSUMED)
    assert _kept(PLAIN, position=0.1) == [PLAIN]
    assert _kept(PLAIN + REST, position=0.1, source=page) == [PLAIN]


@pytest.mark.parametrize(
    "sentence",
    [
        "Forty adults with condition X were recruited at two clinics.",
        "The primary outcome was the pain score of adults after one year.",
        "The trial will show whether drug A lowers pain in adults.",
        "Recommendations exist for condition X, falls and fractures 23 and condition Y.",
        "Drug A • drug B lowered the pain score of adults with condition X.",
        "There were no differences in the baseline demographics between the three groups.",
        "Rationale Assessment Detection The panel found that tests detect condition X.",
        "At baseline the groups of adults were comparable in age and weight.",
        "The groups of adults were similar in pain and in function at baseline.",
        "The ANOVA test showed a significant difference in score between the groups.",
    ],
)
def test_methods_plans_and_debris_are_no_findings(sentence: str) -> None:
    assert _kept(sentence) == []


def test_a_change_from_baseline_is_a_finding() -> None:
    sentence = "Pain fell by 2 points from baseline with drug A and by 1 with placebo."
    assert _kept(sentence) == [sentence]


def test_a_procedure_that_reports_an_outcome_is_a_finding() -> None:
    text = "Pain was assessed at one year and was 40% lower in adults on drug A (p = 0.01)."
    assert _kept(text) == [text]


def test_we_of_a_guideline_is_the_guideline() -> None:
    source = make_source(kind=Kind.GUIDELINE)
    text = "We strongly recommend drug A for adults with condition X."
    assert _kept(text, source=source) == [
        "The guideline strongly recommends drug A for adults with condition X."
    ]
    assert _kept(text) == []


def test_an_outcome_at_the_head_of_a_short_abstract_is_a_finding() -> None:
    text = "Drug A shortened the pain of adults with condition X by 2.3 days (P < 0.01)."
    assert _kept(text, position=0.0) == [text]


def test_a_graded_record_lends_its_grade_to_no_mere_remark() -> None:
    source = make_source(kind=Kind.GUIDELINE, grade="C")
    (candidate,) = candidates(
        make_sentences("Adults who are not at risk are more likely to benefit.", source=source)
    )
    assert candidate.strength is None


@pytest.mark.parametrize(
    "sentence",
    [
        "Four fair trials reported on the effect of drug A in adults with condition X.",
        "More than 95% of trial participants were white, and 2% had condition X.",
        "Recruitment for the trial targeted adults who had condition X.",
        "The USPSTF assessed the effect of drug A in adults with condition X.",
        "The USPSTF recently updated its recommendation on drug A for condition X.",
        "Previously, the panel concluded that drug A helps adults with condition X.",
        "In 2012, the USPSTF recommended drug A for adults with condition X.",
        "Screening for X: More RCTs are needed on drug A in adults with condition X.",
        "As a next step, a larger study should be performed on drug A in condition X.",
        "Several respondents asked for guidance on drug A in adults with condition X.",
    ],
)
def test_what_a_guideline_says_of_its_studies_and_itself_is_left_out(sentence: str) -> None:
    source = make_source(kind=Kind.GUIDELINE)
    assert _kept(sentence, source=source, section=("Discussion",)) == []


@pytest.mark.parametrize(
    "sentence",
    [
        "The panel considers drug A reasonable for adults with condition X.",
        "The panel advises drawing blood in the morning, after a day without iron.",
        "Most programs that the panel knows ran for 1 to 2 years in adults.",
    ],
)
def test_what_a_guideline_says_in_any_verb_is_kept(sentence: str) -> None:
    source = make_source(kind=Kind.GUIDELINE)
    assert _kept(sentence, source=source, section=("Practice",)) == [sentence]


def test_interventions_head_findings_in_a_guideline() -> None:
    source = make_source(kind=Kind.GUIDELINE)
    (candidate,) = candidates(
        make_sentences(
            GOOD.replace("lowered", "reduces"),
            source=source,
            section=("Treatment or Interventions",),
        )
    )
    assert candidate.part is Part.BODY


def test_allotting_people_to_similar_groups_is_no_outcome() -> None:
    told = "Adults were randomly allocated to drug A or to similar tablets in condition X."
    assert _kept(told, section=("Results",)) == []
    assert _kept(f"{told[:-1]} (p = 0.01).", section=("Results",)) != []
