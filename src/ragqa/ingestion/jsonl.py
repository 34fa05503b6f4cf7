"""JSON Lines, plain or gzip: one document a line, as BEIR corpora are."""

import gzip
import io
import json
import zlib
from collections.abc import Iterator, Mapping
from pathlib import Path

from ragqa.errors import NoTextError, ReadError
from ragqa.ingestion.blocks import Block
from ragqa.ingestion.classification import kind_of_types
from ragqa.ingestion.cleaning import drop_sentence_marks, normalise, squeeze
from ragqa.ingestion.html_hints import blocks_by_hints
from ragqa.ingestion.particulars import Particulars
from ragqa.ingestion.plain_text import text_blocks
from ragqa.ingestion.reader import DocumentBuilder, Line, Reading
from ragqa.ingestion.sidecar import reason_of
from ragqa.schema.document import Document, DocumentId, SectionRole
from ragqa.schema.source import Access, KindBasis

FULL_TEXT_FROM = 6000
"""Characters from which a text without a word on its access is taken for a full text."""
_LONGEST_LINE = 20_000_000
_LONGEST_FILE = 400_000_000
_ALIASES = {"journal": "container", "author": "authors", "organization": "organisation"}


class JsonlReader:
    """Reads one document a line; a line that is wrong is a fault, and the rest is kept.

    A line with the hash of a document that is `known` is not read again.
    """

    def __init__(self, known: Mapping[str, DocumentId] | None = None) -> None:
        self._known = known or {}

    def read(self, path: Path) -> Reading:
        """Return the documents of a JSON Lines file."""
        builder = DocumentBuilder(path)
        lines: dict[DocumentId, Line] = {}
        faults: list[str] = []
        for number, line in enumerate(_lines(path), start=1):
            if not line.strip():
                continue
            try:
                read = self._line(builder, line)
                if read.document_id in lines:
                    raise ReadError(f"the id {read.document_id!r} is used twice")
                lines[read.document_id] = read
            except (ReadError, ValueError, RecursionError) as error:
                faults.append(f"{path.name}, line {number}: {reason_of(error)}")
        if not lines and faults:
            first = faults[0].removeprefix(f"{path.name}, ")
            raise ReadError(f"{path.name} has no line that can be read, beginning with {first}.")
        if not lines:
            raise NoTextError(f"{path.name} is empty.")
        documents = (line.document for line in lines.values())
        return Reading(
            documents=tuple(one for one in documents if one is not None),
            lines=tuple(lines.values()),
            faults=tuple(faults),
            findings=builder.findings,
        )

    def _line(self, builder: DocumentBuilder, line: str) -> Line:
        digest = builder.digest(line)
        if (known := self._known.get(digest)) is not None:
            return Line(digest=digest, document_id=known, document=None)
        document = _document(builder, line)
        return Line(digest=digest, document_id=document.document_id, document=document)


def _lines(path: Path) -> Iterator[str]:
    """Yield the lines of a file, none of them, nor all together, without bound.

    JSON is UTF-8: to guess another encoding would put wrong letters into what is quoted.
    """
    total = number = 0
    try:
        with _open(path) as stream:
            while data := stream.readline(_LONGEST_LINE):
                total, number = total + len(data), number + 1
                if len(data) >= _LONGEST_LINE or total > _LONGEST_FILE:
                    raise ReadError(f"{path.name} unpacks to more than can be read; split it.")
                yield data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ReadError(f"{path.name}, line {number}, is not UTF-8; save it as UTF-8.") from error
    except (EOFError, gzip.BadGzipFile, zlib.error) as error:
        raise ReadError(f"{path.name} is a damaged gzip file: {reason_of(error)}.") from error


def _open(path: Path) -> io.BufferedIOBase:
    return gzip.GzipFile(path) if path.suffix == ".gz" else path.open("rb")


def _document(builder: DocumentBuilder, line: str) -> Document:
    row = json.loads(line)
    if not isinstance(row, dict):
        raise ReadError("it is no JSON object")
    document_id = _id(row)
    stated = _particulars(row)
    title = stated.title or ""
    text = _string(row, "text")
    builder.look_over(text)
    blocks = _blocks(row, text)
    if not blocks and title:
        # The title alone can be searched, but is no sentence to lift.
        blocks = [Block(text=title, role=SectionRole.TABLE)]
    access = Access.FULL_TEXT if len(text) > FULL_TEXT_FROM else Access.ABSTRACT
    try:
        return builder.one_of_many(
            blocks, stated, access=access, title=title or document_id, document_id=document_id
        )
    except NoTextError as error:
        raise ReadError(f"the record {document_id!r} holds no text") from error


def _blocks(row: dict[str, object], text: str) -> list[Block]:
    text = drop_sentence_marks(normalise(text))
    rendered = row.get("sections_html")
    if isinstance(rendered, dict):
        return blocks_by_hints(text, [str(part) for part in rendered.values()])
    return text_blocks(text)


def _id(row: dict[str, object]) -> DocumentId:
    found = row.get("_id", row.get("id"))
    if isinstance(found, bool) or not isinstance(found, str | int) or not str(found).strip():
        raise ReadError("it has no `_id`")
    if not str(found).isprintable():
        raise ReadError("its `_id` holds control characters; take them out")
    return DocumentId(str(found))


def _string(row: dict[str, object], key: str) -> str:
    value = row.get(key)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise ReadError(f"its `{key}` is {type(value).__name__}, not text")
    if any("\ud800" <= character <= "\udfff" for character in value):
        raise ReadError(f"its `{key}` holds half a character (\\ud800 to \\udfff); mend it")
    return value


def _particulars(row: dict[str, object]) -> Particulars:
    """Read metadata keys at the top level and under `metadata`, which wins."""
    inner = row.get("metadata")
    merged = {**row, **(inner if isinstance(inner, dict) else {})}
    fields = {
        _ALIASES.get(key, key): value for key, value in merged.items() if value not in ("", [])
    }
    fields["title"] = squeeze(normalise(_string(row, "title")))
    types = fields.get("publication_types")
    if "kind" not in fields and isinstance(types, list):
        fields |= {
            "kind": kind_of_types(str(one) for one in types),
            "kind_basis": KindBasis.PUBLICATION_TYPE,
        }
    return Particulars.model_validate(fields)
