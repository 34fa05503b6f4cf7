"""An embedder without a model, for measurements of everything else."""

import hashlib
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from ragqa.embedding.embedder import FloatArray


class SeededEmbedder:
    """Gives random unit vectors, always the same one for a text, and counts words as tokens.

    `seconds` are waited for each text in a model's place; `log` gets a line for each text.
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
        digests = [hashlib.sha256(text.encode()).hexdigest() for text in texts]
        seeds = [int(digest[:16], 16) for digest in digests]
        drawn = [np.random.default_rng(seed).normal(size=self.dimension) for seed in seeds]
        raw = np.array(drawn).reshape(len(texts), self.dimension)
        if self._log is not None:
            with self._log.open("a") as log:
                log.write("".join(f"{digest}\n" for digest in digests))
        return np.asarray(raw / np.linalg.norm(raw, axis=1, keepdims=True), dtype=np.float32)
