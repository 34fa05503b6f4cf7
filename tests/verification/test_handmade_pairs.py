"""Claims written by hand to deceive the checks, and claims that a careful editor would write."""

import json
from pathlib import Path

import pytest

from ragqa.schema.claim import Label
from ragqa.verification.gate import Gate

PAIRS = Path(__file__).parents[2] / "evals" / "verifier_handmade.jsonl"


@pytest.mark.parametrize(
    ("label", "least", "most"), [("NOT_SUPPORTED", 0, 6), ("SUPPORTED", 150, 200)]
)
def test_attacks_are_refused_and_careful_claims_let_through(
    label: str, least: int, most: int
) -> None:
    rows = [json.loads(line) for line in PAIRS.read_text(encoding="utf-8").splitlines()]
    pairs = [(row["claim"], row["evidence"]) for row in rows if row["label"] == label]
    gate = Gate()
    passed = [claim for claim, text in pairs if gate.judge(claim, text).label is Label.SUPPORTED]
    assert len(pairs) == 200
    assert least <= len(passed) <= most, passed
