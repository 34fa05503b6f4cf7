"""How likely it is that the retrieved evidence answers the question at all.

A probability, learned on questions asked of indexes with and without their answer, and how much one
sentence holds of each thing that the question names. Neither is enough alone: a question on a
condition that is absent from the corpus finds sentences that are similar in form and never name it;
"drug A in condition X" finds drug A in condition Y; and a sentence may hold every word of a
question by chance, far from what is meant.
"""

import json
import math
import statistics
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from importlib.resources import files

from ragqa.linguistics.abbreviations import abbreviations_in
from ragqa.linguistics.terms import naming_terms
from ragqa.retrieval.subject import SubjectReader, Vocabulary
from ragqa.schema.evidence import WHOLE, EvidenceSentence

# Sentences of the passages ranked best in which words and meaning have to agree.
_FIRST = 8
# How much of all that is named together one sentence has to hold in order to hold most of it.
_MOST = 0.6


@dataclass(frozen=True, slots=True, kw_only=True)
class Signals:
    """What tells evidence from what is merely alike; the more of each, the likelier an answer.

    `likeness` is the best cosine between question and passage, in [-1, 1]. `agreement` is how much
    of what the question names the first sentences hold, on average, in [0, 1]; the first are those
    of the passages with the best fused scores. `lead` is by how much the best of these scores
    exceeds the middle one, in [0, 1]: an answer stands out among its neighbours.
    """

    likeness: float
    agreement: float
    lead: float


@dataclass(frozen=True, slots=True, kw_only=True)
class CoverageWeights:
    """What each signal counts, in logits, and from which probability on a question is answered.

    `possible` is enough where one sentence holds each thing that is asked about, `likely` where one
    holds most of them, and `certain` in whatever words.
    """

    base: float
    likeness: float
    agreement: float
    lead: float
    possible: float
    likely: float
    certain: float

    def enough(self, *, share: float, covered: float) -> float:
        """Return the probability that it takes where sentences hold so much of the question.

        Args:
            share: how much the best sentence holds of what it holds least of.
            covered: how much the best sentence holds of all together.
        """
        if share >= WHOLE:
            return self.possible
        return self.likely if covered >= _MOST else self.certain

    def probability(self, signals: Signals) -> float:
        """Return how likely it is that evidence with these signals answers, in (0, 1)."""
        logit = (
            self.base
            + self.likeness * signals.likeness
            + self.agreement * signals.agreement
            + self.lead * signals.lead
        )
        return 1 / (1 + math.exp(-logit))


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """What of a question the evidence covers.

    `probability` is how likely the evidence answers it, 0 without any; `share` is how much the best
    sentence holds of each thing that the question names, `covered` how much the best one holds of
    all of them together, both in [0, 1]; `reworded` where it is
    answerable though no sentence holds enough of its words; `likely` where the evidence alone makes
    an answer likely; `missing` are the question's words that no sentence holds.
    """

    answerable: bool
    reworded: bool
    likely: bool
    probability: float
    share: float
    covered: float
    missing: tuple[str, ...]


class CoverageAssessor:
    """Decides whether a question can be answered from its evidence.

    Args:
        vocabulary: word counts of the snapshot the evidence comes from.
        weights: what each signal counts.
    """

    def __init__(self, vocabulary: Vocabulary, weights: CoverageWeights) -> None:
        self._subjects = SubjectReader(vocabulary)
        self._weights = weights

    def assess(self, question: str, sentences: Sequence[EvidenceSentence]) -> Coverage:
        """Return what of `question` the sentences cover."""
        share = max((sentence.jointly for sentence in sentences), default=0.0)
        probability = self._weights.probability(signals_of(sentences)) if sentences else 0.0
        covered = max((sentence.coverage for sentence in sentences), default=0.0)
        missing = self._subjects.read(question).missing(_terms(sentences))
        # A name with its letter has no other words: what is not told of vitamin K is told of none.
        named = not any(" " in word for word in missing)
        answerable = named and probability >= self._weights.enough(share=share, covered=covered)
        return Coverage(
            answerable=answerable,
            reworded=answerable and share < WHOLE,
            likely=probability >= self._weights.likely,
            probability=probability,
            share=share,
            covered=covered,
            missing=missing,
        )


def learned_coverage() -> CoverageWeights:
    """Return the weights that `evals/train_coverage.py` has found."""
    text = files("ragqa.retrieval").joinpath("coverage.json").read_text(encoding="utf-8")
    return CoverageWeights(**json.loads(text))


def signals_of(sentences: Sequence[EvidenceSentence]) -> Signals:
    """Return the signals of at least one sentence."""
    passages = {one.evidence.passage.passage_id: one.evidence for one in sentences}
    scores = [evidence.score for evidence in passages.values()]
    ranked = sorted(sentences, key=lambda one: -one.evidence.score)
    return Signals(
        likeness=max(evidence.similarity for evidence in passages.values()),
        agreement=statistics.fmean(one.coverage for one in ranked[:_FIRST]),
        lead=max(scores) - statistics.median(scores),
    )


def _terms(sentences: Iterable[EvidenceSentence]) -> frozenset[str]:
    """Return the terms of the sentences with their titles and spelled-out abbreviations."""
    texts: set[str] = set()
    for sentence in sentences:
        texts |= {sentence.text, sentence.evidence.source.title, *sentence.evidence.passage.section}
        texts |= {sentence.abbreviations.get(a, "") for a in abbreviations_in(sentence.text)}
    return naming_terms("\n".join(texts))
