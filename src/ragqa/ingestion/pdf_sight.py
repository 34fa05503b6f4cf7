"""Which words of a PDF page can be seen.

Words may be drawn in white, without ink, in letters too small to read, or beside the page. The
first two are also how scans carry what was recognised on them, and how headings stand on coloured
bars; so a page with such words is drawn, and what counts is whether anything shows in their place.
"""

import ctypes
from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from ragqa.ingestion.pdf_words import Word

if TYPE_CHECKING:
    import numpy

    Grey = numpy.ndarray[tuple[int, ...], numpy.dtype[numpy.uint8]]

# Points; the smallest print of a package insert is 4.
_SMALLEST = 2.0
_NEARLY_WHITE = 240
_NEARLY_CLEAR = 25
# Letters differ from what is behind them by more than this, of 255.
_LEAST_CONTRAST = 20
# A page is drawn at 72 dots an inch, no larger than this on a side.
_MOST_DOTS = 2000
_INVISIBLE_MODES = frozenset({3, 7})


class PageSight:
    """Tells what of one page is seen; draws it when that is first in doubt."""

    def __init__(self, page: pdfium.PdfPage, textpage: pdfium.PdfTextPage) -> None:
        self._page = page
        self._text = textpage.raw
        self._left, self._bottom, self._right, self._top = page.get_bbox()
        self._colour = [ctypes.c_uint() for _ in range(4)]
        self._pointers = [ctypes.byref(part) for part in self._colour]

    def shows(self, words: Sequence[Word]) -> bool:
        """Tell whether the words of a line can be seen."""
        inked = [word for word in words if word.size > 0] or list(words)
        if max(word.size for word in inked) < _SMALLEST or not self._on_page(inked):
            return False
        middle = inked[len(inked) // 2].index
        if not (self._is_faint(inked[0].index) or self._is_faint(middle)):
            return True
        return self._contrast(inked) >= _LEAST_CONTRAST

    def _on_page(self, words: Sequence[Word]) -> bool:
        return any(
            word.right > self._left
            and word.left < self._right
            and word.bottom + word.size > self._bottom
            and word.bottom < self._top
            for word in words
        )

    def _is_faint(self, index: int) -> bool:
        """Tell whether a character is drawn in white, see-through, or not at all."""
        if pdfium_c.FPDFText_GetFillColor(self._text, index, *self._pointers):
            red, green, blue, alpha = (int(part.value) for part in self._colour)
            if min(red, green, blue) >= _NEARLY_WHITE or alpha <= _NEARLY_CLEAR:
                return True
        drawn = pdfium_c.FPDFText_GetTextObject(self._text, index)
        return bool(drawn) and pdfium_c.FPDFTextObj_GetTextRenderMode(drawn) in _INVISIBLE_MODES

    def _contrast(self, words: Sequence[Word]) -> int:
        """Return how far light and dark differ where the words stand."""
        x0, y0 = self._dot(min(word.left for word in words), min(word.bottom for word in words))
        x1, y1 = self._dot(
            max(word.right for word in words), max(word.bottom + word.size for word in words)
        )
        top, bottom = sorted((y0, y1))
        left, right = sorted((x0, x1))
        place = self._drawn[max(0, top) : bottom + 1, max(0, left) : right + 1]
        return int(place.max()) - int(place.min()) if place.size else 0

    def _dot(self, x: float, y: float) -> tuple[int, int]:
        across, down = ctypes.c_int(), ctypes.c_int()
        height, width = self._drawn.shape[:2]
        pdfium_c.FPDF_PageToDevice(
            self._page.raw, 0, 0, width, height, 0, x, y, ctypes.byref(across), ctypes.byref(down)
        )
        return across.value, down.value

    @cached_property
    def _drawn(self) -> "Grey":
        """The page in grey, a dot a point, without annotations and forms."""
        scale = min(1.0, _MOST_DOTS / max(1.0, *self._page.get_size()))
        bitmap = self._page.render(scale=scale, grayscale=True, may_draw_forms=False)
        drawn = bitmap.to_numpy().copy()
        bitmap.close()
        grey: Grey = drawn.reshape(drawn.shape[0], -1)
        return grey
