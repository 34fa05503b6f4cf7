"""Commands answer without the libraries that take seconds to import."""

import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = """
import sys
from ragqa.cli.app import main
try:
    main()
except SystemExit as done:
    assert not done.code, done.code
heavy = {"torch", "transformers", "sentence_transformers", "sklearn", "openvino_telemetry"}
assert not heavy & sys.modules.keys(), heavy & sys.modules.keys()
"""
QUESTION = "Should adults with restless legs have iron studies?"
SHORT = "Drug A lowers HbA1c in adults with condition X. It was safe in a trial of 212 adults."


def run(*arguments: str) -> str:
    command = [sys.executable, "-c", SCRIPT, *arguments]
    return subprocess.run(command, capture_output=True, check=True, text=True).stdout


@pytest.mark.parametrize("command", ["search", "ask"])
def test_a_question_is_answered_without_torch(demo_index: Path, command: str) -> None:
    assert "iron" in run(command, QUESTION, "--index", str(demo_index))


def test_documents_are_ingested_without_torch(tmp_path: Path) -> None:
    (tmp_path / "one.txt").write_text(SHORT)
    said = run("ingest", str(tmp_path / "one.txt"), "--index", str(tmp_path / "index"), "--json")
    assert '"added": 1' in said
