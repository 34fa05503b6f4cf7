"""Any entailment model as judge of statements, a language model among them."""

from ragqa.schema.claim import Label
from ragqa.verification.entailment import LABELS, EntailmentModel


class ModelJudge:
    """Takes the likeliest label of an entailment model for its judgement."""

    def __init__(self, model: EntailmentModel) -> None:
        self._model = model

    @property
    def judge_id(self) -> str:
        """The model, with all that it is told."""
        return self._model.model_id

    def judge(self, statement: str, evidence: str) -> Label:
        """Return the likeliest label.

        Raises:
            ModelError: the model cannot be loaded, or gives no number.
            LanguageModelError: it gave no reply, or none that is a judgement.
        """
        (shares,) = self._model.judge([(statement, evidence)])
        return LABELS[int(shares.argmax())]
