"""An embedder for tests: no model, instant, and similar texts are similar."""

import hashlib
from collections.abc import Sequence

import numpy as np

from ragqa.embedding.embedder import FloatArray
from ragqa.errors import UsageError
from ragqa.schema.document import Span


class HashingEmbedder:
    """Sums a fixed random vector for each word; tokens are words."""

    def __init__(self, *, dimension: int = 64, limit: int = 254) -> None:
        self._dimension = dimension
        self._limit = limit

    @property
    def embedder_id(self) -> str:
        return f"hashing-{self._dimension}@1"

    @property
    def dimension(self) -> int:
        return self._dimension

    @property
    def limit(self) -> int:
        return self._limit

    def count(self, text: str) -> int:
        return len(text.split())

    def embed(self, texts: Sequence[str]) -> FloatArray:
        vectors = np.zeros((len(texts), self._dimension), dtype=np.float32)
        for row, text in enumerate(texts):
            vectors[row] = self._vector(text)
        return vectors

    def embed_spans(
        self, texts: Sequence[str], spans: Sequence[Sequence[Span]]
    ) -> list[FloatArray]:
        """Give a span the vector that its text alone would have."""
        wholes = self.embed(texts)
        return [
            np.array([whole, *(self._vector(text[start:end]) for start, end in wanted)])
            for whole, text, wanted in zip(wholes, texts, spans, strict=True)
        ]

    def _vector(self, text: str) -> FloatArray:
        if (length := self.count(text)) > self._limit:
            raise UsageError(f"A text has {length} tokens; it will not be cut.")
        words = [text[:0], *text.lower().split()]
        total = np.sum([_noise(word, self._dimension) for word in words], axis=0)
        return np.asarray(total / np.linalg.norm(total), dtype=np.float32)


def _noise(word: str, dimension: int) -> FloatArray:
    seed = int.from_bytes(hashlib.sha256(word.encode("utf-8", "replace")).digest()[:8])
    return np.asarray(np.random.default_rng(seed).normal(size=dimension), dtype=np.float32)
