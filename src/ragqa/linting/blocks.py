"""The pieces a page is made of, whatever it was written in: headings, paragraphs, items, notes."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum


class BlockKind(StrEnum):
    """What a block is on the page.

    A note speaks about the article, a footer about its site, a table row in fragments.
    """

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ITEM = "item"
    NOTE = "note"
    QUOTATION = "quotation"
    ROW = "row"
    FOOTER = "footer"


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """One piece of a page.

    `starts` pairs offsets of `text` with lines of the file, ascending. `level` is the depth of a
    heading, or None for one that is only guessed from its looks; `indent` how far a block stands
    to the right; `ordinal` the number that an ordered list gives to an item.
    """

    kind: BlockKind
    text: str
    starts: tuple[tuple[int, int], ...]
    level: int | None = None
    indent: int = 0
    ordinal: int | None = None

    @property
    def line(self) -> int:
        """The line on which the block begins."""
        return self.starts[0][1]

    def line_at(self, offset: int) -> int:
        """Return the line of the file that holds the character at `offset`."""
        at = bisect_right(self.starts, offset, key=lambda start: start[0]) - 1
        return self.starts[max(at, 0)][1]

    def lines(self) -> Iterator[tuple[int, str]]:
        """Yield each line of the block with its number in the file, indents kept."""
        for match in re.finditer(r"[^\n]+", self.text):
            yield self.line_at(match.start()), match.group()
