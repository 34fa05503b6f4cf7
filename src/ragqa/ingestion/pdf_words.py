"""The words of a PDF page with their place and size.

A call to PDFium costs more than all that is done with its answer, so that the text of a page is
fetched at once, and places are asked for at the two ends of a row or word; only where these
differ in size or height, or a figure may be raised, for every character.
"""

import ctypes
import re
from collections.abc import Iterator
from dataclasses import dataclass

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

CELL_GAP = 1.3
"""A gap of this many line heights inside a line parts two columns or two table cells."""
LINE_END_HYPHENS = "\x02\ufffe"
"""PDFium's marks for a hyphen at a line end, which it puts in place of the line end."""
_ROW_END = re.compile(rf"[\r\n]+|[{LINE_END_HYPHENS}]")
_TOKEN = re.compile(r"[^\s]+")
_SPACES = re.compile(r"\s+")
# Letters are at least so wide, on average, as a share of their height.
_NARROWEST = 0.25
_FIGURE = re.compile(r"[\d+−]")


@dataclass(slots=True)
class Word:
    """Characters on one baseline: a word, a character, or a row that was drawn at once.

    `index` is that of the first on its page; `spaced` says that white space stands before it.
    """

    text: str
    index: int
    left: float
    right: float
    bottom: float
    size: float
    spaced: bool


class PageWords:
    """Reads the words of one page with their places."""

    def __init__(self, textpage: pdfium.PdfTextPage) -> None:
        self._page = textpage.raw
        self._text = _page_text(textpage)
        self._box = pdfium_c.FS_RECTF()
        self._reference = ctypes.byref(self._box)

    def rows(self) -> Iterator[list[Word]]:
        """Yield the words of each row that PDFium makes out."""
        for start, end in self._row_spans():
            row = self._text[start:end]
            if inked := row.strip():
                yield from self._row(inked, start + len(row) - len(row.lstrip()))

    def _row_spans(self) -> Iterator[tuple[int, int]]:
        """Yield the stretches between line ends, and hyphens behind letters in place of them."""
        start = 0
        for found in _ROW_END.finditer(self._text):
            if found.group() not in LINE_END_HYPHENS:
                yield start, found.start()
            elif self._text[found.start() - 1 : found.start()].isalpha():
                yield start, found.end()
            else:
                continue
            start = found.end()
        yield start, len(self._text)

    def _row(self, text: str, start: int) -> Iterator[list[Word]]:
        whole = self._drawn_at_once(text, start)
        if whole:
            yield [whole]
        else:
            yield from self._word_by_word(start, start + len(text))

    def _drawn_at_once(self, text: str, start: int) -> Word | None:
        """Return a row that one text object of the page holds, as one; None for any other.

        One object has one size and one height, and so no raised figure; only gaps that part
        columns or cells are looked for.
        """
        if pdfium_c.FPDFText_CountRects(self._page, start, len(text)) != 1:
            return None
        first = self._word(text, start, spaced=False)
        last = self._word(text[-1], start + len(text) - 1, spaced=False)
        level = abs(last.bottom - first.bottom) < 0.05 and abs(last.size - first.size) < 0.05
        if not level or last.right <= first.left or self._is_parted(text, start, first):
            return None
        first.right = last.right
        return first

    def _is_parted(self, text: str, start: int, first: Word) -> bool:
        """Whether a gap between two words of a row may be as wide as between two cells."""
        read, page, box = pdfium_c.FPDFText_GetLooseCharBox, self._page, self._box
        left, place, widest = first.left, 0, CELL_GAP * first.size
        for space in _SPACES.finditer(text):
            following = space.end()
            read(page, start + following, self._reference)
            begins = box.left
            narrowest = _NARROWEST * first.size * (space.start() - place)
            if begins - left - narrowest > widest:
                gap = begins - self._right_of(start + space.start() - 1)
                if gap > widest:
                    return True
            left, place = begins, following
        return False

    def _right_of(self, index: int) -> float:
        pdfium_c.FPDFText_GetLooseCharBox(self._page, index, self._reference)
        return float(self._box.right)

    def _word_by_word(self, start: int, end: int) -> Iterator[list[Word]]:
        row: list[Word] = []
        before = start
        for found in _TOKEN.finditer(self._text, start, end):
            place = found.start()
            for word in self._words(found.group(), place, spaced=place > before):
                if row and _jumps(row[-1], word):
                    yield row
                    row = []
                row.append(word)
            before = found.end()
        if row:
            yield row

    def _words(self, text: str, start: int, *, spaced: bool) -> list[Word]:
        """Return a word whole, or its characters where they may differ in size or height."""
        first = self._word(text, start, spaced=spaced)
        if len(text) == 1:
            return [first]
        last = self._word(text[-1], start + len(text) - 1, spaced=False)
        level = abs(last.bottom - first.bottom) < 0.05 and abs(last.size - first.size) < 0.05
        close = 0 <= last.right - first.left <= len(text) * first.size
        if level and close and not _FIGURE.search(text, 1):
            first.right = last.right
            return [first]
        first.text = text[0]
        inner = (self._word(text[i], start + i, spaced=False) for i in range(1, len(text) - 1))
        return [first, *inner, last]

    def _word(self, text: str, index: int, *, spaced: bool) -> Word:
        pdfium_c.FPDFText_GetLooseCharBox(self._page, index, self._reference)
        box = self._box
        bottom = box.bottom
        return Word(text, index, box.left, box.right, bottom, box.top - bottom, spaced)


def _page_text(textpage: pdfium.PdfTextPage) -> str:
    """Return the text of a page, one character for each that PDFium counts."""
    count = textpage.count_chars()
    buffer = (ctypes.c_ushort * (count + 1))()
    written = pdfium_c.FPDFText_GetText(textpage.raw, 0, count, buffer)
    text = bytes(buffer)[: 2 * max(0, written - 1)].decode("utf-16-le", "surrogatepass")
    if len(text) != count:
        codes = (pdfium_c.FPDFText_GetUnicode(textpage.raw, i) for i in range(count))
        text = "".join(map(chr, codes))
    return text


def _jumps(last: Word, word: Word) -> bool:
    """Whether a word lies on another baseline though no line end was seen."""
    height = max(last.size, word.size, 1.0)
    return abs(last.bottom - word.bottom) > height or word.right < last.left - 2 * height
