"""Questions read once for all that is asked of them."""

from collections.abc import Sequence
from functools import lru_cache

from ragqa.embedding.embedder import FloatArray
from ragqa.embedding.late_pooling import SpanEmbedder
from ragqa.embedding.word_bits import word_spans
from ragqa.schema.document import Span

# Questions that many readers ask at one time.
REMEMBERED = 32


class ReadOnce:
    """An embedder that remembers the last texts that came alone, and the vectors of their words.

    A question is searched for among each kind of work, then compared word by word with what was
    found; each of these would read it anew. The vector of a text is the same bits whether its words
    are asked for or not.
    """

    def __init__(self, embedder: SpanEmbedder) -> None:
        self._embedder = embedder
        self._remembered = lru_cache(REMEMBERED)(self._read)

    @property
    def embedder_id(self) -> str:
        """The id of the embedder that reads."""
        return self._embedder.embedder_id

    @property
    def dimension(self) -> int:
        """Length of the vectors."""
        return self._embedder.dimension

    @property
    def limit(self) -> int:
        """Tokens the model reads of one text, its own special tokens not counted."""
        return self._embedder.limit

    def count(self, text: str) -> int:
        """Return the number of tokens of `text`, special tokens not counted."""
        return self._embedder.count(text)

    def embed(self, texts: Sequence[str]) -> FloatArray:
        """Return unit vectors, shape (len(texts), dimension), float32.

        Raises:
            UsageError: a text is longer than `limit` tokens.
        """
        return self._remembered(texts[0])[:1] if len(texts) == 1 else self._embedder.embed(texts)

    def embed_spans(
        self, texts: Sequence[str], spans: Sequence[Sequence[Span]]
    ) -> list[FloatArray]:
        """Return the vectors of each text and of its spans, as `SpanEmbedder` promises.

        Raises:
            UsageError: a text is longer than `limit` tokens.
        """
        if len(texts) == 1 and list(spans[0]) == word_spans(texts[0]):
            return [self._remembered(texts[0])]
        return self._embedder.embed_spans(texts, spans)

    def _read(self, text: str) -> FloatArray:
        (vectors,) = self._embedder.embed_spans([text], [word_spans(text)])
        vectors.flags.writeable = False
        return vectors
