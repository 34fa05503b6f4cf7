"""Settings from ragqa.toml and RAGQA_* variables."""

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
        ("[retrieval]\npassage = 3\n", "retrieval.passage"),
        ("[composer]\nkind = 'oracle'\n", "composer.kind"),
        ("[retrieval]\npassages = 0\n", "retrieval.passages"),
        ("[retrieval\n", "not valid TOML"),
        ("colour = 'blue'\n", "colour"),
    ],
)
def test_a_wrong_file_is_told_in_one_sentence(text: str, told: str) -> None:
    Path("ragqa.toml").write_text(text)
    with pytest.raises(SettingsError) as caught:
        load_settings()
    assert told in str(caught.value)
    assert "\n" not in str(caught.value)


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
