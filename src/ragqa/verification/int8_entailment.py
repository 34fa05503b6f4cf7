"""The embedder's encoder, taught to read a claim with its evidence, in 8-bit integers.

Trained by `evals/train_entailment.py` and rounded by `evals/export_entailment.py`;
`evals/ENTAILMENT.md` is its card. Three unit vectors of a pair (its first token, the mean of the
claim, the mean of the evidence) go through one linear layer; the vectors of words are the
embedder's own, so that 11 MB are all that it adds.
"""

import hashlib
import logging
import threading
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from ragqa.embedding.batching import PADDING, batches, padded
from ragqa.embedding.converted_weights import load_converted, parsed
from ragqa.embedding.embedder import FloatArray
from ragqa.embedding.model_files import locate
from ragqa.embedding.quantisation import Tensors
from ragqa.embedding.tokens import TokenizerCounter
from ragqa.errors import ModelError
from ragqa.verification.entailment import LABELS, fitted

if TYPE_CHECKING:
    from tokenizers import Encoding

    from ragqa.embedding.openvino_runtime import CompiledGraph, Inputs

logger = logging.getLogger(__name__)

CLAIM_TOKENS = 96
PAIR_TOKENS = 192
_SPECIAL = 3  # [CLS] claim [SEP] evidence [SEP]
_NOT_READ = np.array([0, 0, 1], dtype=np.float32)


class Int8EntailmentModel(TokenizerCounter):
    """Judges pairs on the CPU, with the weights of a file whose bytes are known.

    Building one is cheap: the weights load at the first `judge`; those of words from `cache`,
    where the embedder keeps them. `threads` is the number of cores that many pairs are spread over.

    Raises:
        ModelError: the package of the embedder's weights is not installed.
    """

    def __init__(self, *, weights: Path, sha256: str, cache: Path, threads: int) -> None:
        super().__init__(locate(None))
        self.model_id = f"{weights.stem}-int8@sha256:{sha256}"
        self._weights = weights
        self._sha256 = sha256
        self._cache = cache
        self._threads = threads
        self._loading = threading.Lock()

    def judge(self, pairs: Sequence[tuple[str, str]]) -> FloatArray:
        """Return the probabilities of each label, as `EntailmentModel` promises.

        A claim of more than `CLAIM_TOKENS` tokens, or none, is not read: there is not enough
        to go by. Of longer evidence the sentences nearest to the claim are read.

        Raises:
            ModelError: weights are missing, altered, or give what is no number.
        """
        found = np.tile(_NOT_READ, (len(pairs), 1))
        read = {
            place: self._encoded(*pair) for place, pair in enumerate(pairs) if self._fits(*pair)
        }
        places = list(read)
        grouped = list(batches([len(read[place].ids) for place in places]))
        inputs = (self._inputs([read[places[i]] for i in batch]) for batch in grouped)
        if grouped:
            for batch, vectors in zip(grouped, self._graph.run(inputs), strict=True):
                found[[places[i] for i in batch]] = self._probabilities(vectors)
        return found

    def _fits(self, claim: str, evidence: str) -> bool:
        return 0 < self.count(claim) <= CLAIM_TOKENS and bool(evidence.strip())

    def _encoded(self, claim: str, evidence: str) -> "Encoding":
        room = PAIR_TOKENS - _SPECIAL - self.count(claim)
        encoding = self._tokenizer.encode(
            claim, fitted(claim, evidence, room=room, count=self.count)
        )
        encoding.truncate(PAIR_TOKENS)
        return encoding

    def _inputs(self, encodings: Sequence["Encoding"]) -> "Inputs":
        shape = (len(encodings), padded(max(len(encoding.ids) for encoding in encodings)))
        ids = np.zeros(shape, dtype=np.int64)
        types = np.zeros((*shape, 1), dtype=np.float32)
        bias = np.full((shape[0], 1, 1, shape[1]), PADDING, dtype=np.float32)
        pooling = np.zeros((shape[0], len(LABELS), shape[1]), dtype=np.float32)
        for row, encoding in enumerate(encodings):
            end, split = len(encoding.ids), encoding.type_ids.index(1)
            ids[row, :end] = encoding.ids
            types[row, split:end] = 1
            bias[row, ..., :end] = 0
            pooling[row, 0, 0] = 1
            pooling[row, 1, 1:split] = 1 / (split - 1)
            pooling[row, 2, split:end] = 1 / (end - split)
        words = self._words[ids].astype(np.float32) + types * self._tensors["evidence"]
        return {"words": words, "bias": bias, "pooling": pooling}

    def _probabilities(self, vectors: FloatArray) -> FloatArray:
        flat = vectors.reshape(len(vectors), -1)
        # No matrix product: it sums in another order in another company.
        said = (flat[:, np.newaxis] * self._tensors["head.weight"]).sum(axis=2)
        logits = said + self._tensors["head.bias"]
        raised = np.exp(logits - logits.max(axis=1, keepdims=True))
        shares: FloatArray = raised / raised.sum(axis=1, keepdims=True)
        if not np.isfinite(shares).all():
            raise ModelError(
                "The entailment model gave a probability that is no number. "
                "Install ragqa and openvino again, at the versions of constraints.txt."
            )
        return shares

    @property
    def _graph(self) -> "CompiledGraph":
        with self._loading:
            return self._loaded

    @cached_property
    def _words(self) -> FloatArray:
        return load_converted(self._files, self._cache)["words"]

    @cached_property
    def _tensors(self) -> Tensors:
        return parsed(memoryview(checked(self._weights, self._sha256)))

    @cached_property
    def _loaded(self) -> "CompiledGraph":
        from ragqa.embedding.minilm_graph import minilm
        from ragqa.embedding.openvino_runtime import CompiledGraph

        graph = CompiledGraph.compiled(minilm(self._tensors), threads=self._threads)
        logger.info("Loaded %s", self.model_id)
        return graph


def pinned(weights: Path) -> str:
    """Return the hash that the file of the same name with `.sha256` says the weights have.

    Raises:
        ModelError: there is no such file.
    """
    beside = weights.with_suffix(".sha256")
    try:
        return beside.read_text("ascii").split()[0]
    except (OSError, ValueError, IndexError) as error:
        raise ModelError(
            f"No hash of the entailment weights stands in {str(beside)!r}. Copy it there beside "
            "the weights: `evals/export_entailment.py` writes both."
        ) from error


def checked(path: Path, sha256: str) -> bytes:
    """Return the content of a file that has to have this hash.

    Raises:
        ModelError: it is missing, unreadable, or other bytes.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        raise ModelError(
            f"The entailment weights {str(path)!r} cannot be read ({error.strerror}). "
            "Install ragqa again, or name another entailment model."
        ) from error
    found = hashlib.sha256(content).hexdigest()
    if found != sha256:
        raise ModelError(
            f"The entailment weights {str(path)!r} have the sha256 {found} instead of {sha256}. "
            "Install ragqa again."
        )
    return content
