"""Reports: safe whatever texts hold, complete, and the same again."""

import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest

from ragqa.evaluation.curves import interval_svg, risk_coverage_svg
from ragqa.evaluation.report_html import render_report as html_report
from ragqa.evaluation.report_markdown import render_report as markdown_report
from ragqa.evaluation.run import run
from ragqa.evaluation.run_folder import RunFolder
from ragqa.evaluation.run_scores import RunScores
from ragqa.evaluation.stored_answers import StoredAnswer
from tests.evaluation.runs import QUESTIONS, TOLD, Answerer, parts, shelf, spec

HOSTILE = "<script>alert(1)</script> | **x** \n# y"


@pytest.fixture
def scores(tmp_path: Path) -> RunScores:
    answerer = Answerer(shelf())
    asked = [replace(QUESTIONS[0], must_have=(HOSTILE,), tags=(HOSTILE,)), *QUESTIONS[1:]]
    return run(spec(tmp_path), asked, parts(answerer), tmp_path / "run", TOLD)


@pytest.fixture
def answers(scores: RunScores, tmp_path: Path) -> list[StoredAnswer]:
    return RunFolder(tmp_path / "run").answers()


class Outline(HTMLParser):
    """Counts what is opened and closed, and what would fetch something."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.fetched: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in {"meta", "link", "img", "br"}:
            self.open.append(tag)
        self.fetched += [str(value) for name, value in attrs if name in {"src", "srcset"}]
        self.fetched += [str(value) for name, value in attrs if name == "href" and value[:1] != "#"]

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        pass


def test_the_page_needs_nothing_and_is_whole(
    scores: RunScores, answers: list[StoredAnswer]
) -> None:
    page = html_report(scores, answers)
    outline = Outline()
    outline.feed(page)
    assert outline.open == []
    assert outline.fetched == []
    assert "<script" not in page
    assert "light-dark(" in page
    assert html_report(scores, answers) == page


def test_the_page_holds_every_part(scores: RunScores, answers: list[StoredAnswer]) -> None:
    page = html_report(scores, answers)
    for heading in ("Figures", "Risk and coverage", "By tag", "Worst cases", "All questions"):
        assert f"<h2>{heading}</h2>" in page
    assert page.count('class="curve"') == 1
    assert "leaves out 1 of the must-have statements" in page
    assert "contradicts 1 of the gold statements" in page
    assert "must have: contradicted" in page


def test_a_judge_never_validated_is_told_in_bold(
    scores: RunScores, answers: list[StoredAnswer]
) -> None:
    assert "<strong>This judge was never validated" in _without_records(scores, answers)
    bare = replace(scores, judge=replace(scores.judge, validations=()))
    assert "**This judge was never validated" in markdown_report(bare)


def _without_records(scores: RunScores, answers: list[StoredAnswer]) -> str:
    return html_report(replace(scores, judge=replace(scores.judge, validations=())), answers)


def test_a_cell_of_markdown_holds_any_text(scores: RunScores) -> None:
    text = markdown_report(scores)
    rows = [line for line in text.splitlines() if line.startswith("| <script") or "alert" in line]
    assert rows
    assert all("<script" not in row for row in rows)
    tables = re.findall(r"(?:^\|.*\n)+", text, re.MULTILINE)
    for table in tables:
        lines = table.splitlines()
        assert len({len(re.findall(r"(?<!\\)\|", line)) for line in lines}) == 1


def test_a_run_without_answers_has_a_report(tmp_path: Path) -> None:
    answerer = Answerer(shelf())
    out = tmp_path / "run"
    scores = run(spec(tmp_path), QUESTIONS[3:], parts(answerer), out, TOLD)
    page = html_report(scores, RunFolder(out).answers())
    assert "No question was answered of which the gold set says what is right." in page
    assert "No question lost anything." in page


def test_the_curve_has_a_dot_for_each_point_within_its_frame(scores: RunScores) -> None:
    drawn = risk_coverage_svg(scores.risk_coverage)
    assert drawn.count('class="dot"') == len(scores.risk_coverage)
    heights = [float(y) for y in re.findall(r'cy="([\d.]+)"', drawn)]
    assert all(16 <= y <= 256 for y in heights)
    assert 'cx="60.0"' in interval_svg(0.5, 0.25, 0.75)
