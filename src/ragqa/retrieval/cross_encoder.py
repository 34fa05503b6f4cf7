"""A reranker that runs any sentence-transformers CrossEncoder found on this machine."""

import logging
import threading
from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from ragqa.embedding.embedder import FloatArray
from ragqa.embedding.model_files import ModelFiles, locate
from ragqa.embedding.quiet_loading import quiet
from ragqa.errors import ModelError
from ragqa.schema.evidence import Evidence

if TYPE_CHECKING:
    from sentence_transformers import CrossEncoder

logger = logging.getLogger(__name__)


class CrossEncoderReranker:
    """Scores with a CrossEncoder of one output, on the CPU; what is too long is cut by its model.

    `model` is a folder or a name in the local Hugging Face cache. Building one is cheap: torch
    and the weights load at the first `scores`.

    Raises:
        ModelError: there is no such model on this machine.
    """

    def __init__(self, model: str) -> None:
        self._files = _located(model)
        self._loading = threading.Lock()

    @cached_property
    def reranker_id(self) -> str:
        """Name and content hash of the model.

        Raises:
            ModelError: the folder holds no weights.
        """
        return f"{self._files.name}@sha256:{self._files.digest()}"

    def scores(self, question: str, evidence: Sequence[Evidence]) -> FloatArray:
        """Return the sigmoid of the model's logit for each passage, shape (len(evidence),).

        Raises:
            ModelError: the model cannot be loaded, has several outputs, or gives no number.
        """
        if not evidence:
            return np.zeros(0, dtype=np.float32)
        pairs = [(question, _text(item)) for item in evidence]
        outputs = self._model.predict(pairs, show_progress_bar=False, convert_to_numpy=True)
        scores = np.asarray(outputs, dtype=np.float32).reshape(len(evidence))
        if not np.isfinite(scores).all():
            raise ModelError(
                f"The reranker {self._files.name!r} gave a score that is no number. "
                "Name another model under [reranker] in ragqa.toml, or none."
            )
        return scores

    @property
    def _model(self) -> "CrossEncoder":
        with self._loading:
            return self._loaded

    @cached_property
    def _loaded(self) -> "CrossEncoder":
        """Hash the files before any library parses them, then load them."""
        reranker_id = self.reranker_id
        with quiet():
            from sentence_transformers import CrossEncoder
            from torch.nn import Sigmoid

            try:
                model: CrossEncoder = CrossEncoder(
                    str(self._files.folder),
                    device="cpu",
                    local_files_only=True,
                    activation_fn=Sigmoid(),
                )
            except Exception as error:  # every library below raises its own classes
                raise ModelError(
                    f"The reranker {self._files.name!r} in {str(self._files.folder)!r} cannot be "
                    f"loaded ({type(error).__name__}). Download it again or name another."
                ) from error
        outputs: int = model.num_labels
        if outputs != 1:
            raise ModelError(
                f"The model {self._files.name!r} gives {outputs} numbers for a pair, but "
                "a reranker gives one. Name a relevance model under [reranker] in ragqa.toml."
            )
        logger.info("Loaded %s", reranker_id)
        return model


def _text(item: Evidence) -> str:
    """Return what the model reads of one passage: its work's title, then its text."""
    return f"{item.source.title}. {item.passage.text}"


def _located(model: str) -> ModelFiles:
    try:
        return locate(model)
    except ModelError as error:
        raise ModelError(
            f"The reranker {model!r} is neither a folder nor in the local Hugging Face cache. "
            f"Download it first (`hf download {model}`), or set `model` under [reranker] to none."
        ) from error
