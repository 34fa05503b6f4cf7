"""The characters of a PDF page as lines with their place and size."""

import ctypes
import math
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from ragqa.ingestion.markup import superscript, without_marks

# A gap of this many line heights inside a line parts two columns or two table cells.
_CELL_GAP = 1.3
# A character this much smaller than its line, and raised, is a superscript.
_SMALL = 0.82
_RAISED = 0.18
# PDFium's mark for a hyphen at a line end.
_LINE_END_HYPHENS = {0x02: "-", 0xFFFE: "-"}
_BOLD = re.compile(rb"bold|black|heavy|semibold|demi", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A run of text on one baseline: a line of a column, or a table cell.

    Coordinates are PDF points from the lower left; `size` is the height of its characters.
    """

    text: str
    page: int
    left: float
    right: float
    bottom: float
    top: float
    size: float
    bold: bool


@dataclass(slots=True)
class _Glyph:
    text: str
    left: float
    right: float
    bottom: float
    top: float
    index: int

    @property
    def size(self) -> float:
        return self.top - self.bottom


def page_lines(page: pdfium.PdfPage, number: int) -> list[Line]:
    """Return the lines of a page in the order in which the file draws them."""
    textpage = page.get_textpage()
    try:
        runs = [run for row in _rows(textpage) for run in _cells(row)]
        upright = [run for run in runs if not _is_turned(textpage, run)]
        # A page that is turned as a whole is read as it stands.
        kept = upright if sum(map(len, upright)) > sum(map(len, runs)) / 2 else runs
        lines = [_line(run, number, textpage) for run in kept]
        return [line for line in lines if line.text]
    finally:
        textpage.close()


def _rows(textpage: pdfium.PdfTextPage) -> Iterator[list[_Glyph]]:
    """Yield the glyphs of each row that PDFium makes out."""
    row: list[_Glyph] = []
    box = pdfium_c.FS_RECTF()
    for index in range(textpage.count_chars()):
        code = pdfium_c.FPDFText_GetUnicode(textpage, index)
        if code in (0x0A, 0x0D):
            if row:
                yield row
            row = []
            continue
        text = _LINE_END_HYPHENS.get(code) or chr(code)
        pdfium_c.FPDFText_GetLooseCharBox(textpage, index, ctypes.byref(box))
        glyph = _Glyph(text, box.left, box.right, box.bottom, box.top, index)
        if row and text != " " and _jumps(row, glyph):
            yield row
            row = []
        row.append(glyph)
    if row:
        yield row


def _jumps(row: list[_Glyph], glyph: _Glyph) -> bool:
    """Whether a glyph lies on another baseline though no line end was seen."""
    last = next((one for one in reversed(row) if one.text != " "), None)
    if last is None:
        return False
    height = max(last.size, glyph.size, 1.0)
    return abs(last.bottom - glyph.bottom) > height or glyph.right < last.left - 2 * height


def _cells(row: list[_Glyph]) -> Iterator[list[_Glyph]]:
    cell: list[_Glyph] = []
    last: _Glyph | None = None
    for glyph in row:
        if glyph.text == " ":
            cell.append(glyph)
            continue
        height = max(glyph.size, last.size if last else 0.0)
        if last is not None and glyph.left - last.right > _CELL_GAP * height:
            yield cell
            cell = []
        cell.append(glyph)
        last = glyph
    yield cell


def _line(glyphs: list[_Glyph], number: int, textpage: pdfium.PdfTextPage) -> Line:
    inked = [glyph for glyph in glyphs if glyph.text != " " and glyph.size > 0] or glyphs
    size = Counter(round(glyph.size, 1) for glyph in inked).most_common(1)[0][0]
    base = Counter(round(glyph.bottom, 1) for glyph in inked if round(glyph.size, 1) == size)
    bottom = base.most_common(1)[0][0] if base else inked[0].bottom
    return Line(
        text=without_marks(_text(glyphs, size, bottom)),
        page=number,
        left=min(glyph.left for glyph in inked),
        right=max(glyph.right for glyph in inked),
        bottom=bottom,
        top=bottom + size,
        size=size,
        bold=all(
            _is_bold(textpage, inked[place].index) for place in {0, len(inked) // 2, len(inked) - 1}
        ),
    )


def _text(glyphs: list[_Glyph], size: float, bottom: float) -> str:
    """Return the text of a line, its superscripts read as marks or exponents."""
    text, raised = "", ""
    for glyph in glyphs:
        small = 0 < glyph.size < _SMALL * size and glyph.bottom > bottom + _RAISED * size
        if small and glyph.text != " ":
            raised += glyph.text
            continue
        if raised and (glyph.text != " " or raised[-1] not in ",-–"):
            text, raised = text + superscript(text, raised), ""
        text += glyph.text
    return text + (superscript(text, raised) if raised else "")


def _is_turned(textpage: pdfium.PdfTextPage, glyphs: list[_Glyph]) -> bool:
    """Tell text that runs up or down the margin: tabs and watermarks, never prose."""
    inked = [glyph for glyph in glyphs if glyph.text != " "] or glyphs
    angle = pdfium_c.FPDFText_GetCharAngle(textpage, inked[len(inked) // 2].index)
    return bool(0.2 < angle < 2 * math.pi - 0.2)


def _is_bold(textpage: pdfium.PdfTextPage, index: int) -> bool:
    if pdfium_c.FPDFText_GetFontWeight(textpage, index) >= 600:
        return True
    name = ctypes.create_string_buffer(128)
    flags = ctypes.c_int()
    pdfium_c.FPDFText_GetFontInfo(textpage, index, name, 128, ctypes.byref(flags))
    return _BOLD.search(name.value) is not None
