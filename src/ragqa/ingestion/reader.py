"""The reader role, and how what was read becomes a Document."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Protocol

from ragqa.errors import NoTextError
from ragqa.ingestion.blocks import Block, assemble
from ragqa.ingestion.classification import design_of_title, kind_of_path
from ragqa.ingestion.cleaning import normalise, squeeze
from ragqa.ingestion.document_ids import document_id_for
from ragqa.ingestion.injection import (
    Finding,
    clean_name,
    invisible_in,
    neutralised,
    neutralised_facts,
    without_own_address,
)
from ragqa.ingestion.particulars import Particulars
from ragqa.ingestion.sidecar import read_sidecar, sidecar_of
from ragqa.linguistics.addresses import ELISION
from ragqa.schema.document import Document, DocumentId, Section, SectionRole
from ragqa.schema.source import Access, Kind, KindBasis

_UNTITLED = "Untitled"
# What a sidecar may say of all documents of a file that holds many.
_SHARED = {"organisation", "container", "kind", "kind_basis", "design", "access", "population"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One record of a file of many: its hash, and the document it gave.

    There is no document where one of that hash was known, and the record was not read again.
    """

    digest: str
    document_id: DocumentId
    document: Document | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """The documents of one file, and what is to be said of the parts of it that gave none.

    `lines` tell of all documents, in order, where some may be known already. `faults` are parts
    that could not be read, `empty` parts that hold no text, `findings` what was left out because
    it addresses the system or does not show.
    """

    documents: tuple[Document, ...]
    lines: tuple[Line, ...] = ()
    faults: tuple[str, ...] = ()
    empty: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()


class Reader(Protocol):
    """Turns one file into documents; the same bytes give the same documents."""

    def read(self, path: Path) -> Reading:
        """Return the documents of the file at `path`.

        Raises:
            NoTextError: the file is sound and holds no text.
            ReadError: it cannot be read.
        """
        ...


def stem_of(path: Path) -> str:
    """Return the name of a file without its suffix, and without `.jsonl.gz`."""
    return path.name.removesuffix(".gz").rpartition(".")[0] or path.name


class DocumentBuilder:
    """Completes what a reader found in one file by its sidecar and its folder.

    What addresses the system or does not show is left out, and noted in `findings`.
    """

    def __init__(self, path: Path) -> None:
        """Read the sidecar of `path`, if it has one."""
        self._path = path
        beside = sidecar_of(path)
        self._sidecar = read_sidecar(beside) if beside else Particulars()
        self._kind, self._basis = kind_of_path(path)
        self._findings: list[Finding] = []

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What was left out of the documents built so far, each thing once."""
        return tuple(dict.fromkeys(self._findings))

    def note(self, findings: Iterable[Finding]) -> None:
        """Take note of what the reader itself left out."""
        self._findings.extend(findings)

    def look_over(self, text: str) -> None:
        """Take note of what invisible characters spell in a text as it was read."""
        self.note(invisible_in(text))

    def digest(self, record: str) -> str:
        """Hash a record together with all else that its document is made from."""
        given = f"{self._kind} {self._basis} {self._sidecar_digest} {record}"
        return hashlib.sha256(given.encode("utf-8", "surrogateescape")).hexdigest()

    @cached_property
    def _sidecar_digest(self) -> str:
        beside = sidecar_of(self._path)
        return hashlib.sha256(beside.read_bytes() if beside else b"").hexdigest()

    def only(
        self, blocks: Sequence[Block], stated: Particulars, *, access: Access, title: str = ""
    ) -> Document:
        """Return the one document of a file; its id comes from the file name and content."""
        stem = stem_of(self._path)
        named = self._sidecar.over(stated)
        fallback = title or next((block.title for block in blocks if block.level), "") or stem
        own = tuple(self._findings)
        return self._document(
            blocks, named, access=access, title=fallback, document_id=None, found=own
        )

    def one_of_many(
        self,
        blocks: Sequence[Block],
        stated: Particulars,
        *,
        access: Access,
        title: str,
        document_id: DocumentId | None,
    ) -> Document:
        """Return one document of a file that holds many; the sidecar speaks of all alike."""
        named = self._sidecar.model_copy(
            update={
                name: field.get_default(call_default_factory=True)
                for name, field in Particulars.model_fields.items()
                if name not in _SHARED
            }
        ).over(stated)
        return self._document(blocks, named, access=access, title=title, document_id=document_id)

    def _document(
        self,
        blocks: Sequence[Block],
        stated: Particulars,
        *,
        access: Access,
        title: str,
        document_id: DocumentId | None,
        found: Sequence[Finding] = (),
    ) -> Document:
        blocks, found_in_text = neutralised(blocks)
        stated, of_facts = neutralised_facts(stated)
        found = [*found, *found_in_text, *of_facts]
        assembled = assemble(blocks)
        if not assembled.has_prose:
            assembled = assemble(_headings_as_text(blocks))
        if not assembled.has_prose:
            self.note(found)
            raise NoTextError(f"{self._path.name} holds no text{_but(found)}.")
        title = self._title(stated.title or title, found)
        stated = without_own_address(stated, found)
        self.note(found)
        design = stated.design or design_of_title(title)
        kind, basis = self._kind_of(design is not None)
        source = stated.model_copy(update={"title": title, "design": design}).source(
            title=title, kind=kind, basis=basis, access=access
        )
        made = document_id or document_id_for(stem_of(self._path), assembled.text, source)
        return Document(
            document_id=made,
            source=source,
            text=assembled.text,
            sections=_below_title(assembled.sections, title),
            pages=assembled.pages,
        )

    def _title(self, title: str, found: list[Finding]) -> str:
        """Return a title fit to be shown; a file that is named for the system has none."""
        shown = clean_name(squeeze(normalise(title)), found).rstrip("*∗†‡ ")
        return shown or clean_name(stem_of(self._path), found) or _UNTITLED

    def _kind_of(self, is_study: bool) -> tuple[Kind, KindBasis]:
        """Take a work whose title names a study design for stated research."""
        if self._basis is KindBasis.ASSUMED and is_study:
            return Kind.RESEARCH, KindBasis.METADATA
        return self._kind, self._basis


def _but(found: Sequence[Finding]) -> str:
    return f" but for what addresses the system ({found[0].kind})" if found else ""


def _below_title(sections: Sequence[Section], title: str) -> tuple[Section, ...]:
    """Leave the title out of the paths of the sections: a reference names it already."""
    return tuple(
        replace(section, path=section.path[1:])
        if section.path and squeeze(section.path[0]).casefold() == title.casefold()
        else section
        for section in sections
    )


def _headings_as_text(blocks: Sequence[Block]) -> list[Block]:
    """Return the headings of a work that has nothing else, such as a poster, to be searched."""
    return [
        replace(block, level=0, title="", role=SectionRole.TABLE)
        for block in blocks
        if block.level and block.text != ELISION
    ]
