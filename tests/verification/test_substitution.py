"""Claims that retell a sentence with a word changed."""

import pytest

from ragqa.schema.claim import Label
from ragqa.verification.gate import Gate

EVIDENCE = (
    "Drug alpha reduced pain in some adults with condition X compared with drug beta at 12 weeks. "
    "Drug gamma may be considered after 6 weeks. The panel recommends drug delta. "
    "Falls were higher in the two other groups than in group B."
)


@pytest.mark.parametrize(
    ("claim", "reason"),
    [
        (
            "Drug gamma reduced pain in some adults with condition X compared with drug beta.",
            "The claim says “gamma” where the quoted passage says “alpha”.",
        ),
        (
            "Drug alpha reduced pain in all adults with condition X compared with drug beta.",
            "The claim says “all” where the quoted passage does not.",
        ),
        (
            "Drug alpha reduced pain only in some adults with condition X compared with drug beta.",
            "The claim says “only” where the quoted passage does not.",
        ),
        (
            "Drug alpha reduced pain in adults with condition X compared with drug beta.",
            "The claim leaves out “some”.",
        ),
        (
            "Drug alpha reduced pain in some adults with condition X compared with drug beta "
            "at 6 weeks.",
            "The claim says 6 weeks where the quoted passage says 12 weeks.",
        ),
        (
            "Drug beta reduced pain in some adults with condition X compared with drug alpha.",
            "The claim exchanges the two sides of the quoted comparison.",
        ),
    ],
)
def test_one_changed_word_is_refused_with_both_words(claim: str, reason: str) -> None:
    verdict = Gate().judge(claim, EVIDENCE)
    assert verdict.label is not Label.SUPPORTED
    assert reason in [check.detail for check in verdict.checks]


@pytest.mark.parametrize(
    "claim",
    [
        "At 12 weeks, drug alpha lowered pain in some adults with condition X versus drug beta.",
        "The study found that drug alpha reduced pain in some adults with condition X.",
        "Drug alpha decreased pain in a few adults with condition X compared with drug beta.",
        "Drug gamma may be considered after 42 days.",
        "The panel suggests drug delta.",
        "Falls were lower in group B than in the two other groups.",
    ],
)
def test_the_same_in_other_words_passes(claim: str) -> None:
    assert Gate().judge(claim, EVIDENCE).label is Label.SUPPORTED
