"""A language model behind any OpenAI-compatible address: vLLM, Ollama, llama.cpp, a vendor.

The `openai` client's own retries are off, because they know no deadline. Nothing is read from
the environment here; the HTTP library below honours the usual proxy variables, and the client
adds the headers that OPENAI_CUSTOM_HEADERS names.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from threading import Event
from typing import TYPE_CHECKING, Literal
from urllib.parse import urlsplit

import tenacity

from ragqa.errors import SettingsError
from ragqa.llm.deadline import Deadline
from ragqa.llm.failures import AttemptFailedError, Server, expected, failure
from ragqa.llm.guard import guard
from ragqa.llm.language_model import Completion, JsonSchema
from ragqa.llm.relay import Patience, relayed
from ragqa.llm.reply import Chunk, ReplyInProgress

if TYPE_CHECKING:
    import httpx2
    from openai import OpenAI
    from openai.types.shared_params import (
        ResponseFormatJSONObject,
        ResponseFormatJSONSchema,
        ResponseFormatText,
    )
    from openai.types.shared_params.response_format_json_schema import JSONSchema

    ResponseFormat = ResponseFormatJSONSchema | ResponseFormatJSONObject | ResponseFormatText

logger = logging.getLogger(__name__)

Shape = Literal["json_schema", "json_object", "text"]
_LESS_STRICT: dict[Shape, Shape] = {"json_schema": "json_object", "json_object": "text"}
_LONGEST_PAUSE = 8.0
_PASSWORD = re.compile(r"//[^/]*@")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Request:
    system: str
    user: str
    schema: JsonSchema


class OpenAICompatible:
    """Streams one chat completion per call, at temperature 0, under a JSON schema.

    A server that rejects the schema is asked for any JSON object, then for plain text; what
    it accepts is remembered. Lost connections, timeouts, 429 and 5xx are tried again while the
    deadline allows.
    """

    def __init__(
        self,
        *,
        base_url: str,
        api_key: str,
        model: str,
        deadline_seconds: float,
        idle_seconds: float,
        max_tokens: int,
        seed: int,
        first_seconds: float | None = None,
        connect_seconds: float = 10.0,
        max_retries: int = 2,
        backoff_seconds: float = 0.5,
    ) -> None:
        """Check the address and the key; nothing is sent yet.

        Args:
            base_url: address up to and including `/v1`.
            api_key: any printable text where the server wants none.
            model: name as the server knows it.
            deadline_seconds: limit of one call, retries included.
            idle_seconds: longest silence between two pieces of a reply.
            max_tokens: longest reply.
            seed: sampling seed, for servers that know one.
            first_seconds: longest wait for the first piece; the whole deadline where None,
                since a model on a small machine reads a long prompt for minutes.
            connect_seconds: longest wait for a connection.
            max_retries: attempts after the first.
            backoff_seconds: pause before the second attempt; it doubles each time.

        Raises:
            SettingsError: the address is none, or the key cannot be sent in a header.
        """
        host = _host(base_url)
        if not api_key or not api_key.isascii() or not api_key.isprintable() or " " in api_key:
            raise SettingsError(
                "The API key of the language model is empty or has characters that no header "
                "can carry; copy it again without spaces or line ends."
            )
        self._base_url, self._api_key, self._model = base_url, api_key, model
        self._server = Server(host=host, model=model, secret=api_key)
        self._deadline_seconds, self._connect_seconds = deadline_seconds, connect_seconds
        first = deadline_seconds if first_seconds is None else first_seconds
        self._patience = Patience(first=first, idle=idle_seconds)
        self._max_tokens, self._seed = max_tokens, seed
        self._max_retries, self._backoff_seconds = max_retries, backoff_seconds
        self._shape: Shape = "json_schema"

    @property
    def model_id(self) -> str:
        """Name of the model as the server knows it."""
        return self._model

    @property
    def deadline_seconds(self) -> float:
        """Longest time one call takes, retries included."""
        return self._deadline_seconds

    def complete(
        self,
        system: str,
        user: str,
        schema: JsonSchema,
        *,
        deadline: Deadline | None = None,
        on_text: Callable[[str], None] | None = None,
    ) -> Completion:
        """Return the reply to `user` under the instructions `system`; see LanguageModel."""
        deadline = deadline or Deadline.after(self._deadline_seconds)
        request = _Request(system=system, user=user, schema=schema)
        while True:
            shape = self._shape
            retrying = self._retrying(deadline)
            try:
                return retrying(self._attempt, request, shape, deadline, on_text)
            except AttemptFailedError as failed:
                if failed.shape_rejected and shape in _LESS_STRICT:
                    self._shape = _LESS_STRICT[shape]
                    logger.info("%s does not take %s; asking without", self._server.host, shape)
                    continue
                raise failed.after(retrying.statistics["attempt_number"]) from failed

    def _retrying(self, deadline: Deadline) -> tenacity.Retrying:
        backoff = tenacity.wait_exponential(multiplier=self._backoff_seconds, max=_LONGEST_PAUSE)
        return tenacity.Retrying(
            retry=tenacity.retry_if_exception(_transient),
            stop=tenacity.stop_after_attempt(self._max_retries + 1)
            | tenacity.stop_before_delay(deadline.remaining),
            wait=lambda state: max(backoff(state), _asked_to_wait(state)),
            reraise=True,
        )

    def _attempt(
        self,
        request: _Request,
        shape: Shape,
        deadline: Deadline,
        on_text: Callable[[str], None] | None,
    ) -> Completion:
        reply = ReplyInProgress(on_text)
        for chunk in self._chunks(request, shape, deadline):
            reply.add(chunk)
        return reply.whole(self._server)

    def _chunks(self, request: _Request, shape: Shape, deadline: Deadline) -> Iterator[Chunk]:
        try:
            yield from relayed(
                lambda abandoned: self._stream(request, shape, abandoned), self._patience, deadline
            )
        except expected() as raised:
            raise failure(raised, self._server) from raised

    def _stream(self, request: _Request, shape: Shape, abandoned: Event) -> Iterator[Chunk]:
        """Yield the events of one HTTP request; runs in a thread of its own."""
        import httpx2

        silence = max(self._patience.first, self._patience.idle)
        with (
            httpx2.Client(
                timeout=httpx2.Timeout(silence, connect=self._connect_seconds),
                headers={"Accept-Encoding": "identity"},
                event_hooks={"response": [lambda response: guard(response, abandoned)]},
            ) as http,
            self._client(http).chat.completions.create(
                model=self._model,
                messages=[
                    {"role": "system", "content": request.system},
                    {"role": "user", "content": request.user},
                ],
                response_format=_response_format(shape, request.schema),
                temperature=0,
                seed=self._seed,
                max_tokens=self._max_tokens,
                stream=True,
                stream_options={"include_usage": True},
            ) as stream,
        ):
            for event in stream:
                yield Chunk.model_validate(event)

    def _client(self, http: httpx2.Client) -> OpenAI:
        from openai import OpenAI

        client = OpenAI(
            base_url=self._base_url, api_key=self._api_key, http_client=http, max_retries=0
        )
        # The client fills these from OPENAI_* variables, which are meant for another server.
        client.organization = client.project = client.admin_api_key = None
        return client


def _host(base_url: str) -> str:
    try:
        parts = urlsplit(base_url)
        host, port = parts.hostname, parts.port
    except ValueError:
        host, port = None, None
    shown = _PASSWORD.sub("//", base_url)
    if not host or parts.scheme not in {"http", "https"}:
        raise SettingsError(
            f"The base URL of the language model, {shown!r}, is no http or https address; "
            "write it like 'http://127.0.0.1:8080/v1'."
        )
    return f"{host}:{port}" if port else host


def _transient(raised: BaseException) -> bool:
    return isinstance(raised, AttemptFailedError) and raised.transient


def _asked_to_wait(state: tenacity.RetryCallState) -> float:
    raised = state.outcome.exception() if state.outcome else None
    return raised.retry_after if isinstance(raised, AttemptFailedError) else 0.0


def _response_format(shape: Shape, schema: JsonSchema) -> ResponseFormat:
    match shape:
        case "json_schema":
            named: JSONSchema = {"name": "reply", "strict": True, "schema": dict(schema)}
            return {"type": "json_schema", "json_schema": named}
        case "json_object":
            return {"type": "json_object"}
    return {"type": "text"}
