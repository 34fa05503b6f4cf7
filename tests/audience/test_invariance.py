"""What another wording may not change, one kind of change after the other."""

import pytest

from ragqa.audience.invariance import departure

KNOWN = {"CX": "condition X"}


@pytest.mark.parametrize(
    ("original", "reworded"),
    [
        ("Drug A helps in CX.", "Drug A helps in condition X."),
        ("Drug A lowers hypertension by 5%.", "Drug A lowers high blood pressure by 5%."),
        ("Drug A is not safe in CX.", "In condition X, drug A is not safe."),
        ("Give 5 mg orally.", "Give 5 mg by mouth."),
        ("We suggest drug A for CX (grade B).", "We suggest drug A for condition X (grade B)."),
    ],
)
def test_other_words_for_the_same_are_no_departure(original: str, reworded: str) -> None:
    assert departure(original, reworded, KNOWN) is None


@pytest.mark.parametrize(
    ("original", "reworded", "told"),
    [
        ("Give 5 mg daily.", "Give 50 mg daily.", "figures"),
        ("Give 5 mg daily.", "Give 5 g daily.", "figures"),
        ("Give 5 mg daily.", "Give it daily.", "figures"),
        ("It fell by 1.5 points.", "It fell by 15 points.", "figures"),
        ("Below 75 ng/mL it helps.", "At 75 ng/mL it helps.", "figures"),
        ("It rose (p < 0.05).", "It rose (p > 0.05).", "figures"),
        ("Drug A is not safe.", "Drug A is safe.", "negate"),
        ("Drug A is contraindicated in CX.", "Drug A is indicated in CX.", "negate"),
        ("Avoid drug A in CX.", "Use drug A in CX.", "negate"),
        ("Drug A may help.", "Drug A helps.", "certain"),
        ("Drug A helps.", "Drug A may help.", "certain"),
        ("We suggest drug A.", "We recommend drug A.", "certain"),
        ("Give drug A to CX patients.", "Drug A was given to CX patients.", "recommend"),
        ("Drug A is linked with falls.", "Drug A causes falls.", "go as far"),
        ("We recommend drug A (grade B).", "We recommend drug A (grade A).", "strength"),
        ("Some adults improve.", "All adults improve.", "as many"),
        ("It helps women only.", "It helps women.", "as many"),
        ("It raises the risk of bleeding.", "It raises bleeding.", "warnings"),
        ("Stop it before surgery.", "Stop it at surgery.", "warnings"),
        ("It is used in pregnant women.", "It is used in women.", "warnings"),
        ("It was lower with drug A.", "It was higher with drug A.", "another way"),
    ],
)
def test_each_change_of_what_is_said_is_told(original: str, reworded: str, told: str) -> None:
    fault = departure(original, reworded, KNOWN)
    assert fault is not None
    assert told in fault
