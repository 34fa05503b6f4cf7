"""Reference numbers in brackets: "[6]", "[3, 7-9]", "(4)."; an article has numbers of its own."""

import re
from collections.abc import Sequence
from dataclasses import replace

from ragqa.ingestion.blocks import Block

_NUMBERS = r"(?P<numbers>\d{1,3}(?:\s?[,;–-]\s?\d{1,3})*)"
_SQUARE = re.compile(rf"(?<![\d%])(?<![\d%]\s)\s?\[{_NUMBERS}\]")
# Round brackets also enumerate and qualify: only those that end a clause after a word are marks.
_ROUND = re.compile(rf"(?<=[^\W\d_])\s\({_NUMBERS}\)(?=[.,;:])")
_NUMBER = re.compile(r"\d+")
_WIDEST_RANGE = 12


def without_bracketed_marks(blocks: Sequence[Block]) -> list[Block]:
    """Return blocks without reference numbers, in a document that numbers its references.

    It does when 1 and 2, and three marks in all, stand in one kind of bracket. A range such as
    "[12–24]" may be an interquartile range: it goes only when its numbers are those of references.
    """
    for opening, kind in (("[", _SQUARE), ("(", _ROUND)):
        blocks = _without(blocks, opening, kind)
    return list(blocks)


def _without(blocks: Sequence[Block], opening: str, kind: re.Pattern[str]) -> Sequence[Block]:
    bracketed = (block.text for block in blocks if opening in block.text)
    found = [mark["numbers"] for text in bracketed for mark in kind.finditer(text)]
    cited = {int(one) for numbers in found for one in _NUMBER.findall(numbers)}
    if len(found) < 3 or not {1, 2} <= cited:
        return blocks
    single = [int(numbers) for numbers in found if numbers.isdigit()]
    return [replace(block, text=_cut(block.text, kind, max(single, default=0))) for block in blocks]


def _cut(text: str, kind: re.Pattern[str], highest: int) -> str:
    def kept(mark: re.Match[str]) -> str:
        numbers = [int(one) for one in _NUMBER.findall(mark["numbers"])]
        is_range = re.fullmatch(r"\d+\s?[–-]\s?\d+", mark["numbers"]) is not None
        doubtful = is_range and not (
            0 < numbers[1] - numbers[0] <= _WIDEST_RANGE and numbers[1] <= highest + _WIDEST_RANGE
        )
        # A mark that opens a paragraph is the number of a reference entry.
        return mark.group() if doubtful or mark.start() == 0 else ""

    return kind.sub(kept, text)
