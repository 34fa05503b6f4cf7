"""Plain lines to blocks: headings, paragraphs, list items, tables.

Serves text files, and JSON records whose text has lines of its own.
"""

import math
import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from ragqa.ingestion.apparatus import is_citation, is_legal_line
from ragqa.ingestion.blocks import Block, heading
from ragqa.ingestion.cleaning import join_lines, squeeze, vocabulary
from ragqa.ingestion.inline_headings import KNOWN_HEADINGS, split_inline
from ragqa.ingestion.list_depth import ListDepth
from ragqa.linguistics.doses import states_a_dose
from ragqa.linguistics.lists import is_connector
from ragqa.linguistics.word_list import word_list
from ragqa.schema.document import SectionRole

_BULLET = re.compile(
    r"(?P<indent>\s*)"
    r"(?P<mark>[■◼•▪●◦‣□▢✓❖➢・·*]|[-–—o](?=\s)|\(?(?:\d{1,2}|[a-z]|[ivx]{1,4})[.)](?=\s))\s*"
)
# "for 5 / - 7 days", wrapped before its dash, is no item.
_RANGE = re.compile(r"\d\n\s*[-–]\s*\d")
# Whom a dose is for, on a line of its own below the drug.
_PEOPLE = re.compile(r"(?:Adults?|Child(?:ren)?|Neonates?|Infants?|Elderly)\b[^.]{0,40}:")
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
_LONGEST_HEADING, _LABEL_WORDS = 90, 8
_OPEN_ENDED = re.compile(r"\b(?:and|or|of|the|to|in|for|with|by|a|an)\Z|[–-]\Z", re.IGNORECASE)


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


def _is_known(line: str) -> bool:
    return line[0].isupper() and line.rstrip(": ").lower().partition(" of ")[0] in KNOWN_HEADINGS


def _labels(line: str) -> bool:
    """Tell the name of a list ("Liver abscess", "Alternative regimen:") from the end of an item.

    All names of lists have one level, so that the next one always ends what the last one names.
    """
    few = line[0].isupper() and len(line.split()) <= _LABEL_WORDS * (2 if line[-1] == ":" else 1)
    whole = line.count("(") == line.count(")") and not _OPEN_ENDED.search(line)
    return few and whole and not (is_connector(line) or _PEOPLE.match(line) or states_a_dose(line))


