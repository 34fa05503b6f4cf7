"""A claim goes no further than its quote."""

import pytest

from ragqa.schema.claim import Label
from ragqa.verification.gate import Gate

CLAIM = "The panel recommends drug A for adults."


@pytest.mark.parametrize(
    ("evidence", "reason"),
    [
        (
            "The panel suggests drug A for adults.",
            "The claim recommends, the quoted passage does not go that far.",
        ),
        (
            "The panel conditionally recommends drug A for adults.",
            "The claim recommends what the quoted passage only suggests.",
        ),
        (
            "By consensus, the panel recommends drug A for adults, but this was not tested.",
            "The claim recommends what the quoted passage only agrees on, untested.",
        ),
        (
            "The panel found insufficient evidence to recommend for or against drug A for adults.",
            "The quoted passage finds too little evidence for what is recommended.",
        ),
    ],
)
def test_a_recommendation_is_no_stronger_than_its_source(evidence: str, reason: str) -> None:
    verdict = Gate().judge(CLAIM, evidence)
    assert verdict.label is not Label.SUPPORTED
    assert reason in [check.detail for check in verdict.checks if not check.passed]
    assert Gate().judge(evidence, evidence).label is Label.SUPPORTED
