"""PubMed XML: one or many citations with their abstracts."""

from collections.abc import Iterator
from pathlib import Path

from lxml import etree

from ragqa.errors import NoTextError, ReadError
from ragqa.ingestion.blocks import Block, heading
from ragqa.ingestion.classification import design_of_types, kind_of_types
from ragqa.ingestion.inline_headings import split_inline
from ragqa.ingestion.markup import superscript, without_marks
from ragqa.ingestion.notices import names_in, with_notice
from ragqa.ingestion.particulars import RELATION_FIELDS, Particulars
from ragqa.ingestion.reader import DocumentBuilder, Reading
from ragqa.ingestion.safe_xml import Element, entity_text, first, parse_xml, plain
from ragqa.schema.document import Document, DocumentId
from ragqa.schema.source import Access, KindBasis

_RECORDS = ("PubmedArticle", "PubmedBookArticle")
_RELATIONS: dict[str, tuple[str, ...]] = {
    "RetractionIn": ("retracted_by",),
    "RetractionOf": ("retracts",),
    # Which part is withdrawn cannot be told here.
    "PartialRetractionIn": ("retracted_by",),
    "PartialRetractionOf": ("retracts",),
    "ErratumIn": ("corrected_by",),
    "ErratumFor": ("corrects",),
    "ExpressionOfConcernIn": ("concern_by",),
    "ExpressionOfConcernFor": ("concern_about",),
    "UpdateIn": ("superseded_by",),
    "UpdateOf": ("supersedes",),
    "RepublishedIn": ("superseded_by",),
    "RepublishedFrom": ("supersedes",),
    "CorrectedandRepublishedIn": ("superseded_by",),
    "CorrectedandRepublishedFrom": ("supersedes",),
    "RetractedandRepublishedIn": ("retracted_by", "superseded_by"),
    "RetractedandRepublishedFrom": ("retracts", "supersedes"),
}
UNIDENTIFIED_RETRACTION = "note:marked as a retracted publication"


class PubmedXmlReader:
    """Reads each citation of an efetch file.

    One without an abstract is passed over, unless it is a notice on another work.
    """

    def read(self, path: Path) -> Reading:
        """Return one document for each citation that has an abstract, and for each notice."""
        return self.read_tree(path, parse_xml(path))

    def read_tree(self, path: Path, root: Element) -> Reading:
        """Return the documents below a parsed root element."""
        records = [root] if root.tag in _RECORDS else list(root.iter(*_RECORDS))
        if not records:
            raise ReadError(f"{path.name} holds no PubMed citation.")
        builder = DocumentBuilder(path)
        documents: list[Document] = []
        empty: list[str] = []
        for record in records:
            try:
                documents.append(_document(builder, record))
            except NoTextError:
                pmid = first(record, ".//PMID") or "without a PMID"
                empty.append(f"{path.name}: citation {pmid} has no abstract")
        if not documents:
            raise NoTextError(f"{path.name} holds no citation with an abstract.")
        return Reading(documents=tuple(documents), empty=tuple(empty), findings=builder.findings)


def document_id_of(stated: Particulars) -> DocumentId | None:
    """Return the id of a citation by its PMID."""
    return DocumentId(f"pmid-{stated.pmid}") if stated.pmid else None


def _document(builder: DocumentBuilder, record: Element) -> Document:
    stated = _particulars(record)
    return builder.one_of_many(
        with_notice(list(_abstract(record)), stated),
        stated,
        access=Access.ABSTRACT,
        title=stated.title or "Untitled",
        document_id=document_id_of(stated),
    )


def _abstract(record: Element) -> Iterator[Block]:
    abstract = record.find(".//Abstract")
    if abstract is None:
        return
    for part in abstract.findall("AbstractText"):
        text = without_marks(_inside(part, ""))
        label = part.get("Label", "").strip()
        if label and label.upper() != "UNLABELLED":
            yield heading(label.capitalize() if label.isupper() else label, 1)
            yield Block(text=text)
        else:
            yield from split_inline(text)


