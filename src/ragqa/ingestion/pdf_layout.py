"""Ordered lines of a PDF to blocks: paragraphs, list items, headings, tables."""

import itertools
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice

from ragqa.ingestion.apparatus import role_of_heading
from ragqa.ingestion.blocks import Block
from ragqa.ingestion.bracketed_marks import without_bracketed_marks
from ragqa.ingestion.cleaning import join_lines, squeeze, vocabulary
from ragqa.ingestion.inline_headings import split_inline
from ragqa.ingestion.list_depth import ListDepth
from ragqa.ingestion.pdf_glyphs import Line
from ragqa.ingestion.pdf_rows import BULLET, Row, has_leaders, rows_of, table_block, table_rows
from ragqa.ingestion.plain_text import mark_apparatus, titled
from ragqa.schema.document import SectionRole

_ENUMERATED = re.compile(r"\(?(?:\d{1,2}|[a-z]|[ivx]{1,4})[.)]\s+\S")
_NUMBERED = re.compile(r"(?P<number>\d{1,2}(?:\.\d{1,2}){0,4})\.?\s+[A-Z(]")
_CAPTION = re.compile(
    r"(?:Table|Figure|Fig\.|Box|Panel|Annex table|TABLE|FIGURE|FIG\.?|BOX)\s+[A-Z]?\d+(?:[.–-]\d+)*"
    r"(?:[.:|–—]|\Z|\s+[A-Z])"
)
_OPENING = re.compile(
    r"(?:\d\.?\s|[IVX]+\.\s)?(?:abstract|summary|introduction|background|synopsis)", re.IGNORECASE
)
_GRADING = re.compile(r"\b(?:recommendation|evidence|grade|certainty)\b", re.IGNORECASE)
_ENDS_IN_PAGE = re.compile(r"\s\d{1,3}\Z")
_CLOSING = '"”’)]'
_ENDS = frozenset(".!?:;")
_SENTENCE_ENDS = frozenset(".!?")
_LARGER, _SMALLER = 1.1, 0.83
_LONGEST_HEADING = 140
_BOLD_LEVEL = 8


