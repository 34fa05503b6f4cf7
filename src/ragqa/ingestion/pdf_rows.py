"""Lines of a PDF on one baseline: one line of prose, or the cells of a table row."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ragqa.ingestion.blocks import Block
from ragqa.ingestion.pdf_glyphs import Line
from ragqa.schema.document import SectionRole

BULLET = re.compile(r"(?:[•■▪●◦‣□▢✓❖➢►»·・*]|[–—[](?=\s)|o(?=\s[A-Z]))\s*")
LEADERS = re.compile(r"(?:\.\s?){5,}|_{5,}|…{2,}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One line of text, or the cells of one table row."""

    cells: tuple[Line, ...]

    @property
    def line(self) -> Line:
        """The first cell, which is the whole line where there is no table."""
        return self.cells[0]


def has_leaders(text: str) -> bool:
    """Tell dots or lines that lead to a page number, or to be filled in."""
    return text.count(".") + text.count("_") + text.count("…") > 1 and bool(LEADERS.search(text))


def rows_of(page: Sequence[Line]) -> Iterator[Row]:
    """Group neighbouring runs on one baseline."""
    cells: list[Line] = []
    for line in page:
        if cells and not (abs(line.bottom - cells[-1].bottom) < 2 and line.left > cells[-1].right):
            yield Row(cells=tuple(cells))
            cells = []
        cells.append(line)
    if cells:
        yield Row(cells=tuple(cells))


def table_rows(rows: Sequence[Row]) -> list[bool]:
    """Tell rows of tables: they and a neighbour have several cells, one of them three."""
    counts = [len(row.cells) if not BULLET.fullmatch(row.line.text + " ") else 1 for row in rows]
    return [
        count >= 2
        and max(counts[max(0, i - 2) : i + 3]) >= 3
        and sum(near >= 2 for near in counts[max(0, i - 2) : i + 3]) >= 2
        for i, count in enumerate(counts)
    ]


def table_block(row: Row, *, listed: bool) -> Block:
    """Return a table row as one line; apparatus when it is `listed` in a table of contents."""
    text = " | ".join(cell.text for cell in row.cells)
    listed = listed or has_leaders(text)
    role = SectionRole.APPARATUS if listed else SectionRole.TABLE
    return Block(text=text, role=role, pages=((0, row.line.page),))
