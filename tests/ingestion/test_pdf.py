import itertools
from pathlib import Path

import pytest
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from ragqa.errors import NoTextError, ReadError
from ragqa.ingestion.reading import read_file
from ragqa.schema.document import SectionRole
from tests.ingestion.samples import body_of, read_one, text_of, write_pdf

LEFT, RIGHT, TOP = 60.0, 320.0, 760.0


def column(x: float, lines: list[str], top: float = TOP) -> list[tuple[float, float, str]]:
    return [(x, top - 13 * row, line) for row, line in enumerate(lines)]


def test_paragraphs_are_joined_across_lines_and_pages(tmp_path: Path) -> None:
    first = [
        "# Treatment of condition X",
        "Drug A is given to adults with condition X who have not recov-",
        "ered after four weeks of rest, and who have no other reason for",
    ]
    second = ["their symptoms than the condition itself, as the panel agreed."]
    path = write_pdf(tmp_path / "a.pdf", [column(LEFT, first), column(LEFT, second)])
    document = read_one(path)
    prose = (
        "Drug A is given to adults with condition X who have not recovered after four weeks of "
        "rest, and who have no other reason for their symptoms than the condition itself, as the "
        "panel agreed."
    )
    assert body_of(document, "Treatment of condition X") == prose
    assert document.page_at(document.text.index("Drug A")) == 1
    assert document.page_at(document.text.index("panel agreed")) == 2


def test_two_columns_are_read_one_after_the_other(tmp_path: Path) -> None:
    left = [f"left line {n} of the column that stands first" for n in range(8)]
    right = [f"right line {n} of the column that stands next" for n in range(8)]
    drawn = [
        line for pair in zip(column(LEFT, left), column(RIGHT, right), strict=True) for line in pair
    ]
    document = read_one(write_pdf(tmp_path / "a.pdf", [drawn]))
    assert document.text == " ".join([*left, *right])


def test_running_heads_and_page_numbers_are_left_out(tmp_path: Path) -> None:
    pages = [
        [
            (LEFT, 810.0, f"Journal of X 2020; 12: {number}"),
            (LEFT, TOP, f"Sentence number {number} of the article stands on a page."),
            (300.0, 30.0, str(number)),
        ]
        for number in range(1, 5)
    ]
    document = read_one(write_pdf(tmp_path / "a.pdf", pages))
    assert document.text.split("\n\n") == [
        f"Sentence number {number} of the article stands on a page." for number in range(1, 5)
    ]
    assert [page.number for page in document.pages] == [1, 2, 3, 4]


