import pytest

from ragqa.schema.claim import Label
from ragqa.verification.gate import Gate

EITHER = "Society Y advises drug A or drug B for adults with condition X."
FALL = "Drug A brought the score down by 30% in adults with condition X."
CASES = [
    ("Society Y advises drug A and drug B for adults with condition X.", EITHER),
    ("Drug A brought the score down to 30% in adults with condition X.", FALL),
    (
        "Drug A relieved pain, so drug A is safe in condition X.",
        "Drug A relieved pain in trial one. Drug A is safe in condition X.",
    ),
    (
        "Does drug A bring the score down by 30% in adults with condition X?",
        FALL,
    ),
    (
        "Drug A was more effective than drug B at preventing attacks of condition X.",
        "Drug B was more effective than drug A at preventing attacks of condition X.",
    ),
    (
        "Society Y recommends drug A for patients with condition X.",
        "Society Y recommends drug A for patients with condition X whose iron is 75 mg/L or lower.",
    ),
    (
        "Low iron causes condition X in adults.",
        "The authors propose that low iron causes condition X in adults.",
    ),
]


@pytest.mark.parametrize(("claim", "evidence"), CASES)
def test_small_damage_to_a_sentence_is_refused(claim: str, evidence: str) -> None:
    assert Gate().judge(claim, evidence).label is not Label.SUPPORTED


@pytest.mark.parametrize("evidence", [EITHER, FALL])
def test_the_sentence_itself_passes(evidence: str) -> None:
    assert Gate().judge(evidence, evidence).label is Label.SUPPORTED


RESPECTIVELY = "The rate was 6.8 and 4.3 for drug A and drug B, respectively."
SMALL_WORDS = [
    ("Regular use of drug A and drug B lowered the rate.",
     "Regular use of drug A and/or drug B lowered the rate."),
    ("Drug A eased pain, but also when it was taken at night.",
     "Drug A eased pain, but only when it was taken at night."),
    ("The patient takes drug A in addition to warfarin for condition X.",
     "The patient takes drug A instead of warfarin for condition X."),
    ("The rate was 6.8 and 4.3 for drug B and drug A, respectively.", RESPECTIVELY),
]  # fmt: skip


@pytest.mark.parametrize(("claim", "evidence"), SMALL_WORDS)
def test_small_words_are_not_exchanged(claim: str, evidence: str) -> None:
    assert Gate().judge(evidence, evidence).label is Label.SUPPORTED
    assert Gate().judge(claim, evidence).label is not Label.SUPPORTED


def test_names_and_figures_may_change_places_together() -> None:
    claim = "The rate was 4.3 and 6.8 for drug B and drug A, respectively."
    refused = Gate().judge(claim, RESPECTIVELY).checks
    assert "joints" not in [check.name for check in refused if not check.passed]
