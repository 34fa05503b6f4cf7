"""A web page as blocks, with the lines of its source. What is hidden or only navigates is left."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser

from ragqa.linguistics.word_list import word_list
from ragqa.linting.blocks import Block, BlockKind
from ragqa.linting.citations import superscript

_PAGE = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|body|head)\b",
    re.IGNORECASE | re.DOTALL,
)
_DROPPED = word_list(
    "script style head nav template svg math noscript form button select iframe object figure"
)
_BLOCKS = word_list(
    """
    p div section article main ul ol li dl dt dd blockquote pre table caption tr header footer
    aside details summary h1 h2 h3 h4 h5 h6 address body hr
    """
)
_VOID = word_list("br hr img input meta link wbr area base col embed source track")
_NOTE_CLASSES = word_list("note partial notice")
_DIGITS = re.compile(r"\[?\s*\d{1,3}(?:\s*[,–-]\s*\d{1,3})*\s*\]?")


def is_html(text: str) -> bool:
    """Tell whether a text is a web page."""
    return _PAGE.match(text) is not None


def html_blocks(text: str) -> list[Block]:
    """Return the blocks of a web page, in order."""
    parser = _Parser()
    parser.feed(text)
    parser.close()
    return list(parser.finish())


class _Element:
    """One open element: what becomes of the text inside."""

    def __init__(
        self, tag: str, attributes: dict[str, str | None], parent: "_Element | None"
    ) -> None:
        self.tag: str = tag
        self.href: str = attributes.get("href") or ""
        self.hidden: bool = (parent is not None and parent.hidden) or _is_hidden(tag, attributes)
        self.depth: int = (parent.depth if parent else 0) + (tag in {"ul", "ol"})
        names = (attributes.get("class") or "").split()
        self.note: bool = (parent is not None and parent.note) or not _NOTE_CLASSES.isdisjoint(
            names
        )
        self.quotation: bool = tag == "blockquote" or (parent is not None and parent.quotation)
        self.ordinal = _whole(attributes.get("value"))
        self.begun = False  # whether an item has had its first block
        self.count = (_whole(attributes.get("start")) or 1) - 1


class _Parser(HTMLParser):
    """Collects text until a block ends."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._open: list[_Element] = []
        self._blocks: list[Block] = []
        self._text = ""
        self._starts: list[tuple[int, int]] = []
        self._kind = BlockKind.PARAGRAPH
        self._level: int | None = None

    def finish(self) -> Iterator[Block]:
        """Yield what was collected."""
        self._end_block()
        yield from self._blocks

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open an element; a block ends the one before it."""
        if tag == "br":
            self._add("\n")
        if tag in _BLOCKS:
            self._end_block()
        if tag in _VOID:
            return
        parent = self._open[-1] if self._open else None
        element = _Element(tag, dict(attrs), parent)
        self._open.append(element)
        if tag in _BLOCKS and not element.hidden:
            self._begin_block(element)

    def handle_endtag(self, tag: str) -> None:
        """Close an element and all that were left open inside it."""
        if tag not in {element.tag for element in self._open}:
            return
        if tag in _BLOCKS:
            self._end_block()
        while self._open.pop().tag != tag:
            pass

    def handle_data(self, data: str) -> None:
        """Take text, a citation where it stands in a superscript or links inside the page."""
        if self._open and self._open[-1].hidden:
            return
        raised = any(element.tag == "sup" for element in self._open)
        link = next((e for e in reversed(self._open) if e.tag == "a"), None)
        inside = link is not None and "#" in link.href
        if data.strip() and _DIGITS.fullmatch(data.strip()) and (raised or inside):
            bracketed = self._text.rstrip().endswith("[") or (not raised and data.strip()[0] == "[")
            data = data if bracketed else superscript(data, self._text if raised else "")
        elif link is not None and link.href.startswith("http") and link.href not in data:
            data = f"{data} <{link.href}>"
        self._add(data)

    def _add(self, data: str) -> None:
        line = self.getpos()[0]
        for place, piece in enumerate(data.split("\n")):
            if place and self._text and data != "\n":
                self._text += " "
            if data == "\n" and place:
                self._text += "\n"
            shown = re.sub(r"[^\S\n]+", " ", piece)
            if shown.strip():
                self._starts.append((len(self._text), line + (place if data != "\n" else 0)))
            self._text += shown

    def _begin_block(self, element: _Element) -> None:
        heading = re.fullmatch(r"h([1-6])", element.tag)
        self._level = int(heading[1]) if heading else (2 if element.tag == "summary" else None)
        if self._level is not None:
            self._kind = BlockKind.HEADING
        elif element.quotation:
            self._kind = BlockKind.QUOTATION
        elif any(one.tag == "footer" for one in self._open):
            self._kind = BlockKind.FOOTER
        elif element.note:
            self._kind = BlockKind.NOTE
        elif element.tag == "tr":
            self._kind = BlockKind.ROW
        else:
            self._kind = BlockKind.PARAGRAPH
        if element.tag == "li":
            element.ordinal = self._next_ordinal(element)

    def _next_ordinal(self, item: _Element) -> int | None:
        """Return the number of an item, counted on by its list; None where the list has none."""
        lists = [one for one in self._open if one.tag in {"ol", "ul"}]
        if not lists or lists[-1].tag != "ol":
            return None
        lists[-1].count = lists[-1].count + 1 if item.ordinal is None else item.ordinal
        return lists[-1].count

    def _end_block(self) -> None:
        text, starts = self._text, self._starts
        self._text, self._starts = "", []
        if not text.strip():
            return
        lead = len(text) - len(text.lstrip())
        moved = tuple((max(0, offset - lead), line) for offset, line in starts)
        item = next((one for one in reversed(self._open) if one.tag == "li"), None)
        first = item is not None and not item.begun and self._kind is BlockKind.PARAGRAPH
        depth = self._open[-1].depth if self._open else 0
        self._blocks.append(
            Block(
                kind=BlockKind.ITEM if first else self._kind,
                text=text.strip(),
                starts=moved,
                level=self._level,
                indent=2 * depth + (item is not None and not first),
                ordinal=item.ordinal if item and first else None,
            )
        )
        if item is not None:
            item.begun = True
        self._level = None
        if self._kind is BlockKind.HEADING:
            self._kind = BlockKind.PARAGRAPH


def _is_hidden(tag: str, attributes: dict[str, str | None]) -> bool:
    style = attributes.get("style") or ""
    return (
        tag in _DROPPED
        or "hidden" in attributes
        or attributes.get("aria-hidden") == "true"
        or attributes.get("role") == "tooltip"
        or re.search(r"display\s*:\s*none|visibility\s*:\s*hidden", style) is not None
    )


def _whole(text: str | None) -> int | None:
    return int(text) if text and re.fullmatch(r"\d{1,4}", text.strip()) else None
