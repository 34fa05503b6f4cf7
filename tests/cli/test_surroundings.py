"""Whatever surrounds the command: languages, pipes, widths, folders, signals; no traceback."""

import os
import shlex
import signal
import subprocess
import sys
import time
from importlib.metadata import version
from pathlib import Path

import pytest

from ragqa.assembly import build_ingester
from ragqa.config import Settings
from tests.cli.command import ragqa

COMMAND = str(Path(sys.executable).with_name("ragqa"))


def shell(line: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run a line of shell in which $RAGQA is the command."""
    return subprocess.run(
        ["bash", "-o", "pipefail", "-c", line.replace("$RAGQA", shlex.quote(COMMAND))],
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=False,
        env={**os.environ, "HF_HUB_OFFLINE": "1", **variables},
    )


@pytest.fixture(scope="module")
def empty_index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index into which nothing but a damaged file was ingested."""
    folder = tmp_path_factory.mktemp("empty")
    (folder / "broken.pdf").write_bytes(b"%PDF-1.4 nothing")
    build_ingester(Settings(index=folder / "index")).ingest([folder / "broken.pdf"])
    return folder / "index"


def test_the_version_is_printed() -> None:
    run = ragqa("--version")
    assert (run.status, run.out, run.err) == (0, f"ragqa {version('ragqa')}\n", "")


@pytest.mark.parametrize(
    ("group", "commands"),
    [
        ([], ("ingest", "ask", "search", "index", "review", "doctor")),
        (["index"], ("verify", "gc", "stats")),
        (["review"], ("list", "show", "start", "approve", "send-back", "submit", "verify-log")),
    ],
)
def test_without_a_command_the_help_is_shown(group: list[str], commands: tuple[str, ...]) -> None:
    run = ragqa(*group)
    assert (run.status, run.out) == (2, "")
    assert all(f"\n  {command} " in run.err for command in commands)


@pytest.mark.parametrize("command", [["ask", "Does iron help?"], ["search", "iron"]])
def test_an_index_without_documents_is_said_to_be_one(
    command: list[str], empty_index: Path
) -> None:
    run = ragqa(*command, "--index", empty_index)
    assert run.status == 1
    assert "holds no documents. Put some in with `ragqa ingest PATH`." in run.sentence


@pytest.mark.parametrize(
    ("command", "form"), [("ask", "html"), ("ask", "md"), ("search", "text"), ("search", "trec")]
)
def test_json_and_another_format_are_refused_together(command: str, form: str) -> None:
    run = ragqa(command, "Does iron help?", "--json", "--format", form)
    assert run.status == 2
    assert f"--json and --format {form}" in run.sentence


def test_json_asked_for_twice_is_json(demo_index: Path) -> None:
    run = ragqa("search", "iron", "--json", "--format", "json", "--index", demo_index)
    assert (run.status, run.out[:1]) == (0, "{")


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--top", "many"], "'--top': it must be a whole number"),
        (["--top", "0"], "'--top': it must be greater than or equal to 1"),
        (["--kind", "rumour"], "'--kind': 'rumour' is not one of 'guideline', 'research'"),
    ],
)
def test_wrong_options_are_told_in_plain_words(arguments: list[str], told: str) -> None:
    assert told in ragqa("search", "iron", *arguments).sentence


def test_an_index_in_the_working_folder_is_no_empty_name() -> None:
    assert "no index in '.'" in ragqa("search", "iron", "--index", ".").sentence


def test_an_index_that_is_a_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    assert "it is a file" in ragqa("index", "stats", "--index", tmp_path / "file").sentence


@pytest.mark.parametrize("command", [["ingest"], ["search", "iron", "--index"], ["fly"]])
def test_a_huge_argument_is_told_in_a_short_sentence(command: list[str]) -> None:
    run = ragqa(*command, "x" * 100_000)
    assert run.status in {1, 2}
    assert len(run.sentence) < 1000


def test_a_file_of_no_queries_is_told() -> None:
    Path("empty.jsonl").write_text("\n")
    run = ragqa("search", "--queries", "empty.jsonl")
    assert run.status == 2
    assert "holds no query" in run.sentence


def test_doctor_mends_wrong_settings_too() -> None:
    Path("ragqa.toml").write_text("[retrieval]\npassage = 3\n")
    run = ragqa("doctor")
    assert run.status == 1
    assert "MEND  settings" in run.out
    assert "Did you mean 'retrieval.passages'?" in run.out


def test_a_reader_that_stops_early_is_no_failure(demo_index: Path) -> None:
    done = shell(f"$RAGQA search iron --top 50 --index {demo_index} | head -1")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.count("\n") == 1


def test_a_closed_output_is_told_and_a_closed_error_output_is_borne() -> None:
    done = shell("$RAGQA doctor >&-")
    assert done.returncode == 1
    assert (
        done.stderr
        == "ragqa: Standard output is closed. Send it to a terminal, a file or a pipe.\n"
    )
    silent = shell("$RAGQA fly 2>&-")
    assert (silent.returncode, silent.stdout) == (2, "")


def test_the_bytes_are_the_same_in_every_language_and_without_a_home(demo_index: Path) -> None:
    line = f'$RAGQA search "iron in restless legs" --top 20 --index {demo_index}'
    plain = shell(line)
    assert not plain.stdout.isascii()
    assert shell(line, LC_ALL="C").stdout == plain.stdout
    assert shell(line, PYTHONIOENCODING="ascii").stdout == plain.stdout
    assert shell(line, HOME="/nonexistent").stdout == plain.stdout


@pytest.mark.parametrize("width", ["5", "40", "abc"])
def test_help_fits_any_terminal(width: str) -> None:
    run = ragqa("search", "--help", COLUMNS=width)
    assert run.status == 0
    assert "--queries" in run.out


def test_a_working_folder_that_is_gone_is_told(demo_index: Path) -> None:
    done = shell(
        f"mkdir gone; cd gone; rmdir ../gone; $RAGQA ask 'Does iron help?' --index {demo_index}"
    )
    assert "Traceback" not in done.stderr
    assert done.returncode == 0 or "working folder is gone" in done.stderr


def test_ctrl_c_during_an_ingest_keeps_the_last_good_index(tmp_path: Path) -> None:
    rows = [f'{{"_id": "{n}", "text": "Drug {n} relieves condition X."}}' for n in range(3000)]
    (tmp_path / "rows.jsonl").write_text("\n".join(rows))
    running = subprocess.Popen(
        [COMMAND, "ingest", str(tmp_path / "rows.jsonl"), "--index", str(tmp_path / "index")],
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    while not (tmp_path / "index" / "building").exists() and running.poll() is None:
        time.sleep(0.05)
    os.killpg(running.pid, signal.SIGINT)
    _, told = running.communicate(timeout=120)
    assert running.returncode == 130, told
    assert "ragqa: Stopped; what was finished before is kept." in told
    assert "Traceback" not in told
    assert not (tmp_path / "index" / "building").exists()
