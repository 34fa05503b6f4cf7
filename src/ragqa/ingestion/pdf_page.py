"""One printed page of a PDF as a picture, and where on it a quotation stands.

Run as a process of its own (`python -m ragqa.ingestion.pdf_page FILE PAGE < QUOTATION`), with
limits, since a file may do to its reader what it likes. It writes one line of JSON, then a PNG.
"""

import ctypes
import io
import json
import resource
import sys
from collections.abc import Iterator, Sequence
from typing import Final

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

WIDTH: Final = 1240
"""Of the picture, in pixels: legible on a dense screen, some 150 kB."""
_TALLEST: Final = 4000
_MEMORY: Final = 2 << 30
_SECONDS: Final = 30
_FINE: Final = 10

Box = tuple[float, float, float, float]
"""Left, top, width and height, in the points of the page."""


def main() -> None:
    """Write the page that the arguments name."""
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (_SECONDS, _SECONDS))
    path, number = sys.argv[1], int(sys.argv[2])
    quotation = sys.stdin.buffer.read().decode("utf-8")
    with pdfium.PdfDocument(path) as document:
        page = document[number - 1]
        width, height = page.get_size()
        head = {"width": width, "height": height, "boxes": boxes_of(page, quotation)}
        scale = min(WIDTH / width, _TALLEST / height)
        picture = io.BytesIO()
        page.render(scale=scale).to_pil().convert("RGB").save(picture, "PNG", optimize=True)
    sys.stdout.buffer.write(json.dumps(head).encode() + b"\n" + picture.getvalue())


def boxes_of(page: "pdfium.PdfPage", quotation: str) -> list[Box]:
    """Return a box for each line on which words of a quotation stand; none where it does not.

    Only letters and digits are compared: lines are broken and words divided on the page alone.
    """
    text = page.get_textpage()
    printed = [(at, letter) for at in range(text.count_chars()) for letter in _letters(text, at)]
    wanted = _plain(quotation)
    found = "".join(letter for _, letter in printed).find(wanted) if wanted else -1
    if found < 0:
        return []
    places = dict.fromkeys(at for at, _ in printed[found : found + len(wanted)])
    return _lines([_box(page, text.get_charbox(at)) for at in places])


def _letters(text: "pdfium.PdfTextPage", at: int) -> Iterator[str]:
    yield from _plain(chr(pdfium_c.FPDFText_GetUnicode(text, at)))


def _plain(text: str) -> str:
    return "".join(character for character in text.casefold() if character.isalnum())


def _box(page: "pdfium.PdfPage", corners: Sequence[float]) -> Box:
    """Return a box as it is seen: from the top left, with the page turned as it is shown."""
    left, bottom, right, top = corners
    (x1, y1), (x2, y2) = _seen(page, left, bottom), _seen(page, right, top)
    return min(x1, x2), min(y1, y2), abs(x2 - x1), abs(y2 - y1)


def _seen(page: "pdfium.PdfPage", x: float, y: float) -> tuple[float, float]:
    width, height = page.get_size()
    across, down = ctypes.c_int(), ctypes.c_int()
    fine = (int(width * _FINE), int(height * _FINE))
    pdfium_c.FPDF_PageToDevice(page, 0, 0, *fine, 0, x, y, across, down)
    return across.value / _FINE, down.value / _FINE


def _lines(boxes: Sequence[Box]) -> list[Box]:
    """Join the boxes of characters that stand side by side."""
    lines: list[Box] = []
    for left, top, width, height in boxes:
        if lines:
            x, y, w, h = lines[-1]
            middle = top + height / 2
            if y <= middle <= y + h and left >= x:
                bottom = max(y + h, top + height)
                upper = min(y, top)
                lines[-1] = (x, upper, max(x + w, left + width) - x, bottom - upper)
                continue
        lines.append((left, top, width, height))
    return lines


if __name__ == "__main__":
    main()
