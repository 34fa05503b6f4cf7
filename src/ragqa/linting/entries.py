"""The reference list as entries, however it is laid out."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from ragqa.linting.blocks import Block, BlockKind
from ragqa.linting.regions import is_list_label
from ragqa.linting.works import Work

_NUMBER = re.compile(
    r"\s*(?:\[\^?(?P<bracketed>\d{1,3})\]:?|\((?P<round>\d{1,3})\)|(?P<stopped>\d{1,3})[.)]"
    r"|(?P<raised>[⁰¹²³⁴-⁹]{1,3})|(?P<bare>\d{1,3})(?=\s+[A-Z]|\s*\Z))\s*"
)
_RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_DATED = re.compile(r"\b(?:19|20)\d\d\b|\bn\.d\.", re.IGNORECASE)
# A line that only goes on with the entry above: an address, an identifier, a notice.
_ONLY_MORE = re.compile(
    r"\s*(?:<?https?://|www\.|doi\b|10\.\d{4}|PMID\b|PMC\s?\d|PMCID\b|available (?:at|from)|"
    r"accessed|ISBN\b|superseded|corrected|retracted|erratum|expression of concern|note:)",
    re.IGNORECASE,
)
_QUOTE = re.compile(r"\A\s*[“\"].+[”\"].{0,200}\Z", re.DOTALL)
_SHORT_TITLE = 20  # characters; a shorter text in quotation marks may be the title of the work
_ENDED = re.compile(r"[.\d>/)\]]\s*\Z")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One entry of the list.

    `number` is None where the list gives none; `place` counts the entries from 1; `label` is the
    heading inside the list that the entry stands under, lower-cased; `quotes` are words of the
    work that the list shows in quotation marks.
    """

    number: int | None
    place: int
    line: int
    label: str
    work: Work
    quotes: tuple[str, ...]

    @property
    def cited_as(self) -> int:
        """The number by which the text would cite the entry."""
        return self.place if self.number is None else self.number


@dataclass(slots=True)
class _Open:
    number: int | None
    line: int
    label: str
    indent: int
    text: str
    quotes: list[str] = field(default_factory=list)

    def go_on(self, line: "_Line") -> None:
        """Add a line: one that was only wrapped goes on with the sentence."""
        wrapped = line.wrapped and not self.text.endswith((".", "?", "!"))
        self.line = self.line if self.text else line.at
        joined = self.text + (" " if wrapped else "\n") + line.text.strip()
        self.text = joined.strip()


def read_entries(blocks: Sequence[Block]) -> list[Entry]:
    """Return the entries of a reference list in order, from the blocks below its heading."""
    lines = [line for block in blocks for line in _lines(block)]
    numbered = sum(line.number is not None for line in lines) > 0
    opened = list(_gather(lines, numbered=numbered))
    return [
        Entry(
            number=one.number,
            place=place,
            line=one.line,
            label=one.label,
            work=Work(one.text),
            quotes=tuple(one.quotes),
        )
        for place, one in enumerate((one for one in opened if one.text), start=1)
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Line:
    """One line of the list: its number if it has one, and how it stands on the page."""

    at: int
    text: str
    number: int | None
    item: bool
    indent: int
    label: bool
    wrapped: bool

    @property
    def is_quote(self) -> bool:
        """Whether the line only shows words of the work above it."""
        set_apart = self.item or len(self.text) > _SHORT_TITLE
        return set_apart and _QUOTE.match(self.text) is not None


def _lines(block: Block) -> Iterator[_Line]:
    """Yield the lines of a block; one that stands inside an item is not the head of an entry."""
    whole = block.kind in {BlockKind.ITEM, BlockKind.QUOTATION}
    if whole and _NUMBER.match(block.text) is None:
        # The whole item is one entry, or a quotation below one.
        yield _Line(
            at=block.line,
            text=block.text.replace("\n", " "),
            number=block.ordinal,
            item=True,
            indent=block.indent,
            label=False,
            wrapped=False,
        )
        return
    for place, (at, text) in enumerate(block.lines()):
        inside = block.kind is BlockKind.ITEM and place > 0
        head = None if inside or block.ordinal is not None else _NUMBER.match(text)
        number = _number(head) if head else (block.ordinal if place == 0 else None)
        yield _Line(
            at=at,
            text=text[head.end() :] if head else text,
            number=number,
            item=block.kind is BlockKind.ITEM,
            indent=block.indent + len(text) - len(text.lstrip()),
            label=block.level is not None or is_list_label(text),
            wrapped=place > 0,
        )


def _number(head: re.Match[str]) -> int:
    return int((head[head.lastgroup or 0]).translate(_RAISED))


def _gather(lines: Iterable[_Line], *, numbered: bool) -> Iterator[_Open]:
    """Put lines together to entries."""
    opened: _Open | None = None
    label = ""
    for line in lines:
        if line.label:
            label = line.text.strip(" #*_:").lower()
            if opened and opened.text:
                yield opened
                opened = None
            elif opened:  # its number stands above the label
                opened.label = label
        elif opened is None or _begins(line, opened, numbered=numbered):
            if opened:
                yield opened
            opened = _Open(line.number, line.at, label, line.indent, line.text.strip())
        elif line.is_quote:
            opened.quotes.append(line.text)
        else:
            opened.go_on(line)
    if opened:
        yield opened


def _begins(line: _Line, opened: _Open, *, numbered: bool) -> bool:
    """Tell the first line of an entry from one that goes on with the entry above."""
    if line.number is not None:
        return True
    if _ONLY_MORE.match(line.text) or line.is_quote:
        return False
    if line.item:
        return line.indent <= opened.indent
    if line.indent > opened.indent:
        return False
    done = _DATED.search(opened.text) is not None and _ENDED.search(opened.text) is not None
    if numbered:
        return done and _DATED.search(line.text) is not None and len(line.text) > 40
    return done and line.text.strip()[:1].isupper()
