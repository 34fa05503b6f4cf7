"""Blocks, the common result of every reader, and the text they are assembled into."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from ragqa.ingestion.apparatus import role_of_heading
from ragqa.linguistics.lists import item_mark
from ragqa.schema.document import Page, Section, SectionRole

# Labels inside a paragraph stand below every printed heading.
INLINE_LEVEL = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """One heading, paragraph, list item or table row, on one line.

    `level` is 0 for text and 1 or more for a heading, whose name in section paths is `title`.
    `depth` is 0 outside lists and 1 or more for an item, whose mark is not part of its `text`.
    `glued` blocks follow the one before after a space: they were one paragraph. `pages` tells
    the page from an offset in `text` on; it is empty where the format has no pages.
    """

    text: str
    level: int = 0
    title: str = ""
    role: SectionRole = SectionRole.BODY
    depth: int = 0
    glued: bool = False
    pages: tuple[tuple[int, int], ...] = ()


def heading(text: str, level: int, *, pages: tuple[tuple[int, int], ...] = ()) -> Block:
    """Return a heading block whose path name is its text without a closing colon or stop."""
    return Block(text=text, level=level, title=text.rstrip(" :.").strip() or text, pages=pages)


@dataclass(frozen=True, slots=True, kw_only=True)
class Assembled:
    """The text of a document with the sections and pages that cover it."""

    text: str
    sections: tuple[Section, ...]
    pages: tuple[Page, ...]

    @property
    def has_prose(self) -> bool:
        """Whether any of it may be searched."""
        return any(
            section.role is not SectionRole.APPARATUS
            and self.text[section.body : section.end].strip()
            for section in self.sections
        )


def assemble(blocks: Iterable[Block]) -> Assembled:
    """Join blocks into one text.

    Paragraphs are parted by a blank line; the items of a list stand on lines of their own, each
    behind the mark of its depth.
    """
    assembly = _Assembly()
    for block in blocks:
        if block.text:
            assembly.add(block)
    return assembly.finished()


class _Assembly:
    def __init__(self) -> None:
        self._parts: list[str] = []
        self._length = 0
        self._stack: list[tuple[int, str, SectionRole]] = []
        self._sections: list[Section] = []
        self._pages: list[tuple[int, int]] = []
        self._in_list = False

    def add(self, block: Block) -> None:
        mark = item_mark(block.depth) if block.depth else ""
        separator = self._separator(block)
        start = self._length + len(separator)
        self._parts += (separator, mark, block.text)
        self._length = start + len(mark) + len(block.text)
        self._in_list = bool(mark)
        self._note_pages(block, start, len(mark))
        if block.level:
            self._open_heading(block, start)
        else:
            self._continue(block, start)

    def _separator(self, block: Block) -> str:
        if not self._parts:
            return ""
        if block.glued:
            return " "
        return "\n" if block.depth and self._in_list else "\n\n"

    def finished(self) -> Assembled:
        sections = self._closed()
        return Assembled(text="".join(self._parts), sections=sections, pages=self._page_spans())

    def _open_heading(self, block: Block, start: int) -> None:
        while self._stack and self._stack[-1][0] >= block.level:
            self._stack.pop()
        role = role_of_heading(block.title)
        if self._stack and self._stack[-1][2] is not SectionRole.BODY:
            role = self._stack[-1][2]
        self._stack.append((block.level, block.title, role))
        self._open(role, start, body=self._length)

    def _continue(self, block: Block, start: int) -> None:
        inherited = self._stack[-1][2] if self._stack else SectionRole.BODY
        role = block.role if inherited is SectionRole.BODY else inherited
        if not self._sections or self._sections[-1].role is not role:
            self._open(role, start, body=start)
        elif self._sections[-1].body == self._sections[-1].end:
            # The first text below a heading: prose begins here.
            self._sections[-1] = replace(self._sections[-1], body=start)
        self._sections[-1] = replace(self._sections[-1], end=self._length)

    def _open(self, role: SectionRole, start: int, *, body: int) -> None:
        path = tuple(title for _, title, _ in self._stack)
        opened = Section(path=path, role=role, start=start, body=body, end=self._length)
        self._sections.append(opened)

    def _closed(self) -> tuple[Section, ...]:
        ends = [section.start for section in self._sections[1:]] + [self._length]
        return tuple(
            replace(
                section,
                start=0 if index == 0 else section.start,
                body=min(section.body, end),
                end=end,
            )
            for index, (section, end) in enumerate(zip(self._sections, ends, strict=False))
        )

    def _note_pages(self, block: Block, start: int, mark: int) -> None:
        for offset, number in block.pages:
            if not self._pages or self._pages[-1][1] != number:
                self._pages.append((start + (offset and mark + offset), number))

    def _page_spans(self) -> tuple[Page, ...]:
        starts = [0, *(start for start, _ in self._pages[1:])] if self._pages else []
        ends = [*starts[1:], self._length]
        return tuple(
            Page(number=number, start=start, end=end)
            for (_, number), start, end in zip(self._pages, starts, ends, strict=bool(starts))
        )


def join_pages(parts: Sequence[tuple[str, int]]) -> tuple[tuple[int, int], ...]:
    """Return the page marks of a text made of `(text, page)` parts joined by one character."""
    marks: list[tuple[int, int]] = []
    offset = 0
    for text, page in parts:
        if not marks or marks[-1][1] != page:
            marks.append((offset, page))
        offset += len(text) + 1
    return tuple(marks)
