"""Turns whatever a call to a language model server can raise into one clear sentence."""

import math
import re
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from time import time
from typing import TYPE_CHECKING

from ragqa.errors import (
    LanguageModelError,
    LanguageModelRefusedError,
    LanguageModelReplyError,
    LanguageModelUnreachableError,
)

if TYPE_CHECKING:
    import openai

_LONGEST_EXCERPT = 160
_TRANSIENT = frozenset({408, 409, 429})
_SLOW = "raise the time limits or use a faster model"
_SHAPE_WORDS = re.compile(r"response_format|json_schema|json_object|schema|grammar", re.IGNORECASE)


class WebPageError(ValueError):
    """The server answered with HTML, so it is not the server that was meant."""


class HugeReplyError(ValueError):
    """The server sent more than any article needs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """The server as error sentences may name it, and the key that they must not name."""

    host: str
    model: str
    secret: str

    @property
    def called(self) -> str:
        """The beginning of every sentence."""
        return f"The language model server at {self.host}"


class AttemptFailedError(Exception):
    """One attempt failed; says whether another could help, and what to tell the person."""

    def __init__(
        self,
        error: LanguageModelError,
        *,
        transient: bool,
        retry_after: float = 0.0,
        shape_rejected: bool = False,
    ) -> None:
        super().__init__(str(error))
        self.error = error
        self.transient = transient
        self.retry_after = retry_after
        self.shape_rejected = shape_rejected

    def after(self, attempts: int) -> LanguageModelError:
        """Return the error to raise once `attempts` have been made."""
        if attempts == 1:
            return self.error
        return type(self.error)(f"{str(self.error).removesuffix('.')} (tried {attempts} times).")


def expected() -> tuple[type[Exception], ...]:
    """Return what a call raises: the client's own errors, those it lets through, and ours.

    JSONDecodeError, UnicodeDecodeError and pydantic's ValidationError are ValueErrors; deeply
    nested JSON is a RecursionError; the sockets' and TLS errors are OSErrors.
    """
    import httpx2
    import openai

    return (OSError, ValueError, RecursionError, openai.OpenAIError, httpx2.HTTPError)


def failure(raised: Exception, server: Server) -> AttemptFailedError:
    """Return what `raised` means for this attempt at calling `server`."""
    import httpx2
    import openai

    match raised:
        case openai.APIStatusError():
            return _status_failure(raised, server)
        case openai.APIError() if not isinstance(raised, openai.APIConnectionError):
            return _refusal(
                server, f"reported an error{_said(raised, server)}", "look at its log", status=500
            )
        case OSError() | openai.OpenAIError() | httpx2.HTTPError():
            return _network_failure(raised, server)
    return _reply_failure(raised, server)


def _network_failure(raised: Exception, server: Server) -> AttemptFailedError:
    import httpx2
    import openai

    match raised:
        case openai.APIConnectionError(__cause__=httpx2.ConnectError() | httpx2.ConnectTimeout()):
            return unreachable(
                server, "could not be reached", "check that it is running and the base URL is right"
            )
        case openai.APITimeoutError():
            return unreachable(server, "did not answer in time", _SLOW)
        case TimeoutError():
            return unreachable(server, str(raised), _SLOW)
    return broken_off(server)


def _reply_failure(raised: Exception, server: Server) -> AttemptFailedError:
    match raised:
        case WebPageError():
            what, step = "answered with a web page", "check the base URL, which usually ends in /v1"
        case HugeReplyError():
            what, step = "sent far more than was asked for", "use another model"
        case _:
            what, step = "sent a stream that cannot be read", "check that it is OpenAI-compatible"
    return bad_reply(server, what, step)


def unreachable(server: Server, what: str, step: str) -> AttemptFailedError:
    """Return the failure of a server that cannot be talked to; another attempt may help."""
    error = LanguageModelUnreachableError(f"{server.called} {what}; {step}.")
    return AttemptFailedError(error, transient=True)


def broken_off(server: Server) -> AttemptFailedError:
    """Return the failure of a reply that ended too early."""
    return unreachable(server, "broke off its reply", "look at its log")


def bad_reply(
    server: Server,
    what: str,
    step: str,
    *,
    transient: bool = False,
    kind: type[LanguageModelReplyError] = LanguageModelReplyError,
) -> AttemptFailedError:
    """Return the failure of a reply that is there and is of no use."""
    return AttemptFailedError(kind(f"{server.called} {what}; {step}."), transient=transient)


def _status_failure(raised: "openai.APIStatusError", server: Server) -> AttemptFailedError:
    status, said = raised.status_code, _said(raised, server)
    match status:
        case 401 | 403:
            return _refusal(server, f"refused the API key (HTTP {status})", "check the key")
        case 404:
            what = f"has no model {server.model!r} or no such address (HTTP 404{said})"
            return _refusal(server, what, "check the model name and the base URL")
        case 429:
            wait = _retry_after(raised)
            asked = f" and asks to wait {math.ceil(wait)} seconds" if wait else ""
            what = f"turns requests away (HTTP 429){asked}"
            return _refusal(server, what, "try again later", status=status, retry_after=wait)
        case _ if status < 400:
            return _refusal(server, f"redirects elsewhere (HTTP {status})", "correct the base URL")
        case _ if status >= 500:
            what, wait = f"failed (HTTP {status}{said})", _retry_after(raised)
            return _refusal(server, what, "look at its log", status=status, retry_after=wait)
    what = f"rejected the request (HTTP {status}{said})"
    return _refusal(server, what, "check the model name and its settings", status=status, said=said)


def _refusal(
    server: Server,
    what: str,
    step: str,
    *,
    status: int = 0,
    retry_after: float = 0.0,
    said: str = "",
) -> AttemptFailedError:
    return AttemptFailedError(
        LanguageModelRefusedError(f"{server.called} {what}; {step}."),
        transient=status in _TRANSIENT or status >= 500,
        retry_after=retry_after,
        shape_rejected=status in {400, 422} and _SHAPE_WORDS.search(said) is not None,
    )


def _said(raised: "openai.APIError", server: Server) -> str:
    """Return ": " and what the server said, in short; nothing where it is HTML or has the key."""
    body = raised.body
    message = body.get("message") if isinstance(body, dict) else body
    said = " ".join(message.split()) if isinstance(message, str) else ""
    if not said or said.startswith("<") or server.secret in said:
        return ""
    return f": {said[:_LONGEST_EXCERPT].rstrip('.')}"


def _retry_after(raised: "openai.APIStatusError") -> float:
    """Return the seconds that the server asks to wait; 0 where it does not say so readably."""
    value = raised.response.headers.get("retry-after", "")
    try:
        seconds = float(value)
    except ValueError:
        try:
            seconds = parsedate_to_datetime(value).timestamp() - time()
        except (ValueError, OverflowError):
            return 0.0
    return seconds if math.isfinite(seconds) and seconds > 0 else 0.0
