"""A language model as judge; the words that it is told stand in prompts/."""

from pydantic import BaseModel, ConfigDict, ValidationError

from ragqa.errors import JudgeError
from ragqa.llm.language_model import JsonSchema, LanguageModel
from ragqa.prompts import load_prompt
from ragqa.schema.claim import Label

_SCHEMA: JsonSchema = {
    "type": "object",
    "properties": {"label": {"type": "string", "enum": [str(label) for label in Label]}},
    "required": ["label"],
    "additionalProperties": False,
}


class _Reply(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    label: Label


class LlmJudge:
    """Asks a language model once for each judgement."""

    def __init__(self, model: LanguageModel) -> None:
        self._model = model
        self._system = load_prompt("judge_statement_system")
        self._user = load_prompt("judge_statement_user")

    @property
    def judge_id(self) -> str:
        """The model, and the hashes of the words that it is told."""
        return f"llm({self._model.model_id})@{self._system.sha256[:8]}{self._user.sha256[:8]}"

    def judge(self, statement: str, evidence: str) -> Label:
        """Return the label that the model replies.

        Raises:
            JudgeError: it replied with something else.
            LanguageModelError: it gave no reply.
        """
        request = self._user.render(statement=_inert(statement), sentences=_inert(evidence))
        completion = self._model.complete(self._system.render(), request, _SCHEMA)
        try:
            return _Reply.model_validate_json(completion.text).label
        except ValidationError:
            raise JudgeError(
                f"The language model {self._model.model_id!r} gave no judgement that can be read. "
                'Use another model, or the judge "verifier"; judgements so far are kept.'
            ) from None


def _inert(text: str) -> str:
    """Return text that cannot close the tags it stands between."""
    return text.replace("<", "‹").replace(">", "›")
