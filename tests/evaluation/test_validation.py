"""What is known of judges, and what a run does with it."""

from pathlib import Path

import pytest

from ragqa.config import Settings
from ragqa.errors import JudgeError, UsageError
from ragqa.evaluation.parts import build_judge
from ragqa.evaluation.report import UNVALIDATED, judge_warning
from ragqa.evaluation.resampling import Interval
from ragqa.evaluation.run_scores import JudgeUsed
from ragqa.evaluation.validation import (
    ValidationRecord,
    add_records,
    read_records,
    shipped_records,
    validations_of,
)


def record(
    judge_id: str, low: float = 0.4, kappa: float = 0.5, **given: object
) -> ValidationRecord:
    return ValidationRecord(
        judge_id=judge_id,
        pairs=str(given.get("pairs", "set/pairs.jsonl")),
        sha256=str(given.get("sha256", "00")),
        labelled=50,
        kappa=Interval(value=kappa, low=low, high=0.6),
        macro_f1=Interval(value=0.7, low=0.6, high=0.8),
    )


def test_the_judge_that_ships_is_validated() -> None:
    """When this fails, the verifier has another id: measure it again, as evals/README.md tells."""
    shipped = build_judge("verifier", Settings())
    found = validations_of(shipped.judge_id, shipped_records(), unvalidated=False)
    assert found[0].pairs == "evals/judge_pairs.jsonl"
    assert found[0].kappa.low > 0


def test_a_language_model_is_a_judge_of_its_own_that_nobody_has_validated() -> None:
    judge = build_judge("llm", Settings())
    assert judge.judge_id.startswith("default@prompts:")
    with pytest.raises(JudgeError):
        validations_of(judge.judge_id, shipped_records(), unvalidated=False)


def test_a_record_is_of_one_judge_alone() -> None:
    records = [record("one"), record("other")]
    assert validations_of("one", records, unvalidated=False) == (records[0],)
    with pytest.raises(JudgeError, match="'third' was never validated"):
        validations_of("third", records, unvalidated=False)
    assert validations_of("third", records, unvalidated=True) == ()


def test_records_are_added_and_a_newer_one_of_the_same_pairs_takes_its_place(
    tmp_path: Path,
) -> None:
    file = tmp_path / "judges.json"
    add_records(file, [record("one", low=0.1), record("other")])
    add_records(file, [record("one", low=0.3), record("one", sha256="11")])
    assert read_records(file) == [
        record("one", low=0.3), record("other"), record("one", sha256="11"),
    ]  # fmt: skip


@pytest.mark.parametrize("content", ["{", "{}", "[1]", '[{"judge_id": "x"}]'])
def test_a_file_without_records_is_told(tmp_path: Path, content: str) -> None:
    file = tmp_path / "judges.json"
    file.write_text(content)
    with pytest.raises(UsageError, match="it holds no validation records"):
        read_records(file)


def test_records_that_cannot_be_read_or_written_are_told(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="No such file"):
        read_records(tmp_path / "none.json")
    with pytest.raises(UsageError, match="cannot be written"):
        add_records(tmp_path / "none" / "judges.json", [record("one")])


def test_a_report_warns_of_judges_that_nobody_can_believe() -> None:
    assert judge_warning(JudgeUsed(judge_id="j", validations=())) == UNVALIDATED
    assert judge_warning(JudgeUsed(judge_id="j", validations=(record("j"),))) is None
    weak = record("j", low=0.0, kappa=0.1, pairs="free/words.jsonl")
    told = judge_warning(JudgeUsed(judge_id="j", validations=(record("j"), weak)))
    assert told is not None
    assert "On free/words.jsonl this judge agrees with people hardly better than chance" in told
