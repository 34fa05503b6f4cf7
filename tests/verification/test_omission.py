"""Claims that leave out what limits a finding."""

import pytest

from ragqa.schema.claim import Label
from ragqa.verification.gate import Gate

EVIDENCE = (
    "Drug alpha reduced severe pain in women with condition X. Pain improved only after surgery. "
    "Drug beta should be stopped if fever persists. Drug gamma was associated with less nausea. "
    "Nearly all deficient patients recovered, and the drug was well tolerated."
)


@pytest.mark.parametrize(
    ("claim", "reason"),
    [
        ("Drug alpha reduced severe pain.", "The claim leaves out in whom: “women”."),
        ("Pain improved after surgery.", "The claim leaves out “only”."),
        ("Drug beta should be stopped.", "The claim leaves out what follows “if”."),
        (
            "Drug gamma had less nausea.",
            "The claim states as an effect what the quoted passage calls associated.",
        ),
        ("Nearly all patients recovered.", "The claim leaves out “deficient”."),
    ],
)
def test_what_limits_a_finding_may_not_be_left_out(claim: str, reason: str) -> None:
    verdict = Gate().judge(claim, EVIDENCE)
    assert verdict.label is not Label.SUPPORTED
    assert reason in [check.detail for check in verdict.checks]


@pytest.mark.parametrize(
    "claim",
    [
        "In women with condition X, drug alpha reduced severe pain.",
        "If fever persists, drug beta should be stopped.",
        "Nearly all deficient patients recovered.",
        "Drug gamma was linked to less nausea.",
    ],
)
def test_what_stands_elsewhere_or_in_other_words_is_not_left_out(claim: str) -> None:
    assert Gate().judge(claim, EVIDENCE).label is Label.SUPPORTED


def test_a_whole_statement_may_be_left_out() -> None:
    evidence = "Drug alpha reduced pain, but it did not reduce fever in women with condition X."
    assert Gate().judge("Drug alpha reduced pain.", evidence).label is Label.SUPPORTED


def test_who_says_so_is_no_part_of_whom_it_holds_for() -> None:
    evidence = "Drug alpha reduced pain in healthy adults, according to the Author 2010 trial."
    assert Gate().judge("Drug alpha reduced pain in healthy adults.", evidence).label == "SUPPORTED"


@pytest.mark.parametrize(
    ("claim", "evidence", "reason"),
    [
        (
            "Drug alpha could reduce the burden on clinics of patients with condition X.",
            "If effective, drug alpha could reduce the burden on clinics of patients with "
            "condition X.",
            "The claim leaves out the condition “effective”.",
        ),
        (
            "The patient showed no neurologic symptoms.",
            "The patient showed no neurologic symptoms other than the sciatica.",
            "The claim leaves out what follows “other”.",
        ),
        (
            "Drug beta is the most effective treatment of condition X.",
            "Drug beta is one of the most effective treatments of condition X.",
            None,
        ),
        (
            "Condition X is the leading cause of falls.",
            "Condition X is a leading cause of falls.",
            "The claim leaves out that “the leading” is one of several.",
        ),
        (
            "The wasting syndrome, cachexia, is associated with caloric deficiency.",
            "In patients with condition X, the wasting syndrome, cachexia, is associated with "
            "caloric deficiency.",
            "The claim leaves out in whom: “patients”.",
        ),
        (
            "Joint fusion can relieve pain and improve quality of life.",
            "Joint fusion can relieve pain and improve quality of life in patients who have failed "
            "other care.",
            "The claim leaves out in whom: “patients”.",
        ),
        (
            "Drug beta prevented falls.",
            "Drug beta prevented falls in older adults.",
            "The claim leaves out in whom: “older”.",
        ),
    ],
)
def test_conditions_exceptions_and_company_may_not_be_left_out(
    claim: str, evidence: str, reason: str | None
) -> None:
    assert Gate().judge(evidence, evidence).label is Label.SUPPORTED
    verdict = Gate().judge(claim, evidence)
    assert verdict.label is not Label.SUPPORTED
    assert reason in {None, *(check.detail for check in verdict.checks)}


def test_a_condition_may_stand_behind() -> None:
    verdict = Gate().judge(
        "Drug alpha should be stopped if fever persists.",
        "If fever persists, drug alpha should be stopped.",
    )
    assert verdict.label is Label.SUPPORTED