class PageLayout:
    """What is typical of one document, by which its single lines are judged."""

    def __init__(self, pages: Sequence[Sequence[Line]], outline: Mapping[str, int]) -> None:
        """Measure all `pages`; `outline` maps bookmark titles (see `outline_key`) to levels."""
        lines = [line for page in pages for line in page]
        sizes: Counter[float] = Counter()
        for line in lines:
            sizes[line.size] += len(line.text)
        self._body = sizes.most_common(1)[0][0] if sizes else 10.0
        larger = sorted({s for s in sizes if s > _LARGER * self._body}, reverse=True)
        self._levels = {size: min(index, 6) for index, size in enumerate(larger, start=1)}
        self._pitch = _pitch(lines, self._body)
        self._words = vocabulary(line.text for line in lines)
        self._outline = outline
        self._known_levels: dict[int, int] = {}
        self._lists = ListDepth()
        self._bold_share = sum(len(one.text) for one in lines if one.bold) / (
            sum(len(one.text) for one in lines) or 1
        )
        self._pages = pages

    def blocks(self) -> list[Block]:
        """Return the blocks of the document."""
        rows = [row for page in self._pages for row in rows_of(page)]
        blocks: list[Block] = []
        group: list[Line] = []
        tables = table_rows(rows)
        for row, is_table in zip(rows, tables, strict=True):
            if is_table or self._is_listed(row):
                blocks += self._closed(group)
                blocks.append(table_block(row, listed=self._is_listed(row)))
                group = []
                continue
            for line in row.cells:
                if group and self._breaks(group, line):
                    blocks += self._closed(group)
                    group = []
                group.append(line)
        blocks += self._closed(group)
        return mark_apparatus(without_bracketed_marks(_without_masthead(blocks)))

    def _is_listed(self, row: Row) -> bool:
        """Tell an entry of a table of contents: a heading with a page number."""
        if not row.cells[-1].text[-1].isdigit():
            return False
        text = " ".join(cell.text for cell in row.cells)
        entry = _ENDS_IN_PAGE.sub("", text)
        known = _NUMBERED.match(text) or outline_key(entry) in self._outline
        return entry != text and bool(known) and len(row.cells) <= 2 and not _ends_sentence(entry)

    def _breaks(self, group: Sequence[Line], line: Line) -> bool:
        """Whether a line begins a new paragraph after those of `group`."""
        last = group[-1]
        if self._is_marked(last) or self._is_marked(line):
            return not self._same_style(last, line)
        if self._heading_level(last) or self._heading_level(line) or _starts_anew(last, line):
            return True
        moved = line.page != last.page or line.bottom > last.bottom + 1
        if moved:
            return _ends_sentence(last.text) and not line.text[:1].islower()
        gap = last.bottom - line.bottom
        if gap > 1.45 * self._pitch * max(1.0, line.size / self._body):
            return not line.text[:1].islower() or _ends_sentence(last.text)
        return _ends(last.text) and self._opens(group, line)

    def _opens(self, group: Sequence[Line], line: Line) -> bool:
        """Tell a new paragraph: an indent, an enumerator, or a short line before."""
        width = max(one.right for one in (*group, line)) - min(one.left for one in (*group, line))
        indented = line.left > group[-1].left + 0.8 * line.size and not BULLET.match(group[0].text)
        short = group[-1].right < max(one.right for one in (*group, line)) - 0.2 * width
        return indented or bool(_ENUMERATED.match(line.text)) or (short and len(group) > 1)

    def _is_marked(self, line: Line) -> bool:
        """Tell type that stands out from the prose: bold, or larger."""
        return line.size > _LARGER * self._body or (line.bold and self._bold_share < 0.3)

    def _same_style(self, last: Line, line: Line) -> bool:
        """Tell whether two lines are one heading, or one paragraph in bold."""
        near = 0 <= last.bottom - line.bottom < 1.8 * max(line.size, last.size)
        return (
            near
            and line.page == last.page
            and line.bold == last.bold
            and abs(line.size - last.size) < 0.3
            and not (_NUMBERED.match(line.text) or BULLET.match(line.text))
            and not _ends_sentence(last.text)
            and not (self._outline and self._is_bookmarked(last, line))
        )

    def _is_bookmarked(self, *lines: Line) -> bool:
        return any(outline_key(line.text) in self._outline for line in lines)

    def _heading_level(self, line: Line) -> int:
        """Return the level of a line that is a heading; 0 for text, captions included."""
        level = self._known_levels.get(id(line))
        if level is None:
            level = self._known_levels[id(line)] = self._judged_level(line)
        return level

    def _judged_level(self, line: Line) -> int:
        if _CAPTION.match(line.text):
            return 0
        if self._outline and (level := self._outline.get(outline_key(line.text))):
            numbered = _NUMBERED.match(line.text)
            return numbered["number"].count(".") + 1 if numbered else level
        return self._level_by_look(line) if _may_be_heading(line.text) else 0

    def _level_by_look(self, line: Line) -> int:
        """Return the level that size, weight, number or words of a line give it; 0 for none."""
        text, numbered = line.text, _NUMBERED.match(line.text)
        if numbered and _ENDS_IN_PAGE.search(text):
            return 0
        if line.size > _LARGER * self._body:
            depth = numbered["number"].count(".") + 1 if numbered else 0
            return depth or self._levels.get(line.size, 6)
        if line.size < _SMALLER * self._body:
            return 0
        marked = self._is_marked(line)
        if numbered and (marked or "." in numbered["number"]) and titled(text[:60]):
            return numbered["number"].count(".") + 1
        if marked and text[0].isupper():
            return _BOLD_LEVEL
        return _level_by_words(text)

    def _closed(self, group: Sequence[Line]) -> Iterator[Block]:
        if not group:
            return
        text, pages = self._joined(group)
        level = self._heading_level(group[0])
        listed = _NUMBERED.match(text) and _ENDS_IN_PAGE.search(text) and len(group) > 1
        if level and not listed and (len(group) == 1 or _may_be_heading(text)):
            self._lists = ListDepth()
            yield Block(text=text, level=level, title=text.rstrip(" :."), pages=pages)
        elif (role := self._role(group[0], text)) is not SectionRole.BODY:
            yield Block(text=text, role=role, pages=pages)
        elif bullet := BULLET.match(group[0].text):
            # Columns shift the left edge, so that the mark alone tells the depth.
            depth = self._lists.of(bullet.group().strip(), indent=0)
            yield Block(text=text, depth=depth, pages=pages)
        else:
            self._lists.pause(text)
            yield from _with_pages(split_inline(text), pages)

    def _role(self, line: Line, text: str) -> SectionRole:
        """Tell prose from table text, and from contents and stray letters."""
        entry = len(text) < 200 and _NUMBERED.match(text) and _ENDS_IN_PAGE.search(text)
        stray = sum(1 for _ in islice(filter(str.isalpha, text), 3)) < 3
        if has_leaders(text) or entry or stray:
            return SectionRole.APPARATUS
        if line.size < _SMALLER * self._body or _is_fragment(line, text):
            return SectionRole.TABLE
        return SectionRole.BODY

    def _joined(self, group: Sequence[Line]) -> tuple[str, tuple[tuple[int, int], ...]]:
        """Return the text of a paragraph, and the page from each offset on."""
        marks: list[tuple[int, int]] = []
        texts: list[str] = []
        for line in group:
            if not marks or marks[-1][1] != line.page:
                marks.append((len(join_lines(texts, self._words)) if texts else 0, line.page))
            texts.append(line.text)
        text = join_lines(texts, self._words)
        bullet = BULLET.match(text)
        cut = bullet.end() if bullet else 0
        return text[cut:], tuple((max(0, offset - cut), page) for offset, page in marks)


