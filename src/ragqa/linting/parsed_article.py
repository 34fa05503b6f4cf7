"""An article as the checks see it, from whatever it was written in."""

from collections.abc import Sequence
from dataclasses import dataclass

from ragqa.linting.blocks import Block, BlockKind
from ragqa.linting.citations import Style, style_of
from ragqa.linting.entries import Entry, read_entries
from ragqa.linting.html_layout import html_blocks, is_html
from ragqa.linting.own_json import blocks_of_own_json
from ragqa.linting.plain_layout import plain_blocks
from ragqa.linting.regions import Region, regions
from ragqa.linting.statements import CitedNumber, Statement, cited_numbers, read_statements


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedArticle:
    """Sentences, citations and references, each with its line.

    `list_line` is the line of the heading of the reference list, None where there is none;
    `surroundings` are the lines outside its two parts: what it says about itself, disclaimers.
    """

    statements: tuple[Statement, ...]
    cited: tuple[CitedNumber, ...]
    entries: tuple[Entry, ...]
    list_line: int | None
    style: Style | None
    surroundings: tuple[tuple[int, str], ...]

    def citing(self, entry: Entry) -> list[Statement]:
        """Return the sentences that cite an entry."""
        return [one for one in self.statements if entry.cited_as in one.numbers]


def parse_article(text: str) -> ParsedArticle:
    """Read an article: plain text, Markdown, HTML, or the JSON that ragqa prints."""
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    return _parsed(_blocks(lines))


def _blocks(text: str) -> list[Block]:
    own = blocks_of_own_json(text)
    if own is not None:
        return own
    return html_blocks(text) if is_html(text) else plain_blocks(text)


def _parsed(blocks: Sequence[Block]) -> ParsedArticle:
    placed = list(regions(blocks))
    listed = [block for region, block in placed if region is Region.REFERENCES]
    entries = read_entries(listed[1:])
    text = [(region, block) for region, block in placed if region is not Region.REFERENCES]
    main = [(region, block) for region, block in text if region is not Region.TAIL]
    style = style_of((block.text for _, block in main), len(entries))
    return ParsedArticle(
        statements=tuple(read_statements(main, style, len(entries))),
        cited=tuple(cited_numbers(main, style, len(entries)) if style else ()),
        entries=tuple(entries),
        list_line=listed[0].line if listed else None,
        style=style,
        surroundings=tuple(
            line
            for region, block in text
            if region in {Region.FRONT, Region.TAIL} and block.kind is not BlockKind.HEADING
            for line in block.lines()
        ),
    )
