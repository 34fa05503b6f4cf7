"""The characters of a PDF page as lines with their place and size."""

import ctypes
import math
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from ragqa.ingestion.markup import superscript, without_marks
from ragqa.ingestion.pdf_sight import PageSight
from ragqa.ingestion.pdf_words import CELL_GAP, LINE_END_HYPHENS, PageWords, Word

# A character this much smaller than its line, and raised, is a superscript.
_SMALL = 0.82
_RAISED = 0.18
_HYPHENS = str.maketrans(dict.fromkeys(LINE_END_HYPHENS, "-"))
_BOLD = re.compile(rb"bold|black|heavy|semibold|demi", re.IGNORECASE)
_LONGEST_FONT_NAME = 128


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


def page_lines(page: pdfium.PdfPage, number: int) -> tuple[list[Line], list[str]]:
    """Return the lines of a page in the order in which the file draws them.

    And, apart from them, the texts of lines that nobody sees.
    """
    textpage = page.get_textpage()
    try:
        words = PageWords(textpage)
        runs = [run for row in words.rows() for run in _cells(row)]
        upright = [run for run in runs if not _is_turned(textpage, run)]
        # A page that is turned as a whole is read as it stands.
        turned = len(upright) < len(runs) and 2 * _length(upright) <= _length(runs)
        sight = PageSight(page, textpage)
        kept, unseen = list[list[Word]](), list[str]()
        for run in runs if turned else upright:
            if sight.shows(run):
                kept.append(run)
            else:
                unseen.append(_joined(run))
        fonts = _Fonts(textpage)
        lines = [_line(run, number, fonts) for run in kept]
        return [line for line in lines if line.text], unseen
    finally:
        textpage.close()


def _length(runs: Sequence[Sequence[Word]]) -> int:
    return sum(len(word.text) for run in runs for word in run)


def _cells(row: list[Word]) -> Iterator[list[Word]]:
    start = 0
    for place in range(1, len(row)):
        last, word = row[place - 1], row[place]
        if word.left - last.right > CELL_GAP * max(word.size, last.size):
            yield row[start:place]
            start = place
    yield row[start:] if start else row


def _line(words: list[Word], number: int, fonts: "_Fonts") -> Line:
    inked = [word for word in words if word.size > 0] or words
    first, others = inked[0], inked[1:]
    uniform = all(one.size == first.size and one.bottom == first.bottom for one in others)
    size, bottom = (
        (round(first.size, 1), round(first.bottom, 1)) if uniform else _usual_place(inked)
    )
    text = _joined(words) if uniform else _text(words, size, bottom)
    return Line(
        text=without_marks(text.translate(_HYPHENS)),
        page=number,
        left=min([first.left, *(word.left for word in others)]),
        right=max([first.right, *(word.right for word in others)]),
        bottom=bottom,
        top=bottom + size,
        size=size,
        bold=fonts.is_bold(first.index)
        and all(fonts.is_bold(one.index) for one in (inked[len(inked) // 2], inked[-1])),
    )


def _usual_place(words: Sequence[Word]) -> tuple[float, float]:
    """Return the size that most characters have, and the height at which most of these stand."""
    sizes: Counter[float] = Counter()
    for word in words:
        sizes[round(word.size, 1)] += len(word.text)
    size = sizes.most_common(1)[0][0]
    bottoms: Counter[float] = Counter()
    for word in words:
        if round(word.size, 1) == size:
            bottoms[round(word.bottom, 1)] += len(word.text)
    return size, bottoms.most_common(1)[0][0]


def _joined(words: Sequence[Word]) -> str:
    return "".join([f" {word.text}" if word.spaced else word.text for word in words])


def _text(words: Sequence[Word], size: float, bottom: float) -> str:
    """Return the text of a line, its superscripts read as marks or exponents."""
    text, raised = "", ""
    for word in words:
        if 0 < word.size < _SMALL * size and word.bottom > bottom + _RAISED * size:
            # "12, 13" is one mark; behind any other mark a space ends it.
            if raised and word.spaced and raised[-1] not in ",-–":
                text, raised = text + superscript(text, raised) + " ", ""
            elif word.spaced:
                raised, text = (f"{raised} ", text) if raised else ("", f"{text} ")
            raised += word.text
            continue
        if raised:
            text, raised = text + superscript(text, raised), ""
        text += f" {word.text}" if word.spaced else word.text
    return text + (superscript(text, raised) if raised else "")


def _is_turned(textpage: pdfium.PdfTextPage, words: Sequence[Word]) -> bool:
    """Tell text that runs up or down the margin: tabs and watermarks, never prose."""
    middle = words[len(words) // 2].index
    angle = pdfium_c.FPDFText_GetCharAngle(textpage.raw, middle)
    return bool(0.2 < angle < 2 * math.pi - 0.2)


class _Fonts:
    """Tells the weight of the characters of one page."""

    def __init__(self, textpage: pdfium.PdfTextPage) -> None:
        self._page = textpage.raw
        self._name = ctypes.create_string_buffer(_LONGEST_FONT_NAME)
        self._flags = ctypes.byref(ctypes.c_int())

    def is_bold(self, index: int) -> bool:
        """Tell by the weight of the font, or by its name."""
        if pdfium_c.FPDFText_GetFontWeight(self._page, index) >= 600:
            return True
        self._name.value = b""
        pdfium_c.FPDFText_GetFontInfo(
            self._page, index, self._name, _LONGEST_FONT_NAME, self._flags
        )
        return _BOLD.search(self._name.value) is not None
