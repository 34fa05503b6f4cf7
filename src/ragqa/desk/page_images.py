"""Printed pages of PDF files, drawn on demand from the very file that was read."""

import json
import subprocess
import sys
import threading
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pydantic import TypeAdapter

from ragqa.errors import NotFoundError
from ragqa.indexing.records import FileRecord
from ragqa.ingestion.file_search import FoundFile
from ragqa.schema.document import DocumentId

_KEPT: Final = 48
_AT_ONCE: Final = 2
_PATIENCE: Final = 40.0
Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """What is known of a page besides its picture: its size, and where the quotation stands."""

    width: float
    height: float
    boxes: tuple[Box, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PageImage:
    """A page as a PNG, `width` by `height` points, with the lines of a quotation on it."""

    png: bytes
    drawn: Drawn


_DRAWN = TypeAdapter(Drawn)


class PageImages:
    """Draws pages in processes of their own, a few at once, and keeps the last ones drawn.

    Args:
        roots: folders below which files are looked for; the index knows what a file is called in
            the folder that was ingested, and not where that lies.
    """

    def __init__(self, roots: Sequence[Path]) -> None:
        self._roots = tuple(roots)
        self._kept: OrderedDict[tuple[str, int, str], PageImage] = OrderedDict()
        self._lock = threading.Lock()
        self._drawing = threading.BoundedSemaphore(_AT_ONCE)

    def page(
        self, document_id: DocumentId, file: FileRecord, number: int, quotation: str = ""
    ) -> PageImage:
        """Return a page of a document's file, with the boxes of a quotation on it.

        Raises:
            NotFoundError: the file is gone, is another one now, or has no such page.
        """
        name = (file.sha256, number, quotation)
        with self._lock:
            if name in self._kept:
                self._kept.move_to_end(name)
                return self._kept[name]
        with self._drawing:
            image = self._drawn(document_id, file, number, quotation)
        with self._lock:
            self._kept[name] = image
            while len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
        return image

    def _drawn(
        self, document_id: DocumentId, file: FileRecord, number: int, quotation: str
    ) -> PageImage:
        places = (root / file.path for root in self._roots)
        path = next((place for place in places if _is_as_read(place, file)), None)
        if path is None:
            raise NotFoundError(
                f"The file of {document_id!r} was moved or changed since it was read, so its "
                "pages cannot be drawn. Its text is still here; ingest it again to see its pages."
            )
        command = [sys.executable, "-m", "ragqa.ingestion.pdf_page", str(path), str(number)]
        try:
            made = subprocess.run(
                command,
                input=quotation.encode(),
                capture_output=True,
                timeout=_PATIENCE,
                check=True,
            )
            head, _, png = made.stdout.partition(b"\n")
            return PageImage(png=png, drawn=_DRAWN.validate_python(json.loads(head)))
        except (subprocess.SubprocessError, ValueError):
            raise NotFoundError(
                f"Page {number} of {document_id!r} cannot be drawn. Its text is still here."
            ) from None


def _is_as_read(path: Path, file: FileRecord) -> bool:
    return path.is_file() and FoundFile(path=path, name=file.path).sha256() == file.sha256
