"""The embedder role."""

from collections.abc import Sequence
from typing import Protocol

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float32]


class TokenCounter(Protocol):
    """Counts tokens as the embedder's model will see them; cheap to build, loads no weights."""

    @property
    def limit(self) -> int:
        """Tokens the model reads of one text, its own special tokens not counted."""
        ...

    def count(self, text: str) -> int:
        """Return the number of tokens of `text`, special tokens not counted."""
        ...


class Embedder(TokenCounter, Protocol):
    """Maps texts to unit vectors; the same text gives the same vector.

    Refuses a text longer than `limit` rather than cutting it.
    """

    @property
    def embedder_id(self) -> str:
        """Name and content hash of the model: two models never share one."""
        ...

    @property
    def dimension(self) -> int:
        """Length of the vectors."""
        ...

    def embed(self, texts: Sequence[str]) -> FloatArray:
        """Return unit vectors, shape (len(texts), dimension), float32.

        Raises:
            UsageError: a text is longer than `limit` tokens.
        """
        ...
