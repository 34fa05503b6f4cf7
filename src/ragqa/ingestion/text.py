"""Plain text with optional YAML front matter."""

from pathlib import Path

from ragqa.ingestion.bracketed_marks import without_bracketed_marks
from ragqa.ingestion.cleaning import normalise
from ragqa.ingestion.front_matter import split_front_matter
from ragqa.ingestion.plain_text import text_blocks
from ragqa.ingestion.reader import DocumentBuilder, Reading
from ragqa.ingestion.text_files import read_text
from ragqa.schema.source import Access


class TextReader:
    """Reads one document; its headings are found by their form."""

    def read(self, path: Path) -> Reading:
        """Return the document of a text file."""
        raw, builder = read_text(path), DocumentBuilder(path)
        builder.look_over(raw)
        stated, below = split_front_matter(normalise(raw))
        blocks = without_bracketed_marks(text_blocks(below))
        first_line = below.strip().split("\n", 1)[0].strip()
        title = first_line if len(first_line) <= 150 else ""
        document = builder.only(blocks, stated, access=Access.FULL_TEXT, title=title)
        return Reading(documents=(document,), findings=builder.findings)
