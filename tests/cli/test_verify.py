"""`ragqa verify`: pairs in, verdicts out."""

import json
from pathlib import Path

import pytest

from tests.cli.command import ragqa

EVIDENCE = "Drug A reduced pain by 20% in adults with condition X."


def written(folder: Path, *rows: object) -> Path:
    file = folder / "pairs.jsonl"
    file.write_text("\n".join(json.dumps(row) for row in rows) + "\n")
    return file


def test_each_pair_has_its_verdict_in_order(tmp_path: Path) -> None:
    pairs = written(
        tmp_path,
        {
            "id": "b",
            "claim": "In adults with condition X, drug A lowered pain by 20 percent.",
            "evidence": EVIDENCE,
        },
        {
            "id": 1,
            "claim": "Drug A increased pain by 20% in adults with condition X.",
            "evidence": EVIDENCE,
        },
        {
            "id": "a",
            "claim": "Drug A reduced pain by 30% in adults with condition X.",
            "evidence": EVIDENCE,
        },
    )
    out = tmp_path / "verdicts.jsonl"
    run = ragqa("verify", "--pairs", pairs, "--out", out)
    assert (run.status, run.out, run.err) == (0, "", "")
    rows = [json.loads(line) for line in out.read_text().splitlines()]
    assert [row["id"] for row in rows] == ["b", 1, "a"]
    assert [row["label"] for row in rows] == ["SUPPORTED", "CONTRADICTED", "NOT_ENOUGH_INFO"]
    assert rows[0]["reasons"] == []
    assert rows[0]["score"] > 0.5 > rows[1]["score"]
    assert rows[2]["reasons"] == ["The number 30% is not in the quoted passage."]


@pytest.mark.parametrize(
    ("claim", "evidence", "reason"),
    [
        ("", EVIDENCE, "The claim is empty."),
        (EVIDENCE, " ", "There is no quoted passage to check the claim against."),
        ("pain " * 10_000, EVIDENCE, "The claim is longer than 2000 characters."),
    ],
)
def test_what_cannot_be_read_never_passes(
    tmp_path: Path, claim: str, evidence: str, reason: str
) -> None:
    pair = {"id": 1, "claim": claim, "evidence": evidence}
    run = ragqa("verify", "--pairs", written(tmp_path, pair))
    row = json.loads(run.out)
    assert (run.status, row["label"], row["reasons"]) == (0, "NOT_ENOUGH_INFO", [reason])


@pytest.mark.parametrize(
    "row", [{"id": 1, "claim": "x"}, {"id": 1, "claim": "x", "evidence": None}, ["x"], 3, None]
)
def test_a_row_that_is_no_pair_is_named_before_anything_is_written(
    tmp_path: Path, row: object
) -> None:
    pairs = written(tmp_path, {"id": 1, "claim": "x", "evidence": "y"}, row)
    run = ragqa("verify", "--pairs", pairs, "--out", tmp_path / "out.jsonl")
    assert run.status == 2
    assert f"{pairs}, line 2 is not a pair: " in run.sentence
    assert not (tmp_path / "out.jsonl").exists()


def test_a_place_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    pairs = written(tmp_path, {"id": 1, "claim": "x", "evidence": "y"})
    run = ragqa("verify", "--pairs", pairs, "--out", tmp_path / "none" / "out.jsonl")
    assert run.status == 2
    assert "cannot be written (No such file or directory)" in run.sentence
