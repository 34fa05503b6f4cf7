"""Vectors of spans of a text from the token vectors of its one forward pass.

Late pooling: a sentence's vector is the mean of its tokens as the model read them in the whole
passage, so that "it" and "this drug" carry what they stand for (Günther et al. 2024,
arXiv:2409.04701, do the same for chunks of long documents).
"""

from collections.abc import Sequence
from typing import Protocol

import numpy as np
import numpy.typing as npt

from ragqa.embedding.embedder import Embedder, FloatArray
from ragqa.schema.document import Span

OffsetArray = npt.NDArray[np.int64]


class SpanEmbedder(Embedder, Protocol):
    """An embedder that also gives the vectors of spans, at no further forward pass.

    Safe to share between threads.
    """

    def embed_spans(
        self, texts: Sequence[str], spans: Sequence[Sequence[Span]]
    ) -> list[FloatArray]:
        """Return one array for each text, shape (1 + spans of the text, dimension), float32.

        Row 0 is the vector that `embed` gives; row i is the unit vector of span i, half-open
        character offsets into the text. A span that holds no token gets the vector of the text.

        Raises:
            UsageError: a text is longer than `limit` tokens.
        """
        ...


def span_weights(offsets: OffsetArray, spans: Sequence[Span]) -> FloatArray:
    """Return the share that each token has in each span, shape (spans, tokens), rows sum to 1.

    Args:
        offsets: half-open character offsets of the tokens, shape (tokens, 2); special tokens
            have (0, 0) and belong to no span.
        spans: half-open character offsets. A token that a span cuts through belongs to it.

    A span that holds no token has the weights of the whole text, special tokens included.
    """
    bounds = np.array(spans, dtype=np.int64).reshape(-1, 2)
    starts, ends = offsets[:, 0], offsets[:, 1]
    inside = (starts < bounds[:, 1:]) & (ends > bounds[:, :1])
    inside[~inside.any(axis=1)] = True
    return np.asarray(inside / inside.sum(axis=1, keepdims=True), dtype=np.float32)


def unit(vectors: FloatArray) -> FloatArray:
    """Return the rows scaled to length one."""
    return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), dtype=np.float32)
