"""Headings and reference marks of a flattened text, known from the HTML it was made of.

Some collections carry both: a running text without any markup, and the page. The text stays the
text that is quoted; the page tells where its headings are and which figures are reference marks.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lxml import html as lxml_html

from ragqa.ingestion.blocks import Block
from ragqa.ingestion.cleaning import normalise, squeeze
from ragqa.ingestion.inline_headings import Cut, cut_blocks
from ragqa.ingestion.markup import MARK_OPEN, superscript
from ragqa.ingestion.plain_text import mark_apparatus
from ragqa.ingestion.safe_xml import Element, plain

_CONTEXT_WORDS = 4
_WORDS_BEFORE = 60
_INLINE = frozenset({"a", "b", "em", "i", "span", "strong", "sub", "u"})


@dataclass(frozen=True, slots=True)
class _Hint:
    """A heading of a level, or a reference mark (level 0) after some words."""

    level: int
    text: str
    before: str


def blocks_by_hints(text: str, pages: Sequence[str]) -> list[Block]:
    """Return the blocks of `text`, cut at the headings that `pages` hold, marks taken out."""
    hints = [hint for page in pages for hint in _hints(page)]
    text = _unmarked(text, [hint for hint in hints if not hint.level])
    headings = [hint for hint in hints if hint.level]
    blocks: list[Block] = []
    for paragraph in re.split(r"\n\s*\n", text):
        line = squeeze(paragraph)
        cuts = list(_cuts(line, headings))
        headings = headings[len(cuts) :] if cuts else headings
        blocks.extend(cut_blocks(line, cuts))
    return mark_apparatus(blocks)


def _hints(page: str) -> Iterator[_Hint]:
    if not page.strip():
        return
    root = lxml_html.fragment_fromstring(page, create_parent="div")
    yield from _walk(root, [])


def _walk(element: Element, words: list[str]) -> Iterator[_Hint]:
    """Yield hints in reading order; `words` collects the last words seen."""
    if isinstance(element.tag, str) and re.fullmatch(r"h[1-6]", element.tag):
        name = squeeze(normalise(plain(element)))
        words.append(f" {name} ")
        if name:
            yield _Hint(int(element.tag[1]), name, "")
        words.append(element.tail or "")
        return
    if element.tag == "sup":
        before = normalise("".join(words[-_WORDS_BEFORE:]))
        if superscript(before, plain(element)).startswith(MARK_OPEN):
            context = " ".join(before.split()[-_CONTEXT_WORDS:])
            yield _Hint(0, plain(element), context)
            # The flattened text holds the mark here, so that the next context starts after it.
            words.clear()
        words.append(element.tail or "")
        return
    edge = "" if element.tag in _INLINE else " "
    words.append(edge + (element.text or ""))
    for child in element:
        yield from _walk(child, words)
    words.append(edge + (element.tail or ""))


def _unmarked(text: str, marks: Sequence[_Hint]) -> str:
    kept: list[str] = []
    position = 0
    for mark in marks:
        before = r"\s+".join(re.escape(word) for word in mark.before.split())
        figures = r"\s*".join(re.escape(one) for one in re.findall(r"\d+|\S", mark.text))
        found = re.compile(rf"{before}(?P<mark>\s+{figures})(?![\w%])").search(text, position)
        if mark.before and found:
            kept.append(text[position : found.start("mark")])
            position = found.end("mark")
    kept.append(text[position:])
    return re.sub(r"(?<=\w) (?=[.,;](?:\s|$))", "", "".join(kept))


def _cuts(line: str, headings: Sequence[_Hint]) -> Iterator[Cut]:
    """Yield where the next headings stand in a line, in order, stopping at the first that does not.

    A heading is found only where a sentence has ended or another heading stood.
    """
    position = 0
    for hint in headings:
        start = _place(line, hint.text, position)
        if start < 0:
            return
        end = start + len(hint.text)
        yield start, end, hint.text.rstrip(" :."), hint.level
        position = end


def _place(line: str, text: str, position: int) -> int:
    start = line.find(text, position)
    while start >= 0:
        before = line[position:start].rstrip()
        ends = start + len(text)
        if (not before or before[-1] in '.?!:)]”"' or before[-1].isdigit()) and (
            ends == len(line) or not line[ends].isalnum()
        ):
            return start
        start = line.find(text, start + 1)
    return -1
