"""Edits that let a sentence stand alone."""

import pytest

from ragqa.generation.wording import AbbreviationExpander, standing_alone, unexplained


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("However, drug A lowered pain.", "Drug A lowered pain."),
        ("In conclusion, drug A lowered pain.", "Drug A lowered pain."),
        ("We found that drug A lowered pain.", "Drug A lowered pain."),
        ("Conclusions: Drug A lowered pain.", "Drug A lowered pain."),
        ("Drug A lowered pain [3, 4].", "Drug A lowered pain."),
        ("Drug A lowered pain (Table 2).", "Drug A lowered pain."),
        ("Drug A  lowered\npain.", "Drug A lowered pain."),
        (
            "These findings suggest that drug A may help.",
            "The findings suggest that drug A may help.",
        ),
        ("Our results do not support drug A.", "The results do not support drug A."),
        ("Drug A lowered pain.", "Drug A lowered pain."),
        ("The findings show that drug A lowers pain.", "Drug A lowers pain."),
        ("Drug A helped adults in this trial.", "Drug A helped adults in the trial."),
        ("Drug A thus appears to help.", "Drug A appears to help."),
        ("The panel also recommends drug A.", "The panel recommends drug A."),
        ("Drug A not only helps but also heals.", "Drug A not only helps but also heals."),
        ("Pain fell ( P <0.01 ) on Drug- Drug B.", "Pain fell (P <0.01) on Drug-Drug B."),
        ("A team- nurse, doctor- saw adults.", "A team- nurse, doctor- saw adults."),
        ("Drug A lowered pain (see emergency section).", "Drug A lowered pain."),
        ("Conclusions and Clinical Importance Drug A lowered pain.", "Drug A lowered pain."),
        ("In contrast drug A lowered pain.", "Drug A lowered pain."),
        ("According to the study, drug A lowered pain.", "Drug A lowered pain."),
        ("Pain fell pre- and postoperatively.", "Pain fell pre- and postoperatively."),
        (
            "Adequate evidence that drug A does no harm.",
            "There is adequate evidence that drug A does no harm.",
        ),
    ],
)
def test_what_belongs_to_the_neighbours_is_left_out(before: str, after: str) -> None:
    assert standing_alone(before) == after


@pytest.mark.parametrize(
    "sentence",
    [
        "We conclude that drug A may lower pain.",
        "Our data suggest that drug A lowers pain.",
        "Drug A was associated with less pain (95% CI 0.4 to 0.9).",
    ],
)
def test_a_hedge_is_never_left_out(sentence: str) -> None:
    kept = standing_alone(sentence)
    for hedge in ("may", "suggest", "associated", "95% CI 0.4 to 0.9"):
        assert (hedge in sentence) == (hedge in kept)


def test_an_abbreviation_is_spelled_out_where_it_is_first_used() -> None:
    expander = AbbreviationExpander()
    document = {"RLS": "Restless legs syndrome"}
    assert expander.expand("Iron relieves RLS.", document) == (
        "Iron relieves restless legs syndrome (RLS)."
    )
    assert expander.expand("RLS is common.", document) == "RLS is common."


def test_an_abbreviation_that_opens_a_sentence_gets_a_capital() -> None:
    assert AbbreviationExpander().expand("RLS is common.", {"RLS": "restless legs syndrome"}) == (
        "Restless legs syndrome (RLS) is common."
    )


def test_a_second_document_may_mean_something_else_by_the_same_letters() -> None:
    expander = AbbreviationExpander()
    expander.expand("PE was seen.", {"PE": "pulmonary embolism"})
    assert expander.expand("PE was seen.", {"PE": "pre-eclampsia"}) == (
        "Pre-eclampsia (PE) was seen."
    )


def test_inside_brackets_the_expansion_takes_the_place_of_the_abbreviation() -> None:
    assert AbbreviationExpander().expand("Pain fell (95% CI 1 to 2).", {}) == (
        "Pain fell (95% confidence interval 1 to 2)."
    )


def test_a_plural_abbreviation_is_spelled_out_in_the_plural() -> None:
    assert AbbreviationExpander().expand("Ten RCTs were pooled.", {}) == (
        "Ten randomised controlled trials (RCTs) were pooled."
    )


@pytest.mark.parametrize(
    ("sentence", "document", "expected"),
    [
        (
            "QZTs are cheap.",
            {"QZT": "quiet zone therapy"},
            "Quiet zone therapies (QZTs) are cheap.",
        ),
        ("An SMD of 2 was seen.", {}, "A standardised mean difference (SMD) of 2 was seen."),
        (
            "QZI fell.",
            {"QZI": "QZE for insomnia", "QZE": "quiet zone exam"},
            "Quiet zone exam for insomnia (QZI) fell.",
        ),
        (
            "Give 2 mg/kg (BW), then 1 mg/kg (BW).",
            {},
            "Give 2 mg/kg (body weight), then 1 mg/kg (body weight).",
        ),
        (
            "The standardized mean difference [SMD] was small, as was the SMD of pain.",
            {},
            "The standardized mean difference [SMD] was small, as was the SMD of pain.",
        ),
        ("Pain fell (95%CI 1 to 2).", {}, "Pain fell (95% confidence interval 1 to 2)."),
        (
            "QZE-based care and QZE-2 helped.",
            {"QZE": "quiet zone exam"},
            "Quiet zone exam (QZE)-based care and QZE-2 helped.",
        ),
        ("It cost US $12 by the US Task Force.", {}, "It cost US $12 by the US Task Force."),
        ("Half lived in the US.", {}, "Half lived in the United States."),
    ],
)
def test_what_is_spelled_out_reads_as_english(
    sentence: str, document: dict[str, str], expected: str
) -> None:
    assert AbbreviationExpander().expand(sentence, document) == expected


def test_an_abbreviation_that_nobody_explains_is_reported() -> None:
    assert unexplained("QZX fell after iron.", {}) == ["QZX"]
    assert unexplained("QZX fell after iron.", {"QZX": "quiet zone index"}) == []
    assert unexplained("Quiet zone index (QZI) fell.", {}) == []


@pytest.mark.parametrize(
    "sentence",
    [
        "Pain fell by 4 points in the QZX trial.",
        "Pain fell by 4 points in the QZX II trial.",
        "Pain fell by 4 points in QUIZZIX with iron.",
    ],
)
def test_the_name_of_a_trial_needs_no_explanation(sentence: str) -> None:
    assert unexplained(sentence, {}) == []


def test_a_definition_that_the_article_has_given_is_not_given_again() -> None:
    expander = AbbreviationExpander()
    assert expander.expand("Quiet zone exam (QZE) fell.", {}) == "Quiet zone exam (QZE) fell."
    assert expander.expand("The quiet zone exam (QZE) rose.", {}) == "The QZE rose."
    assert expander.expand("QZE (quiet zone exam) rose.", {}) == "QZE rose."


def test_names_of_people_keep_their_capital() -> None:
    known = {"AD": "Alzheimer’s disease"}
    assert AbbreviationExpander().expand("Adults with AD slept.", known) == (
        "Adults with Alzheimer’s disease (AD) slept."
    )
