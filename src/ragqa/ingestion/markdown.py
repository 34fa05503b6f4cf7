"""Markdown with optional YAML front matter, read by its tokens."""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.token import Token

from ragqa.ingestion.blocks import Block, heading
from ragqa.ingestion.bracketed_marks import without_bracketed_marks
from ragqa.ingestion.cleaning import normalise, squeeze
from ragqa.ingestion.front_matter import split_front_matter
from ragqa.ingestion.hidden_markup import ShownText
from ragqa.ingestion.injection import Kind, finding
from ragqa.ingestion.inline_headings import split_inline
from ragqa.ingestion.plain_text import mark_apparatus
from ragqa.ingestion.reader import DocumentBuilder, Reading
from ragqa.ingestion.text_files import read_text
from ragqa.schema.document import SectionRole
from ragqa.schema.source import Access

_LISTS = {
    "bullet_list_open": 1, "ordered_list_open": 1,
    "bullet_list_close": -1, "ordered_list_close": -1,
}  # fmt: skip
_FOOTNOTE_MARK = re.compile(r"\s*\[\^[^\]\s]{1,20}\](?!:)")
_FOOTNOTE = re.compile(r"^\[\^[^\]\s]{1,20}\]:.*(?:\n[ \t]+\S.*)*", re.MULTILINE)


class MarkdownReader:
    """Reads one document: its headings are the sections, its tables TABLE text."""

    def read(self, path: Path) -> Reading:
        """Return the document of a Markdown file."""
        raw, builder = read_text(path), DocumentBuilder(path)
        builder.look_over(raw)
        stated, below = split_front_matter(normalise(raw))
        shown = ShownText()
        document = builder.only(markdown_blocks(below, shown), stated, access=Access.FULL_TEXT)
        builder.note(finding(Kind.HIDDEN, text) for text in shown.hidden)
        return Reading(documents=(document,), findings=builder.findings)


def markdown_blocks(text: str, shown: ShownText) -> list[Block]:
    """Return the blocks of a Markdown text without footnotes, and of raw HTML what is `shown`."""
    text = _FOOTNOTE_MARK.sub("", _FOOTNOTE.sub("", text))
    tokens = MarkdownIt("commonmark", {"html": True}).enable("table").parse(text)
    return mark_apparatus(without_bracketed_marks(list(_blocks(tokens, shown))))


def _blocks(tokens: Sequence[Token], shown: ShownText) -> Iterator[Block]:
    row: list[str] = []
    depth = 0
    for before, token in zip([None, *tokens], tokens, strict=False):
        depth += _LISTS.get(token.type, 0)
        if token.type == "inline":
            text = _inline_text(token, shown)
            opened = before.type if before else ""
            if opened == "heading_open" and before is not None and text:
                yield heading(text, int(before.tag[1]))
            elif opened in {"td_open", "th_open"}:
                row.append(text)
            elif text and depth:
                yield Block(text=text, depth=depth)
            elif text:
                yield from split_inline(text)
        elif token.type == "tr_close":
            if any(row):
                yield Block(text=" | ".join(cell for cell in row if cell), role=SectionRole.TABLE)
            row = []
        elif token.type == "html_block":
            yield from split_inline(squeeze(shown.read(token.content)))
        elif token.type in {"fence", "code_block"} and token.content.strip():
            yield Block(text=squeeze(token.content), role=SectionRole.TABLE)


def _inline_text(token: Token, shown: ShownText) -> str:
    parts: list[str] = []
    skipping = False
    for child in token.children or ():
        if child.type == "link_open":
            skipping = str(child.attrs.get("href", "")).startswith("#")
        elif child.type == "link_close":
            skipping = False
        elif child.type in {"softbreak", "hardbreak"}:
            parts.append(" ")
        elif child.type == "html_inline":
            parts.append(shown.read(child.content))
        elif child.type in {"text", "code_inline", "text_special"}:
            # "[1](#ref1)" is a reference mark; "[see below](#x)" are words.
            marked = skipping and re.fullmatch(r"[\[\d,–\]-]+", child.content.strip())
            parts.append("" if marked else shown.words(child.content))
    return squeeze("".join(parts))
