"""The shipped embedder: all-MiniLM-L6-v2 in 8-bit integers, without torch."""

import hashlib
import logging
import threading
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from ragqa.embedding.batching import PADDING, batches, padded
from ragqa.embedding.converted_weights import folder_of_converted, load_converted
from ragqa.embedding.embedder import FloatArray
from ragqa.embedding.late_pooling import span_weights
from ragqa.embedding.model_files import locate
from ragqa.embedding.quantisation import CONVERTED_SHA256, POSITIONS, RECIPE, Tensors
from ragqa.embedding.tokens import TokenizerCounter
from ragqa.schema.document import Span

if TYPE_CHECKING:
    from tokenizers import Encoding

    from ragqa.embedding.openvino_runtime import CompiledGraph, Inputs

logger = logging.getLogger(__name__)


class Int8Embedder(TokenizerCounter):
    """Maps texts to unit vectors with the packaged model, on the CPU.

    Building one is cheap: the weights load at the first `embed`, from `cache` where they have
    been converted before. `threads` is the number of cores that many texts are spread over.

    Raises:
        ModelError: the package of the model is not installed.
    """

    def __init__(self, *, cache: Path, threads: int) -> None:
        super().__init__(locate(None))
        self._cache = cache
        self._threads = threads
        self._loading = threading.Lock()

    @cached_property
    def embedder_id(self) -> str:
        """Name, recipe and content hash of the model.

        Raises:
            ModelError: its tokeniser or configuration cannot be read.
        """
        parts = f"{self._files.pinned_digest()} {CONVERTED_SHA256}"
        digest = hashlib.sha256(parts.encode("ascii")).hexdigest()
        return f"{self._files.name}-{RECIPE}@sha256:{digest}"

    @cached_property
    def limit(self) -> int:
        """Tokens the model reads of one text, [CLS] and [SEP] not counted."""
        return POSITIONS - 2

    @cached_property
    def dimension(self) -> int:
        """Length of the vectors, from the model's configuration."""
        return self._files.dimension()

    def embed(self, texts: Sequence[str]) -> FloatArray:
        """Return unit vectors, shape (len(texts), dimension), float32, in the order of `texts`.

        Each distinct text is encoded once; its vector has the same bits in every company.

        Raises:
            UsageError: a text is longer than `limit` tokens.
            ModelError: the weights are missing or not the pinned bytes.
        """
        rows = {text: row for row, text in enumerate(dict.fromkeys(texts))}
        pooled = self._pooled(list(rows), [()] * len(rows))
        vectors = np.array([rows_of[0] for rows_of in pooled], dtype=np.float32)
        return vectors.reshape(-1, self.dimension)[[rows[text] for text in texts]]

    def embed_spans(
        self, texts: Sequence[str], spans: Sequence[Sequence[Span]]
    ) -> list[FloatArray]:
        """Return the vectors of each text and of its spans, as `SpanEmbedder` promises.

        Raises:
            UsageError: a text is longer than `limit` tokens.
            ModelError: the weights are missing or not the pinned bytes.
        """
        return self._pooled(texts, spans)

    def _pooled(self, texts: Sequence[str], spans: Sequence[Sequence[Span]]) -> list[FloatArray]:
        """Return the vector of each text, in row 0, and below it those of its spans."""
        encodings = self.checked(texts)
        shares = [
            np.concatenate([_whole(encoding), _shares(encoding, wanted)])
            for encoding, wanted in zip(encodings, spans, strict=True)
        ]
        grouped = list(batches([len(encoding.ids) for encoding in encodings]))
        vectors: dict[int, FloatArray] = {}
        if grouped:
            inputs = (
                self._inputs([encodings[i] for i in batch], [shares[i] for i in batch])
                for batch in grouped
            )
            for batch, outputs in zip(grouped, self._graph.run(inputs), strict=True):
                for place, output in zip(batch, outputs, strict=True):
                    vectors[place] = output[: len(shares[place])]
        return [vectors[place] for place in range(len(texts))]

    def _inputs(self, encodings: Sequence["Encoding"], shares: Sequence[FloatArray]) -> "Inputs":
        length = padded(len(encodings[0].ids))
        bias = np.full((len(encodings), 1, 1, length), PADDING, dtype=np.float32)
        ids = np.zeros((len(encodings), length), dtype=np.int64)
        most = padded(max(map(len, shares)))  # few shapes: each costs the runtime memory
        pooling = np.zeros((len(encodings), most, length), dtype=np.float32)
        for row, (encoding, share) in enumerate(zip(encodings, shares, strict=True)):
            ids[row, : len(encoding.ids)] = encoding.ids
            bias[row, ..., : len(encoding.ids)] = 0
            pooling[row, : share.shape[0], : share.shape[1]] = share
        words = self._tensors["words"][ids].astype(np.float32)
        return {"words": words, "bias": bias, "pooling": pooling}

    @property
    def _graph(self) -> "CompiledGraph":
        with self._loading:
            return self._loaded

    @cached_property
    def _tensors(self) -> Tensors:
        return load_converted(self._files, self._cache)

    @cached_property
    def _loaded(self) -> "CompiledGraph":
        from ragqa.embedding.kept_graph import load_graph

        graph = load_graph(
            lambda: self._tensors, folder_of_converted(self._cache), threads=self._threads
        )
        logger.info("Loaded %s", self.embedder_id)
        return graph


def _whole(encoding: "Encoding") -> FloatArray:
    return np.full((1, len(encoding.ids)), 1 / len(encoding.ids), dtype=np.float32)


def _shares(encoding: "Encoding", spans: Sequence[Span]) -> FloatArray:
    return span_weights(np.array(encoding.offsets, dtype=np.int64), spans)
