"""The sentences of an article, each with the numbers it cites."""

import re
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from ragqa.linguistics.sentences import sentence_spans
from ragqa.linting.blocks import Block, BlockKind
from ragqa.linting.citations import Mark, Style, cites_by_name, marks
from ragqa.linting.regions import Region

Placed = tuple[Region, Block]
"""A block and the part of the article it stands in."""

# The strength of the recommendation before: "(Strong recommendation) In adults …".
_GRADE_BEFORE = re.compile(r"\A\([^()]*\)\s+(?=[A-Z])")
_QUOTATION = re.compile(r"[“\"]([^“”\"]{15,}?)[”\"]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """One sentence as it is read, without its marks.

    `named` says that it names its source in words; `quoted` are the words it sets in quotation
    marks; `leads_in` that it only announces the list below it; `opens` that it is the
    first of its paragraph or item; `heading` is the one that it stands below.
    """

    text: str
    line: int
    region: Region
    kind: BlockKind
    numbers: tuple[int, ...]
    named: bool
    quoted: tuple[str, ...]
    leads_in: bool
    opens: bool
    heading: str

    @property
    def cites(self) -> bool:
        """Whether the sentence says what it rests on."""
        return bool(self.numbers) or self.named


@dataclass(frozen=True, slots=True, kw_only=True)
class CitedNumber:
    """One number cited in the text, and the line on which it stands."""

    number: int
    line: int


def cited_numbers(placed: Iterable[Placed], style: Style, entries: int) -> list[CitedNumber]:
    """Return every number that the text cites, in reading order."""
    return [
        CitedNumber(number=number, line=block.line_at(mark.start))
        for _, block in placed
        for mark in marks(_on_one_line(block.text), style, entries)
        for number in mark.numbers
    ]


def read_statements(placed: Sequence[Placed], style: Style | None, entries: int) -> list[Statement]:
    """Return the sentences of the article in reading order.

    The items of a list inherit the citations of the line that announces them, and the sentences of
    one item those at its end.
    """
    statements: list[Statement] = []
    announced: Statement | None = None
    heading = ""
    for region, block in placed:
        if block.kind in {BlockKind.HEADING, BlockKind.NOTE, BlockKind.ROW}:
            announced = None
            heading = block.text if block.kind is BlockKind.HEADING else heading
            continue
        found = list(_sentences(region, block, style, entries, heading))
        if block.kind is BlockKind.ITEM and not any(one.numbers for one in found[:-1]):
            found = [_inheriting(one, found[-1]) for one in found]
        if block.kind is BlockKind.ITEM and announced is not None:
            found = [_inheriting(one, announced) for one in found]
        elif block.kind is not BlockKind.ITEM:
            announced = found[-1] if found and found[-1].leads_in else None
        statements += found
    return statements


def _inheriting(statement: Statement, other: Statement) -> Statement:
    """Return a statement with the citations of another, where it has none of its own."""
    if statement.cites or not other.cites:
        return statement
    return replace(statement, numbers=other.numbers, named=other.named)


def _sentences(
    region: Region, block: Block, style: Style | None, entries: int, heading: str
) -> Iterator[Statement]:
    """Cut a block into sentences; marks behind the stop belong to the sentence before it."""
    text = _on_one_line(block.text)
    found = marks(text, style, entries) if style else []
    blanked = _blanked(text, found)
    spans = sentence_spans(blanked)
    bounds = [*(start for start, _ in spans), len(text)][1:]
    left = deque(found)
    for (start, end), bound in zip(spans, bounds, strict=True):
        own = []
        while left and left[0].start < bound:
            own.append(left.popleft())
        words = _tidy(blanked[start:end])
        if not any(character.isalpha() for character in words):
            continue
        yield Statement(
            text=words,
            line=block.line_at(start),
            region=region,
            kind=block.kind,
            numbers=tuple(dict.fromkeys(number for mark in own for number in mark.numbers)),
            named=cites_by_name(words),
            quoted=tuple(_QUOTATION.findall(words)),
            leads_in=words.endswith(":"),
            opens=start == spans[0][0],
            heading=heading,
        )


def _on_one_line(text: str) -> str:
    return text.replace("\n", " ")


def _blanked(text: str, found: Iterable[Mark]) -> str:
    """Return `text` with white space in the place of its marks, so that offsets stay.

    A mark behind a stop ends the sentence, whatever word carries the stop: "75 µg/L.[1] Children".
    """
    pieces = []
    at = 0
    for mark in found:
        end = mark.end + (text[mark.end : mark.end + 1] == " ")
        ends = text[mark.start - 1 : mark.start] == "." and text[end : end + 1].isupper()
        gap = "\n\n" if ends and end - mark.start > 1 else ""
        pieces += [text[at : mark.start], gap.ljust(end - max(mark.start, at))]
        at = end
    return "".join([*pieces, text[at:]])


def _tidy(text: str) -> str:
    words = re.sub(r"\s+(?=[.,;:!?)\]])", "", " ".join(text.split())).strip()
    return _GRADE_BEFORE.sub("", words)
