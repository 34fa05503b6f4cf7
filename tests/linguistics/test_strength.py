import pytest

from ragqa.linguistics.strength import (
    Force,
    causal_force,
    hedge_lifted,
    parse_strength,
    recommendation_force,
    states_an_aim,
)
from ragqa.schema.claim import Strength


@pytest.mark.parametrize(
    ("text", "grade", "certainty", "origin"),
    [
        ("We suggest A (conditional recommendation, moderate certainty of evidence).",
         "conditional", "moderate", None),
        ("We recommend A (strong, high quality evidence).", "strong", "high", None),
        ("The task force recommends screening. This is a B recommendation.", "B", None, None),
        ("(I statement)", "I", None, None),
        ("Grade: B", "B", None, None),
        ("Level A: drug A is effective.", "Level A", None, None),
        ("(GRADE 1B)", "1B", None, None),
        ("Class IIa", "IIa", None, None),
        ("Good practice statement: check ferritin.", None, None, "good practice statement"),
        ("This threshold is a consensus of experts.", None, None, "consensus"),
        ("very low-quality evidence", None, "very low", None),
    ],
)  # fmt: skip
def test_strength_is_parsed_where_it_is_stated(
    text: str, grade: str | None, certainty: str | None, origin: str | None
) -> None:
    assert parse_strength(text) == Strength(grade=grade, certainty=certainty, origin=origin)


@pytest.mark.parametrize(
    "text",
    ["Ferritin level a marker of X.", "NYHA class II failure", "type I error", "grade I piles", ""],
)
def test_other_grades_and_levels_are_no_strength(text: str) -> None:
    assert parse_strength(text) is None


def test_verbs_have_a_force() -> None:
    assert recommendation_force("We recommend A.") is Force.PLAIN
    assert recommendation_force("A may be considered.") is Force.HEDGED
    assert recommendation_force("Pain fell.") is Force.NONE
    assert causal_force("A causes B.") is Force.PLAIN
    assert causal_force("A is associated with B.") is Force.HEDGED
    assert causal_force("Pain fell.") is Force.NONE


def test_a_hedge_is_missed_where_the_claim_drops_it() -> None:
    assert hedge_lifted("Drug A reduces leg pain.", "Drug A may reduce leg pain.")
    assert not hedge_lifted("Drug A may reduce leg pain.", "Drug A may reduce leg pain.")
    assert not hedge_lifted("Drug A reduces pain.", "Drug A reduces pain, but sleep may suffer.")


def test_an_aim_is_told_from_a_result() -> None:
    assert states_an_aim("We aimed to determine whether drug A reduces pain.")
    assert not states_an_aim("Drug A reduced pain.")
    assert not states_an_aim("Treatment goals of condition X: drug A 5 mg daily.")
    assert states_an_aim("The goal of this trial was a cure.")


def test_a_noun_at_the_head_of_a_sentence_commands_nothing() -> None:
    assert recommendation_force("Use drug A 5 mg daily.") is Force.PLAIN
    assert recommendation_force("Use of drug A has become common.") is Force.NONE
