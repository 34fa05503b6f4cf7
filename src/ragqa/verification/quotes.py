"""Cuts quotes from stored passages, and makes sure that they are what was indexed."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from ragqa.linguistics.abbreviations import agreed, definitions
from ragqa.schema.claim import Quotation
from ragqa.schema.document import Document, DocumentId, Passage, passage_id_for
from ragqa.schema.source import Source, Standing
from ragqa.verification.lookup import PassageLookup


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """Words cut from an intact passage, with the work they come from.

    `headings` are those that the words stand below; `abbreviations` are those that the document
    defines itself.
    """

    quotation: Quotation
    passage: Passage
    source: Source
    text: str
    page: int | None
    headings: tuple[str, ...]
    abbreviations: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class BrokenQuote:
    """A quotation that cannot be shown, and why in one plain sentence."""

    quotation: Quotation
    reason: str


class QuoteCutter:
    """Cuts quotes for one draft from one snapshot; reads each document once."""

    def __init__(self, lookup: PassageLookup) -> None:
        self._lookup = lookup
        self._abbreviations = lru_cache(maxsize=None)(self._read_abbreviations)

    def agreed_abbreviations(
        self, quotations: Iterable[Quotation], consulted: Iterable[DocumentId]
    ) -> dict[str, str]:
        """Return the abbreviations on which the documents behind `quotations` agree.

        Documents that were `consulted` besides have a say as well, as far as the index has them.
        """
        cuts = [self.cut(quotation) for quotation in quotations]
        quoted = [cut.passage.document_id for cut in cuts if isinstance(cut, Quote)]
        documents = dict.fromkeys([*quoted, *(one for one in consulted if self._holds(one))])
        return agreed(dict(self._abbreviations(document_id)) for document_id in documents)

    def _holds(self, document_id: DocumentId) -> bool:
        try:
            self._lookup.document(document_id)
        except KeyError:
            return False
        return True

    def cut(self, quotation: Quotation) -> Quote | BrokenQuote:
        """Return the quoted words, or why they cannot be quoted."""
        try:
            passage = self._lookup.passages([quotation.passage_id])[0]
            document = self._lookup.document(passage.document_id)
        except KeyError:
            return BrokenQuote(
                quotation=quotation,
                reason=f"The passage {quotation.passage_id} is not in the index.",
            )
        fault = _fault(quotation, passage, document)
        if fault:
            return BrokenQuote(quotation=quotation, reason=fault)
        return Quote(
            quotation=quotation,
            passage=passage,
            source=document.source,
            text=passage.quote(quotation.start, quotation.end),
            page=document.page_at(quotation.start),
            headings=document.section_at(quotation.start).path,
            abbreviations=self._abbreviations(passage.document_id),
        )

    def text(self, quotation: Quotation) -> str:
        """Return the quoted words alone; none where they cannot be quoted."""
        cut = self.cut(quotation)
        return cut.text if isinstance(cut, Quote) else ""

    def _read_abbreviations(self, document_id: DocumentId) -> tuple[tuple[str, str], ...]:
        return tuple(definitions(self._lookup.document(document_id).text).items())


def _fault(quotation: Quotation, passage: Passage, document: Document) -> str | None:
    """Return what is wrong with a quotation from this passage; None when it is sound."""
    expected = passage_id_for(passage.document_id, passage.start, passage.text)
    if expected != quotation.passage_id or passage.passage_id != quotation.passage_id:
        return f"The passage {quotation.passage_id} is not what was indexed under that id."
    if document.text[passage.start : passage.end] != passage.text:
        return f"The passage {quotation.passage_id} no longer stands in its document."
    if not passage.start <= quotation.start < quotation.end <= passage.end:
        return f"The quotation lies outside the passage {quotation.passage_id}."
    if not passage.quote(quotation.start, quotation.end).strip():
        return f"The quotation from the passage {quotation.passage_id} is blank."
    return _void(document.source)


def _void(source: Source) -> str | None:
    """Return why a work carries no claim, whatever it says; None when it may."""
    if Standing.RETRACTED in source.standings():
        return f"The source “{source.title}” has been retracted."
    if source.is_notice:
        return f"The source “{source.title}” is a notice about another work."
    return None