def _inside(element: Element, before: str) -> str:
    text = before + (element.text or "")
    for child in element:
        if child.tag is etree.Entity:
            text += entity_text(child)
        elif child.tag == "sup":
            text += superscript(text, _inside(child, ""))
        else:
            text = _inside(child, text)
        text += child.tail or ""
    return text


def _particulars(record: Element) -> Particulars:
    types = [plain(one) for one in record.iter("PublicationType")]
    mesh = [plain(one) for one in record.iter("DescriptorName")]
    fields = {
        "title": (first(record, ".//ArticleTitle") or first(record, ".//BookTitle")).rstrip(".")
        or None,
        "authors": list(_authors(record)),
        "container": first(record, ".//Journal/Title")
        or first(record, ".//Journal/ISOAbbreviation"),
        "organisation": first(record, ".//Book/Publisher/PublisherName"),
        "year": _year(record),
        "pmid": first(record, "MedlineCitation/PMID") or first(record, "BookDocument/PMID"),
        "kind": kind_of_types(types),
        "kind_basis": KindBasis.PUBLICATION_TYPE,
        "design": design_of_types([*types, *mesh]),
    }
    return Particulars.model_validate(
        fields | _identifiers(record) | _relations(record, types) | _notes(record)
    )


def _authors(record: Element) -> Iterator[str]:
    authors = record.find(".//AuthorList[@Type='authors']")
    if authors is None:
        authors = record.find(".//AuthorList")
    for author in authors if authors is not None else ():
        name = f"{first(author, 'LastName')} {first(author, 'Initials')}".strip()
        yield name or first(author, "CollectiveName")


def _year(record: Element) -> str | None:
    paths = (
        ".//Journal/JournalIssue/PubDate/Year",
        ".//PubDate/MedlineDate",
        ".//Book/PubDate/Year",
        ".//ContributionDate/Year",
        ".//ArticleDate/Year",
    )
    return next((year for path in paths if (year := first(record, path))), None)


def _identifiers(record: Element) -> dict[str, object]:
    ids = {
        one.get("IdType"): plain(one)
        for one in record.findall("PubmedData/ArticleIdList/ArticleId")
    }
    ids |= {
        one.get("IdType"): plain(one)
        for one in record.findall("BookDocument/ArticleIdList/ArticleId")
    }
    located = {one.get("EIdType"): plain(one) for one in record.iter("ELocationID")}
    return {"doi": ids.get("doi") or located.get("doi"), "pmcid": ids.get("pmc")}


def _relations(record: Element, types: list[str]) -> dict[str, object]:
    found: dict[str, list[tuple[str, ...]]] = {}
    for comment in record.iter("CommentsCorrections"):
        pmid, place = first(comment, "PMID"), first(comment, "RefSource")
        for field in _RELATIONS.get(comment.get("RefType", ""), ()):
            named = names_in(f"PMID: {pmid} {place}" if pmid else place)
            found.setdefault(field, []).append(named or (f"note:{place or field}",))
    if "Retracted Publication" in types:
        found.setdefault("retracted_by", [(UNIDENTIFIED_RETRACTION,)])
    return dict(found)


def _notes(record: Element) -> dict[str, object]:
    """Read `access: digest` and its like from general notes."""
    return stated_in_notes(plain(note) for note in record.iter("GeneralNote"))


def stated_in_notes(notes: Iterator[str]) -> dict[str, object]:
    """Return the fields that general notes of the form `name: value` state."""
    pairs = (note.partition(":") for note in notes)
    named = {name.strip().lower(): value.strip() for name, _, value in pairs if value.strip()}
    stated: dict[str, object] = {
        name: named[name]
        for name in ("access", "kind", "design", "population", "grade", "organisation", "url")
        if name in named
    }
    for name in RELATION_FIELDS:
        if name in named:
            stated[name] = named[name].split()
    return stated | ({"kind_basis": KindBasis.METADATA} if "kind" in stated else {})
