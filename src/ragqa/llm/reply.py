"""Puts a streamed chat completion together, and judges whether it is whole."""

from collections.abc import Callable
from dataclasses import dataclass, field

from pydantic import BaseModel, ConfigDict

from ragqa.errors import LanguageModelTruncatedError
from ragqa.llm.failures import Server, bad_reply, broken_off
from ragqa.llm.language_model import Completion


class _Outside(BaseModel):
    model_config = ConfigDict(from_attributes=True, extra="ignore", frozen=True)


class _Delta(_Outside):
    content: str | None = None


class _Choice(_Outside):
    delta: _Delta | None = None
    finish_reason: str | None = None


class _Usage(_Outside):
    prompt_tokens: int | None = None
    completion_tokens: int | None = None


class Chunk(_Outside):
    """One event of the stream, as far as it is used; the client builds them unchecked."""

    choices: list[_Choice]
    usage: _Usage | None = None


@dataclass(slots=True)
class ReplyInProgress:
    """What has arrived so far of one reply."""

    on_text: Callable[[str], None] | None
    _pieces: list[str] = field(default_factory=list)
    _finish: str | None = None
    _usage: _Usage = field(default_factory=_Usage)
    _begun: bool = False

    def add(self, chunk: Chunk) -> None:
        """Take in the next event."""
        self._begun = True
        self._usage = chunk.usage or self._usage
        for choice in chunk.choices:
            self._finish = choice.finish_reason or self._finish
            piece = choice.delta.content if choice.delta else None
            if piece:
                self._pieces.append(piece)
                if self.on_text is not None:
                    self.on_text(piece)

    def whole(self, server: Server) -> Completion:
        """Return the completion, now that the stream has ended.

        Raises:
            AttemptFailedError: the reply is empty, cut off or held back.
        """
        text = "".join(self._pieces)
        match self._finish:
            case "length":
                step = "raise max_tokens or the context length of the server"
                raise bad_reply(
                    server, "ran into its token limit", step, kind=LanguageModelTruncatedError
                )
            case "content_filter":
                raise bad_reply(server, "held its reply back (content filter)", "use another model")
            case None if text or self._begun:
                raise broken_off(server)
        if not text.strip():
            step = "check the model and the base URL, which usually ends in /v1"
            raise bad_reply(server, "sent no text", step, transient=True)
        return Completion(
            text=text,
            prompt_tokens=self._usage.prompt_tokens or 0,
            completion_tokens=self._usage.completion_tokens or 0,
        )
