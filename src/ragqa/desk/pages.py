"""Long lists, a page at a time."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True, kw_only=True)
class Page(Generic[Item]):
    """One page of a list of `total` items; pages are counted from 1, and the last may be short."""

    items: tuple[Item, ...]
    number: int
    per_page: int
    total: int

    @property
    def pages(self) -> int:
        """How many pages there are, at least one."""
        return max(1, -(-self.total // self.per_page))


def page_of(items: Sequence[Item], number: int, per_page: int) -> Page[Item]:
    """Return one page of a list; one beyond the last is empty."""
    first = (number - 1) * per_page
    return Page(
        items=tuple(items[first : first + per_page]),
        number=number,
        per_page=per_page,
        total=len(items),
    )
