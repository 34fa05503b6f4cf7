"""Specifications: read strictly, and what is wrong with one told in a sentence."""

from pathlib import Path

import pytest

from ragqa.errors import SettingsError
from ragqa.evaluation.metrics import METRICS
from ragqa.evaluation.spec import Gate, RunSettings, as_table, read_spec
from ragqa.toml_files import setting_fields, written

WHOLE = """
gold = "sets/gold.jsonl"
index = "../index"
limit = 5
composer = "llm"
audience = "patient"
seed = 3
resamples = 200
judge = "llm"
judge_unvalidated = true
validation = "judges.json"
missing_sources = "count"
[gates]
must_have_recall = 0.85
contradicted = 0
"""


def test_paths_are_seen_from_the_folder_of_the_file(tmp_path: Path) -> None:
    file = tmp_path / "spec.toml"
    file.write_text(WHOLE)
    spec = read_spec(file)
    assert spec.settings.gold == tmp_path / "sets" / "gold.jsonl"
    assert spec.settings.index == tmp_path / ".." / "index"
    assert spec.settings.validation == tmp_path / "judges.json"
    assert spec.settings.limit == 5
    assert spec.settings.judge_unvalidated is True
    assert spec.gates == (
        Gate(metric="must_have_recall", bound=0.85), Gate(metric="contradicted", bound=0.0),
    )  # fmt: skip


def test_a_specification_written_out_is_read_back_the_same(tmp_path: Path) -> None:
    file, copy = tmp_path / "spec.toml", tmp_path / "copy.toml"
    file.write_text(WHOLE)
    copy.write_text(written(as_table(read_spec(file))))
    assert read_spec(copy) == read_spec(file)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("index = 'i'\n", "does not set 'gold'. `ragqa eval run --help` lists all."),
        ("gold = 'g'\n", "does not set 'index'"),
        ("gold = 'g'\nindex = 'i'\nlimits = 3\n", "Did you mean 'limit'?"),
        ("gold = 'g'\nindex = 'i'\ncolour = 3\n", "no setting 'colour'"),
        ("gold = 'g'\nindex = 'i'\nlimit = 0\n", "is 0 but must be a whole number, at least 1"),
        ("gold = 'g'\nindex = 'i'\nlimit = true\n", "is True but must be a whole number"),
        ("gold = 'g'\nindex = 'i'\nlimit = nan\n", "is nan but must be a whole number"),
        ("gold = ''\nindex = 'i'\n", "is '' but must be the path of a file"),
        ("gold = 'g'\nindex = 3\n", "is 3 but must be the path of a folder"),
        ("gold = 'g'\nindex = 'i'\ncomposer = 'x'\n", "must be 'extractive' or 'llm'"),
        ("gold = 'g'\nindex = 'i'\njudge = 'me'\n", "must be 'verifier' or 'llm'"),
        ("gold = 'g'\nindex = 'i'\njudge_unvalidated = 1.5\n", "must be true or false"),
        ("gold = 'g'\nindex = 'i'\ngates = 3\n", "'gates' in"),
        ("gold = 'g'\nindex = 'i'\n[gates]\nmust_have = 1\n", "Did you mean 'must_have_recall'?"),
        ("gold = 'g'\nindex = 'i'\n[gates]\nzzz = 1\n", "Metrics are must_have_recall"),
        ("gold = 'g'\nindex = 'i'\n[gates]\nmrr = nan\n", "'gates.mrr' in"),
        ("gold = 'g'\nindex = 'i'\n[gates]\nmrr = inf\n", "is inf but must be a number"),
        ("gold = 'g'\nindex = 'i'\n[gates]\nmrr = true\n", "is True but must be a number"),
        ("gold = 'g'\nindex = 'i'\n[gates]\nmrr = 'x'\n", "is 'x' but must be a number"),
        ("gold = \n", "is not valid TOML"),
    ],
)
def test_a_wrong_specification_is_told_in_one_sentence(
    tmp_path: Path, text: str, told: str
) -> None:
    file = tmp_path / "spec.toml"
    file.write_text(text)
    with pytest.raises(SettingsError) as raised:
        read_spec(file)
    assert told in str(raised.value)
    assert str(file) in str(raised.value)


def test_a_specification_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="is not there"):
        read_spec(tmp_path / "none.toml")
    with pytest.raises(SettingsError, match="Is a directory"):
        read_spec(tmp_path)
    (tmp_path / "latin.toml").write_bytes(b"gold = '\xe9'")
    with pytest.raises(SettingsError, match="not UTF-8"):
        read_spec(tmp_path / "latin.toml")


def test_a_gate_is_a_floor_or_a_ceiling_as_better_goes() -> None:
    floor, ceiling = Gate(metric="mrr", bound=0.5), Gate(metric="contradicted", bound=0.5)
    assert [floor.holds(value) for value in (0.4, 0.5, 0.6)] == [False, True, True]
    assert [ceiling.holds(value) for value in (0.4, 0.5, 0.6)] == [True, True, False]
    assert (floor.rule, ceiling.rule) == ("at least 0.5", "at most 0.5")


def test_every_key_and_metric_says_what_it_is() -> None:
    assert all(field.description for field in setting_fields(RunSettings).values())
    assert all(metric.about.endswith(".") for metric in METRICS.values())
