"""Ids of documents that bring none."""

import hashlib
import re
import unicodedata

from ragqa.schema.document import DocumentId
from ragqa.schema.source import Source


def slug(name: str) -> str:
    """Return `name` in lower-case ASCII letters, digits and hyphens, at most 60 characters."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:60].rstrip("-") or "document"


def document_id_for(name: str, text: str, source: Source) -> DocumentId:
    """Derive the id of a document that brings none from its file name, text and source."""
    digest = hashlib.sha256(f"{text}\x00{source!r}".encode("utf-8", "surrogatepass"))
    return DocumentId(f"{slug(name)}-{digest.hexdigest()[:8]}")
