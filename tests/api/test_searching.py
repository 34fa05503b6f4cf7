"""Search, verify and lint over HTTP give the rows of the commands."""

import json
from pathlib import Path

from fastapi import FastAPI
from fastapi.testclient import TestClient

from ragqa.desk.desk import Desk
from tests.cli.command import ragqa

QUERY = "ferritin threshold for iron in restless legs"


def test_a_search_gives_the_rows_of_the_command_and_names_its_snapshot(
    client: TestClient, app: FastAPI
) -> None:
    desk: Desk = app.state.desk
    options = ("--top", "4", "--kind", "research", "--json", "--index", desk.settings.index)
    done = ragqa("search", QUERY, *options)
    asked = {"query": QUERY, "top": 4, "kind": "research"}
    by_address = client.get("/v1/search", params=asked).json()
    assert by_address["results"] == json.loads(done.out)["results"]
    assert by_address == client.post("/v1/search", json=asked).json()
    with desk.serving.lease() as serving:
        assert by_address["snapshot"] == serving.snapshot.snapshot_id


def test_a_search_is_narrowed_by_every_condition(client: TestClient) -> None:
    asked = {"query": "iron", "year_from": 2018, "year_to": 2021, "top": 50}
    rows = client.get("/v1/search", params=asked).json()["results"]
    years = {client.get(f"/v1/sources/{row['document_id']}").json()["year"] for row in rows}
    assert years
    assert years <= {2018, 2019, 2020, 2021}
    designs = ["randomised controlled trial", "cohort study"]
    rows = client.get("/v1/search", params={"query": "iron", "design": designs}).json()["results"]
    assert {row["directness"]["design"] for row in rows} <= set(designs)


def test_a_search_that_nothing_can_meet_is_told(client: TestClient) -> None:
    asked = {"query": "iron", "year_from": 2021, "year_to": 2018}
    answer = client.get("/v1/search", params=asked)
    assert answer.status_code == 422
    assert answer.json()["detail"].startswith("No year is 2021 or later and 2018 or earlier.")
    for text, told in (("?!", "The question is empty"), ("x" * 2001, "longer than 2000")):
        answer = client.post("/v1/search", json={"query": text})
        assert answer.status_code == 422
        assert answer.json()["errors"][0]["field"] == "query"
        assert told in answer.json()["errors"][0]["detail"]


def test_verdicts_are_those_of_the_command(client: TestClient, tmp_path: Path) -> None:
    pairs = [
        {"id": "a", "claim": "Drug A lowers pain.", "evidence": "Drug A did not lower pain."},
        {"id": 2, "claim": "Drug A lowers pain.", "evidence": "Drug A lowers pain."},
    ]
    file = tmp_path / "pairs.jsonl"
    file.write_text("\n".join(json.dumps(pair) for pair in pairs), "utf-8")
    rows = [json.loads(line) for line in ragqa("verify", "--pairs", file).out.splitlines()]
    told = client.post("/v1/verify", json={"pairs": pairs}).json()["results"]
    assert told == rows
    assert [row["id"] for row in told] == ["a", 2]


def test_more_pairs_or_longer_texts_than_are_read_are_refused(client: TestClient) -> None:
    pair = {"id": 1, "claim": "Drug A lowers pain.", "evidence": "Drug A lowers pain."}
    for pairs, field in (
        ([pair] * 101, "pairs"),
        ([], "pairs"),
        ([{**pair, "claim": "x" * 2001}], "pairs.0.claim"),
        ([{**pair, "evidence": "x" * 20_001}], "pairs.0.evidence"),
    ):
        answer = client.post("/v1/verify", json={"pairs": pairs})
        assert answer.status_code == 422
        assert answer.json()["errors"][0]["field"] == field


def test_faults_are_those_of_the_command(client: TestClient, tmp_path: Path) -> None:
    text = "Drug A helps adults [1][3].\n\nReferences\n1. Roe A. A trial. 2020. doi:10.1000/x"
    said = "Drug A helps adults."
    works = [{"doi": "10.1000/x", "status": "retracted", "title": "A trial"}]
    (tmp_path / "said.txt").write_text(said, "utf-8")
    article, sources = tmp_path / "article.md", tmp_path / "sources.json"
    article.write_text(text, "utf-8")
    sources.write_text(json.dumps({"sources": [{**works[0], "text": "said.txt"}]}), "utf-8")
    done = ragqa("lint", article, "--sources", sources, "--json")
    asked = {"text": text, "sources": {"sources": [{**works[0], "text": said}]}}
    told = client.post("/v1/lint", json=asked).json()["findings"]
    assert told == json.loads(done.out)
    assert {"dangling-number", "retracted-source"} <= {one["code"] for one in told}


def test_a_source_without_a_name_and_an_empty_article_are_told(client: TestClient) -> None:
    unnamed = client.post("/v1/lint", json={"text": "x", "sources": {"sources": [{}]}})
    assert unnamed.json()["detail"] == ("sources.0 has no doi, pmid or title. Give it one of them.")
    empty = client.post("/v1/lint", json={"text": " \n"})
    assert empty.json()["errors"] == [
        {"field": "text", "detail": "`text` cannot be used: it is empty."}
    ]
