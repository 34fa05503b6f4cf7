"""A comparison of two versions on the terminal."""

import re

import pytest

from ragqa.cli.diff_lines import print_diff
from ragqa.library.claim_diff import claim_diff
from ragqa.rendering import diff_wording
from ragqa.schema.claim_diff import Change
from tests.rendering.compared import DIFF, hostile_diff
from tests.rendering.samples import ABSTENTION, ARTICLE

ESCAPES = re.compile(r"\x1b\[[0-9;]*m")


def printed(capsys: pytest.CaptureFixture[str]) -> str:
    return capsys.readouterr().out


def test_without_a_terminal_lines_are_plain_and_begin_with_their_sign(
    capsys: pytest.CaptureFixture[str],
) -> None:
    print_diff(DIFF)
    lines = printed(capsys).splitlines()
    at = lines.index("DIRECTION OR NEGATION CHANGED")
    assert lines[at + 1 : at + 5] == [
        "- Routine screening of adults without symptoms is not recommended.",
        "+ Routine screening of adults without symptoms is recommended.",
        "  direction: not recommended → recommended",
        "  [2] Screening for condition X: recommendation statement. 2023.",
    ]
    assert all(line == line.rstrip() and len(line) <= 100 for line in lines)


def test_headings_stand_in_order_of_gravity(capsys: pytest.CaptureFixture[str]) -> None:
    print_diff(DIFF)
    lines = printed(capsys).splitlines()
    headings = [diff_wording.HEADINGS[one].upper() for one in Change if one is not Change.UNCHANGED]
    assert [line for line in lines if line in headings] == headings


def test_colour_adds_nothing_but_colour(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    print_diff(DIFF)
    plain = printed(capsys)
    assert "\x1b" not in plain
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm-256color")
    print_diff(DIFF)
    coloured = printed(capsys)
    assert "\x1b[1;31mnot\x1b[0m" in coloured
    stripped = [line.rstrip() for line in ESCAPES.sub("", coloured).splitlines()]
    assert stripped == plain.splitlines()
    monkeypatch.setenv("NO_COLOR", "1")
    print_diff(DIFF)
    assert not re.search(r"\x1b\[[0-9;]*3[0-7]", printed(capsys))


def test_the_same_words_from_another_source_are_printed_once(
    capsys: pytest.CaptureFixture[str],
) -> None:
    print_diff(DIFF)
    lines = printed(capsys).splitlines()
    at = lines.index("SOURCE CHANGED")
    assert lines[at + 1] == "  Nausea was the commonest adverse event of drug A."
    assert "  source: no longer: Does drug A relieve condition X? (2024)" in lines


def test_a_work_that_lost_weight_is_pointed_at(capsys: pytest.CaptureFixture[str]) -> None:
    print_diff(DIFF)
    assert (
        "! standing changed: Drug A for condition X. Reviews of Evidence. 2019. Retracted in 2026."
        in printed(capsys)
    )


def test_an_abstention_gives_its_reason_and_no_change_is_said_so(
    capsys: pytest.CaptureFixture[str],
) -> None:
    print_diff(claim_diff(ARTICLE, ABSTENTION))
    assert ABSTENTION.reason in " ".join(printed(capsys).split())
    print_diff(claim_diff(ARTICLE, ARTICLE))
    assert printed(capsys).endswith(f"\n{diff_wording.NOTHING}\n")


def test_no_text_of_a_source_moves_the_cursor(capsys: pytest.CaptureFixture[str]) -> None:
    print_diff(hostile_diff("\x1b[31mred\x1b]0;title\x07 \u202e [bold]x[/bold] \r\n"))
    out = printed(capsys)
    assert not re.search(r"[\x00-\x08\x0b-\x1f\u202e]", out)
    assert "[bold]x[/bold]" in out
