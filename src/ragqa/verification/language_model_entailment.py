"""An entailment model that is any language model behind an OpenAI-compatible address."""

import hashlib
from collections.abc import Sequence

import numpy as np
from pydantic import BaseModel, ConfigDict, ValidationError

from ragqa.embedding.embedder import FloatArray
from ragqa.errors import LanguageModelReplyError
from ragqa.llm.language_model import LanguageModel
from ragqa.prompts import Prompt
from ragqa.schema.claim import Label
from ragqa.verification.entailment import LABELS


class _Judgement(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    label: Label


class LanguageModelEntailment:
    """Asks the model about one pair after the other; its answer counts whole, as 0 or 1.

    Args:
        model: the language model.
        system: the instructions, without variables.
        user: the request, with the variables `claim` and `evidence`.
    """

    def __init__(self, model: LanguageModel, *, system: Prompt, user: Prompt) -> None:
        self._model = model
        self._system = system
        self._user = user

    @property
    def model_id(self) -> str:
        """Name of the model, and the hash of the prompts that ask it."""
        prompts = hashlib.sha256(f"{self._system.sha256}{self._user.sha256}".encode()).hexdigest()
        return f"{self._model.model_id}@prompts:{prompts[:12]}"

    def judge(self, pairs: Sequence[tuple[str, str]]) -> FloatArray:
        """Return the probabilities of each label, as `EntailmentModel` promises.

        Raises:
            LanguageModelError: the model cannot be reached, refuses, or gives no judgement.
        """
        found = np.zeros((len(pairs), len(LABELS)), dtype=np.float32)
        for row, (claim, evidence) in enumerate(pairs):
            found[row, LABELS.index(self._label(claim, evidence))] = 1
        return found

    def _label(self, claim: str, evidence: str) -> Label:
        if not (claim.strip() and evidence.strip()):
            return Label.NOT_ENOUGH_INFO
        completion = self._model.complete(
            self._system.render(),
            self._user.render(claim=_inert(claim), evidence=_inert(evidence)),
            _Judgement.model_json_schema(),
        )
        try:
            return _Judgement.model_validate_json(completion.text).label
        except ValidationError as error:
            raise LanguageModelReplyError(
                f"The language model {self._model.model_id!r} gave no judgement of a claim. "
                "Name another under [language_model], or another judge."
            ) from error


def _inert(text: str) -> str:
    """Return text that cannot close the tags it stands between."""
    return text.replace("<", "‹").replace(">", "›")
