"""MEDLINE citations as PubMed exports them for reference managers (.nbib)."""

import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from ragqa.errors import NoTextError, ReadError
from ragqa.ingestion.classification import design_of_types, kind_of_types
from ragqa.ingestion.cleaning import normalise, squeeze
from ragqa.ingestion.inline_headings import split_inline
from ragqa.ingestion.notices import names_in, with_notice
from ragqa.ingestion.particulars import Particulars
from ragqa.ingestion.pubmed_xml import UNIDENTIFIED_RETRACTION, document_id_of, stated_in_notes
from ragqa.ingestion.reader import DocumentBuilder, Reading
from ragqa.ingestion.text_files import read_text
from ragqa.schema.document import Document
from ragqa.schema.source import Access, KindBasis

_RELATIONS: dict[str, tuple[str, ...]] = {
    "RIN": ("retracted_by",),
    "ROF": ("retracts",),
    # Which part is withdrawn cannot be told here.
    "PRIN": ("retracted_by",),
    "PROF": ("retracts",),
    "EIN": ("corrected_by",),
    "EFR": ("corrects",),
    "ECI": ("concern_by",),
    "ECF": ("concern_about",),
    "UIN": ("superseded_by",),
    "UOF": ("supersedes",),
    "RPI": ("superseded_by",),
    "RPF": ("supersedes",),
    "CRI": ("superseded_by",),
    "CRF": ("supersedes",),
    "RRI": ("retracted_by", "superseded_by"),
    "RRF": ("retracts", "supersedes"),
}

Record = dict[str, str | list[str]]


class MedlineReader:
    """Reads each citation of a MEDLINE file.

    One without an abstract is passed over, unless it is a notice on another work.
    """

    def read(self, path: Path) -> Reading:
        """Return one document for each citation that has an abstract."""
        text = normalise(read_text(path))
        if not re.search(r"^(?:PMID|TI  |AB  |OWN )\s?-", text, re.MULTILINE):
            raise ReadError(f"{path.name} holds no MEDLINE citation (no `PMID- ` line).")
        builder = DocumentBuilder(path)
        documents: list[Document] = []
        empty: list[str] = []
        for record in _records(text):
            try:
                documents.append(_document(builder, dict(record)))
            except NoTextError:
                empty.append(f"{path.name}: citation {_one(record, 'PMID')} has no abstract")
        if not documents:
            raise NoTextError(f"{path.name} holds no citation with an abstract.")
        return Reading(documents=tuple(documents), empty=tuple(empty), findings=builder.findings)


def _records(text: str) -> Iterator[Record]:
    from Bio import Medline

    parse: Callable[[Iterator[str]], Iterator[Record]] = Medline.parse
    yield from parse(iter(text.splitlines(keepends=True)))


def _document(builder: DocumentBuilder, record: Record) -> Document:
    stated = _particulars(record)
    return builder.one_of_many(
        with_notice(split_inline(squeeze(_one(record, "AB"))), stated),
        stated,
        access=Access.ABSTRACT,
        title=stated.title or "Untitled",
        document_id=document_id_of(stated),
    )


def _particulars(record: Record) -> Particulars:
    types = _all(record, "PT")
    mesh = [one.split("/")[0].lstrip("*") for one in _all(record, "MH")]
    dois = [one for one in (*_all(record, "LID"), *_all(record, "AID")) if "[doi]" in one]
    fields: dict[str, object] = {
        "title": _one(record, "TI").rstrip("."),
        "authors": [*_all(record, "AU"), *_all(record, "CN")],
        "container": _one(record, "JT") or _one(record, "TA"),
        "year": _one(record, "DP"),
        "doi": dois[0] if dois else None,
        "pmid": _one(record, "PMID"),
        "pmcid": _one(record, "PMC"),
        "kind": kind_of_types(types),
        "kind_basis": KindBasis.PUBLICATION_TYPE,
        "design": design_of_types([*types, *mesh]),
    }
    notes = stated_in_notes(iter(_all(record, "GN")))
    return Particulars.model_validate(fields | _relations(record, types) | notes)


def _relations(record: Record, types: Iterable[str]) -> dict[str, object]:
    found: dict[str, list[tuple[str, ...]]] = {}
    for key, fields in _RELATIONS.items():
        for other in _all(record, key):
            for field in fields:
                found.setdefault(field, []).append(names_in(other) or (f"note:{other}",))
    if "Retracted Publication" in types:
        found.setdefault("retracted_by", [(UNIDENTIFIED_RETRACTION,)])
    return dict(found)


def _all(record: Record, key: str) -> list[str]:
    value = record.get(key, [])
    return value if isinstance(value, list) else [value]


def _one(record: Record, key: str) -> str:
    return " ".join(_all(record, key))
