"""Wrong use and broken inputs: one clear sentence, the right exit status, never a traceback."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.command import ragqa

COMMANDS = (["ingest"], ["ask"], ["chat"], ["search"], ["index", "verify"], ["index", "gc"],
            ["index", "stats"], ["doctor"], ["serve"], ["eval", "import"],
            ["eval", "run"], ["eval", "compare"], ["eval", "judge"], ["eval", "verifier"],
            ["batch", "run"], ["batch", "stale"], ["batch", "diff"],
            ["library", "show"], ["library", "export"])  # fmt: skip


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["ask", "Does it help?", "--colour", "blue"], "--colour"),
        (["ask"], "QUESTION"),
        (["ask", ""], "empty"),
        (["ask", "  ?! "], "empty"),
        (["ask", "x" * 100_000], "100,000 characters"),
        (["ask", "\x00\x01binary\x02"[1:]], "control characters"),
        (["ask", "Does it help?", "--audience", "robot"], "robot"),
        (["ask", "Does it help?", "--format", "pdf"], "pdf"),
        (["ingest", "missing.pdf"], "missing.pdf"),
        (["ingest"], "PATH"),
        (["chat", "--audience", "robot"], "robot"),
        (["chat", "Does it help?"], "unexpected extra argument"),
        (["search"], "QUERY"),
        (["search", "iron", "--top", "0"], "--top"),
        (["search", "--queries", "missing.jsonl"], "missing.jsonl"),
        (["batch", "run"], "nothing to answer"),
        (["batch", "run", "missing.jsonl"], "missing.jsonl"),
        (["batch", "stale", "--library", ""], "--library"),
        (["fly"], "fly"),
    ],
)
def test_wrong_use_exits_2_with_one_sentence(arguments: list[str], told: str) -> None:
    run = ragqa(*arguments)
    assert run.status == 2
    assert run.out == ""
    assert told in run.sentence
    assert run.sentence.startswith("ragqa: ")


@pytest.mark.parametrize(
    "arguments", [["ask", "Does it help?"], ["search", "iron"], ["index", "verify"]]
)
def test_without_an_index_the_next_step_is_named(arguments: list[str]) -> None:
    run = ragqa(*arguments)
    assert run.status == 1
    assert "ragqa ingest" in run.sentence


def test_an_index_of_another_model_is_refused(demo_index: Path, tmp_path: Path) -> None:
    run = ragqa(
        "ask", "Does it help?", "--index", demo_index, RAGQA_EMBEDDER__MODEL="no-such-model"
    )
    assert run.status == 1
    assert "no-such-model" in run.sentence


def test_a_damaged_index_is_refused_and_verify_says_where(demo_index: Path, tmp_path: Path) -> None:
    import shutil

    index = tmp_path / "index"
    shutil.copytree(demo_index, index)
    victim = next(index.glob("snapshots/*/passages.sqlite"))
    data = bytearray(victim.read_bytes())
    data[len(data) // 2] ^= 1
    victim.chmod(0o644)
    victim.write_bytes(data)
    assert "passages.sqlite" in ragqa("ask", "Does iron help?", "--index", index).sentence
    verified = ragqa("index", "verify", "--index", index)
    assert verified.status == 1
    assert "passages.sqlite" in verified.out
    assert "ragqa ingest PATH --rebuild" in verified.out
    assert "ragqa ingest PATH --rebuild" in ragqa("doctor", "--index", index).out


def test_a_malformed_query_file_names_the_line(demo_index: Path, tmp_path: Path) -> None:
    queries = tmp_path / "queries.jsonl"
    queries.write_text('{"_id": "1", "text": "iron"}\n{"text": "no id"}\n')
    run = ragqa("search", "--queries", queries, "--index", demo_index)
    assert run.status == 2
    assert "line 2" in run.sentence


def test_a_wrong_settings_file_exits_2(tmp_path: Path) -> None:
    Path("ragqa.toml").write_text("[retrieval]\npassage = 3\n")
    run = ragqa("search", "iron")
    assert run.status == 2
    assert "retrieval.passage" in run.sentence


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_help_gives_an_example(command: list[str]) -> None:
    run = ragqa(*command, "--help")
    assert run.status == 0
    assert f"Example: ragqa {' '.join(command)}" in " ".join(run.out.split())


def test_doctor_without_an_index_says_what_to_mend() -> None:
    run = ragqa("doctor", "--json")
    assert run.status == 1
    findings = {finding["name"]: finding for finding in json.loads(run.out)["findings"]}
    assert findings["embedder"]["well"]
    assert not findings["index"]["well"]
    assert "ragqa ingest" in findings["index"]["mend"]


def test_an_output_that_cannot_be_written_is_told() -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [str(Path(sys.executable).with_name("ragqa")), "doctor", "--json"],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert done.returncode == 1
    assert "cannot be written" in done.stderr
    assert "Traceback" not in done.stderr


def test_an_empty_index_folder_is_refused() -> None:
    assert ragqa("search", "iron", "--index", "").status == 2


def test_an_ingest_that_leaves_nothing_failed(tmp_path: Path) -> None:
    (tmp_path / "broken.pdf").write_bytes(b"%PDF-1.4 nothing")
    run = ragqa("ingest", tmp_path / "broken.pdf", "--index", tmp_path / "index", "--json")
    assert run.status == 1
    assert json.loads(run.out)["documents"]["failed"] == 1
