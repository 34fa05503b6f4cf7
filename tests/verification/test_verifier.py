"""Locks and an entailment model together: the model may only speak where only words refuse."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ragqa.embedding.embedder import FloatArray
from ragqa.errors import LanguageModelUnreachableError
from ragqa.schema.claim import Label
from ragqa.verification.evidence import bare_evidence
from ragqa.verification.verifier import NAME, OTHERWISE, Verifier

EVIDENCE = "In adults with condition X, drug A lowered pain by 12 %."
SAME = "Drug A lowered pain by 12 % in adults with condition X."
REWORDED = "In adults with condition X, drug A eased torment by 12 %."
OTHER_NUMBER = "Drug A eased torment by 21 % in adults with condition X."
TURNED = "Drug A raised pain by 12 % in adults with condition X."
SURE = {
    Label.SUPPORTED: (0.95, 0.03, 0.02),
    Label.CONTRADICTED: (0.03, 0.95, 0.02),
    Label.NOT_ENOUGH_INFO: (0.03, 0.02, 0.95),
}


@dataclass(slots=True)
class SaysAlways:
    """An entailment model that gives every pair the same probabilities, and counts the pairs."""

    shares: tuple[float, float, float]
    model_id: str = "always"
    asked: list[tuple[str, str]] = field(default_factory=list)

    def judge(self, pairs: Sequence[tuple[str, str]]) -> FloatArray:
        self.asked.extend(pairs)
        return np.tile(np.array(self.shares, dtype=np.float32), (len(pairs), 1))


class Unreachable:
    """A language model that is down."""

    model_id = "down"

    def judge(self, pairs: Sequence[tuple[str, str]]) -> FloatArray:
        raise LanguageModelUnreachableError("Nothing answers at this address.")


def test_a_model_that_is_sure_stands_in_for_the_locks_of_words() -> None:
    evidence = bare_evidence(EVIDENCE)
    assert Verifier().verdict(REWORDED, evidence).label is Label.NOT_ENOUGH_INFO
    verdict = Verifier(entailment=SaysAlways(SURE[Label.SUPPORTED])).verdict(REWORDED, evidence)
    assert verdict.label is Label.SUPPORTED
    assert all(check.passed for check in verdict.checks)
    assert NAME in {check.name for check in verdict.checks}
    assert verdict.score < Verifier().verdict(SAME, evidence).score


@pytest.mark.parametrize("claim", [SAME, OTHER_NUMBER, TURNED, "", "word " * 1000])
def test_it_is_not_asked_where_other_locks_decide(claim: str) -> None:
    model = SaysAlways(SURE[Label.SUPPORTED])
    evidence = bare_evidence(EVIDENCE)
    assert Verifier(entailment=model).verdict(claim, evidence) == Verifier().verdict(
        claim, evidence
    )
    assert model.asked == []


@given(st.lists(st.floats(0, 1), min_size=3, max_size=3).filter(lambda one: sum(one) > 0))
def test_a_model_that_is_not_sure_changes_nothing(shares: list[float]) -> None:
    model = SaysAlways(tuple(0.89 * share / sum(shares) for share in shares))
    evidence = bare_evidence(EVIDENCE)
    assert Verifier(entailment=model).verdict(REWORDED, evidence) == Verifier().verdict(
        REWORDED, evidence
    )


def test_numbers_that_are_none_let_nothing_through() -> None:
    model = SaysAlways((float("nan"),) * 3)
    verdict = Verifier(entailment=model).verdict(REWORDED, bare_evidence(EVIDENCE))
    assert verdict.label is Label.NOT_ENOUGH_INFO


def test_what_the_model_takes_for_the_opposite_is_contradicted() -> None:
    model = SaysAlways(SURE[Label.CONTRADICTED])
    verdict = Verifier(entailment=model).verdict(REWORDED, bare_evidence(EVIDENCE))
    assert verdict.label is Label.CONTRADICTED
    assert verdict.score < 0.5
    assert [check.detail for check in verdict.checks if check.name == NAME] == [OTHERWISE]


def test_what_the_model_cannot_tell_stays_open() -> None:
    model = SaysAlways(SURE[Label.NOT_ENOUGH_INFO])
    verdict = Verifier(entailment=model).verdict(REWORDED, bare_evidence(EVIDENCE))
    assert verdict == Verifier().verdict(REWORDED, bare_evidence(EVIDENCE))


def test_a_language_model_that_is_down_lets_nothing_through_and_says_so() -> None:
    verdict = Verifier(entailment=Unreachable()).verdict(REWORDED, bare_evidence(EVIDENCE))
    assert verdict.label is Label.NOT_ENOUGH_INFO
    assert verdict.checks[-1].detail == "Nothing answers at this address."


def test_another_model_or_threshold_is_another_verifier() -> None:
    model = SaysAlways(SURE[Label.SUPPORTED])
    ids = {
        Verifier().verifier_id,
        Verifier(support=0.9).verifier_id,
        Verifier(entailment=model).verifier_id,
        Verifier(entailment=model, entailed=0.8).verifier_id,
        Verifier(entailment=Unreachable()).verifier_id,
    }
    assert len(ids) == 5
