"""A reranker that runs any sentence-transformers CrossEncoder found on this machine."""

from collections.abc import Sequence

import numpy as np

from ragqa.embedding.embedder import FloatArray
from ragqa.embedding.pair_model import PairModel, Purpose
from ragqa.errors import ModelError
from ragqa.schema.evidence import Evidence

PURPOSE = Purpose(role="reranker", setting="`model` under [reranker]")


class CrossEncoderReranker:
    """Scores with a CrossEncoder of one output, on the CPU; what is too long is cut by its model.

    `model` is a folder or a name in the local Hugging Face cache. Building one is cheap: torch
    and the weights load at the first `scores`.

    Raises:
        ModelError: there is no such model on this machine.
    """

    def __init__(self, model: str) -> None:
        self._model = PairModel(model, PURPOSE)

    @property
    def reranker_id(self) -> str:
        """Name and content hash of the model.

        Raises:
            ModelError: the folder holds no weights.
        """
        return self._model.model_id

    def scores(self, question: str, evidence: Sequence[Evidence]) -> FloatArray:
        """Return the sigmoid of the model's logit for each passage, shape (len(evidence),).

        Raises:
            ModelError: the model cannot be loaded, has several outputs, or gives no number.
        """
        if not evidence:
            return np.zeros(0, dtype=np.float32)
        outputs = len(self._model.outputs)
        if outputs != 1:
            raise ModelError(
                f"The model {self.reranker_id!r} gives {outputs} numbers for a pair, but "
                "a reranker gives one. Name a relevance model under [reranker] in ragqa.toml."
            )
        logits = self._model.logits([(question, _text(item)) for item in evidence])[:, 0]
        return (1 / (1 + np.exp(-logits.astype(np.float64)))).astype(np.float32)


def _text(item: Evidence) -> str:
    """Return what the model reads of one passage: its work's title, then its text."""
    return f"{item.source.title}. {item.passage.text}"
