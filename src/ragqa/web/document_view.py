"""A document of the index as its page lays it out: text by sections, a quotation marked in it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from ragqa.schema.article import Reference
from ragqa.schema.document import Document, Section, SectionRole
from ragqa.schema.source import Source
from ragqa.verification.references import numbered

BEFORE: Final = 120_000
"""Characters shown before the one that was asked for; documents can be as long as books."""
AFTER: Final = 240_000
_BLANK: Final = re.compile(r"\n\s*\n")


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """Words of a paragraph, inside the quotation or outside it."""

    text: str
    marked: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """One paragraph; `page` is its printed page where that begins here, and `opens` the quote."""

    pieces: tuple[Piece, ...]
    page: int | None
    opens: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownSection:
    """One section as far as it is shown; `heading` is empty before the first."""

    anchor: str
    heading: str
    depth: int
    is_apparatus: bool
    paragraphs: tuple[Paragraph, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentView:
    """A document, and the span of it that a citation quotes.

    Args:
        document: as the index holds it.
        start: where the quotation begins; equal to `end` where there is none.
        end: where it ends.
    """

    document: Document
    start: int
    end: int

    @property
    def source(self) -> Source:
        """The work."""
        return self.document.source

    @property
    def reference(self) -> Reference:
        """The work as a list of references tells it."""
        return numbered([(self.document.document_id, self.document.source)])[0]

    @property
    def first(self) -> int:
        """The first character that is shown."""
        return max(0, self.start - BEFORE)

    @property
    def last(self) -> int:
        """The character after the last one that is shown."""
        return min(len(self.document.text), self.start + AFTER)

    @property
    def earlier(self) -> int | None:
        """Where to begin in order to see what stands before; None where all is shown."""
        return max(0, self.first - BEFORE) if self.first else None

    @property
    def later(self) -> int | None:
        """Where to begin in order to see what follows; None where all is shown."""
        return self.last if self.last < len(self.document.text) else None

    @property
    def quoted_page(self) -> int | None:
        """The printed page on which the quotation begins."""
        return self.document.page_at(self.start)

    @property
    def quote(self) -> str:
        """The quoted words."""
        return self.document.text[self.start : self.end]

    @property
    def sections(self) -> list[ShownSection]:
        """The sections that are shown, in order; those without any text are left out."""
        shown = [
            self._section(number, section)
            for number, section in enumerate(self.document.sections, 1)
            if section.end > self.first and section.start < self.last
        ]
        return [section for section in shown if section.paragraphs or section.heading]

    def _section(self, number: int, section: Section) -> ShownSection:
        return ShownSection(
            anchor=f"section-{number}",
            heading=section.path[-1] if section.path else "",
            depth=len(section.path),
            is_apparatus=section.role is SectionRole.APPARATUS,
            paragraphs=tuple(self._paragraphs(section)),
        )

    def _paragraphs(self, section: Section) -> Iterator[Paragraph]:
        page = self.document.page_at(section.start)
        begin = max(section.body, self.first)
        for start, end in _spans(self.document.text, begin, min(section.end, self.last)):
            here = self.document.page_at(start)
            yield Paragraph(
                pieces=tuple(self._pieces(start, end)),
                page=here if here != page or start <= 1 else None,
                opens=self.start < self.end and start <= self.start < end,
            )
            page = self.document.page_at(end - 1)

    def _pieces(self, start: int, end: int) -> Iterator[Piece]:
        """Cut a paragraph where the quotation begins and ends."""
        inside = (max(start, self.start), min(end, self.end))
        if inside[0] >= inside[1]:
            yield Piece(text=self.document.text[start:end], marked=False)
            return
        for first, last, marked in (
            (start, inside[0], False),
            (*inside, True),
            (inside[1], end, False),
        ):
            if first < last:
                yield Piece(text=self.document.text[first:last], marked=marked)


def _spans(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield where each paragraph between two offsets stands, blank ones left out."""
    at = start
    for gap in _BLANK.finditer(text, start, end):
        if text[at : gap.start()].strip():
            yield at, gap.start()
        at = gap.end()
    if text[at:end].strip():
        yield at, end