class _Reading:
    """One pass over the lines; a paragraph is open until something ends it."""

    def __init__(self, lines: Sequence[str]) -> None:
        self._lines = [line.rstrip() for line in lines]
        self._words: Counter[str] = vocabulary(self._lines)
        self._width = _width(self._lines)
        self._narrowest = _narrowest_wrap(self._lines)
        self._open: list[str] = []
        self._depth = 0
        self._lists = ListDepth()
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
        elif (hashed := _HASHES.match(squeeze(line))) and _CAPTION.match(hashed.group(2)):
            self._close()
            self._blocks.append(Block(text=hashed.group(2), role=SectionRole.TABLE))
        elif found := self._heading(line, before, after):
            self._close()
            self._lists = ListDepth()
            self._blocks.append(found)
        else:
            self._text(line, before)

    def _text(self, line: str, before: str) -> None:
        bullet = None if self._open and _RANGE.search(f"{before}\n{line}") else _BULLET.match(line)
        people = self._depth > 0 and _PEOPLE.match(line) is not None
        if bullet or people or (self._open and self._ended(before, line)):
            self._close()
        if bullet and not self._open:
            self._depth = self._lists.of(bullet["mark"], len(bullet["indent"].expandtabs()))
        elif people and not self._open:
            self._depth = self._lists.below()
        self._open.append(line[bullet.end() :] if bullet else line)

    def _ended(self, before: str, line: str) -> bool:
        """Whether the line before closed its paragraph: unwrapped text, or a short last line."""
        if self._width > 200:
            return True
        closed = before.endswith((".", "!", "?", ":")) or line.lstrip()[:1].isupper()
        listed = self._depth > 0 and (is_connector(line.strip()) or self._had_room(before, line))
        return closed and (listed or len(before) < 0.6 * self._width)

    def _heading(self, line: str, before: str, after: str) -> Block | None:
        stripped = squeeze(line)
        if (found := _HASHES.match(stripped)) and not _CAPTION.match(found.group(2)):
            return heading(found.group(2).strip("* "), len(found.group(1)))
        if _UNDERLINE.match(after) and len(stripped) <= 120 and not _RULE.match(stripped):
            return heading(stripped, 1 if "=" in after else 2)
        if len(stripped) > _LONGEST_HEADING or stripped.startswith(("|", "http")):
            return None
        level = self._heading_level(stripped, before, after)
        return heading(stripped, level) if level else None

    def _heading_level(self, line: str, before: str, after: str) -> int:
        loose = not before.strip() or before.endswith((".", ":", ";", "?")) or self._short(before)
        loose = loose or (self._depth > 0 and self._had_room(before, line))
        # Between two items a line that is all of a known heading does not end the first one.
        known = _is_known(line) and (" " in line or _BULLET.match(after) is not None)
        loose = loose or (self._depth > 0 and known)
        return self._level_by_look(line, before, after) if loose and not _CAPTION.match(line) else 0

    def _level_by_look(self, line: str, before: str, after: str) -> int:  # noqa: PLR0911
        if numbered := _NUMBERED.match(line):
            # "1. Give oxygen" in a list of steps is an item; "2.1 Diagnosis" is a heading.
            dotted = "." in numbered.group(1)
            return numbered.group(1).count(".") + 1 if dotted and not before.strip() else 0
        if not line[0].isalpha() or line.endswith((".", ",", ";", "!")) or _BULLET.match(line):
            return 0
        if is_connector(line):
            return 0
        if line.isupper() and len(line) > 3:
            return _CAPITALS_LEVEL
        if _is_known(line):
            return _TITLE_LEVEL
        if _BULLET.match(after) and _labels(line):
            return _LEAD_IN_LEVEL
        words = len(line.split())
        return (
            _TITLE_LEVEL
            if titled(line) and words <= 9 and (after.strip() or not before.strip())
            else 0
        )

    def _short(self, line: str) -> bool:
        return len(line) < 0.7 * self._width

    def _had_room(self, before: str, line: str) -> bool:
        """Whether the first word of `line` would have stood on the line before, had it gone on."""
        return _reach(before, line) < 0.95 * self._narrowest

    def _table_row(self, line: str) -> None:
        cells = [squeeze(cell).replace("**", "") for cell in line.strip().strip("|").split("|")]
        if any(cell.strip(" :-") for cell in cells):
            row = " | ".join(cell for cell in cells if cell)
            self._blocks.append(Block(text=row, role=SectionRole.TABLE))

    def _close(self) -> None:
        paragraph = join_lines(self._open, self._words)
        depth, self._depth = self._depth, 0
        self._open = []
        if not paragraph:
            return
        if depth:
            self._blocks.append(Block(text=paragraph, depth=depth))
            return
        self._lists.pause(paragraph)
        if _CAPTION.match(paragraph) and len(paragraph) < 300:
            self._blocks.append(Block(text=paragraph, role=SectionRole.TABLE))
        else:
            self._blocks.extend(split_inline(paragraph))


def _width(lines: Sequence[str]) -> int:
    """Return the width the text was wrapped at: nine in ten lines are no longer."""
    lengths = sorted(len(line) for line in lines if line.strip())
    return lengths[int(0.9 * (len(lengths) - 1))] if lengths else 0


def _narrowest_wrap(lines: Sequence[str]) -> float:
    """Return from which reach on lines were wrapped; without bound where none was.

    A line that goes on in small letters was: the first word of the next would have reached too
    far. One in ten is passed over, for lines that were torn.
    """
    reaches = sorted(
        _reach(line, following)
        for line, following in pairwise(lines)
        if line.strip() and following[:1].islower() and not line.endswith((".", ":", ";"))
    )
    return reaches[len(reaches) // 10] if reaches else math.inf


def _reach(line: str, following: str) -> int:
    """Return how far `line` would have reached with the first word of the line after it."""
    return len(line) + 1 + len(following.split(maxsplit=1)[0])
