"""A reranker that needs no training: each word of the question looks for its best sentence."""

import math
import re
from collections.abc import Sequence

import numpy as np

from ragqa.embedding.embedder import FloatArray
from ragqa.embedding.late_pooling import SpanEmbedder
from ragqa.embedding.passage_text import embedding_text
from ragqa.indexing.snapshot import Snapshot
from ragqa.linguistics.terms import terms
from ragqa.schema.document import Span
from ragqa.schema.evidence import Evidence

_WORD = re.compile(r"[^\W_]+(?:[-‐‑–'’.+](?=[^\W_])[^\W_]+)*")


class LateInteractionReranker:
    """Scores a passage by how well its sentences answer the single words of the question.

    Each word, as the model reads it within the question, takes the cosine of the sentence nearest
    to it, sentences being read within their passage; the score is the mean over the words, rare
    words of the index weighing more. One vector for all of a question lets its commonest words
    outvote the one that matters.

    Late interaction after ColBERT (Khattab & Zaharia 2020, arXiv:2004.12832) with the embedder as
    it is; what training on the sets at hand did to it is told in evals/reranker/README.md.
    """

    def __init__(self, snapshot: Snapshot, embedder: SpanEmbedder) -> None:
        self._snapshot = snapshot
        self._embedder = embedder

    @property
    def reranker_id(self) -> str:
        """Name and content hash of the model whose vectors are compared."""
        return f"late-interaction/{self._embedder.embedder_id}"

    def scores(self, question: str, evidence: Sequence[Evidence]) -> FloatArray:
        """Return the weighted mean cosine of each passage, shape (len(evidence),), in [-1, 1]."""
        spans = [match.span() for match in _WORD.finditer(question)]
        if not spans or not evidence:
            return np.zeros(len(evidence), dtype=np.float32)
        words = self._embedder.embed_spans([question], [spans])[0][1:]
        weights = np.array([self._weight(question[slice(*span)]) for span in spans])
        nearest = [(words @ rows.T).max(axis=1) for rows in self._sentences(evidence)]
        scores = np.array(nearest) @ (weights / weights.sum())
        return np.asarray(scores, dtype=np.float32)

    def _sentences(self, evidence: Sequence[Evidence]) -> list[FloatArray]:
        """Return the vectors of each passage and of its sentences, a row each."""
        texts = [embedding_text(item.source, item.passage) for item in evidence]
        spans = [_moved(item, len(text)) for item, text in zip(evidence, texts, strict=True)]
        return self._embedder.embed_spans(texts, spans)

    def _weight(self, word: str) -> float:
        """Return how rare a word is among the passages: its BM25 weight, always above 0."""
        count = self._snapshot.passage_count
        frequencies = [self._snapshot.passage_frequency(term) for term in terms(word)]
        rarest = min(frequencies, default=count)
        return math.log1p((count - rarest + 0.5) / (rarest + 0.5))


def _moved(item: Evidence, length: int) -> list[Span]:
    """Return a passage's sentences as spans of a text of `length` that ends with the passage."""
    offset = length - item.passage.end
    return [(start + offset, end + offset) for start, end in item.passage.sentences]
