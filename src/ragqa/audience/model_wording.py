"""A language model words claims for an audience, one at a time; nothing of it is taken on trust."""

import logging
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from ragqa.errors import (
    LanguageModelError,
    LanguageModelReplyError,
    LanguageModelTruncatedError,
)
from ragqa.generation.numbered_evidence import neutral
from ragqa.llm.deadline import Deadline
from ragqa.llm.language_model import LanguageModel
from ragqa.prompts import Prompt, load_prompt
from ragqa.schema.claim import Claim, ClaimId
from ragqa.schema.question import Audience

logger = logging.getLogger(__name__)

_READERS = {
    Audience.TRAINEE: "Its readers study medicine: they know the terms, but few abbreviations.",
    Audience.PATIENT: "Its readers are patients: use short, everyday words and no abbreviations.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a model charged for the claims of an article, in tokens."""

    prompt_tokens: int = 0
    completion_tokens: int = 0


class _Reply(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    text: str = Field(min_length=1, max_length=2000)


class ModelWording:
    """Asks a model for each claim in other words.

    Args:
        model: words the claims.
        system: the instructions, with the variable `readers`; the shipped ones where None.
        user: the request, with `sentence` and `source`; the shipped one where None.
    """

    def __init__(
        self, model: LanguageModel, *, system: Prompt | None = None, user: Prompt | None = None
    ) -> None:
        self._model = model
        self._system = system or load_prompt("reword_system")
        self._user = user or load_prompt("reword_user")

    @property
    def prompts(self) -> tuple[tuple[str, str], ...]:
        """Name and hash of each."""
        return tuple((prompt.name, prompt.sha256) for prompt in (self._system, self._user))

    def wordings(
        self, claims: Iterable[Claim], audience: Audience
    ) -> tuple[Mapping[ClaimId, str], Asked]:
        """Return what the model makes of the claims, unchecked, and what it charged.

        A claim whose reply cannot be read is left out. A model that cannot be reached, or that
        takes longer for all claims than it may for one article, is not asked for the rest.
        """
        found: dict[ClaimId, str] = {}
        prompt_tokens = completion_tokens = 0
        deadline = Deadline.after(self._model.deadline_seconds)
        system = self._system.render(readers=_READERS[audience])
        for claim in claims:
            request = self._user.render(
                sentence=neutral(claim.text),
                source=neutral(" ".join(citation.quote for citation in claim.citations)),
            )
            try:
                completion = self._model.complete(
                    system, request, _Reply.model_json_schema(), deadline=deadline
                )
            except (LanguageModelReplyError, LanguageModelTruncatedError) as error:
                logger.info("a claim keeps the words of the rules: %s", error)
                continue
            except LanguageModelError as error:
                logger.info("the claims that are left keep the words of the rules: %s", error)
                break
            prompt_tokens += completion.prompt_tokens
            completion_tokens += completion.completion_tokens
            if text := _read(completion.text):
                found[claim.claim_id] = text
        return found, Asked(prompt_tokens=prompt_tokens, completion_tokens=completion_tokens)


def _read(text: str) -> str:
    """Return the sentence of a reply on one line; nothing where it is not what was asked for."""
    try:
        return " ".join(_Reply.model_validate_json(text).text.split())
    except ValidationError:
        logger.info("a claim keeps the words of the rules: the reply is not the object asked for")
        return ""
