"""A span embedder for tests: no model, instant; a span is the sum of its words."""

from collections.abc import Sequence

import numpy as np

from ragqa.embedding.embedder import FloatArray
from ragqa.schema.document import Span
from tests.embedding.hashing import HashingEmbedder


class SpanHashingEmbedder(HashingEmbedder):
    """Gives a span the vector that its text alone would have."""

    def embed_spans(
        self, texts: Sequence[str], spans: Sequence[Sequence[Span]]
    ) -> list[FloatArray]:
        return [
            np.concatenate([self.embed([text]), self.embed([text[a:b] for a, b in wanted])])
            for text, wanted in zip(texts, spans, strict=True)
        ]
