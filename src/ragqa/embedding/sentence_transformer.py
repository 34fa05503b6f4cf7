"""An embedder that runs any sentence-transformers model found on this machine."""

import logging
import threading
from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING, cast

import numpy as np

from ragqa.embedding.embedder import FloatArray
from ragqa.embedding.late_pooling import span_weights, unit
from ragqa.embedding.model_files import locate
from ragqa.embedding.quiet_loading import quiet
from ragqa.embedding.tokens import TokenizerCounter
from ragqa.errors import ModelError
from ragqa.schema.document import Span

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer
    from torch import Tensor

logger = logging.getLogger(__name__)

# As fast as 32 on two cores, with 240 MB less memory (256 texts of 10 to 170 words).
BATCH_SIZE = 8


class SentenceTransformerEmbedder(TokenizerCounter):
    """Maps texts to unit vectors with a sentence-transformers model, on the CPU.

    `model` is a name, a folder, or None for all-MiniLM-L6-v2 from its package. Building one is
    cheap: torch and the weights load at the first `embed`.

    Raises:
        ModelError: there is no such model on this machine.
    """

    def __init__(self, model: str | None) -> None:
        super().__init__(locate(model))
        self._loading = threading.Lock()
        self._encoding = threading.Lock()  # its tokeniser cannot serve two threads at once

    @cached_property
    def embedder_id(self) -> str:
        """Name and content hash of the model.

        Raises:
            ModelError: the weights are missing or not the pinned bytes.
        """
        return f"{self._files.name}@sha256:{self._files.digest()}"

    @cached_property
    def dimension(self) -> int:
        """Length of the vectors, from the model's configuration."""
        return self._files.dimension()

    def embed(self, texts: Sequence[str]) -> FloatArray:
        """Return unit vectors, shape (len(texts), dimension), float32, in the order of `texts`.

        Each distinct text is encoded once, in batches of similar length.

        Raises:
            UsageError: a text is longer than `limit` tokens.
            ModelError: the weights are missing or not the pinned bytes.
        """
        if not texts:
            return np.zeros((0, self.dimension), dtype=np.float32)
        distinct = sorted(set(texts))
        lengths = dict(zip(distinct, map(len, self.checked(distinct)), strict=True))
        ordered = sorted(distinct, key=lambda text: (lengths[text], text))
        vectors = self._encode(ordered)
        rows = {text: row for row, text in enumerate(ordered)}
        return vectors[[rows[text] for text in texts]]

    def embed_spans(
        self, texts: Sequence[str], spans: Sequence[Sequence[Span]]
    ) -> list[FloatArray]:
        """Return the vectors of each text and of its spans, as `SpanEmbedder` promises.

        Span vectors are means of token vectors, whatever way the model pools a text.

        Raises:
            UsageError: a text is longer than `limit` tokens.
            ModelError: the weights are missing or not the pinned bytes.
        """
        encodings = self.checked(texts)
        model = self._model
        with self._encoding:
            outputs = cast(
                "list[dict[str, Tensor]]",
                model.encode(
                    list(texts), batch_size=BATCH_SIZE, show_progress_bar=False, output_value=None
                ),
            )
        vectors = []
        for encoding, output, wanted in zip(encodings, outputs, spans, strict=True):
            weights = span_weights(np.array(encoding.offsets, dtype=np.int64), wanted)
            tokens = output["token_embeddings"].numpy()[: len(encoding.ids)]
            whole = output["sentence_embedding"].numpy()[np.newaxis]
            vectors.append(unit(np.concatenate([whole, weights @ tokens])))
        return vectors

    def _encode(self, texts: Sequence[str]) -> FloatArray:
        model = self._model
        with self._encoding:
            vectors = model.encode(
                list(texts),
                batch_size=BATCH_SIZE,
                show_progress_bar=False,
                convert_to_numpy=True,
                normalize_embeddings=True,
            )
        return np.asarray(vectors, dtype=np.float32)

    @property
    def _model(self) -> "SentenceTransformer":
        with self._loading:
            return self._loaded

    @cached_property
    def _loaded(self) -> "SentenceTransformer":
        """Check the weights' bytes, then load them: never the other way round."""
        embedder_id = self.embedder_id
        with quiet():
            from sentence_transformers import SentenceTransformer

            try:
                model = SentenceTransformer(
                    str(self._files.folder), device="cpu", local_files_only=True
                )
            except Exception as error:  # every library below raises its own classes
                raise ModelError(
                    f"The model {self._files.name!r} in {str(self._files.folder)!r} cannot be "
                    f"loaded ({type(error).__name__}). Download it again or name another."
                ) from error
        if model.get_embedding_dimension() != self.dimension:
            raise ModelError(
                f"The model {self._files.name!r} gives vectors of "
                f"{model.get_embedding_dimension()} numbers but its configuration says "
                f"{self.dimension}. Download it again or name another."
            )
        logger.info("Loaded %s", embedder_id)
        return model
