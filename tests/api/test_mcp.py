"""Language models call four tools, by both doors, with the official client."""

import asyncio
import json
import subprocess
import sys
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import TypeVar

import httpx
import httpx2
import pytest
from mcp import Client, StdioServerParameters
from mcp.client.streamable_http import streamable_http_client
from mcp_types import CallToolResult, ListToolsResult, TextContent

from ragqa.access.roles import Principal, Role
from ragqa.api.mcp import LONGEST_PIECE
from ragqa.config import LibrarySettings, ServerSettings, Settings
from ragqa.server import build_app
from tests.running_server import running

QUESTION = "Should adults with restless legs have iron studies?"
RAGQA = Path(sys.executable).with_name("ragqa")
PING = {"jsonrpc": "2.0", "id": 1, "method": "ping"}
ACCEPTED = {"Accept": "application/json, text/event-stream"}
Told = TypeVar("Told")


@pytest.fixture(scope="module")
def address(demo_index: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    library = tmp_path_factory.mktemp("library") / "library.sqlite"
    settings = Settings(index=demo_index, library=LibrarySettings(url=str(library)))
    with running(build_app(settings)) as base:
        yield f"{base}/mcp"


def talk(
    door: str | StdioServerParameters,
    say: Callable[[Client], Awaitable[Told]],
    mode: str = "auto",
) -> Told:
    """Connect, let `say` speak to the server, and return what it returns."""

    async def conversation() -> Told:
        async with Client(door, read_timeout_seconds=60, mode=mode) as client:
            return await say(client)

    return asyncio.run(conversation())


def call(door: str | StdioServerParameters, tool: str, **arguments: object) -> CallToolResult:
    return talk(door, lambda client: client.call_tool(tool, arguments))


def content(result: CallToolResult) -> dict[str, object]:
    assert not result.is_error, text(result)
    assert result.structured_content is not None
    return result.structured_content


def text(result: CallToolResult) -> str:
    (block,) = result.content
    assert isinstance(block, TextContent)
    return block.text


@pytest.mark.parametrize("mode", ["auto", "legacy"])
def test_the_tools_say_what_they_are_for_and_that_they_only_read(address: str, mode: str) -> None:
    tools = talk(address, lambda client: client.list_tools(), mode).tools
    assert [tool.name for tool in tools] == ["ask", "search", "verify", "fetch_source"]
    for tool in tools:
        assert tool.annotations is not None
        assert tool.annotations.read_only_hint
        assert not tool.annotations.destructive_hint
        assert tool.description is not None
        assert "Call this" in tool.description
        described = tool.input_schema["properties"].values()
        assert all("description" in field for field in described), tool.name


def test_an_answer_is_the_whole_article_with_its_quotes(address: str) -> None:
    result = call(address, "ask", question=QUESTION)
    article = content(result)
    assert article["outcome"] == "answered"
    assert article["question"] == QUESTION
    claims = article["claims"]
    assert isinstance(claims, list)
    assert all(citation["quote"] for claim in claims for citation in claim["citations"])
    assert text(result).startswith(f"# {QUESTION}")
    assert "## References" in text(result) or "### Guideline" in text(result)


def test_how_far_an_answer_is_reaches_a_client_that_wants_to_know(address: str) -> None:
    heard: list[tuple[float, str | None]] = []

    async def hear(progress: float, total: float | None, message: str | None) -> None:
        heard.append((progress, message))

    async def say(client: Client) -> CallToolResult:
        return await client.call_tool("ask", {"question": QUESTION}, progress_callback=hear)

    content(talk(address, say))
    steps = [step for step, _ in heard]
    assert steps == list(range(1, len(heard) + 1))
    assert heard[0][1] is not None
    assert heard[0][1].endswith("passages found")


def test_no_answer_is_an_answer_and_no_error(address: str) -> None:
    article = content(call(address, "ask", question="Who won the chess championship in 1972?"))
    assert article["outcome"] == "abstained"
    assert article["reason"]


def test_a_hit_can_be_read_where_it_stands_and_verified(address: str) -> None:
    found = content(call(address, "search", query="iron studies", top=3, kind="guideline"))
    rows = found["results"]
    assert isinstance(rows, list)
    assert [row["rank"] for row in rows] == [1, 2, 3]
    assert {row["kind"] for row in rows} == {"guideline"}
    first = rows[0]
    place = {name: first[name] for name in ("document_id", "start", "end")}
    piece = content(call(address, "fetch_source", **place))
    assert piece["text"] == first["text"]
    assert (piece["start"], piece["end"]) == (first["start"], first["end"])
    assert piece["title"] == first["title"]


def test_a_whole_document_comes_in_pieces_that_join(address: str) -> None:
    found = content(call(address, "search", query=QUESTION, top=1))
    name = found["results"][0]["document_id"]  # type: ignore[index]
    whole = content(call(address, "fetch_source", document_id=name))
    assert whole["start"] == 0
    assert whole["end"] == min(LONGEST_PIECE, whole["length"])  # type: ignore[call-overload]
    head = content(call(address, "fetch_source", document_id=name, end=100))
    rest = content(call(address, "fetch_source", document_id=name, start=100, end=whole["end"]))
    assert str(head["text"]) + str(rest["text"]) == whole["text"]


@pytest.mark.parametrize(
    ("claim", "label"),
    [
        ("In adults with condition X, drug A lowered pain by 12 points.", "SUPPORTED"),
        ("In adults with condition X, drug A raised pain by 12 points.", "CONTRADICTED"),
        ("Drug B cures condition X.", "NOT_ENOUGH_INFO"),
    ],
)
def test_a_sentence_is_put_to_the_checks_of_the_gate(address: str, claim: str, label: str) -> None:
    evidence = "In adults with condition X, drug A lowered pain by 12 points."
    verdict = content(call(address, "verify", claim=claim, evidence=evidence))
    assert verdict["label"] == label
    assert bool(verdict["reasons"]) == (label != "SUPPORTED")


@pytest.mark.parametrize(
    ("tool", "arguments", "sentence"),
    [
        ("ask", {"question": "?"}, "The question is empty. Ask one in words."),
        ("ask", {"question": "Is it?", "audience": "nobody"}, "audience"),
        ("ask", {}, "question"),
        ("search", {"query": "iron", "top": 0}, "greater than or equal to 1"),
        ("search", {"query": "iron", "year_from": 2020, "year_to": 2010}, "No year is 2020"),
        ("verify", {"claim": "…", "evidence": "Drug A works."}, "The claim is empty."),
        ("verify", {"claim": "Drug A works.", "evidence": ""}, "The evidence is empty."),
        ("fetch_source", {"document_id": "no such"}, "no source 'no such'"),
        ("nothing", {}, "nothing"),
    ],
)
def test_a_wrong_call_is_told_in_a_sentence(
    address: str, tool: str, arguments: dict[str, object], sentence: str
) -> None:
    result = call(address, tool, **arguments)
    assert result.is_error
    assert sentence in text(result)
    assert "Traceback" not in text(result)


def test_text_beyond_the_end_is_told(address: str) -> None:
    name = content(call(address, "search", query=QUESTION, top=1))["results"][0]["document_id"]  # type: ignore[index]
    for start, end in ((10**9, None), (50, 50), (50, 20)):
        result = call(address, "fetch_source", document_id=name, start=start, end=end)
        assert result.is_error
        assert "There is no text from" in text(result)


def test_without_an_index_every_tool_that_reads_it_says_so(tmp_path: Path) -> None:
    door = over_stdio(tmp_path / "none")

    async def say(client: Client) -> list[CallToolResult]:
        calls = (("ask", {"question": QUESTION}), ("search", {"query": QUESTION}))
        return [await client.call_tool(tool, arguments) for tool, arguments in calls]

    for result in talk(door, say):
        assert result.is_error
        assert "ragqa ingest" in text(result)


def test_the_same_tools_answer_over_standard_input_and_output(
    address: str, demo_index: Path
) -> None:
    async def say(client: Client) -> tuple[ListToolsResult, CallToolResult]:
        tools = await client.list_tools()
        return tools, await client.call_tool("ask", {"question": QUESTION})

    tools, answer = talk(over_stdio(demo_index), say)
    assert tools.tools == talk(address, lambda client: client.list_tools()).tools
    here, there = content(answer), content(call(address, "ask", question=QUESTION))
    for unlike in ("usage", "provenance"):
        del here[unlike], there[unlike]
    assert here == there


def test_standard_output_carries_the_protocol_alone(demo_index: Path) -> None:
    head = {"protocolVersion": "2025-06-18", "capabilities": {}}
    head["clientInfo"] = {"name": "test", "version": "1"}
    search = {"name": "search", "arguments": {"query": "ferritin"}}
    lines = [
        {"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": head},
        {"jsonrpc": "2.0", "method": "notifications/initialized"},
        {"jsonrpc": "2.0", "id": 2, "method": "tools/call", "params": search},
    ]
    process = subprocess.Popen(
        [RAGQA, "mcp", "--index", demo_index],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write("".join(json.dumps(line) + "\n" for line in lines))
    process.stdin.flush()
    replies = [json.loads(process.stdout.readline()) for _ in range(2)]
    out, err = process.communicate(timeout=60)
    assert [reply["id"] for reply in replies] == [1, 2]
    assert "ferritin" in replies[1]["result"]["content"][0]["text"].lower()
    assert (out, err, process.returncode) == ("", "", 0)


def test_a_request_that_is_no_protocol_is_refused(address: str) -> None:
    refused = httpx.post(address, json={"no": "protocol"})
    assert 400 <= refused.status_code < 500


def test_a_server_that_asks_for_keys_answers_only_who_has_one(
    demo_index: Path, tmp_path: Path
) -> None:
    library = LibrarySettings(url=str(tmp_path / "library.sqlite"))
    server = ServerSettings(access="keys", uploads=tmp_path / "uploads")
    app = build_app(Settings(index=demo_index, library=library, server=server))
    with running(app) as base:
        keys, admin = app.state.desk.keys, Principal(name="A", credential="", roles=frozenset())
        key = keys.add("Ann Roe", [Role.ASKER], credential="", days=1, by=admin).text

        async def tools(sent: str) -> int:
            headers = {"Authorization": f"Bearer {sent}"}
            async with httpx2.AsyncClient(headers=headers) as http:
                door = streamable_http_client(f"{base}/mcp", http_client=http)
                async with Client(door) as client:
                    return len((await client.list_tools()).tools)

        assert asyncio.run(tools(key)) == 4
        refused = httpx.post(f"{base}/mcp", json=PING, headers=ACCEPTED)
        assert refused.status_code == 401
        assert refused.headers["content-type"] == "application/problem+json"
        wrong = {**ACCEPTED, "Authorization": f"Bearer {key[:-1]}0"}
        assert httpx.post(f"{base}/mcp", json=PING, headers=wrong).status_code == 401


@pytest.mark.parametrize(
    "headers",
    [{"Host": "attacker.example"}, {"Origin": "https://attacker.example"}],
    ids=["host", "origin"],
)
def test_a_page_of_another_site_cannot_call(address: str, headers: dict[str, str]) -> None:
    refused = httpx.post(address, json=PING, headers={**ACCEPTED, **headers})
    assert refused.status_code == 403
    assert httpx.post(address, json=PING, headers=ACCEPTED).status_code == 200


def over_stdio(index: Path) -> StdioServerParameters:
    return StdioServerParameters(command=str(RAGQA), args=["mcp", "--index", str(index)])
