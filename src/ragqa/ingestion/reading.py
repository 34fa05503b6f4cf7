"""Which reader a file goes to, by its suffix and, for XML, by its content."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from ragqa.errors import ReadError

if TYPE_CHECKING:
    from ragqa.ingestion.reader import Reader, Reading
    from ragqa.schema.document import DocumentId

_MODULES = {
    ".pdf": "pdf", ".xml": "xml_files", ".nxml": "xml_files", ".nbib": "medline", ".html": "html",
    ".htm": "html", ".md": "markdown", ".markdown": "markdown", ".txt": "text",
    ".jsonl": "jsonl", ".jsonl.gz": "jsonl",
}  # fmt: skip
SUFFIXES = tuple(_MODULES)
_MANY = frozenset({".jsonl", ".jsonl.gz"})


def suffix_of(path: Path) -> str:
    """Return the suffix in lower case, `.jsonl.gz` as one."""
    name = path.name.lower()
    return ".jsonl.gz" if name.endswith(".jsonl.gz") else path.suffix.lower()


def is_supported(path: Path) -> bool:
    """Whether there is a reader for files named so."""
    return suffix_of(path) in SUFFIXES


def modules_for(paths: Iterable[Path]) -> list[str]:
    """Return the modules that read files named so, to be imported once for many processes."""
    readers = {_MODULES[suffix_of(path)] for path in paths if is_supported(path)}
    return [__name__, *(f"{__package__}.{reader}" for reader in sorted(readers))]


def read_file(
    path: Path, longest: int, known: "Mapping[str, DocumentId] | None" = None
) -> "Reading":
    """Return the documents of a file, but for those of a JSON Lines file that are `known`.

    Raises:
        NoTextError: the file is sound and holds no text.
        ReadError: it cannot be read, or holds a document of more than `longest` characters.
    """
    reading = _reader(path, known).read(path)
    total = sum(len(document.text) for document in reading.documents)
    bound = longest * (10 if suffix_of(path) in _MANY else 1)
    if total > bound:
        raise ReadError(
            f"{path.name} holds {total:,} characters; the limit is {bound:,}. Split it."
        )
    return reading


def _reader(path: Path, known: "Mapping[str, DocumentId] | None") -> "Reader":  # noqa: PLR0911
    match suffix_of(path):
        case ".pdf":
            from ragqa.ingestion.pdf import PdfReader

            return PdfReader()
        case ".xml" | ".nxml":
            from ragqa.ingestion.xml_files import XmlReader

            return XmlReader()
        case ".nbib":
            from ragqa.ingestion.medline import MedlineReader

            return MedlineReader()
        case ".html" | ".htm":
            from ragqa.ingestion.html import HtmlReader

            return HtmlReader()
        case ".md" | ".markdown":
            from ragqa.ingestion.markdown import MarkdownReader

            return MarkdownReader()
        case ".txt":
            from ragqa.ingestion.text import TextReader

            return TextReader()
        case ".jsonl" | ".jsonl.gz":
            from ragqa.ingestion.jsonl import JsonlReader

            return JsonlReader(known)
        case other:
            raise ReadError(f"There is no reader for {other!r} files.")
