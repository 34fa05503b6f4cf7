"""Printed pages as pictures, with the lines on which quoted words stand."""

import json
import subprocess
import sys
from pathlib import Path

import pypdfium2 as pdfium
import pytest
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from ragqa.ingestion.pdf_page import Box, boxes_of

WIDTH, HEIGHT = A4
LINES = ("Drug A lowers the score of con-", "dition X in adults. It is safe.", "Drug B is not.")
LEFT, FIRST, LEADING, SIZE = 72.0, 100.0, 16.0, 12.0


@pytest.fixture
def pdf(tmp_path: Path) -> Path:
    """One page on which three lines stand below each other."""
    path = tmp_path / "page.pdf"
    canvas = Canvas(str(path), pagesize=A4)
    canvas.setFont("Helvetica", SIZE)
    for at, line in enumerate(LINES):
        canvas.drawString(LEFT, HEIGHT - FIRST - at * LEADING, line)
    canvas.showPage()
    canvas.save()
    return path


def boxes(path: Path, quotation: str) -> list[Box]:
    with pdfium.PdfDocument(path) as document:
        return boxes_of(document[0], quotation)


def baselines(found: list[Box]) -> list[int]:
    """Return which of the lines each box stands on."""
    return [round((top + height - FIRST) / LEADING) for _, top, _, height in found]


def test_a_quotation_is_boxed_on_every_line_it_stands_on(pdf: Path) -> None:
    found = boxes(pdf, "Drug A lowers the score of condition X in adults.")
    assert baselines(found) == [0, 1]
    assert found[0][0] == pytest.approx(LEFT, abs=2)


def test_words_of_one_line_are_boxed_alone(pdf: Path) -> None:
    (found,) = boxes(pdf, "It is safe")
    whole = boxes(pdf, "dition X in adults. It is safe")[0]
    assert baselines([found]) == [1]
    assert found[0] > whole[0] + 60


def test_case_blanks_and_marks_do_not_matter(pdf: Path) -> None:
    assert boxes(pdf, "DRUG  B\nis not") == boxes(pdf, "Drug B is not.")


@pytest.mark.parametrize("quotation", ["Drug C helps", "", "...", "Drug B is not harmful at all"])
def test_words_that_do_not_stand_there_are_boxed_nowhere(pdf: Path, quotation: str) -> None:
    assert boxes(pdf, quotation) == []


def drawn(path: Path, number: int, quotation: str) -> "subprocess.CompletedProcess[bytes]":
    command = [sys.executable, "-m", "ragqa.ingestion.pdf_page", str(path), str(number)]
    return subprocess.run(command, input=quotation.encode(), capture_output=True, check=False)


def test_the_process_writes_what_is_on_the_page_and_its_picture(pdf: Path) -> None:
    head, _, png = drawn(pdf, 1, "It is safe.").stdout.partition(b"\n")
    told = json.loads(head)
    assert (told["width"], told["height"]) == pytest.approx(A4, abs=0.01)
    assert [tuple(box) for box in told["boxes"]] == boxes(pdf, "It is safe.")
    assert png.startswith(b"\x89PNG")


def test_the_process_fails_on_a_page_that_is_not_there_and_on_no_pdf(
    pdf: Path, tmp_path: Path
) -> None:
    text = tmp_path / "text.pdf"
    text.write_text("no PDF at all")
    assert drawn(pdf, 2, "").returncode != 0
    assert drawn(text, 1, "").returncode != 0
