"""Whether an article says what a right answer says.

Must-have and nice-to-have statements and contradictions as K-QA counts them (Manes et al. 2024,
arXiv:2401.14493), ROUGE-L (Lin 2004) and greedy token similarity as BERTScore (Zhang et al. 2020,
arXiv:1904.09675) where there is gold prose, decisions as PubMedQA (Jin et al. 2019).
"""

from collections.abc import Callable, Sequence
from functools import lru_cache

import numpy as np

from ragqa.embedding.embedder import FloatArray
from ragqa.embedding.late_pooling import SpanEmbedder
from ragqa.embedding.word_bits import word_spans
from ragqa.evaluation.decisions import code_of, decision_of
from ragqa.evaluation.gold import GoldQuestion
from ragqa.evaluation.judges import Judge, Judgement, judge_statement
from ragqa.evaluation.question_scores import Values, share
from ragqa.linguistics.sentences import sentence_spans
from ragqa.schema.article import Abstention, Article
from ragqa.schema.claim import Label

Similarity = Callable[[Sequence[str], Sequence[str]], float]
"""Compares two texts, each given as its sentences; 1 for equal ones."""


def claims_of(answer: Article | Abstention) -> list[str]:
    """Return the sentences of an answer in the order in which they were made."""
    return [claim.text for claim in answer.claims] if isinstance(answer, Article) else []


def judgements_of(
    statements: Sequence[str], answer: Article | Abstention, judge: Judge
) -> tuple[Judgement, ...]:
    """Return what an answer makes of each statement; an abstention leaves all open."""
    claims = claims_of(answer)
    return tuple(judge_statement(statement, claims, judge) for statement in statements)


def statement_values(must_have: Sequence[Judgement], nice_to_have: Sequence[Judgement]) -> Values:
    """Return the shares recalled, and how many statements are contradicted."""
    every = [*must_have, *nice_to_have]
    contradicted = sum(one.label is Label.CONTRADICTED for one in every)
    return {
        "must_have_recall": _recalled(must_have),
        "nice_to_have_recall": _recalled(nice_to_have),
        "contradicted": float(contradicted) if every else None,
    }


def _recalled(judgements: Sequence[Judgement]) -> float | None:
    return share([one.label is Label.SUPPORTED for one in judgements])


def decision_values(question: GoldQuestion, answer: Article | Abstention) -> Values:
    """Return whether the decision is the gold one, where the gold set has one."""
    if question.decision is None:
        return {}
    given = decision_of(answer)
    return {
        "decision_accuracy": float(given is question.decision),
        "decision_derived": float(given is not None),
        "decision_gold": code_of(question.decision),
        "decision_given": code_of(given),
    }


def prose_values(
    question: GoldQuestion, answer: Article | Abstention, similarity: Similarity
) -> Values:
    """Return how alike the claims and the gold prose are; an abstention is like nothing."""
    if question.answer is None:
        return {}
    claims = claims_of(answer)
    if not claims:
        return {"rouge_l": 0.0, "token_similarity": 0.0}
    gold = sentences_of(question.answer)
    return {
        "rouge_l": rouge_l(" ".join(gold), " ".join(claims)),
        "token_similarity": similarity(gold, claims),
    }


def sentences_of(text: str) -> list[str]:
    """Return the sentences of a text."""
    return [text[start:end] for start, end in sentence_spans(text)] or [text]


def rouge_l(gold: str, given: str) -> float:
    """Return the ROUGE-L F1 of two texts, words stemmed, by the rouge-score package."""
    from rouge_score.rouge_scorer import RougeScorer

    score = RougeScorer(["rougeL"], use_stemmer=True).score(gold, given)["rougeL"]
    return float(score.fmeasure)


class TokenSimilarity:
    """BERTScore's F1 with an embedder's word vectors: each word with the one most like it.

    A sentence is read by itself, and longer ones than the embedder takes in pieces; no weights by
    rarity and no rescaling, so that only values of one embedder can be compared.
    """

    def __init__(self, embedder: SpanEmbedder) -> None:
        self._embedder = embedder
        self._words = lru_cache(maxsize=4096)(self._read)

    def __call__(self, gold: Sequence[str], given: Sequence[str]) -> float:
        """Return the F1 of the greedy matching, in [0, 1]; 0 where one side has no word."""
        one, other = self._vectors(gold), self._vectors(given)
        if not len(one) or not len(other):
            return 0.0
        likeness = np.clip(one @ other.T, 0, None)
        recall, precision = likeness.max(axis=1).mean(), likeness.max(axis=0).mean()
        return float(2 * precision * recall / (precision + recall)) if recall + precision else 0.0

    def _vectors(self, sentences: Sequence[str]) -> FloatArray:
        pieces = [piece for sentence in sentences for piece in self._pieces(sentence)]
        return np.concatenate([np.zeros((0, self._embedder.dimension), np.float32),
                               *(self._words(piece) for piece in pieces)])  # fmt: skip

    def _pieces(self, sentence: str) -> list[str]:
        if self._embedder.count(sentence) <= self._embedder.limit:
            return [sentence]
        middle = len(sentence) // 2
        cut = sentence.find(" ", middle)
        if cut < 0:
            return []  # one word longer than any model reads
        return [*self._pieces(sentence[:cut]), *self._pieces(sentence[cut + 1 :])]

    def _read(self, text: str) -> FloatArray:
        (vectors,) = self._embedder.embed_spans([text], [word_spans(text)])
        return vectors[1:].copy()
