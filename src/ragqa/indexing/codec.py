"""Schema nouns as JSON, for the columns of the catalogue."""

import dataclasses
import hashlib
from enum import StrEnum

from pydantic import TypeAdapter

from ragqa.schema.directness import Directness, Group, Sex, Species
from ragqa.schema.document import Document, Page, Passage, Section, SectionRole, Span
from ragqa.schema.source import (
    Access,
    Design,
    Kind,
    KindBasis,
    Origin,
    Relation,
    Source,
    Standing,
    Witness,
)

SOURCE = TypeAdapter(Source)
SECTIONS = TypeAdapter(tuple[Section, ...])
PAGES = TypeAdapter(tuple[Page, ...])
STRINGS = TypeAdapter(tuple[str, ...])
SPANS = TypeAdapter(tuple[Span, ...])
DIRECTNESS = TypeAdapter(Directness)

STORED = (Document, Source, Relation, Witness, Section, Page, Passage, Directness)
ENUMS: tuple[type[StrEnum], ...] = (
    Access,
    Design,
    Group,
    Kind,
    KindBasis,
    Origin,
    SectionRole,
    Sex,
    Species,
    Standing,
)


def schema_fingerprint() -> str:
    """Hash the shape of everything stored, so that a changed schema is a changed format.

    Field names and enum values only: how types print differs between Python versions.
    """
    shape = [(noun.__name__, [field.name for field in dataclasses.fields(noun)]) for noun in STORED]
    values = [(enum.__name__, [member.value for member in enum]) for enum in ENUMS]
    return hashlib.sha256(repr((shape, values)).encode()).hexdigest()[:8]


def document_hash(document: Document) -> str:
    """Hash all that is stored of a document."""
    whole = hashlib.sha256()
    for part in (
        document.document_id.encode(),
        SOURCE.dump_json(document.source),
        SECTIONS.dump_json(document.sections),
        PAGES.dump_json(document.pages),
        document.text.encode(),
    ):
        whole.update(len(part).to_bytes(8))
        whole.update(part)
    return whole.hexdigest()
