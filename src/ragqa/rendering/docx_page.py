"""A Word document that is written the same, byte for byte, whenever it is written.

python-docx stamps the time into the archive and into the properties; here both are given.
"""

import io
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from ragqa.rendering.plain_text import plain, prose

if TYPE_CHECKING:
    from docx.text.paragraph import Paragraph
    from docx.text.run import Run
    from lxml.etree import _Element

_STAMP = (1980, 1, 1, 0, 0, 0)
"""The earliest time that an archive can state, which says nothing."""
_MAKER = "ragqa"
_A4_MILLIMETRES = (210, 297)


class DocxPage:
    """A document to which paragraphs are added from top to bottom.

    Args:
        title: for the properties.
        made_at: an ISO date and time for the properties; anything else leaves the stamp there.
    """

    def __init__(self, title: str, made_at: str) -> None:
        from docx import Document
        from docx.shared import Mm

        self._document = Document()
        self._bookmarks = 0
        page = self._document.sections[0]
        page.page_width, page.page_height = map(Mm, _A4_MILLIMETRES)
        properties = self._document.core_properties
        properties.title = plain(title)[:255]
        properties.author = properties.last_modified_by = _MAKER
        properties.comments = ""
        properties.revision = 1
        properties.created = properties.modified = _moment(made_at)

    def heading(self, text: str, level: int) -> None:
        """Add a heading; level 0 is the title of the document."""
        self._document.add_heading(prose(text), level)

    def paragraph(self, style: str | None = None) -> "DocxParagraph":
        """Add a paragraph to be filled."""
        return DocxParagraph(self._document.add_paragraph(style=style), self)

    def next_bookmark(self) -> int:
        """Return the number of the next bookmark."""
        self._bookmarks += 1
        return self._bookmarks

    def to_bytes(self) -> bytes:
        """Return the document as the content of a file."""
        stamped = io.BytesIO()
        self._document.save(stamped)
        unstamped = io.BytesIO()
        with (
            zipfile.ZipFile(stamped) as archive,
            zipfile.ZipFile(unstamped, "w", zipfile.ZIP_DEFLATED) as clean,
        ):
            for name in archive.namelist():
                info = zipfile.ZipInfo(name, _STAMP)
                clean.writestr(info, archive.read(name), zipfile.ZIP_DEFLATED)
        return unstamped.getvalue()


class DocxParagraph:
    """One paragraph: runs of source text, links and bookmarks."""

    def __init__(self, paragraph: "Paragraph", page: DocxPage) -> None:
        self._paragraph = paragraph
        self._page = page

    def add(self, text: str, *, bold: bool = False, italic: bool = False) -> "DocxParagraph":
        """Add source text as it is to be read; a blank at either end is kept."""
        run = self._paragraph.add_run(_spaced(text))
        run.bold, run.italic = bold or None, italic or None
        return self

    def tab(self) -> "DocxParagraph":
        """Add a tab."""
        self._paragraph.add_run().add_tab()
        return self

    def hanging(self, millimetres: int) -> "DocxParagraph":
        """Let all lines but the first begin further in."""
        from docx.shared import Mm

        form = self._paragraph.paragraph_format
        form.left_indent, form.first_line_indent = Mm(millimetres), Mm(-millimetres)
        return self

    def indented(self, millimetres: int) -> "DocxParagraph":
        """Let all lines begin further in."""
        from docx.shared import Mm

        self._paragraph.paragraph_format.left_indent = Mm(millimetres)
        return self

    def link(self, text: str, address: str) -> "DocxParagraph":
        """Add words that open an address of the web."""
        from docx.opc.constants import RELATIONSHIP_TYPE

        relation = self._paragraph.part.relate_to(
            address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True
        )
        with self._inside("w:hyperlink", {"r:id": relation}):
            self._underlined(text)
        return self

    def pointer(self, text: str, bookmark: str) -> "DocxParagraph":
        """Add words that lead to a bookmark."""
        with self._inside("w:hyperlink", {"w:anchor": bookmark}):
            self._paragraph.add_run(text)
        return self

    def bookmark(self, name: str) -> "DocxParagraph":
        """Give this place a name that pointers lead to."""
        number = str(self._page.next_bookmark())
        self._append("w:bookmarkStart", {"w:id": number, "w:name": name})
        self._append("w:bookmarkEnd", {"w:id": number})
        return self

    def _underlined(self, text: str) -> "Run":
        run = self._paragraph.add_run(plain(text))
        run.underline = True
        return run

    @contextmanager
    def _inside(self, tag: str, attributes: dict[str, str]) -> Iterator[None]:
        """Move the runs that are added in the block into a new element."""
        before = len(self._paragraph.runs)
        yield
        runs = self._paragraph.runs[before:]
        element = self._append(tag, attributes)
        for run in runs:
            element.append(run._r)

    def _append(self, tag: str, attributes: dict[str, str]) -> "_Element":
        from docx.oxml import OxmlElement
        from docx.oxml.ns import qn

        element = OxmlElement(tag)
        for name, value in attributes.items():
            element.set(qn(name), value)
        self._paragraph._p.append(element)
        return element


def _spaced(text: str) -> str:
    """Return `prose(text)` with the blanks that part it from its neighbours."""
    shown = prose(text)
    if not shown:
        return " " if text.startswith(" ") else ""
    before = " " if text.startswith(" ") else ""
    after = " " if text.endswith(" ") else ""
    return f"{before}{shown}{after}"


def _moment(made_at: str) -> datetime:
    """Return the time in the form that properties take: to the second, in UTC without a zone."""
    try:
        moment = datetime.fromisoformat(made_at)
    except ValueError:
        return datetime(*_STAMP)
    if moment.tzinfo is not None:
        moment = moment.astimezone(UTC).replace(tzinfo=None)
    return moment.replace(microsecond=0)
