"""Long lists, a page at a time."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

Row = TypeVar("Row")


@dataclass(frozen=True, slots=True, kw_only=True)
class Page(Generic[Row]):
    """Some rows of a list; `number` counts from 1, and `total` are the rows of all pages."""

    rows: tuple[Row, ...]
    number: int
    size: int
    total: int

    @property
    def pages(self) -> int:
        """How many pages there are; an empty list has one."""
        return max(1, -(-self.total // self.size))

    @property
    def first(self) -> int:
        """Which row of the list this page begins with, from 1; 0 where there is none."""
        return (self.number - 1) * self.size + 1 if self.rows else 0

    @property
    def last(self) -> int:
        """Which row of the list this page ends with; 0 where there is none."""
        return self.first + len(self.rows) - 1 if self.rows else 0


def page_of(rows: Sequence[Row], number: int, size: int) -> Page[Row]:
    """Return one page of a list; beyond the last page, the last."""
    pages = max(1, -(-len(rows) // size))
    number = min(max(1, number), pages)
    shown = tuple(rows[(number - 1) * size : number * size])
    return Page(rows=shown, number=number, size=size, total=len(rows))
