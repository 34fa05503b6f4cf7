"""Any sentence-transformers CrossEncoder of this machine: two texts read together, to numbers."""

import logging
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from ragqa.embedding.embedder import FloatArray
from ragqa.embedding.model_files import ModelFiles, locate
from ragqa.embedding.quiet_loading import quiet
from ragqa.errors import ModelError

if TYPE_CHECKING:
    from sentence_transformers import CrossEncoder

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Purpose:
    """What a model is used for, as errors name it: "reranker", "`model` under [reranker]"."""

    role: str
    setting: str


class PairModel:
    """Runs on the CPU; what is too long is cut by its model. Safe to share between threads.

    `model` is a folder or a name in the local Hugging Face cache. Building one is cheap: torch
    and the weights load when a pair is first read.

    Raises:
        ModelError: there is no such model on this machine.
    """

    def __init__(self, model: str, purpose: Purpose) -> None:
        self._files = _located(model, purpose)
        self._purpose = purpose
        self._loading = threading.Lock()

    @cached_property
    def model_id(self) -> str:
        """Name and content hash of the model.

        Raises:
            ModelError: the folder holds no weights.
        """
        return f"{self._files.name}@sha256:{self._files.digest()}"

    @property
    def outputs(self) -> tuple[str, ...]:
        """What the model calls the numbers that it gives for a pair, in their order.

        Raises:
            ModelError: the model cannot be loaded.
        """
        config = self._model.config
        names = {int(place): name for place, name in ((config and config.id2label) or {}).items()}
        return tuple(names.get(place, "nameless") for place in range(self._model.num_labels))

    def logits(self, pairs: Sequence[tuple[str, str]]) -> FloatArray:
        """Return the model's numbers for each pair, shape (len(pairs), len(outputs)).

        Raises:
            ModelError: the model cannot be loaded, or gives what is no number.
        """
        found = self._model.predict(list(pairs), show_progress_bar=False, convert_to_numpy=True)
        logits = np.asarray(found, dtype=np.float32).reshape(len(pairs), self._model.num_labels)
        if not np.isfinite(logits).all():
            raise ModelError(
                f"The {self._purpose.role} {self._files.name!r} gave a score that is no number. "
                f"Set {self._purpose.setting} to another model, or to none."
            )
        return logits

    @property
    def _model(self) -> "CrossEncoder":
        with self._loading:
            return self._loaded

    @cached_property
    def _loaded(self) -> "CrossEncoder":
        """Hash the files before any library parses them, then load them."""
        model_id = self.model_id
        with quiet():
            from sentence_transformers import CrossEncoder
            from torch.nn import Identity

            try:
                model: CrossEncoder = CrossEncoder(
                    str(self._files.folder),
                    device="cpu",
                    local_files_only=True,
                    activation_fn=Identity(),
                )
            except Exception as error:  # every library below raises its own classes
                raise ModelError(
                    f"The {self._purpose.role} {self._files.name!r} in "
                    f"{str(self._files.folder)!r} cannot be loaded ({type(error).__name__}). "
                    "Download it again or name another."
                ) from error
        logger.info("Loaded %s", model_id)
        return model


def _located(model: str, purpose: Purpose) -> ModelFiles:
    try:
        return locate(model)
    except ModelError as error:
        raise ModelError(
            f"The {purpose.role} {model!r} is neither a folder nor in the local Hugging Face "
            f"cache. Download it first (`hf download {model}`), or set {purpose.setting} to none."
        ) from error
