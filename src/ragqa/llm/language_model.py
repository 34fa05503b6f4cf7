"""The language model role."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Protocol

from ragqa.llm.deadline import Deadline

JsonSchema = Mapping[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Completion:
    """What a model wrote, whole, and what it cost in tokens (0 where the server does not say)."""

    text: str
    prompt_tokens: int
    completion_tokens: int


class LanguageModel(Protocol):
    """Completes a prompt with a JSON object; whatever goes wrong is a LanguageModelError."""

    @property
    def model_id(self) -> str:
        """Name of the model, as provenance records it."""
        ...

    @property
    def deadline_seconds(self) -> float:
        """Longest time one call takes, retries included."""
        ...

    def complete(
        self,
        system: str,
        user: str,
        schema: JsonSchema,
        *,
        deadline: Deadline | None = None,
        on_text: Callable[[str], None] | None = None,
    ) -> Completion:
        """Return the reply to `user` under the instructions `system`.

        Args:
            system: instructions; they must describe the JSON object in words too, because a
                server that cannot enforce a schema is asked without it.
            user: the request, with the documents as data.
            schema: what the reply must look like; callers still validate it.
            deadline: when to give up; `deadline_seconds` from now where it is None.
            on_text: called with each piece of text as it arrives. A retry begins again.

        Raises:
            LanguageModelUnreachableError: no connection, no answer in time, a broken stream.
            LanguageModelRefusedError: an HTTP error status.
            LanguageModelReplyError: an answer that is no usable reply.
        """
        ...
