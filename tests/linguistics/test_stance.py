"""How far a sentence goes in recommending."""

import pytest

from ragqa.linguistics.stance import Stance, graded, stance_of, stance_on
from ragqa.schema.claim import Strength


@pytest.mark.parametrize(
    ("text", "stance"),
    [
        ("We strongly recommend drug A.", Stance.STRONG),
        ("Drug A must be given.", Stance.STRONG),
        ("The panel recommends drug A.", Stance.RECOMMENDS),
        ("Adults with condition X should take drug A, which may reduce pain.", Stance.RECOMMENDS),
        ("We conditionally recommend drug A.", Stance.SUGGESTS),
        ("We recommend drug A (weak recommendation, low certainty).", Stance.SUGGESTS),
        ("The panel suggests drug A.", Stance.SUGGESTS),
        ("Drug A may be considered.", Stance.SUGGESTS),
        ("By consensus, the panel recommends drug A.", Stance.CONSENSUS),
        ("A threshold of 75 is recommended, but was not empirically tested.", Stance.CONSENSUS),
        ("There is insufficient evidence to recommend for or against drug A.",
         Stance.INSUFFICIENT),
        ("The evidence on drug A is insufficient.", Stance.INSUFFICIENT),
        ("Drug A was given to 40 adults.", Stance.NONE),
    ],
)  # fmt: skip
def test_the_words_say_how_far_it_goes(text: str, stance: Stance) -> None:
    assert stance_of(text) is stance


def test_the_statement_that_is_told_counts_and_what_holds_of_all_of_it() -> None:
    both = "The panel recommends drug A; the evidence on drug B is insufficient."
    assert stance_on("Drug A is recommended.", both) is Stance.RECOMMENDS
    assert stance_on("Drug B should be given.", both) is Stance.INSUFFICIENT
    untested = "The panel recommends drug A, but the threshold was not tested."
    assert stance_on("Drug A is recommended.", untested) is Stance.CONSENSUS


@pytest.mark.parametrize(
    ("grade", "origin", "stance"),
    [
        ("strong", None, Stance.STRONG),
        ("A", None, Stance.STRONG),
        ("conditional", None, Stance.SUGGESTS),
        ("2B", None, Stance.SUGGESTS),
        ("I", None, Stance.INSUFFICIENT),
        ("strong", "consensus", Stance.CONSENSUS),
        (None, "evidence", Stance.STRONG),
    ],
)
def test_a_grade_says_how_far_a_recommendation_may_go(
    grade: str | None, origin: str | None, stance: Stance
) -> None:
    assert graded(Strength(grade=grade, certainty=None, origin=origin)) is stance


def test_without_a_grade_nothing_holds_it_back() -> None:
    assert graded(None) is Stance.STRONG
