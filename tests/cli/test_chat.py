"""`ragqa chat`: answers on standard output, all else beside it, one conversation kept."""

import json
import os
import pty
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import pytest

from ragqa.library.conversations import Conversations
from ragqa.library.store import Library
from tests.cli.command import Run, ragqa

QUESTION = "Is pramipexole recommended for restless legs syndrome?"
SECONDS = 60.0


def chat(index: Path, lines: str, *arguments: str) -> Run:
    """Pipe lines into `ragqa chat`."""
    done = subprocess.run(
        command(index, *arguments),
        input=lines,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
        env=_environment(),
    )
    return Run(done.returncode, done.stdout, done.stderr)


def command(index: Path, *arguments: str) -> list[str]:
    ragqa = Path(sys.executable).with_name("ragqa")
    return [str(ragqa), "chat", "--index", str(index), "--by", "Ada", *arguments]


def _environment() -> dict[str, str]:
    return {**os.environ, "HF_HUB_OFFLINE": "1"}


def turns(run: Run) -> list[dict[str, object]]:
    return [json.loads(line) for line in run.out.splitlines()]


def test_each_line_is_answered_and_follow_ups_are_understood(demo_index: Path) -> None:
    run = chat(demo_index, f"{QUESTION}\n\nand gabapentin?\n")
    assert run.status == 0
    assert f"# {QUESTION}" in run.out
    assert "# Is gabapentin recommended for restless legs syndrome?" in run.out
    assert "Understood as: Is gabapentin recommended for restless legs syndrome?" in run.err
    assert "Carried over: restless legs syndrome." in run.err
    assert "ask>" not in run.err


def test_turns_as_json_are_one_line_each(demo_index: Path) -> None:
    first, second = turns(chat(demo_index, f"{QUESTION}\nis it safe?\n", "--json"))
    assert (first["turn"], first["typed"], first["way"]) == (1, QUESTION, "as asked")
    assert (second["turn"], second["typed"], second["way"]) == (2, "is it safe?", "completed")
    assert second["question"] == "Is pramipexole safe in restless legs syndrome?"
    assert first["conversation_id"] == second["conversation_id"]
    assert isinstance(first["answer"], dict)
    assert first["answer"]["schema_version"] == 1
    assert second["corrections"] == []


def test_a_conversation_is_gone_on_with_where_it_was(demo_index: Path) -> None:
    first = turns(chat(demo_index, f"{QUESTION}\n", "--json"))[0]
    name = str(first["conversation_id"])
    second = turns(chat(demo_index, "what about children?\n", "--json", "--conversation", name))[0]
    assert (
        second["question"] == "Is pramipexole recommended for restless legs syndrome in children?"
    )
    assert second["turn"] == 2


def test_a_new_conversation_knows_nothing_of_the_one_before(demo_index: Path) -> None:
    run = chat(demo_index, f"{QUESTION}\n/new\nand gabapentin?\n", "--json")
    first, second = turns(run)
    assert first["conversation_id"] != second["conversation_id"]
    assert second["question"] == "and gabapentin?"
    assert "no earlier question" in run.err


def test_sources_and_audience_are_asked_for_by_commands(demo_index: Path) -> None:
    lines = (
        f"{QUESTION}\n/sources\n/sources 1\n/audience patient\nand gabapentin?\n/help\n/quit\nx\n"
    )
    run = chat(demo_index, lines)
    assert run.status == 0
    assert "[1] Treatment of restless legs syndrome" in run.out
    assert "  - “The AASM suggests against the standard use" in run.out
    assert "For patients" in run.out
    assert "/audience NAME" in run.err
    assert "# x" not in run.out


def test_lines_that_cannot_be_obeyed_are_told_and_the_next_ones_read(demo_index: Path) -> None:
    told = {
        "/fly": "There is no '/fly'",
        "/audience robots": "'robots' is no audience",
        "/sources 7": "No work has the number '7'",
        "/again": "Every question of this conversation has its answer",
        "/keep": "No question is waiting",
        "?!": "The question is empty",
        "x" * 3000: "3,000 characters",
        "abc\udcff\udcfe\x01": "control characters",
    }
    done = subprocess.run(
        command(demo_index, "--json"),
        input="\n".join([*told, QUESTION]).encode("utf-8", "surrogateescape"),
        capture_output=True,
        timeout=120,
        check=False,
        env=_environment(),
    )
    lines = done.stderr.decode().splitlines()
    assert done.returncode == 1
    assert all(sentence in line for sentence, line in zip(told.values(), lines, strict=False))
    assert len(lines) == len(told) + 1
    assert json.loads(done.stdout)["turn"] == 1


def test_a_question_that_seems_to_name_a_patient_waits_to_be_allowed(demo_index: Path) -> None:
    named = "Should iron be given to Mr John Smith, born 12/03/1961, with restless legs?"
    held = chat(demo_index, f"{named}\n", "--json")
    assert held.out == ""
    assert held.status == 1
    assert "could identify a patient" in held.err
    assert _stored() == []
    without = turns(chat(demo_index, f"{named}\n/without\n", "--json"))[0]
    assert "Smith" not in str(without["typed"])
    kept = turns(chat(demo_index, f"{named}\n/keep\n", "--json"))[0]
    assert kept["typed"] == named


def _stored() -> list[str]:
    """Return the questions that are kept in this folder."""
    with Library.open("library.sqlite", create=True) as library:
        conversations = Conversations(library, now=lambda: pytest.fail("nothing is written"))
        return [line.title for line in conversations.listed("Ada")]


def test_somebody_elses_conversation_is_not_found(demo_index: Path) -> None:
    name = str(turns(chat(demo_index, f"{QUESTION}\n", "--json"))[0]["conversation_id"])
    run = chat(demo_index, "why?\n", "--conversation", name, "--by", "Eve")
    assert run.status == 1
    assert "You have no conversation" in run.sentence


def test_without_an_index_nothing_is_asked() -> None:
    run = ragqa("chat")
    assert run.status == 1
    assert "ragqa ingest" in run.sentence
    assert not Path("library.sqlite").exists()


def test_whoever_types_is_asked_and_ctrl_c_and_ctrl_d_end(demo_index: Path) -> None:
    talk = Talk(command(demo_index))
    talk.wait_for("ask> ")
    talk.type("/help\n")
    talk.wait_for("/quit")
    talk.wait_for("ask> ")
    talk.type("\x04")
    assert talk.ended() == 0
    other = Talk(command(demo_index))
    other.wait_for("ask> ")
    other.interrupt()
    assert other.ended() == 130


class Talk:
    """A command at a terminal of its own, typed to by hand."""

    def __init__(self, command: Sequence[str]) -> None:
        self._ours, theirs = pty.openpty()
        self._process = subprocess.Popen(
            command, stdin=theirs, stdout=theirs, stderr=theirs, env=_environment()
        )
        os.close(theirs)
        self._seen = ""

    def type(self, text: str) -> None:
        os.write(self._ours, text.encode())

    def interrupt(self) -> None:
        self._process.send_signal(signal.SIGINT)

    def wait_for(self, text: str) -> None:
        """Read until `text` was shown, and forget what came before it."""
        until = time.monotonic() + SECONDS
        while text not in self._seen:
            assert time.monotonic() < until, self._seen
            self._seen += os.read(self._ours, 4096).decode()
        self._seen = self._seen.partition(text)[2]

    def ended(self) -> int:
        status = self._process.wait(SECONDS)
        os.close(self._ours)
        return status
