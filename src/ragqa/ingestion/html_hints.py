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
    lines = [squeeze(paragraph) for paragraph in re.split(r"\n\s*\n", text)]
    cuts = _cuts("\n\n".join(lines), [hint for hint in hints if hint.level])
    blocks: list[Block] = []
    offset = 0
    for line in lines:
        end = offset + len(line)
        inside = [
            (start - offset, stop - offset, name, level)
            for start, stop, name, level in cuts
            if offset <= start and stop <= end
        ]
        blocks.extend(cut_blocks(line, inside))
        offset = end + 2
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


def _cuts(text: str, headings: Sequence[_Hint]) -> list[Cut]:
    """Return where the headings stand in the text, in order; those it lacks are passed over."""
    cuts: list[Cut] = []
    position = 0
    for index, hint in enumerate(headings):
        start = _place(text, hint.text, position)
        following = headings[index + 1 : index + 2]
        after = _place(text, following[0].text, position) if following else -1
        # Beyond the next heading stands another one of the same name.
        if start < 0 or (0 <= after < start and following[0].text != hint.text):
            continue
        position = start + len(hint.text)
        cuts.append((start, position, hint.text.rstrip(" :."), hint.level))
    return cuts


def _place(text: str, name: str, position: int) -> int:
    """Return where `name` stands after a sentence end or a heading; -1 when it does not."""
    start = text.find(name, position)
    while start >= 0:
        before = text[position:start].rstrip()
        end = start + len(name)
        opens = not before or before[-1] in '.?!:)]”"' or before[-1].isdigit()
        if (opens or text[start - 1] == "\n") and not text[end : end + 1].isalnum():
            return start
        start = text.find(name, start + 1)
    return -1
