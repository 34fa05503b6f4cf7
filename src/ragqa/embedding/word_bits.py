"""The words of a text as the model reads them, one bit a dimension.

A word's vector, taken inside its text, says what the word means there. The sign of each number is
enough to compare it with a question's words: on four sets reranking by signs (48 bytes a word)
gave nDCG@10 78.97, by the numbers themselves 78.70 (evals/RERANKER.md).
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ragqa.embedding.embedder import FloatArray
from ragqa.embedding.late_pooling import SpanEmbedder
from ragqa.schema.document import Span

BitArray = npt.NDArray[np.uint8]

_WORD = re.compile(r"[^\W_]+(?:[-‐‑–'’.+](?=[^\W_])[^\W_]+)*")


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadText:
    """A text's unit vector, and the signs of its words' vectors in order, a row each."""

    vector: FloatArray
    words: BitArray


def word_spans(text: str) -> list[Span]:
    """Return where the words of `text` are; HbA1c, IL-6 and 3.5 stay whole."""
    return [match.span() for match in _WORD.finditer(text)]


def read(embedder: SpanEmbedder, texts: Sequence[str], *, words: bool = True) -> list[ReadText]:
    """Return texts with their words, or with none, from one forward pass each.

    Raises:
        UsageError: a text is longer than the embedder's limit.
    """
    found = embedder.embed_spans(texts, [word_spans(text) if words else () for text in texts])
    # A copy: a row that is kept would keep the numbers of all words, 170 KB a passage.
    return [ReadText(vector=rows[0].copy(), words=packed(rows[1:])) for rows in found]


def packed(vectors: FloatArray) -> BitArray:
    """Return the signs of vectors, shape (n, dimension) to (n, `width(dimension)`)."""
    return np.packbits(vectors > 0, axis=1)


def unpacked(bits: BitArray, dimension: int) -> FloatArray:
    """Return the unit vectors that have these signs and equal numbers otherwise."""
    signs = 2 * np.unpackbits(bits, axis=1, count=dimension).view(np.int8) - 1
    vectors = signs.astype(np.float32)
    vectors /= np.float32(np.sqrt(dimension))
    return vectors


def width(dimension: int) -> int:
    """Return the number of bytes that one word takes."""
    return -(-dimension // 8)
