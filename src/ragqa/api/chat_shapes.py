"""Requests and responses of the OpenAI-compatible addresses.

Written after OpenAI's own description of them; what does not apply here is accepted and ignored,
so that front ends made for other models work.
"""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StrictBool

from ragqa.api.answer_shapes import Answer, Shape
from ragqa.errors import UsageError

LONGEST_MESSAGE = 100_000
MOST_MESSAGES = 500


class _Request(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class ContentPart(_Request):
    """A piece of a message; only text is read."""

    type: str
    text: Annotated[str, Field(max_length=LONGEST_MESSAGE)] = ""


class Message(_Request):
    """One message; those of users are questions, what others said is not read."""

    role: Literal["system", "developer", "user", "assistant", "tool", "function"]
    content: Annotated[
        Annotated[str, Field(max_length=LONGEST_MESSAGE)] | list[ContentPart] | None,
        Field(description="Text, or pieces of it."),
    ] = None

    @property
    def text(self) -> str:
        """What it says."""
        if isinstance(self.content, str):
            return self.content
        return "\n".join(part.text for part in self.content or () if part.type == "text")


class StreamOptions(_Request):
    """How a stream ends."""

    include_usage: StrictBool | None = None


class ChatRequest(_Request):
    """A chat whose last user message is the question; earlier ones say what it leans on."""

    model: Annotated[
        str,
        Field(
            max_length=200,
            description="`ragqa` for clinicians, `ragqa-trainee` or `ragqa-patient` for others.",
        ),
    ]
    messages: Annotated[list[Message], Field(min_length=1, max_length=MOST_MESSAGES)]
    stream: StrictBool | None = None
    stream_options: StreamOptions | None = None
    n: Annotated[int | None, Field(description="Only 1: an answer is the same every time.")] = None
    tools: Annotated[
        list[dict[str, object]] | None, Field(description="None: nothing is called.")
    ] = None
    functions: list[dict[str, object]] | None = None

    def check(self) -> None:
        """Refuse what would be passed over to the harm of whoever asks for it.

        Raises:
            UsageError: several answers are wanted, tools are to be called, or nothing is asked.
        """
        if self.n not in (None, 1):
            raise UsageError(
                f"n is {self.n}, and one answer is given: it would be the same each time. Leave "
                "out n."
            )
        if self.tools or self.functions:
            raise UsageError("ragqa calls no tools. Leave out tools and functions.")
        if not self.questions:
            raise UsageError("No message is a user's. Ask a question in the last one.")

    @property
    def questions(self) -> list[str]:
        """What users asked, oldest first."""
        return [one.text for one in self.messages if one.role == "user" and one.text.strip()]


class ChatUsage(Shape):
    """Tokens of the language model that ragqa was given; none where it uses none."""

    prompt_tokens: int
    completion_tokens: int
    total_tokens: int


class ChatMessage(Shape):
    """The answer as Markdown with numbered citations and its references."""

    role: Literal["assistant"]
    content: str
    ragqa: Answer = Field(description="The same answer as an object, as from `/v1/ask`.")


class ChatChoice(Shape):
    """The one answer."""

    index: Literal[0]
    message: ChatMessage
    logprobs: None = None
    finish_reason: Literal["stop"]


class ChatCompletion(Shape):
    """An answer as OpenAI's clients read it."""

    id: str
    object: Literal["chat.completion"]
    created: int
    model: str
    choices: list[ChatChoice]
    usage: ChatUsage


class ModelShape(Shape):
    """One name under which ragqa can be used as a model."""

    id: str
    object: Literal["model"]
    created: int
    owned_by: str


class ModelList(Shape):
    """All names."""

    object: Literal["list"]
    data: list[ModelShape]


class OpenAIErrorDetail(Shape):
    """What happened, and what to do."""

    message: str
    type: str
    param: str | None
    code: str | None


class OpenAIError(Shape):
    """An error as OpenAI's clients read it."""

    error: OpenAIErrorDetail
