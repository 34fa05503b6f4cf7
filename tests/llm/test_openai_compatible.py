import socket
import subprocess
import sys
import threading

import pytest

from ragqa.errors import (
    LanguageModelError,
    LanguageModelRefusedError,
    LanguageModelReplyError,
    LanguageModelTruncatedError,
    LanguageModelUnreachableError,
    SettingsError,
)
from ragqa.llm.deadline import Deadline
from ragqa.llm.language_model import Completion, LanguageModel
from ragqa.llm.openai_compatible import OpenAICompatible
from tests.llm.scripted_server import (
    Behaviour,
    ScriptedServer,
    event,
    hang,
    raw,
    reply,
    sse,
    status,
    trickle_headers,
)

KEY = "sk-very-secret-key"
SCHEMA = {"type": "object", "properties": {"a": {"type": "integer"}}}
DONE = b"data: [DONE]\n\n"


def model_at(
    base_url: str,
    *,
    api_key: str = KEY,
    deadline: float = 10.0,
    first: float | None = None,
    idle: float = 5.0,
    retries: int = 0,
) -> OpenAICompatible:
    return OpenAICompatible(
        base_url=base_url,
        api_key=api_key,
        model="model-x",
        deadline_seconds=deadline,
        first_seconds=first,
        idle_seconds=idle,
        connect_seconds=2.0,
        max_retries=retries,
        backoff_seconds=0.01,
        max_tokens=99,
        seed=4,
    )


def complete(model: LanguageModel) -> Completion:
    return model.complete("Be brief.", "Question?", SCHEMA)


def refusal(server: ScriptedServer, model: LanguageModel) -> LanguageModelError:
    """Return the error of a call; it is one sentence that names the server and not the key."""
    with pytest.raises(LanguageModelError) as raised:
        complete(model)
    text = str(raised.value)
    assert text.startswith(f"The language model server at {server.host} ")
    assert text.endswith(".")
    assert "\n" not in text
    assert KEY not in text
    return raised.value


def test_a_streamed_reply_comes_back_whole_with_its_tokens(server: ScriptedServer) -> None:
    server.enqueue(reply('{"a": 1}'))
    completion = complete(model_at(server.base_url))
    assert completion == Completion(text='{"a": 1}', prompt_tokens=11, completion_tokens=7)


def test_the_text_is_handed_on_piece_by_piece(server: ScriptedServer) -> None:
    server.enqueue(reply("abcdef", pieces=3))
    pieces: list[str] = []
    model_at(server.base_url).complete("s", "u", SCHEMA, on_text=pieces.append)
    assert pieces == ["ab", "cd", "ef"]


def test_the_request_asks_for_a_stream_at_temperature_zero_under_the_schema(
    server: ScriptedServer,
) -> None:
    server.enqueue(reply("{}"))
    complete(model_at(server.base_url))
    sent = server.requests[0]
    assert sent.path == "/v1/chat/completions"
    assert sent.headers["authorization"] == f"Bearer {KEY}"
    assert sent.body == {
        "model": "model-x",
        "messages": [
            {"role": "system", "content": "Be brief."},
            {"role": "user", "content": "Question?"},
        ],
        "response_format": {
            "type": "json_schema",
            "json_schema": {"name": "reply", "strict": True, "schema": SCHEMA},
        },
        "temperature": 0,
        "seed": 4,
        "max_tokens": 99,
        "stream": True,
        "stream_options": {"include_usage": True},
    }


def test_a_reply_without_usage_counts_no_tokens(server: ScriptedServer) -> None:
    server.enqueue(raw([sse(event("{}")), sse(event(finish="stop")), DONE]))
    assert complete(model_at(server.base_url)).completion_tokens == 0


