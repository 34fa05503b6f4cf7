"""The checks that a claim is put to: the locks, and where only words refuse it, a model."""

from dataclasses import replace

import numpy as np

from ragqa.errors import LanguageModelError
from ragqa.schema.claim import Check, Label, Verdict
from ragqa.verification import substitution, support
from ragqa.verification.entailment import LABELS, EntailmentModel
from ragqa.verification.evidence import EvidenceText
from ragqa.verification.verdicts import verdict_on

NAME = "entailment"
WORDS = frozenset({support.NAME, substitution.NAME})
"""The locks that refuse other words, whatever these mean."""

OTHERWISE = "The entailment model takes the quoted passage to say otherwise."


class Verifier:
    """Gives one verdict from all checks.

    A model is asked only about a claim that is refused for its words alone: numbers, directions,
    strength and whom it is about are not left to it, and an outright pass needs none.

    Args:
        support: share of a claim's content words that its quotes must carry, in [0, 1].
        entailment: the model; None: the locks alone decide.
        entailed: probability of a label from which on the model's word counts, in [0, 1].
    """

    def __init__(
        self,
        *,
        support: float = 0.85,
        entailment: EntailmentModel | None = None,
        entailed: float = 0.9,
    ) -> None:
        self._support = support
        self._entailment = entailment
        self._entailed = entailed

    @property
    def verifier_id(self) -> str:
        """Name of the checks with their thresholds and model: other checks, other name."""
        locks = f"locks-4(support={self._support:g})"
        if self._entailment is None:
            return locks
        return f"{locks}+{self._entailment.model_id}({self._entailed:g})"

    def verdict(self, claim: str, evidence: EvidenceText) -> Verdict:
        """Return the verdict on a claim; a language model that fails lets nothing through.

        Raises:
            ModelError: the model cannot be loaded, or gives what is no probability.
        """
        locked = verdict_on(claim, evidence, support=self._support)
        refused = {check.name for check in locked.checks if not check.passed}
        if self._entailment is None or not refused or not refused <= WORDS:
            return locked
        try:
            (shares,) = self._entailment.judge([(claim, evidence.text)])
        except LanguageModelError as error:
            return _with(locked, Check(name=NAME, passed=False, detail=str(error)))
        said = int(np.argmax(shares))
        sure = float(shares[said])
        if not sure >= self._entailed:
            return locked
        match LABELS[said]:
            case Label.SUPPORTED:
                return _admitted(locked, sure)
            case Label.CONTRADICTED:
                contradicted = replace(locked, label=Label.CONTRADICTED)
                return _with(contradicted, Check(name=NAME, passed=False, detail=OTHERWISE))
            case Label.NOT_ENOUGH_INFO:
                return locked


def _with(verdict: Verdict, check: Check) -> Verdict:
    return replace(verdict, checks=(*verdict.checks, check))


def _admitted(verdict: Verdict, sure: float) -> Verdict:
    """Return the verdict with the model's word in place of the locks that refused."""
    kept = tuple(check for check in verdict.checks if check.passed)
    return Verdict(
        label=Label.SUPPORTED,
        score=round(0.5 + 0.5 * verdict.score * sure, 4),
        checks=(*kept, Check(name=NAME, passed=True, detail="")),
    )
