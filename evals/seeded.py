"""An embedder without a model, for measurements of everything else."""

import hashlib
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from ragqa.embedding.embedder import FloatArray
from ragqa.schema.document import Span


class SeededEmbedder:
    """Gives random unit vectors, always the same one for a text, and counts words as tokens.

    `seconds` are waited for each text in a model's place; `log` gets a line for each text, but for
    the empty one, which only loads a model.
    """

    embedder_id = "seeded@1"
    dimension = 64
    limit = 254

    def __init__(self, *, seconds: float = 0.0, log: Path | None = None) -> None:
        self._seconds = seconds
        self._log = log

    def count(self, text: str) -> int:
        """Return the number of words."""
        return len(text.split())

    def embed(self, texts: Sequence[str]) -> FloatArray:
        """Return one unit vector for each text."""
        time.sleep(self._seconds * len(texts))
        if self._log is not None:
            digests = [hashlib.sha256(text.encode()).hexdigest() for text in texts if text]
            with self._log.open("a") as log:
                log.write("".join(f"{digest}\n" for digest in digests))
        drawn = [self._drawn(text) for text in texts]
        return np.array(drawn, dtype=np.float32).reshape(len(texts), self.dimension)

    def embed_spans(
        self, texts: Sequence[str], spans: Sequence[Sequence[Span]]
    ) -> list[FloatArray]:
        """Return the vectors of texts, each with those of its spans below it."""
        whole = self.embed(texts)
        return [
            np.array([vector, *(self._drawn(text[start:end]) for start, end in some)])
            for vector, text, some in zip(whole, texts, spans, strict=True)
        ]

    def _drawn(self, text: str) -> FloatArray:
        seed = int(hashlib.sha256(text.encode()).hexdigest()[:16], 16)
        raw = np.random.default_rng(seed).normal(size=self.dimension)
        return np.asarray(raw / np.linalg.norm(raw), dtype=np.float32)
