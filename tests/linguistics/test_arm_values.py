import pytest

from ragqa.linguistics.arm_values import told_of_another_arm

DOSES = "Relapse was lower by 20% with drug A 5 mg and by 30% with drug A 10 mg."
GROUPS = "Pain changed by -7 points with drug A and by -1 points with placebo."


@pytest.mark.parametrize(
    ("claim", "sentence"),
    [
        ("Drug A 10 mg lowered relapse by 20%.", DOSES),
        ("Pain changed by -7 points with placebo.", GROUPS),
        ("Placebo changed pain by -7 points and drug A by -1 points.", GROUPS),
    ],
)
def test_a_value_told_of_another_group_is_found(claim: str, sentence: str) -> None:
    assert told_of_another_arm(claim, sentence) is not None


@pytest.mark.parametrize(
    ("claim", "sentence"),
    [
        ("Drug A 10 mg lowered relapse by 30%.", DOSES),
        ("Drug A changed pain by -7 points and placebo by -1 points.", GROUPS),
        ("Pain changed by -1 points with placebo and by -7 points with drug A.", GROUPS),
        ("Compared with placebo, pain changed by -7 points.", GROUPS),
    ],
)
def test_a_value_told_of_its_own_group_passes(claim: str, sentence: str) -> None:
    assert told_of_another_arm(claim, sentence) is None
