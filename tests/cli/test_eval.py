"""`ragqa eval run`, `compare` and `judge` as a person calls them, on a real index of two works."""

import json
from pathlib import Path

import pytest

from ragqa.assembly import build_ingester
from ragqa.config import Settings
from tests.cli.command import ragqa

SENTENCE = "Drug A lowered pain in adults with condition X in a trial of 212 adults."
GOLD = [
    {"id": "pain", "question": "Does drug A lower pain in adults with condition X?",
     "must_have": [SENTENCE], "answer": SENTENCE, "decision": "yes"},
    {"id": "moon", "question": "What is the capital of France?", "should_abstain": True},
]  # fmt: skip
GATES = "[gates]\nmust_have_recall = 0.5\nshould_abstain_caught = 1\n"


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("eval")
    (folder / "trial.txt").write_text(f"Drug A for condition X\n\n{SENTENCE} It was safe.\n")
    (folder / "other.txt").write_text("Drug B for condition Y\n\nDrug B improved sleep.\n")
    build_ingester(Settings(index=folder / "index")).ingest([folder])
    return folder / "index"


@pytest.fixture
def spec(index: Path, tmp_path: Path) -> Path:
    (tmp_path / "gold.jsonl").write_text("".join(json.dumps(row) + "\n" for row in GOLD))
    file = tmp_path / "spec.toml"
    file.write_text(f"gold = 'gold.jsonl'\nindex = '{index}'\nresamples = 100\n{GATES}")
    return file


def test_a_run_is_answered_scored_compared_and_gated(spec: Path, tmp_path: Path) -> None:
    done = ragqa("eval", "run", spec, "--out", tmp_path / "run", "--json")
    assert done.status == 0, done.err
    told = json.loads(done.out)
    assert told["metrics"]["must_have_recall"]["value"] == 1.0
    assert told["metrics"]["should_abstain_caught"]["value"] == 1.0
    assert told["metrics"]["decision_accuracy"]["value"] == 1.0
    assert told["metrics"]["token_similarity"]["value"] > 0.3
    assert [gate["held"] for gate in told["gates"]] == [True, True]
    rows = [
        json.loads(line) for line in (tmp_path / "run" / "answers.jsonl").read_text().splitlines()
    ]
    assert [row["question_id"] for row in rows] == ["pain", "moon"]
    assert 0 <= rows[1]["confidence"] < rows[0]["confidence"] <= 1
    assert "api_key" not in (tmp_path / "run" / "settings.toml").read_text()
    spec.write_text(spec.read_text() + "mrr = 0.9\n")
    broken = ragqa("eval", "run", spec, "--out", tmp_path / "run")
    assert broken.status == 1
    told = "ragqa: 2 questions to score, and to answer where no answer is stored yet."
    assert broken.sentence == told
    assert "BROKEN" in broken.out
    assert "mrr at least 0.9: not measured" in broken.out
    page = tmp_path / "comparison.html"
    compared = ragqa(
        "eval", "compare", tmp_path / "run", tmp_path / "run", "--html", page, "--json"
    )
    assert compared.status == 1
    assert json.loads(compared.out)["questions"] == 2
    assert "run against run" in page.read_text()


def test_without_an_index_or_a_run_the_next_step_is_named(
    spec: Path, index: Path, tmp_path: Path
) -> None:
    spec.write_text(spec.read_text().replace(str(index), "nowhere"))
    run = ragqa("eval", "run", spec, "--out", tmp_path / "run")
    assert run.status == 1
    assert "ragqa ingest" in run.sentence
    assert not (tmp_path / "run").exists()
    spec.write_text(spec.read_text().replace("nowhere", str(index)))
    into_a_file = ragqa("eval", "run", spec, "--out", spec)
    assert into_a_file.status == 1
    assert f"ragqa: '{spec}' is a file. Name a folder with --out." in into_a_file.err
    compared = ragqa("eval", "compare", tmp_path, tmp_path)
    assert compared.status == 1
    assert "Name the folder of a finished `ragqa eval run`." in compared.sentence


def test_a_judge_is_measured_and_recorded(tmp_path: Path) -> None:
    pairs = tmp_path / "pairs.jsonl"
    rows = [
        {"claim": SENTENCE, "evidence": SENTENCE, "label": "SUPPORTED"},
        {"claim": "Drug B is safe.", "evidence": SENTENCE, "label": "NOT_ENOUGH_INFO"},
    ]
    pairs.write_text("".join(json.dumps(row) + "\n" for row in rows))
    records = tmp_path / "judges.json"
    run = ragqa("eval", "judge", pairs, "--record", records)
    assert run.status == 0, run.err
    assert "kappa 1.000" in run.out
    (record,) = json.loads(records.read_text())
    assert record["judge_id"] in run.out
    assert record["labelled"] == 2
