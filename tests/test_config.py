"""Settings from ragqa.toml and RAGQA_* variables."""

import re
from pathlib import Path

import pytest

from ragqa.config import Settings, load_settings
from ragqa.errors import SettingsError


def test_the_file_sets_and_a_variable_wins(monkeypatch: pytest.MonkeyPatch) -> None:
    Path("ragqa.toml").write_text("[retrieval]\npassages = 3\ncandidates = 7\n")
    monkeypatch.setenv("RAGQA_RETRIEVAL__PASSAGES", "5")
    settings = load_settings()
    assert (settings.retrieval.passages, settings.retrieval.candidates) == (5, 7)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[retrieval]\npassage = 3\n", "Did you mean 'retrieval.passages'?"),
        ("[oracle]\nkind = 'x'\n", "There is no setting 'oracle'"),
        ("colour = 'blue'\n", "There is no setting 'colour'"),
        ("[composer]\nkind = 'oracle'\n", "is 'oracle' but must be 'extractive' or 'llm'"),
        ("[retrieval]\npassages = 0\n", "is 0 but must be a whole number, at least 1"),
        ("[retrieval]\npassages = 'many'\n", "'retrieval.passages' in ragqa.toml is 'many' but"),
        ("[retrieval]\npassages = 1.5\n", "is 1.5 but must be a whole number"),
        ("[retrieval]\npassages = true\n", "is True but must be a whole number"),
        ("[retrieval]\npassages = 99999999999\n", "at most 1,000"),
        ("[reranker]\nweight = nan\n", "must be a number, at least 0 and at most 1"),
        ("[ingestion]\nfile_seconds = inf\n", "must be a number, above 0 and at most 86,400"),
        ("[embedder]\nmodel = ['a']\n", "is ['a'] but must be text"),
        ("[embedder]\nmodel = ''\n", "is '' but must be text"),
        (
            "[index]\nfolder = 'x'\n",
            "'index' in ragqa.toml is {'folder': 'x'} but must be the path",
        ),
        ("index = 'a\\u0000b'\n".replace("'", '"'), "must be the path of a folder"),
        ("retrieval = 3\n", "is a section. Write [retrieval]"),
        ("[[retrieval]]\npassages = 3\n", "is a section. Write [retrieval]"),
        ("[retrieval\n", "not valid TOML"),
        ("[retrieval]\npassages = 1\npassages = 2\n", "line 3"),
    ],
)
def test_a_wrong_file_is_told_in_one_plain_sentence(text: str, told: str) -> None:
    Path("ragqa.toml").write_text(text)
    sentence = _refusal()
    assert told in sentence
    assert "ragqa.toml" in sentence


def test_a_settings_file_that_cannot_be_read_is_refused() -> None:
    Path("ragqa.toml").write_bytes(b"\xff\xfe[")
    assert "not UTF-8" in _refusal()
    Path("ragqa.toml").unlink()
    Path("ragqa.toml").mkdir()
    assert "Is a directory" in _refusal()


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("RAGQA_RETRIEVAL__PASSAGES", "x", "is 'x' but must be a whole number, at least 1"),
        ("ragqa_retrieval__passages", "0", "The variable RAGQA_RETRIEVAL__PASSAGES is '0'"),
        ("RAGQA_RETRIEVAL__PASSAGES", "", "is '' but must be"),
        ("RAGQA_RETRIEVAL__PASSAGE", "3", "Did you mean RAGQA_RETRIEVAL__PASSAGES?"),
        ("RAGQA_RETRIEVAL__PASSAGES__MORE", "3", "RAGQA_RETRIEVAL__PASSAGES__MORE names no"),
        ("RAGQA_RETRIEVAL", '{"passages": 3}', "RAGQA_RETRIEVAL names no setting"),
        ("RAGQA_ORACLE__KIND", "x", "RAGQA_ORACLE__KIND names no setting"),
        ("RAGQA_INDEX", "", "The variable RAGQA_INDEX is '' but must be the path of a folder"),
    ],
)
def test_a_wrong_variable_is_named(
    name: str, value: str, told: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, value)
    assert told in _refusal()


def test_a_variable_that_names_no_setting_is_pointed_out(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv("RAGQA_RETRIEVAL_PASSAGES", "3")
    assert load_settings().retrieval.passages == Settings().retrieval.passages
    (line,) = caplog.messages
    assert "RAGQA_RETRIEVAL_PASSAGES names no setting" in line
    assert "Did you mean RAGQA_RETRIEVAL__PASSAGES?" in line


def test_variables_of_measuring_scripts_are_left_alone(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv("RAGQA_BENCH", "1")
    monkeypatch.setenv("RAGQA_BENCH_HERE", "/somewhere")
    load_settings()
    assert caplog.messages == []


def test_a_wrong_key_is_never_shown() -> None:
    Path("ragqa.toml").write_text("[language_model]\napi_key = 123456\n")
    assert "123456" not in _refusal()


def _refusal() -> str:
    with pytest.raises(SettingsError) as caught:
        load_settings()
    sentence = str(caught.value)
    assert not re.search(r"\n|pydantic|[Ii]nput|permitted|instance of", sentence)
    return sentence


def test_the_fingerprint_follows_what_changes_answers_and_never_the_key() -> None:
    plain = Settings()
    keyed = Settings.model_validate({"index": "elsewhere", "language_model": {"api_key": "secret"}})
    other = Settings.model_validate({"retrieval": {"passages": 3}})
    assert plain.fingerprint == keyed.fingerprint
    assert plain.fingerprint != other.fingerprint


def test_the_key_is_not_printed() -> None:
    keyed = Settings.model_validate({"language_model": {"api_key": "secret"}})
    assert "secret" not in repr(keyed)
    assert "secret" not in keyed.model_dump_json()


def test_what_cannot_change_an_answer_does_not_change_the_fingerprint() -> None:
    plain = Settings()
    for change in (
        {"library": {"url": "elsewhere.sqlite"}},
        {"ingestion": {"file_seconds": 1.0}},
        {"language_model": {"model": "another"}},  # which nobody asks
    ):
        assert Settings.model_validate(change).fingerprint == plain.fingerprint
    asked = Settings.model_validate({"composer": {"kind": "llm"}})
    dear, other = (
        Settings.model_validate({"composer": {"kind": "llm"}, "language_model": change})
        for change in ({"prompt_price": 3.0, "deadline_seconds": 5.0}, {"model": "another"})
    )
    assert asked.fingerprint == dear.fingerprint != other.fingerprint
