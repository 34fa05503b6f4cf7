"""What is told of the verifier's errors."""

import gzip
import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from sklearn.metrics import cohen_kappa_score

from ragqa.errors import UsageError
from ragqa.evaluation.labelled_pairs import LabelledPair, read_labelled_pairs
from ragqa.evaluation.verifier import cohens_kappa, report_on
from ragqa.schema.claim import Label
from ragqa.verification.gate import Gate
from tests.cli.command import ragqa

EVIDENCE = "Drug A reduced pain by 20% in adults with condition X."
ROWS = [
    {"claim": EVIDENCE, "evidence": EVIDENCE, "label": "SUPPORTED", "kind": "verbatim"},
    {"claim": "Drug A reduced pain by 30%.", "evidence": EVIDENCE, "label": "NOT_SUPPORTED",
     "kind": "number"},
    {"claim": "Drug A increased pain.", "evidence": EVIDENCE, "label": "REFUTES"},
]  # fmt: skip


def by_the_gate(claim: str, evidence: str) -> Label:
    return Gate().judge(claim, evidence).label


def answering(*labels: Label) -> list[LabelledPair]:
    """Return pairs whose claim names the answer that `obedient` gives."""
    return [
        LabelledPair(claim=str(label), evidence="", label="SUPPORTED", kind=None)
        for label in labels
    ]


def obedient(claim: str, _: str) -> Label:
    return Label(claim)


def test_answers_are_counted_by_label_and_kind(tmp_path: Path) -> None:
    file = tmp_path / "pairs.jsonl.gz"
    file.write_bytes(gzip.compress("\n".join(map(json.dumps, ROWS)).encode()))
    report = report_on(read_labelled_pairs(file), by_the_gate)
    assert report.pairs == 3
    assert report.confusion["CONTRADICTED"]["CONTRADICTED"] == 1
    assert report.confusion["NOT_SUPPORTED"] == {
        "SUPPORTED": 0, "CONTRADICTED": 0, "NOT_ENOUGH_INFO": 1,
    }  # fmt: skip
    assert [(k.kind, k.pairs, k.let_through.value) for k in report.kinds] == [
        ("verbatim", 1, 1.0), ("number", 1, 0.0),
    ]  # fmt: skip


def test_scores_lie_in_their_intervals_and_are_the_same_again() -> None:
    pairs = answering(*[Label.SUPPORTED] * 30, *[Label.CONTRADICTED] * 10)
    report = report_on(pairs, obedient)
    passed = report.let_through["SUPPORTED"]
    assert passed.value == 0.75
    assert 0.55 < passed.low < passed.value < passed.high < 0.95
    assert report_on(pairs, obedient).macro_f1 == report.macro_f1


def test_macro_f1_is_the_mean_over_the_labels_of_the_set() -> None:
    pairs = [
        LabelledPair(claim=str(given), evidence="", label=str(true), kind=None)
        for given, true in (
            (Label.SUPPORTED, Label.SUPPORTED),
            (Label.SUPPORTED, Label.CONTRADICTED),
            (Label.CONTRADICTED, Label.CONTRADICTED),
            (Label.NOT_ENOUGH_INFO, Label.NOT_ENOUGH_INFO),
        )
    ]
    assert report_on(pairs, obedient).macro_f1.value == pytest.approx(
        (2 / 3 + 2 / 3 + 1) / 3, abs=1e-4
    )


@given(st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from("abc")), min_size=2, max_size=40))
def test_kappa_is_what_scikit_learn_computes(pairs: list[tuple[str, str]]) -> None:
    one, other = (np.array(side) for side in zip(*pairs, strict=True))
    assume(len({*one, *other}) > 1)
    assert cohens_kappa(one, other) == pytest.approx(cohen_kappa_score(one, other))


def test_kappa_of_a_hand_worked_table() -> None:
    # 20 yes together, 15 no together, 5 and 10 apart: (0.7 - 0.5) / (1 - 0.5)
    one = np.array(["y"] * 20 + ["n"] * 15 + ["y"] * 5 + ["n"] * 10)
    other = np.array(["y"] * 20 + ["n"] * 15 + ["n"] * 5 + ["y"] * 10)
    assert cohens_kappa(one, other) == pytest.approx(0.4)
    assert cohens_kappa(one[:20], other[:20]) == 1.0


@pytest.mark.parametrize(
    "row",
    [
        {"claim": "x", "evidence": "y"},
        {"claim": "x", "evidence": "y", "label": "perhaps"},
        {"claim": "x", "evidence": None, "label": "SUPPORTED"},
        ["x"],
        7,
    ],
)
def test_a_row_that_is_no_labelled_pair_is_named(tmp_path: Path, row: object) -> None:
    file = tmp_path / "pairs.jsonl"
    file.write_text(f"{json.dumps(ROWS[0])}\n\n{json.dumps(row)}\n")
    with pytest.raises(UsageError, match=r"pairs.jsonl, line 3 is not a labelled pair: "):
        read_labelled_pairs(file)


@pytest.mark.parametrize(
    ("content", "told"),
    [(b"", "holds no labelled pair"), (b"\xff\xfe", "cannot be read (it is damaged or not UTF-8)")],
)
def test_a_file_without_pairs_is_told(tmp_path: Path, content: bytes, told: str) -> None:
    file = tmp_path / "pairs.jsonl"
    file.write_bytes(content)
    with pytest.raises(UsageError) as raised:
        read_labelled_pairs(file)
    assert told in str(raised.value)


def test_the_command_prints_the_table_and_json(tmp_path: Path) -> None:
    file = tmp_path / "pairs.jsonl"
    file.write_text("\n".join(map(json.dumps, ROWS)))
    table = ragqa("eval", "verifier", file)
    assert table.status == 0
    assert "3 pairs" in table.out
    assert "macro-F1" in table.out
    told = json.loads(ragqa("eval", "verifier", file, "--json").out)
    assert told["sets"][str(file)]["confusion"]["SUPPORTED"]["SUPPORTED"] == 1
    assert ragqa("eval", "verifier", tmp_path / "none.jsonl").status == 2
    assert ragqa("eval").status == 2
