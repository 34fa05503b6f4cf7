"""An entailment model that is any sentence-transformers CrossEncoder found on this machine."""

from collections.abc import Sequence

import numpy as np

from ragqa.embedding.embedder import FloatArray
from ragqa.embedding.pair_model import PairModel, Purpose
from ragqa.errors import ModelError
from ragqa.schema.claim import Label
from ragqa.verification.entailment import LABELS

PURPOSE = Purpose(role="entailment model", setting="`entailment` under [verification]")

_NAMES = {
    "entail": Label.SUPPORTED,
    "support": Label.SUPPORTED,
    "contradict": Label.CONTRADICTED,
    "refute": Label.CONTRADICTED,
    "neutral": Label.NOT_ENOUGH_INFO,
    "not_ent": Label.NOT_ENOUGH_INFO,
    "not enough": Label.NOT_ENOUGH_INFO,
    "not_enough": Label.NOT_ENOUGH_INFO,
}
"""How the names begin that models published for natural language inference give their outputs."""


class CrossEncoderEntailment:
    """Judges with a CrossEncoder trained for natural language inference, on the CPU.

    Its outputs have to be named in its configuration (`id2label`), two or three of them. The
    evidence is the premise and is read first, as such models were trained.

    Raises:
        ModelError: there is no such model on this machine.
    """

    def __init__(self, model: str) -> None:
        self._model = PairModel(model, PURPOSE)

    @property
    def model_id(self) -> str:
        """Name and content hash of the model.

        Raises:
            ModelError: the folder holds no weights.
        """
        return self._model.model_id

    def judge(self, pairs: Sequence[tuple[str, str]]) -> FloatArray:
        """Return the probabilities of each label, as `EntailmentModel` promises.

        Raises:
            ModelError: the model cannot be loaded, has other outputs, or gives no number.
        """
        found = np.zeros((len(pairs), len(LABELS)), dtype=np.float32)
        found[:, LABELS.index(Label.NOT_ENOUGH_INFO)] = 1
        places = [
            n for n, (claim, evidence) in enumerate(pairs) if claim.strip() and evidence.strip()
        ]
        if not places:
            return found
        columns = self._columns()
        logits = self._model.logits([(pairs[n][1], pairs[n][0]) for n in places])
        raised = np.exp(logits - logits.max(axis=1, keepdims=True))
        shares = raised / raised.sum(axis=1, keepdims=True)
        for n, share in zip(places, shares, strict=True):
            found[n] = np.bincount(columns, weights=share, minlength=len(LABELS))
        return found

    def _columns(self) -> list[int]:
        """Return the label that each output of the model stands for, by its place in `LABELS`."""
        outputs = self._model.outputs
        labels = [_label(name) for name in outputs]
        if Label.SUPPORTED not in labels or None in labels or len(set(labels)) != len(labels):
            raise ModelError(
                f"The model {self.model_id!r} calls its outputs {', '.join(outputs)}, and an "
                "entailment model calls them entailment, contradiction and neutral. Name another "
                "under [verification] in ragqa.toml, or correct `id2label` in its config.json."
            )
        return [LABELS.index(label) for label in labels if label is not None]


def _label(name: str) -> Label | None:
    return next((label for begin, label in _NAMES.items() if name.lower().startswith(begin)), None)
