"""A reranker that needs no training: each word of the question looks for its likest word."""

import math
from collections.abc import Sequence

import numpy as np

from ragqa.embedding.embedder import FloatArray
from ragqa.embedding.late_pooling import SpanEmbedder
from ragqa.embedding.word_bits import unpacked, word_spans
from ragqa.indexing.snapshot import Snapshot
from ragqa.linguistics.terms import terms
from ragqa.schema.evidence import Evidence


class LateInteractionReranker:
    """Scores a passage by how well it meets the single words of the question.

    Each word, as the model reads it within the question, takes the cosine of the passage's word
    nearest to it, read within the passage; the score is the mean over the words, rare ones
    weighing more. One vector for all of a question lets its commonest words outvote the one that
    matters.

    Late interaction after ColBERT (Khattab & Zaharia 2020, arXiv:2004.12832) with the embedder as
    it is, the passages' words kept in one bit a dimension. What training on the sets at hand did
    to it is told in evals/RERANKER.md.
    """

    def __init__(self, snapshot: Snapshot, embedder: SpanEmbedder) -> None:
        self._snapshot = snapshot
        self._embedder = embedder

    @property
    def reranker_id(self) -> str:
        """Name and content hash of the model whose vectors are compared."""
        return f"late-interaction/{self._embedder.embedder_id}"

    def scores(self, question: str, evidence: Sequence[Evidence]) -> FloatArray:
        """Return the weighted mean cosine of each passage, at least 0, shape (len(evidence),).

        Raises:
            KeyError: a passage is not in the snapshot.
        """
        spans = word_spans(question)
        if not spans or not evidence:
            return np.zeros(len(evidence), dtype=np.float32)
        words = self._embedder.embed_spans([question], [spans])[0][1:]
        weights = np.array([self._weight(question[start:end]) for start, end in spans])
        scores = self._nearest(words, evidence) @ (weights / weights.sum())
        return np.asarray(scores.clip(0, 1), dtype=np.float32)

    def _nearest(self, words: FloatArray, evidence: Sequence[Evidence]) -> FloatArray:
        """Return how near each passage comes to each word, shape (passages, words)."""
        found = self._snapshot.words([item.passage.passage_id for item in evidence])
        counts = np.array([len(bits) for bits in found])
        cosines = unpacked(np.concatenate(found), self._snapshot.dimension) @ words.T
        nearest = np.full((len(found), len(words)), -1, dtype=np.float32)
        if len(cosines):
            starts = (np.cumsum(counts) - counts)[counts > 0]
            nearest[counts > 0] = np.maximum.reduceat(cosines, starts, axis=0)
        return nearest

    def _weight(self, word: str) -> float:
        """Return how much a word matters: the rarer among passages and to the model, the more.

        The model cuts words that it saw seldom into many tokens.
        """
        count = self._snapshot.passage_count
        frequencies = [self._snapshot.passage_frequency(term) for term in terms(word)]
        rarest = min(frequencies, default=count)
        rarity = math.log1p((count - rarest + 0.5) / (rarest + 0.5))
        return rarity * math.sqrt(self._embedder.count(word))