def test_variables_meant_for_another_server_are_not_sent(
    server: ScriptedServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("OPENAI_API_KEY", "OPENAI_ORG_ID", "OPENAI_PROJECT_ID", "OPENAI_ADMIN_KEY"):
        monkeypatch.setenv(name, "elsewhere")
    server.enqueue(reply("{}"))
    complete(model_at(server.base_url))
    assert "elsewhere" not in str(server.requests[0].headers)


def test_a_refused_connection_says_so() -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        port = unused.getsockname()[1]
    with pytest.raises(
        LanguageModelUnreachableError,
        match=rf"^The language model server at 127\.0\.0\.1:{port} could not be reached; "
        r"check that it is running and the base URL is right \(tried 3 times\)\.$",
    ):
        complete(model_at(f"http://127.0.0.1:{port}/v1", retries=2))


HANGS: dict[str, Behaviour] = {
    "never answers": hang,
    "trickles headers": trickle_headers,
    "trickles comments": raw([b":"] * 10_000, pause=0.02),
    "trickles empty events": raw([sse(event())] * 10_000, pause=0.02),
    "trickles text": raw([sse(event("x"))] * 10_000, pause=0.02),
}


@pytest.mark.parametrize("behaviour", HANGS.values(), ids=HANGS.keys())
def test_the_deadline_ends_every_way_of_being_slow(
    server: ScriptedServer, behaviour: Behaviour
) -> None:
    server.enqueue(behaviour)
    error = refusal(server, model_at(server.base_url, deadline=0.4, retries=5))
    assert isinstance(error, LanguageModelUnreachableError)
    assert "did not finish within 0.4 seconds; raise the time limits" in str(error)
    assert len(server.requests) == 1


def test_silence_before_the_first_piece_is_tried_again(server: ScriptedServer) -> None:
    server.enqueue(hang, reply("{}"))
    assert complete(model_at(server.base_url, first=0.4, retries=1)).text == "{}"


def test_silence_in_the_middle_of_a_reply_is_reported(server: ScriptedServer) -> None:
    server.enqueue(raw([sse(event("{"))] * 2, pause=9))
    error = refusal(server, model_at(server.base_url, idle=0.3))
    assert isinstance(error, LanguageModelUnreachableError)
    assert "was silent for 0.3 seconds" in str(error)


def test_text_of_a_cut_stream_is_never_returned(server: ScriptedServer) -> None:
    server.enqueue(raw([sse(event('{"a": 1}'))]))
    error = refusal(server, model_at(server.base_url))
    assert isinstance(error, LanguageModelUnreachableError)
    assert "broke off its reply" in str(error)


def test_a_connection_reset_in_the_middle_is_tried_again(server: ScriptedServer) -> None:
    promises_more_than_it_sends = status(200, "", {"Content-Length": "4000"})
    server.enqueue(promises_more_than_it_sends, reply("{}"))
    assert complete(model_at(server.base_url, retries=1)).text == "{}"
    assert len(server.requests) == 2


def test_429_waits_as_asked_and_then_succeeds(server: ScriptedServer) -> None:
    server.enqueue(status(429, {}, {"Retry-After": "0.05"}), reply("{}"))
    assert complete(model_at(server.base_url, retries=1)).text == "{}"


def test_429_asking_for_longer_than_the_deadline_is_reported_at_once(
    server: ScriptedServer,
) -> None:
    server.enqueue(status(429, {}, {"Retry-After": "3600"}), reply("{}"))
    error = refusal(server, model_at(server.base_url, retries=3))
    assert isinstance(error, LanguageModelRefusedError)
    assert "turns requests away (HTTP 429) and asks to wait 3600 seconds" in str(error)
    assert len(server.requests) == 1


@pytest.mark.parametrize("asked", ["Wed, 21 Oct 2015 07:28:00 GMT", "soon", "-1", "nan", "inf"])
def test_a_useless_retry_after_is_ignored(server: ScriptedServer, asked: str) -> None:
    server.enqueue(status(429, {}, {"Retry-After": asked}), reply("{}"))
    assert complete(model_at(server.base_url, retries=1)).text == "{}"


@pytest.mark.parametrize("code", [408, 409, 500, 502, 503, 529])
def test_passing_trouble_is_tried_again(server: ScriptedServer, code: int) -> None:
    server.enqueue(status(code), reply("{}"))
    assert complete(model_at(server.base_url, retries=1)).text == "{}"


def test_lasting_trouble_is_reported_with_what_the_server_said(server: ScriptedServer) -> None:
    server.enqueue(*[status(503, {"error": {"message": "Loading\nmodel."}})] * 2)
    error = refusal(server, model_at(server.base_url, retries=1))
    assert isinstance(error, LanguageModelRefusedError)
    assert "failed (HTTP 503: Loading model); look at its log (tried 2 times)." in str(error)


@pytest.mark.parametrize(
    ("code", "sentence"),
    [
        (301, "redirects elsewhere (HTTP 301); correct the base URL."),
        (400, "rejected the request (HTTP 400: no); check the model name and its settings."),
        (401, "refused the API key (HTTP 401); check the key."),
        (403, "refused the API key (HTTP 403); check the key."),
        (404, "has no model 'model-x' or no such address (HTTP 404: no); check the model name"),
        (422, "rejected the request (HTTP 422: no); check the model name and its settings."),
    ],
)
def test_lasting_refusals_are_reported_without_a_second_attempt(
    server: ScriptedServer, code: int, sentence: str
) -> None:
    server.enqueue(status(code, {"error": {"message": "no"}}, {"Location": "/v2"}))
    error = refusal(server, model_at(server.base_url, retries=3))
    assert isinstance(error, LanguageModelRefusedError)
    assert sentence in str(error)
    assert len(server.requests) == 1


@pytest.mark.parametrize("code", [400, 401, 404, 500])
def test_a_server_that_repeats_the_key_does_not_get_it_into_the_error(
    server: ScriptedServer, code: int
) -> None:
    server.enqueue(status(code, {"error": {"message": f"Incorrect API key provided: {KEY}"}}))
    refusal(server, model_at(server.base_url))


def test_an_html_error_page_is_not_quoted(server: ScriptedServer) -> None:
    server.enqueue(status(502, "<html><h1>Bad gateway</h1></html>"))
    assert "failed (HTTP 502); look at its log." in str(refusal(server, model_at(server.base_url)))


def test_a_web_page_with_status_200_is_no_reply(server: ScriptedServer) -> None:
    server.enqueue(status(200, "<html><body>Welcome</body></html>"))
    error = refusal(server, model_at(server.base_url))
    assert isinstance(error, LanguageModelReplyError)
    assert "answered with a web page; check the base URL, which usually ends in /v1" in str(error)


REPLIES: dict[str, tuple[list[bytes], str]] = {
    "nothing": ([], "sent no text"),
    "only the end": ([DONE], "sent no text"),
    "JSON that is no stream": ([b'{"choices": []}'], "sent no text"),
    "white space": ([sse(event(" \n")), sse(event(finish="stop")), DONE], "sent no text"),
    "no JSON": ([b"data: {oops\n\n"], "cannot be read"),
    "JSON of another shape": ([sse({"hello": 1})], "cannot be read"),
    "a bare number": ([sse(5)], "cannot be read"),
    "choices that are no list": ([sse({**event(), "choices": "x"})], "cannot be read"),
    "content that is no text": ([sse({**event(), "choices": [{"delta": {"content": 5}}]})], "read"),
    "bytes that are no UTF-8": ([b'data: {"\xff\xfe"}\n\n'], "cannot be read"),
    "endless nesting": ([b"data: " + b"[" * 200_000 + b"\n\n"], "cannot be read"),
    "more than any article": ([b"data: " + b"x" * 1_000_000] * 20, "far more than was asked for"),
    "a filtered reply": ([sse(event("{")), sse(event(finish="content_filter"))], "content filter"),
}


@pytest.mark.parametrize(("pieces", "complaint"), REPLIES.values(), ids=REPLIES.keys())
def test_a_reply_that_is_none_is_reported(
    server: ScriptedServer, pieces: list[bytes], complaint: str
) -> None:
    server.enqueue(raw(pieces))
    error = refusal(server, model_at(server.base_url))
    assert isinstance(error, LanguageModelReplyError)
    assert complaint in str(error)


def test_a_reply_without_choices_is_a_broken_one(server: ScriptedServer) -> None:
    server.enqueue(raw([sse({**event(), "choices": []}), DONE]))
    assert "broke off its reply" in str(refusal(server, model_at(server.base_url)))


def test_a_reply_cut_at_the_token_limit_is_never_returned(server: ScriptedServer) -> None:
    server.enqueue(reply('{"a": [1, 2', finish="length"))
    error = refusal(server, model_at(server.base_url, retries=2))
    assert isinstance(error, LanguageModelTruncatedError)
    assert "ran into its token limit; raise max_tokens" in str(error)
    assert len(server.requests) == 1


def test_an_error_inside_the_stream_is_reported(server: ScriptedServer) -> None:
    server.enqueue(raw([sse(event("{")), sse({"error": {"message": "out of memory"}})]))
    error = refusal(server, model_at(server.base_url))
    assert isinstance(error, LanguageModelRefusedError)
    assert "reported an error: out of memory; look at its log." in str(error)


def test_a_server_without_schemas_is_asked_for_less_and_that_is_remembered(
    server: ScriptedServer,
) -> None:
    no_schema = status(400, {"error": {"message": "response_format json_schema is not supported"}})
    no_json = status(400, {"error": {"message": "response_format must be text"}})
    server.enqueue(no_schema, no_json, reply("{}"), reply("{}"))
    model = model_at(server.base_url)
    assert complete(model).text == complete(model).text == "{}"
    formats = [request.body["response_format"] for request in server.requests]
    asked = [shape["type"] for shape in formats if isinstance(shape, dict)]
    assert asked == ["json_schema", "json_object", "text", "text"]


def test_a_server_that_rejects_every_shape_is_reported(server: ScriptedServer) -> None:
    server.enqueue(*[status(400, {"error": {"message": "bad response_format"}})] * 3)
    error = refusal(server, model_at(server.base_url))
    assert "HTTP 400: bad response_format" in str(error)


def test_a_deadline_of_the_caller_is_kept(server: ScriptedServer) -> None:
    server.enqueue(hang)
    with pytest.raises(LanguageModelUnreachableError, match=r"within 0\.3 seconds"):
        model_at(server.base_url).complete("s", "u", SCHEMA, deadline=Deadline.after(0.3))


def test_an_error_of_the_listener_is_not_taken_for_one_of_the_server(
    server: ScriptedServer,
) -> None:
    def fail(piece: str) -> None:
        raise ValueError(piece)

    server.enqueue(reply("abc", pieces=1))
    with pytest.raises(ValueError, match=r"^abc$"):
        model_at(server.base_url).complete("s", "u", SCHEMA, on_text=fail)


@pytest.mark.parametrize(
    "base_url", ["", "localhost:8080", "ftp://host/v1", "http://", "http://h:x"]
)
def test_an_address_that_is_none_is_refused_at_once(base_url: str) -> None:
    with pytest.raises(SettingsError, match="is no http or https address"):
        model_at(base_url)


@pytest.mark.parametrize("key", ["", "sk a", "sk\n", "schlüssel"])
def test_a_key_that_no_header_can_carry_is_refused_and_not_shown(key: str) -> None:
    with pytest.raises(SettingsError, match="no header can carry") as raised:
        model_at("http://127.0.0.1:1/v1", api_key=key)
    assert not key or key not in str(raised.value)


def test_passwords_in_the_address_are_not_shown() -> None:
    with pytest.raises(SettingsError, match="'ftp://host/v1'"):
        model_at("ftp://user:hush@host/v1")
    with pytest.raises(LanguageModelUnreachableError) as raised:
        complete(model_at("http://user:hush@127.0.0.1:9/v1"))
    assert "hush" not in str(raised.value)


@pytest.mark.parametrize("behaviour", [hang, HANGS["trickles comments"], HANGS["trickles text"]])
def test_nothing_goes_on_running_once_the_deadline_has_passed(
    server: ScriptedServer, behaviour: Behaviour
) -> None:
    server.enqueue(behaviour)
    refusal(server, model_at(server.base_url, deadline=0.3, idle=0.2))
    relays = [thread for thread in threading.enumerate() if thread.name == "ragqa-relay"]
    for thread in relays:
        thread.join(timeout=20)
    assert not any(thread.is_alive() for thread in relays)


def test_importing_the_module_loads_no_client() -> None:
    code = "import sys, ragqa.llm.openai_compatible; print(*sys.modules)"
    loaded = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert {"openai", "httpx2"}.isdisjoint(loaded.stdout.split())
