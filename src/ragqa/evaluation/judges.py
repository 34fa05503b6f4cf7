"""Judges: who says whether a statement follows from the words of an article.

A judge is only as good as its agreement with people, which `ragqa eval judge` measures; every other
judge has another `judge_id`, so that a validation is of exactly one.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Protocol

from ragqa.linguistics.synonyms import in_common_words
from ragqa.linguistics.terms import content_terms, terms
from ragqa.schema.claim import Label, Verdict
from ragqa.verification.polarity import NAME as POLARITY
from ragqa.verification.support import NAME as SUPPORT

# Chosen on evals/judge_pairs_development.jsonl (evals/README.md).
SHARED = 0.7
"""Share of a statement's words of content that a lexical entailment finds in the evidence."""

SAME_MATTER = 0.7
"""Share of them from which on a claim speaks of the same matter, so that it can contradict."""

NEAREST = 4
"""Claims that a statement is judged against: those that share most words with it, and pairs."""


class Judge(Protocol):
    """Says of a statement and its evidence what a careful reader would."""

    @property
    def judge_id(self) -> str:
        """Name of the judge and of all that shapes its judgements."""
        ...

    def judge(self, statement: str, evidence: str) -> Label:
        """Return whether `evidence` supports, contradicts or leaves open the statement."""
        ...


class VerifierJudge:
    """The gate's checks, and where they alone would refuse a rewording, shared words.

    The gate is a lock: it takes no word that its quote lacks, where a must-have statement is in
    somebody else's words. So a statement is also told where all locks but that of words hold and
    `shared` of its words of content are there; it is contradicted where the polarity lock fails
    and `same_matter` of them are.

    Args:
        verify: the checks of the gate.
        verifier_id: their name.
        shared: in [0, 1].
        same_matter: in [0, 1].
    """

    def __init__(
        self,
        verify: Callable[[str, str], Verdict],
        verifier_id: str,
        *,
        shared: float = SHARED,
        same_matter: float = SAME_MATTER,
    ) -> None:
        self._verify = verify
        self._verifier_id = verifier_id
        self._shared = shared
        self._same_matter = same_matter

    @property
    def judge_id(self) -> str:
        """Name of the checks, with the thresholds of the lexical entailment."""
        return f"{self._verifier_id}+words-1({self._shared:g},{self._same_matter:g})"

    def judge(self, statement: str, evidence: str) -> Label:
        """Return the label that the locks and the shared words give."""
        verdict = self._verify(statement, evidence)
        if verdict.label is Label.SUPPORTED:
            return Label.SUPPORTED
        share = shared_words(statement, evidence)
        failed = {check.name for check in verdict.checks if not check.passed}
        if POLARITY in failed:
            told = share >= self._same_matter
            return Label.CONTRADICTED if told else Label.NOT_ENOUGH_INFO
        told = failed <= {SUPPORT} and share >= self._shared
        return Label.SUPPORTED if told else Label.NOT_ENOUGH_INFO


def shared_words(statement: str, evidence: str) -> float:
    """Return the share of a statement's words of content that stand in the evidence, in [0, 1].

    Words that mean the same count as the same; a statement without such words shares nothing.
    """
    wanted = set(content_terms(in_common_words(statement)))
    return len(wanted.intersection(terms(in_common_words(evidence)))) / max(1, len(wanted))


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """What an article makes of one statement, and the claims that decided it (by position)."""

    statement: str
    label: Label
    claims: tuple[int, ...]


def judge_statement(statement: str, claims: Sequence[str], judge: Judge) -> Judgement:
    """Return whether claims tell a statement: one of them, or two together.

    Only the claims that share most words with it are put to the judge, nearest first; what no
    claim or pair supports, the nearest claim may contradict.
    """
    open_ = Judgement(statement=statement, label=Label.NOT_ENOUGH_INFO, claims=())
    near = _nearest(statement, claims)
    labels = {}
    for chosen in [*((one,) for one in near), *combinations(near, 2)]:
        evidence = " ".join(claims[place] for place in sorted(chosen))
        labels[chosen] = judge.judge(statement, evidence)
        if labels[chosen] is Label.SUPPORTED:
            return replace(open_, label=Label.SUPPORTED, claims=tuple(sorted(chosen)))
    for chosen, label in labels.items():
        if label is Label.CONTRADICTED and len(chosen) == 1:
            return replace(open_, label=label, claims=chosen)
    return open_


def _nearest(statement: str, claims: Sequence[str]) -> list[int]:
    """Return the places of the claims that share most terms with `statement`, at least one."""
    wanted = set(content_terms(statement))
    shared = [len(wanted.intersection(content_terms(claim))) for claim in claims]
    ranked = sorted(range(len(claims)), key=lambda place: (-shared[place], place))
    return [place for place in ranked if shared[place]][:NEAREST]
