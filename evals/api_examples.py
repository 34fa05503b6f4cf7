"""Writes down what comes back for the examples of the OpenAPI document, on the demo corpus.

    python evals/api_examples.py

Long lists are cut to their first entries. The requests of `src/ragqa/api/examples.json` stay as
they are; ids in them that a request before made are put in where they are empty.
"""

import json
import shutil
import tempfile
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import httpx2
from fastapi.testclient import TestClient

ROOT = Path(__file__).parent.parent
FILE = ROOT / "src" / "ragqa" / "api" / "examples.json"
KEPT = 1
REASON = "Its sources were read again."
Example = dict[str, Any]


def main() -> None:
    """Build the index, ask everything, and write the file."""
    from ragqa.assembly import build_ingester
    from ragqa.config import LibrarySettings, ServerSettings, Settings
    from ragqa.server import build_app

    folder = Path(tempfile.mkdtemp())
    settings = Settings(
        index=folder / "index",
        library=LibrarySettings(url=str(folder / "library.sqlite")),
        server=ServerSettings(uploads=folder / "uploads"),
    )
    build_ingester(settings).ingest([ROOT / "corpus"])
    told = json.loads(FILE.read_text("utf-8"))
    with TestClient(build_app(settings), base_url="http://127.0.0.1") as client:
        for name, example, answer in walk(client, told):
            assert answer.status_code == example["status"], (name, answer.text)
            if answer.headers.get("content-type", "").startswith("application/json"):
                example["response"] = cut(answer.json())
            told[name] = example
    FILE.write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n", "utf-8")
    shutil.rmtree(folder)
    print(f"{len(told)} examples are in {FILE.relative_to(ROOT)}.")


def walk(
    client: TestClient, told: Mapping[str, Example]
) -> Iterator[tuple[str, Example, httpx2.Response]]:
    """Send each example in its order; yield it as it was sent, and what came back."""
    routes = {one["operationId"]: (path, method, one) for path, method, one in _operations(client)}
    known: dict[str, object] = {}
    for name, example in told.items():
        path, method, operation = routes[name]
        if name == "diff_article":
            _write_again(client, told["write_article"]["body"])
        if name == "approve_article":
            begun = f"/v1/articles/{known['article_id']}/review/start"
            client.post(begun, json=told["start_review"]["body"])
        sent = {**example, **_filled(example, known)}
        answer = _send(client, path, method, operation, sent)
        yield name, sent, answer
        _learn(client, name, answer, known)


def cut(value: object) -> object:
    """Return JSON with only the first entries of long lists."""
    if isinstance(value, dict):
        return {key: cut(one) for key, one in value.items()}
    if isinstance(value, list):
        return [cut(one) for one in value[:KEPT]]
    return value


def _operations(client: TestClient) -> Iterator[tuple[str, str, Example]]:
    for path, item in client.get("/openapi.json").json()["paths"].items():
        for method, operation in item.items():
            yield path, method, operation


def _filled(example: Example, known: Mapping[str, object]) -> Example:
    """Return the parts of a request with ids that are known by now."""
    return {
        part: {name: known.get(name, value) for name, value in example[part].items()}
        for part in ("path", "body")
        if part in example
    }


def _send(
    client: TestClient, path: str, method: str, operation: Example, sent: Example
) -> httpx2.Response:
    address = path.format(**sent.get("path", {}))
    query, body = sent.get("query"), sent.get("body")
    if "multipart/form-data" in operation.get("requestBody", {}).get("content", {}):
        files = [("files", ("drug-a.md", b"# Drug A\n\nDrug A lowers pain in adults.\n"))]
        fields = {name: value for name, value in body.items() if name != "files"}
        return client.request(method, address, params=query, files=files, data=fields)
    return client.request(method, address, params=query, json=body)


def _learn(
    client: TestClient, name: str, answer: httpx2.Response, known: dict[str, object]
) -> None:
    """Remember the ids that an answer names."""
    if not answer.headers.get("content-type", "").startswith("application/json"):
        return
    content = answer.json()
    for key in ("article_id", "job_id", "conversation_id", "content_hash"):
        if content.get(key):
            known[key] = content[key]
    if name == "write_article":
        _finished(client, content["job_id"])
    if name == "read_article":
        known["claim"] = content["article"]["claims"][0]["id"]


def _write_again(client: TestClient, body: Example) -> None:
    order = client.post("/v1/articles", json={**body, "reason": REASON}).json()
    _finished(client, order["job_id"])


def _finished(client: TestClient, job_id: str) -> None:
    while client.get(f"/v1/jobs/{job_id}").json()["state"] in ("waiting", "running"):
        time.sleep(0.1)


if __name__ == "__main__":
    main()
