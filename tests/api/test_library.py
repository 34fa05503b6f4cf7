"""Articles, reviews, sources and jobs over HTTP."""

import time
from collections.abc import Mapping

import pytest
from fastapi.testclient import TestClient

QUESTION = "Does oral iron help adults with restless legs?"
ANN = {"by": "Ann Roe", "credential": "MD"}


def finished(client: TestClient, job: Mapping[str, object]) -> dict[str, object]:
    """Wait for a job, and return how it ended."""
    while True:
        read: dict[str, object] = client.get(f"/v1/jobs/{job['job_id']}").json()
        if read["state"] in ("done", "failed"):
            return read
        time.sleep(0.05)


@pytest.fixture(scope="module")
def article(client: TestClient) -> str:
    """The id of an article that was written."""
    answer = client.post("/v1/articles", json={"question": QUESTION})
    assert answer.status_code == 202
    assert answer.headers["location"] == f"/v1/jobs/{answer.json()['job_id']}"
    assert finished(client, answer.json())["state"] == "done"
    return str(answer.json()["article_id"])


def test_an_article_is_found_and_read(client: TestClient, article: str) -> None:
    found = client.get("/v1/articles", params={"words": "oral iron", "audience": "clinician"})
    assert [one["article_id"] for one in found.json()["articles"]] == [article]
    assert client.get("/v1/articles", params={"words": "zebra"}).json()["total"] == 0
    read = client.get(f"/v1/articles/{article}").json()
    assert read["article"]["question"] == QUESTION
    assert read["article"] == client.get(f"/v1/articles/{article}/versions/1").json()
    versions = client.get(f"/v1/articles/{article}/versions").json()["versions"]
    assert versions[0] == read["versions"][0]


def test_an_article_that_is_there_is_written_anew_for_a_reason(
    client: TestClient, article: str
) -> None:
    told = client.post("/v1/articles", json={"question": QUESTION})
    assert told.status_code == 422
    assert article in told.json()["detail"]
    body = {"question": QUESTION, "reason": "Its sources were read again."}
    assert finished(client, client.post("/v1/articles", json=body).json())["state"] == "done"
    diff = client.get(f"/v1/articles/{article}/diff", params={"against": 1}).json()
    assert (diff["question"], diff["empty"]) == (QUESTION, True)


@pytest.mark.parametrize(
    ("form", "media_type"),
    [
        ("md", "text/markdown; charset=utf-8"),
        ("html", "text/html; charset=utf-8"),
        ("json", "application/json"),
        ("ris", "application/x-research-info-systems; charset=utf-8"),
        ("bibtex", "application/x-bibtex; charset=utf-8"),
        ("csl-json", "application/vnd.citationstyles.csl+json"),
    ],
)
def test_an_article_is_taken_along_in_every_form(
    client: TestClient, article: str, form: str, media_type: str
) -> None:
    sent = client.get(f"/v1/articles/{article}/export", params={"format": form})
    assert sent.headers["content-type"] == media_type
    assert f'filename="{article}.' in sent.headers["content-disposition"]
    assert "iron" in sent.text.lower()


def test_what_is_not_there_is_told(client: TestClient, article: str) -> None:
    for address in (
        "/v1/articles/a0",
        f"/v1/articles/{article}/versions/99",
        f"/v1/articles/{article}/diff?against=99",
        "/v1/articles/a0/review",
        "/v1/sources/nothing",
        "/v1/sources/nothing/text",
        "/v1/jobs/nothing",
        "/v1/conversations/nothing",
        "/v1/nothing",
    ):
        answer = client.get(address)
        assert (answer.status_code, answer.headers["content-type"]) == (
            404,
            "application/problem+json",
        ), address


def test_an_article_is_reviewed_step_by_step(client: TestClient, article: str) -> None:
    at = f"/v1/articles/{article}/review"
    read = client.get(f"/v1/articles/{article}").json()
    claim, text = read["article"]["claims"][0]["id"], read["content_hash"]
    refused = client.post(f"{at}/approve", json={**ANN, "content_hash": text})
    assert (refused.status_code, refused.json()["type"]) == (409, "urn:ragqa:problem:review-step")
    assert client.post(f"{at}/start", json=ANN).json()["state"] == "under review"
    said = client.post(f"{at}/comment", json={**ANN, "claim": claim, "comment": "How long?"})
    assert said.json()["comments"][0]["comment"] == "How long?"
    sent = client.post(f"{at}/send-back", json={**ANN, "comment": "No duration."})
    assert sent.json()["state"] == "sent back"
    assert client.post(f"{at}/submit", json={}).json()["state"] == "submitted"
    client.post(f"{at}/start", json=ANN)
    other = client.post(f"{at}/approve", json={**ANN, "content_hash": "0" * 64})
    assert (other.status_code, "another text" in other.json()["detail"]) == (409, True)
    done = client.post(f"{at}/approve", json={**ANN, "content_hash": text}).json()
    assert done["approval"]["reviewer"] == "Ann Roe"
    log = client.get(at).json()["log"]
    assert [one["action"] for one in log] == [
        *("submit", "start", "comment", "send back", "submit", "start", "approve")
    ]


def test_sources_are_listed_with_what_rests_on_them(client: TestClient, article: str) -> None:
    listed = client.get("/v1/sources", params={"cited": "true", "order": "claims"}).json()
    first = listed["sources"][0]
    read = client.get(f"/v1/sources/{first['document_id']}").json()
    assert first["claims"] >= listed["sources"][-1]["claims"] > 0
    assert article in [one["article_id"] for one in read["articles"]]
    assert read["statuses"] == first["statuses"] == ["current"]


def test_the_text_of_a_source_is_read_in_pieces(client: TestClient) -> None:
    name = client.get("/v1/sources").json()["sources"][0]["document_id"]
    at = f"/v1/sources/{name}/text"
    whole = client.get(at).json()
    piece = client.get(at, params={"start": 5, "end": 60}).json()
    assert piece["text"] == whole["text"][5:60]
    assert whole["length"] == whole["end"] == len(whole["text"])
    for wrong in ({"start": whole["length"]}, {"start": 9, "end": 9}):
        assert client.get(at, params=wrong).status_code == 422


def test_a_document_is_uploaded_and_each_file_has_its_outcome(client: TestClient) -> None:
    text = b"# Drug A\n\nDrug A lowers pain in adults with condition X.\n"
    files = [("files", ("drug-a.md", text)), ("files", ("drug-a.exe", b"MZ"))]
    answer = client.post("/v1/sources", files=files, data={"kind": "research"})
    assert answer.status_code == 202
    outcomes = {one["name"]: one["outcome"] for one in finished(client, answer.json())["files"]}
    assert sorted(outcomes.values()) == ["added", "refused"]
    found = client.get("/v1/sources", params={"words": "drug a"}).json()["sources"]
    assert [one["kind"] for one in found] == ["research"]


def test_a_body_of_another_form_is_refused(client: TestClient) -> None:
    answer = client.post("/v1/ask", data={"question": QUESTION})
    assert (answer.status_code, answer.json()["type"]) == (
        415,
        "urn:ragqa:problem:wrong-media-type",
    )
    large = client.post("/v1/ask", json={"question": "x" * 600_000})
    assert (large.status_code, large.json()["type"]) == (413, "urn:ragqa:problem:too-large")
    method = client.put("/v1/ask", json={})
    assert (method.status_code, method.headers["allow"]) == (405, "POST")
