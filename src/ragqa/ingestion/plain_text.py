"""Plain lines to blocks: headings, paragraphs, list items, tables.

Serves text files, and JSON records whose text has lines of its own.
"""

import re
from collections import Counter
from collections.abc import Sequence

from ragqa.ingestion.apparatus import is_citation, is_legal_line
from ragqa.ingestion.blocks import Block, heading
from ragqa.ingestion.cleaning import join_lines, squeeze, vocabulary
from ragqa.ingestion.inline_headings import KNOWN_HEADINGS, split_inline
from ragqa.linguistics.word_list import word_list
from ragqa.schema.document import SectionRole

_BULLET = re.compile(
    r"\s*(?:[■•▪●◦‣□▢✓❖➢・*]|[-–—o](?=\s)|\(?(?:\d{1,2}|[a-z]|[ivx]{1,4})[.)](?=\s))\s*"
)
_HASHES = re.compile(r"(#{1,6})\s+(.+?)\s*#*\Z")
_UNDERLINE = re.compile(r"\s*(?:=|-|~){3,}\s*\Z")
_NUMBERED = re.compile(r"(\d{1,2}(?:\.\d{1,2}){0,4})\.?\s+([A-Z][^.!?;]{2,80})\Z")
_RULE = re.compile(r"[\s|:+=_*~-]+\Z")
_CAPTION = re.compile(
    r"(?:Table|Figure|Fig\.|Box|Panel|TABLE|FIGURE|BOX)\s+[A-Z]?\d+(?:[.–-]\d+)*"
    r"(?:[.:|–—]|\Z|\s+[A-Z])"
)
_SMALL = word_list(
    """
    a an and as at but by for from in into of on or over per the to under versus via vs with
    without within among between during after before is are
    """
)
_CAPITALS_LEVEL, _TITLE_LEVEL, _LEAD_IN_LEVEL = 2, 4, 5
_LONGEST_HEADING = 90


def text_blocks(text: str) -> list[Block]:
    """Return the blocks of a plain text whose characters are already normalised."""
    reading = _Reading(text.split("\n"))
    return mark_apparatus(reading.blocks())


def mark_apparatus(blocks: Sequence[Block]) -> list[Block]:
    """Mark legal lines, and a citation-like tail without a heading, as apparatus."""
    marked = [
        _apparatus(block) if not block.level and is_legal_line(block.text) else block
        for block in blocks
    ]
    tail = len(marked)
    while tail and not marked[tail - 1].level and is_citation(marked[tail - 1].text):
        tail -= 1
    if len(marked) - tail >= 3:
        marked[tail:] = [_apparatus(block) for block in marked[tail:]]
    return marked


def _apparatus(block: Block) -> Block:
    return Block(text=block.text, role=SectionRole.APPARATUS, glued=block.glued, pages=block.pages)


def titled(line: str) -> bool:
    """Whether every weighty word of a short line begins with a capital or digit."""
    words = re.findall(r"[^\W_][\w'’./-]*", line)
    weighty = [word for word in words if word.lower() not in _SMALL]
    return bool(weighty) and all(word[0].isupper() or word[0].isdigit() for word in weighty)


class _Reading:
    """One pass over the lines; a paragraph is open until something ends it."""

    def __init__(self, lines: Sequence[str]) -> None:
        self._lines = [line.rstrip() for line in lines]
        self._words: Counter[str] = vocabulary(self._lines)
        self._width = _width(self._lines)
        self._open: list[str] = []
        self._blocks: list[Block] = []

    def blocks(self) -> list[Block]:
        for index, line in enumerate(self._lines):
            self._read(index, line)
        self._close()
        return self._blocks

    def _read(self, index: int, line: str) -> None:
        before = self._lines[index - 1] if index else ""
        after = self._lines[index + 1] if index + 1 < len(self._lines) else ""
        if not line.strip() or (_RULE.match(line) and not line.strip().startswith("|")):
            self._close()
        elif line.lstrip().startswith("|"):
            self._close()
            self._table_row(line)
        elif found := self._heading(line, before, after):
            self._close()
            self._blocks.append(found)
        else:
            self._text(line, before)

    def _text(self, line: str, before: str) -> None:
        if _BULLET.match(line) or (self._open and self._ended(before, line)):
            self._close()
        found = None if self._open else _BULLET.match(line)
        self._open.append(line[found.end() :] if found else line)

    def _ended(self, before: str, line: str) -> bool:
        """Whether the line before closed its paragraph: unwrapped text, or a short last line."""
        if self._width > 200:
            return True
        closed = before.endswith((".", "!", "?", ":")) or line.lstrip()[:1].isupper()
        return closed and len(before) < 0.6 * self._width

    def _heading(self, line: str, before: str, after: str) -> Block | None:
        stripped = squeeze(line)
        if found := _HASHES.match(stripped):
            return heading(found.group(2).strip("* "), len(found.group(1)))
        if _UNDERLINE.match(after) and len(stripped) <= 120 and not _RULE.match(stripped):
            return heading(stripped, 1 if "=" in after else 2)
        if len(stripped) > _LONGEST_HEADING or stripped.startswith(("|", "http")):
            return None
        level = self._heading_level(stripped, before, after)
        return heading(stripped, level) if level else None

    def _heading_level(self, line: str, before: str, after: str) -> int:
        loose = not before.strip() or before.endswith((".", ":", ";", "?")) or self._short(before)
        return self._level_by_look(line, before, after) if loose and not _CAPTION.match(line) else 0

    def _level_by_look(self, line: str, before: str, after: str) -> int:
        if numbered := _NUMBERED.match(line):
            # "1. Give oxygen" in a list of steps is an item; "2.1 Diagnosis" is a heading.
            dotted = "." in numbered.group(1)
            return numbered.group(1).count(".") + 1 if dotted and not before.strip() else 0
        if _BULLET.match(line) or not line[0].isalpha() or line.endswith((".", ",", ";", "!")):
            return 0
        if line.isupper() and len(line) > 3:
            return _CAPITALS_LEVEL
        if line.rstrip(": ").lower() in KNOWN_HEADINGS:
            return _TITLE_LEVEL
        listed = bool(_BULLET.match(after)) and not _BULLET.match(before)
        words = len(line.split())
        if titled(line) and words <= 9 and (after.strip() or not before.strip()):
            return _TITLE_LEVEL
        return (
            _LEAD_IN_LEVEL
            if listed and words <= 5 and line[0].isupper() and not before.strip()
            else 0
        )

    def _short(self, line: str) -> bool:
        return len(line) < 0.7 * self._width

    def _table_row(self, line: str) -> None:
        cells = [squeeze(cell).replace("**", "") for cell in line.strip().strip("|").split("|")]
        if any(cell.strip(" :-") for cell in cells):
            row = " | ".join(cell for cell in cells if cell)
            self._blocks.append(Block(text=row, role=SectionRole.TABLE))

    def _close(self) -> None:
        paragraph = join_lines(self._open, self._words)
        self._open = []
        if not paragraph:
            return
        if _CAPTION.match(paragraph) and len(paragraph) < 300:
            self._blocks.append(Block(text=paragraph, role=SectionRole.TABLE))
        else:
            self._blocks.extend(split_inline(paragraph))


def _width(lines: Sequence[str]) -> int:
    """Return the width the text was wrapped at: nine in ten lines are no longer."""
    lengths = sorted(len(line) for line in lines if line.strip())
    return lengths[int(0.9 * (len(lengths) - 1))] if lengths else 0