def _ends_sentence(text: str) -> bool:
    return text.rstrip(_CLOSING)[-1:] in _SENTENCE_ENDS


def _ends(text: str) -> bool:
    return text.rstrip(_CLOSING)[-1:] in _ENDS


def outline_key(title: str) -> str:
    """Return what a bookmark and its heading have in common."""
    return re.sub(r"[\W_]+", "", squeeze(title).lower())


def _with_pages(blocks: Sequence[Block], pages: tuple[tuple[int, int], ...]) -> Iterator[Block]:
    """Deal the page marks of a paragraph to the blocks it was cut into."""
    position = 0
    for block in blocks:
        end = position + len(block.text)
        before = [(0, page) for offset, page in pages if offset <= position][-1:]
        inside = [(offset - position, page) for offset, page in pages if position < offset < end]
        yield Block(
            text=block.text, level=block.level, title=block.title, role=block.role,
            glued=block.glued, pages=(*before, *inside),
        )  # fmt: skip
        position = end + 1


def _level_by_words(text: str) -> int:
    """Return the level of a heading known by its name or its capitals; 0 for none."""
    if role_of_heading(text) is SectionRole.APPARATUS and len(text) < 40 and text[0].isupper():
        return _BOLD_LEVEL
    letters = sum(map(str.isalpha, text))
    capitals = text.isupper() and len(text) > 5 and letters > 0.7 * len(text)
    return _BOLD_LEVEL - 1 if capitals and len(text.split()) < 10 else 0


def _without_masthead(blocks: Sequence[Block]) -> list[Block]:
    """Take authors and addresses between title and abstract for what they are: no sections."""
    opening = next((i for i, block in enumerate(blocks) if _OPENING.fullmatch(block.title)), 0)
    first = next((i for i, block in enumerate(blocks) if block.level), 0)
    if not opening or blocks[opening].pages[:1] != ((0, 1),):
        return list(blocks)
    masthead = [
        replace(block, level=0, title="", role=SectionRole.TABLE)
        if index > first and (block.level or len(block.text) < 200)
        else block
        for index, block in enumerate(blocks[:opening])
    ]
    return [*masthead, *blocks[opening:]]


def _starts_anew(last: Line, line: Line) -> bool:
    """Tell list items, captions and changes of size, which never go on with the line before."""
    resized = abs(line.size - last.size) > 0.12 * last.size
    captioned = _CAPTION.match(line.text) is not None and _ends(last.text)
    return resized or captioned or BULLET.match(line.text) is not None


def _is_fragment(line: Line, text: str) -> bool:
    """Tell captions, and the words of figures and tables, from prose."""
    short = len(text) < 60 and not _ends(text) and not BULLET.match(line.text)
    return (short and not _GRADING.search(text)) or _CAPTION.match(text) is not None


def _may_be_heading(text: str) -> bool:
    if (
        not 3 <= len(text) <= _LONGEST_HEADING
        or text.endswith((".", ",", ";"))
        or has_leaders(text)
    ):
        return False
    letters = sum(map(str.isalpha, text))
    if "@" in text:
        return False
    return letters >= 0.5 * len(text) and not _CAPTION.match(text) and not BULLET.match(text)


def _pitch(lines: Sequence[Line], body: float) -> float:
    gaps: Counter[float] = Counter()
    for above, below in itertools.pairwise(lines):
        gap = above.bottom - below.bottom
        if above.page == below.page and above.size == below.size == body and 0 < gap < 3 * body:
            gaps[round(gap, 1)] += 1
    return gaps.most_common(1)[0][0] if gaps else 1.2 * body
