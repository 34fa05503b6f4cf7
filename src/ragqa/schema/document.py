"""A read document, and the passages cut from it."""

import hashlib
from bisect import bisect_right
from dataclasses import dataclass
from enum import StrEnum
from typing import NewType

from ragqa.schema.directness import Directness
from ragqa.schema.source import Source

DocumentId = NewType("DocumentId", str)
PassageId = NewType("PassageId", str)

Span = tuple[int, int]
"""Half-open character offsets `(start, end)` into `Document.text`."""


class SectionRole(StrEnum):
    """What may be done with the text of a section."""

    BODY = "body"
    """Prose: searched and quoted."""
    TABLE = "table"
    """Tables and captions: searched, not lifted into sentences."""
    APPARATUS = "apparatus"
    """Reference lists, funding, running matter: neither searched nor quoted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """One section: its text runs from `start` to `end`, its prose from `body` on.

    `path` holds the headings from the outermost to this one; empty before the first heading.
    """

    path: tuple[str, ...]
    role: SectionRole
    start: int
    body: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One printed page, counted from 1, covering `start` to `end` of the text."""

    number: int
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """The text of one work as it was read, with the section and page of every offset.

    `sections` are in order and cover the text without gaps; `pages` do the same, or are empty
    where the format has no pages.
    """

    document_id: DocumentId
    source: Source
    text: str
    sections: tuple[Section, ...]
    pages: tuple[Page, ...]

    def section_at(self, offset: int) -> Section:
        """Return the section that `offset` lies in."""
        starts = [section.start for section in self.sections]
        return self.sections[max(0, bisect_right(starts, offset) - 1)]

    def page_at(self, offset: int) -> int | None:
        """Return the page number that `offset` lies on; None where there are no pages."""
        if not self.pages:
            return None
        starts = [page.start for page in self.pages]
        return self.pages[max(0, bisect_right(starts, offset) - 1)].number


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A contiguous span of one document, quotable verbatim.

    `text` equals `document.text[start:end]`. `sentences` are spans in document offsets, inside
    the passage, in order; a table passage has none. `page` is that of its first character, and
    `directness` says whom it is about, as far as it, its headings and its work state that.
    """

    passage_id: PassageId
    document_id: DocumentId
    text: str
    start: int
    end: int
    section: tuple[str, ...]
    page: int | None
    sentences: tuple[Span, ...]
    directness: Directness

    def quote(self, start: int, end: int) -> str:
        """Return the characters from `start` to `end`, given in document offsets."""
        return self.text[start - self.start : end - self.start]

    @property
    def vector_id(self) -> int:
        """The passage id as the 63-bit integer that a vector index stores."""
        return int(self.passage_id, 16)


def passage_id_for(document_id: DocumentId, start: int, text: str) -> PassageId:
    """Derive the id of a passage from its content: 16 hexadecimal digits, top bit zero."""
    digest = hashlib.sha256(f"{document_id}\x00{start}\x00{text}".encode()).digest()
    return PassageId(f"{int.from_bytes(digest[:8]) >> 1:016x}")
