"""Lines of pages into reading order: running heads out, columns one after the other."""

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Sequence

from ragqa.ingestion.pdf_glyphs import Line

_EDGE_LINES = 3
_NUMBER = re.compile(r"\d+")
_PAGE_NUMBER = re.compile(
    r"(?:page\s*)?[-–|\s]*(?:\d{1,4}|[ivxlc]{1,6})[-–|\s]*(?:(?:of|/)\s*\d{1,4})?", re.IGNORECASE
)
_FEWEST_IN_COLUMN = 5


def in_reading_order(pages: Sequence[Sequence[Line]]) -> list[list[Line]]:
    """Return the lines of each page without running heads, its columns in order."""
    kept = without_running_heads(pages)
    return [columns_in_order(page) for page in kept]


def without_running_heads(pages: Sequence[Sequence[Line]]) -> list[list[Line]]:
    """Drop page numbers, and lines that repeat at the edge of pages but for their digits.

    Tabs and logos that stand at the very same place of many pages go as well.
    """
    seen: Counter[tuple[str, int]] = Counter()
    placed: Counter[tuple[str, int, int]] = Counter()
    for page in pages:
        seen.update({_key(line) for line in _edges(page)})
        placed.update({_place(line) for line in page})
    often = max(4, len(pages) // 10)
    wanted = 3 if len(pages) > 3 else 2
    result: list[list[Line]] = []
    for page in pages:
        edges = set(map(id, _edges(page)))
        result.append(
            [
                line
                for line in page
                if placed[_place(line)] < often
                and (
                    id(line) not in edges
                    or not (_repeats(seen, line, wanted) or _PAGE_NUMBER.fullmatch(line.text))
                )
            ]
        )
    return result


def _edges(page: Sequence[Line]) -> list[Line]:
    """Return the lines of the uppermost and lowermost rows."""
    if not page:
        return []
    rows = sorted({round(line.bottom) for line in page})
    # A page of few rows is mostly text, not margin.
    count = max(1, min(_EDGE_LINES, len(rows) // 4))
    low, high = rows[:count], rows[-count:]
    return [line for line in page if round(line.bottom) <= low[-1] or round(line.bottom) >= high[0]]


def _key(line: Line) -> tuple[str, int]:
    return _NUMBER.sub("#", line.text.lower()), round(line.bottom / 6)


def _place(line: Line) -> tuple[str, int, int]:
    return line.text, round(line.left), round(line.bottom)


def _repeats(seen: Counter[tuple[str, int]], line: Line, wanted: int) -> bool:
    words, row = _key(line)
    return sum(seen[words, row + shift] for shift in (-1, 0, 1)) >= wanted


def columns_in_order(page: Sequence[Line]) -> list[Line]:
    """Return the lines of a page, two columns one after the other between full-width lines."""
    gutter = _gutter(page)
    if gutter is None:
        return list(page)
    ordered: list[Line] = []
    left: list[Line] = []
    right: list[Line] = []
    for line in sorted(page, key=lambda line: (-round(line.bottom), line.left)):
        if line.left < gutter - 2 and line.right > gutter + 2:
            ordered += [*left, *right, line]
            left, right = [], []
        else:
            (left if line.right <= gutter + 2 else right).append(line)
    return [*ordered, *left, *right]


def _gutter(page: Sequence[Line]) -> float | None:
    """Return the x of the white strip between two columns of prose; None for one column."""
    prose = [line for line in page if len(line.text) > 12]
    if len(prose) < 2 * _FEWEST_IN_COLUMN:
        return None
    start, end = min(line.left for line in prose), max(line.right for line in prose)
    lefts = sorted(line.left for line in prose)
    rights = sorted(line.right for line in prose)
    steps = (start + (end - start) * step / 100 for step in range(35, 66))
    # Lines that begin before a place, without those that end there.
    crossing, x = min(
        (bisect_left(lefts, place - 2) - bisect_right(rights, place + 2), place) for place in steps
    )
    return x if _parts_columns(prose, x, crossing) else None


def _parts_columns(prose: Sequence[Line], x: float, crossing: int) -> bool:
    left = [line for line in prose if line.right <= x + 2]
    right = [line for line in prose if line.left >= x - 2]
    if min(len(left), len(right)) < _FEWEST_IN_COLUMN or crossing > 0.4 * len(prose):
        return False
    # Columns stand side by side, and lines of prose fill most of their width.
    side_by_side = min(max(line.top for line in left), max(line.top for line in right)) > max(
        min(line.bottom for line in left), min(line.bottom for line in right)
    )
    return side_by_side and _fills(left) and _fills(right)


def _fills(column: Sequence[Line]) -> bool:
    width = max(line.right for line in column) - min(line.left for line in column)
    full = sum(line.right - line.left > 0.75 * width for line in column)
    return full >= 0.4 * len(column)
