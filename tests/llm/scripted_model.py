"""A language model that says what a test told it to say."""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field

from ragqa.llm.deadline import Deadline
from ragqa.llm.language_model import Completion, JsonSchema


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One call as the model got it."""

    system: str
    user: str
    schema: JsonSchema
    deadline: Deadline | None


@dataclass(slots=True)
class ScriptedModel:
    """Returns the enqueued texts and raises the enqueued errors, in order."""

    script: deque[str | Exception] = field(default_factory=deque)
    calls: list[Call] = field(default_factory=list)
    model_id: str = "scripted"
    deadline_seconds: float = 5.0

    def enqueue(self, *replies: str | Exception) -> None:
        """Put replies at the end of the script."""
        self.script.extend(replies)

    def complete(
        self,
        system: str,
        user: str,
        schema: JsonSchema,
        *,
        deadline: Deadline | None = None,
        on_text: Callable[[str], None] | None = None,
    ) -> Completion:
        """Say the next thing of the script."""
        self.calls.append(Call(system=system, user=user, schema=schema, deadline=deadline))
        said = self.script.popleft()
        if isinstance(said, Exception):
            raise said
        if on_text is not None:
            on_text(said)
        return Completion(text=said, prompt_tokens=10, completion_tokens=3)
