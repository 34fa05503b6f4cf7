"""Questions over HTTP: whole, in events, and within a conversation."""

import json
import socket
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from ragqa.config import LibrarySettings, Settings
from ragqa.desk.desk import Desk
from ragqa.server import build_app
from tests.api.conftest import HOST, QUESTION, UNANSWERED, settings_in
from tests.cli.command import ragqa
from tests.running_server import running

STREAM = {"accept": "text/event-stream"}
IDENTIFIED = "Should a man with MRN 4477123 have iron for restless legs?"
ORDER = ["understood", "waiting", "found", "drafted", "checked", "claim", "article"]


def events_in(text: str) -> list[tuple[str, dict[str, object]]]:
    """Return the events of a stream by name, each with its object."""
    found = []
    for block in text.replace("\r\n", "\n").strip().split("\n\n"):
        lines = dict(line.split(": ", 1) for line in block.split("\n") if line[0] != ":")
        if lines:
            found.append((lines["event"], json.loads(lines["data"])))
    return found


def undated(answer: dict[str, object]) -> dict[str, object]:
    """Return an answer without when it was made and what it cost."""
    provenance = answer["provenance"]
    assert isinstance(provenance, dict)
    return {**answer, "usage": None, "provenance": {**provenance, "generated_at": ""}}


def test_an_answer_is_the_object_that_the_command_prints(
    client: TestClient, demo_index: Path
) -> None:
    answer = client.post("/v1/ask", json={"question": QUESTION})
    printed = json.loads(ragqa("ask", QUESTION, "--json", "--index", demo_index).out)
    assert undated(answer.json()) == undated(printed)
    assert answer.headers["content-type"] == "application/json"


def test_an_abstention_is_an_answer(client: TestClient) -> None:
    answer = client.post("/v1/ask", json={"question": UNANSWERED})
    assert answer.status_code == 200
    assert answer.json()["outcome"] == "abstained"
    told = events_in(client.post("/v1/ask", json={"question": UNANSWERED}, headers=STREAM).text)
    assert told[-1][0] == "abstention"


def test_events_come_in_their_order_and_nothing_is_taken_back(client: TestClient) -> None:
    answer = client.post("/v1/ask", json={"question": QUESTION}, headers=STREAM)
    told = events_in(answer.text)
    names = [name for name, _ in told]
    assert answer.headers["content-type"].startswith("text/event-stream")
    assert list(dict.fromkeys(names)) == ORDER[1:]
    claims = [content["claim"] for name, content in told if name == "claim"]
    article = told[-1][1]
    whole = article["claims"]
    assert isinstance(whole, list)
    assert all(claim in whole for claim in claims)
    assert len(claims) == len(whole)
    assert undated(article) == undated(client.post("/v1/ask", json={"question": QUESTION}).json())


def test_a_turn_is_understood_answered_and_kept(client: TestClient) -> None:
    name = client.post("/v1/conversations").json()["conversation_id"]
    asked = "Does varenicline help adults to stop smoking?"
    first = client.post(f"/v1/conversations/{name}/turns", json={"question": asked}).json()
    assert (first["turn"], first["way"]) == (1, "as asked")
    body = {"question": "what about bupropion?", "conversation_id": name}
    told = events_in(client.post("/v1/ask", json=body, headers=STREAM).text)
    assert told[0][0] == "understood"
    assert "smoking" in str(told[0][1]["question"])
    kept = client.get(f"/v1/conversations/{name}").json()["turns"]
    assert kept[1]["answer"] == told[-1][1]
    again = client.post(f"/v1/conversations/{name}/turns/2/answer").json()
    assert again == kept[1] == client.get(f"/v1/conversations/{name}/turns/2").json()
    listed = client.get("/v1/conversations").json()["conversations"]
    assert (name, 2) in [(one["conversation_id"], one["turns"]) for one in listed]
    assert client.delete(f"/v1/conversations/{name}").status_code == 204
    assert client.get(f"/v1/conversations/{name}").status_code == 404


def test_a_question_that_identifies_a_patient_is_stored_only_where_that_is_wanted(
    client: TestClient,
) -> None:
    name = client.post("/v1/conversations").json()["conversation_id"]
    turns = f"/v1/conversations/{name}/turns"
    for address, body in (
        (turns, {"question": IDENTIFIED}),
        ("/v1/ask", {"question": IDENTIFIED, "conversation_id": name}),
        ("/v1/articles", {"question": IDENTIFIED}),
    ):
        refused = client.post(address, json=body)
        assert refused.status_code == 422
        assert refused.json()["type"] == "urn:ragqa:problem:patient-identifiers"
        assert "4477123" not in refused.text
        assert "[hospital number]" in refused.json()["proposal"]
    assert client.get(f"/v1/conversations/{name}").json()["turns"] == []
    assert client.post("/v1/ask", json={"question": IDENTIFIED}).status_code == 200
    allowed = client.post(turns, json={"question": IDENTIFIED, "allow_identifiers": True})
    assert allowed.json()["typed"] == IDENTIFIED


@pytest.fixture(scope="module")
def without_index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    folder = tmp_path_factory.mktemp("empty")
    library = LibrarySettings(url=str(folder / "library.sqlite"))
    with TestClient(
        build_app(Settings(index=folder / "index", library=library)), base_url=HOST
    ) as opened:
        yield opened


def test_where_there_is_no_index_every_address_says_what_to_do(
    without_index: TestClient,
) -> None:
    asked = [
        without_index.post("/v1/ask", json={"question": QUESTION}),
        without_index.get("/v1/search", params={"query": QUESTION}),
        without_index.get("/v1/sources"),
    ]
    for answer in asked:
        assert (answer.status_code, answer.json()["type"]) == (503, "urn:ragqa:problem:no-index")
        assert "ragqa ingest" in answer.json()["detail"]
        assert answer.headers["retry-after"] == "60"
    answer = without_index.post("/v1/ask", json={"question": QUESTION}, headers=STREAM)
    name, problem = events_in(answer.text)[-1]
    assert (name, problem["status"], problem["instance"]) == ("problem", 503, "/v1/ask")


def test_an_asker_who_goes_away_ends_the_work(demo_index: Path, tmp_path: Path) -> None:
    served = build_app(settings_in(tmp_path, demo_index))
    with running(served) as address:
        desk: Desk = served.state.desk
        for accept in ("text/event-stream", "application/json"):
            host, port = address.removeprefix("http://").split(":")
            body = json.dumps({"question": QUESTION}).encode()
            head = (
                f"POST /v1/ask HTTP/1.1\r\nHost: {host}:{port}\r\nAccept: {accept}\r\n"
                f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
            )
            with socket.create_connection((host, int(port))) as link:
                link.sendall(head.encode() + body)
                _wait(lambda: desk.asking.under_way == 1)
            _wait(lambda: desk.asking.under_way == 0)


def _wait(until: Callable[[], bool]) -> None:
    for _ in range(1500):
        if until():
            return
        time.sleep(0.02)
    raise AssertionError("it did not come to that")