def test_superscript_reference_numbers_go_and_exponents_stay(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    canvas = Canvas(str(path), pagesize=A4, invariant=True)
    text = canvas.beginText(LEFT, TOP)
    for part, raised in (
        ("Drug A helped", 0),
        ("3,4", 1),
        (" and killed 10", 0),
        ("9", 1),
        (" cells.", 0),
    ):
        text.setFont("Helvetica", 6 if raised else 10)
        text.setRise(4 if raised else 0)
        text.textOut(part.removeprefix("^"))
    canvas.drawText(text)
    canvas.save()
    assert read_one(path).text == "Drug A helped and killed 10⁹ cells."


def test_bookmarks_reference_lists_and_captions_are_known(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    canvas = Canvas(str(path), pagesize=A4, invariant=True)
    canvas.setTitle("Guideline on the care of condition X")
    canvas.bookmarkPage("p")
    canvas.bookmarkPage("q")
    canvas.addOutlineEntry("Scope and purpose", "p", level=0)
    canvas.addOutlineEntry("Who it is for", "q", level=1)
    lines = [
        "Scope and purpose",
        "This guideline speaks of drug A in adults.",
        "Who it is for",
        "It is for clinicians who treat adults.",
        "Table 1. Doses of drug A in adults.",
        "References",
        "1. Roe R. Drug B. J X. 2001;1:2-3.",
    ]
    for x, y, line in [(LEFT, TOP - 30 * row, line) for row, line in enumerate(lines)]:
        canvas.setFont("Helvetica", 10)
        canvas.drawString(x, y, line)
    canvas.save()
    document = read_one(path)
    assert document.source.title == "Guideline on the care of condition X"
    assert body_of(document, "Scope and purpose") == "This guideline speaks of drug A in adults."
    assert (
        body_of(document, "Scope and purpose", "Who it is for")
        == "It is for clinicians who treat adults."
    )
    assert "Table 1." in text_of(document, SectionRole.TABLE)
    assert "Roe R." in text_of(document, SectionRole.APPARATUS)


def test_a_bookmarked_figure_is_no_heading_for_the_text_after_it(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    canvas = Canvas(str(path), pagesize=A4, invariant=True)
    canvas.bookmarkPage("p")
    canvas.addOutlineEntry("Fig. 1. How drug A works", "p", level=0)
    canvas.setFont("Helvetica", 10)
    canvas.drawString(LEFT, TOP, "Fig. 1. How drug A works")
    canvas.drawString(LEFT, TOP - 40, "Drug A is given to adults with condition X for four weeks.")
    canvas.save()
    assert "four weeks." in text_of(read_one(path), SectionRole.BODY)


def test_holder_and_year_come_from_the_copyright_line_not_from_the_file_date(
    tmp_path: Path,
) -> None:
    lines = ["Drug A helps adults with condition X.", "© The X Society 2019"]
    source = read_one(write_pdf(tmp_path / "a.pdf", [column(LEFT, lines)])).source
    assert (source.organisation, source.year) == ("The X Society", 2019)
    plain = read_one(write_pdf(tmp_path / "b.pdf", [column(LEFT, lines[:1])])).source
    assert (plain.organisation, plain.year) == (None, None)


@pytest.mark.parametrize("side", [True, False])
def test_text_up_the_margin_goes_and_a_page_turned_as_a_whole_stays(
    tmp_path: Path, side: bool
) -> None:
    path = tmp_path / "a.pdf"
    canvas = Canvas(str(path), pagesize=A4, invariant=True)
    if side:
        canvas.drawString(LEFT, TOP, "Drug A helps adults with condition X.")
    canvas.rotate(90)
    canvas.drawString(300, -30, "Turned words.")
    canvas.save()
    text = read_one(path).text
    assert text == ("Drug A helps adults with condition X." if side else "Turned words.")


def test_an_encrypted_pdf_says_so(tmp_path: Path) -> None:
    pages = [column(LEFT, ["Drug A helps adults."])]
    locked = write_pdf(tmp_path / "a.pdf", pages, userPassword="u", ownerPassword="o")
    with pytest.raises(ReadError, match="is encrypted"):
        read_file(locked, 10**6)


def test_a_pdf_that_only_its_owner_may_change_is_read(tmp_path: Path) -> None:
    pages = [column(LEFT, ["Drug A helps adults."])]
    path = write_pdf(tmp_path / "a.pdf", pages, userPassword="", ownerPassword="o")
    assert read_one(path).text == "Drug A helps adults."


def test_pages_without_text_are_no_text(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    canvas = Canvas(str(path), invariant=True)
    canvas.rect(50, 50, 100, 100, fill=1)
    canvas.save()
    with pytest.raises(NoTextError, match="may be a scan"):
        read_file(path, 10**6)


def test_a_cut_off_pdf_is_damaged(tmp_path: Path) -> None:
    path = write_pdf(tmp_path / "a.pdf", [column(LEFT, ["Drug A helps adults."])])
    path.write_bytes(path.read_bytes()[:300])
    with pytest.raises(ReadError, match="damaged"):
        read_file(path, 10**6)


def test_cells_drawn_at_once_with_a_gap_between_them_are_cells(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    canvas = Canvas(str(path), pagesize=A4, invariant=True)
    canvas.setFont("Helvetica", 10)
    for row, cells in enumerate([("Drug", "Dose", "Days"), ("Drug A", "5 mg", "7")]):
        text = canvas.beginText(LEFT, TOP - 14 * row)
        # Spaces of a hundred points, inside one text object.
        text.setWordSpace(100)
        text.textOut(" ".join(cell.replace(" ", "\u00a0") for cell in cells))
        canvas.drawText(text)
    canvas.drawString(LEFT, TOP - 60, "Drug A is given to adults with condition X for a week.")
    canvas.save()
    document = read_one(path)
    assert "Drug | Dose | Days" in text_of(document, SectionRole.TABLE)
    assert "Drug" not in body_of(document).replace("Drug A is given", "")


def test_a_pdf_of_five_hundred_pages_is_read_with_every_page(tmp_path: Path) -> None:
    names = ["".join(letters) for letters in itertools.islice(itertools.permutations("abdeg"), 100)]
    words = [f"{first}{second}" for first in ("x", "y", "z", "v", "w") for second in names]
    pages = [
        column(LEFT, [f"The word {word} stands on line {row} of a page." for row in "abcdefgh"])
        for word in words
    ]
    document = read_one(write_pdf(tmp_path / "a.pdf", pages))
    assert len(document.pages) == len(words) == 500
    for number, word in enumerate(words, start=1):
        assert document.page_at(document.text.index(f"The word {word} stands")) == number


def test_a_pdf_of_one_word_is_read(tmp_path: Path) -> None:
    document = read_one(write_pdf(tmp_path / "a.pdf", [[(LEFT, TOP, "Rest")]]))
    assert document.text == "Rest"


def test_items_of_a_list_keep_the_depth_of_their_mark(tmp_path: Path) -> None:
    lines = [
        "# Treatment of condition X",
        "• Drug A, which is given by mouth, and which is taken with much water at",
        "any time of the day",
        "– Adult: 5 mg daily for as long as the fever lasts, and for a day after it",
        "• Drug B, where drug A has not helped after a week of treatment at home",
    ]
    document = read_one(write_pdf(tmp_path / "a.pdf", [column(LEFT, lines)]))
    assert body_of(document, "Treatment of condition X").split("\n") == [
        "• Drug A, which is given by mouth, and which is taken with much water at any time of the "
        "day",
        "  – Adult: 5 mg daily for as long as the fever lasts, and for a day after it",
        "• Drug B, where drug A has not helped after a week of treatment at home",
    ]
