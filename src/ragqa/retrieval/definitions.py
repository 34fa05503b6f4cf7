"""The opening of a chapter as statements about its subject, which it leaves to the title to name.

"An acute infection of the skin. It is caused by mites." stands below "CONDITION X" and says so of
condition X; alone it says it of nothing.
"""

import re
from functools import lru_cache
from typing import Protocol

from ragqa.linguistics.aspects import Aspect
from ragqa.linguistics.headings import in_running_text, sentence_case, words_in_use
from ragqa.linguistics.terms import naming_terms
from ragqa.retrieval.list_headings import title_of
from ragqa.schema.document import Document, DocumentId, Passage, Section, SectionRole, Span
from ragqa.schema.evidence import Listed
from ragqa.schema.source import Kind

_OPENING = re.compile(r"^(?:introduction|definition|overview|description|general)\b", re.I)
_LEANS = re.compile(
    r"(?:An?|It|This|They|These|The (?:most|commonest)|Caused|Due|Refers|Occurs|Results?|Defined|"
    r"Characteri[sz]ed|Usually|Commonly|Often|Typically|May|Can|Also|Simply|Is|Are|Transmi\w+)\b"
)
_FINITE = re.compile(
    r"\b(?:is|are|was|were|has|have|had|can|may|might|could|do|does|refers?|means?|causes?|occurs?|"
    r"results?|includes?|leads?|should|must|affects?|presents?|remains?|becomes?|needs?|shows?)\b"
)
_ASKED = frozenset({None, Aspect.CAUSE, Aspect.RISK, Aspect.FREQUENCY, Aspect.FEATURES})
_SHORTEST, _LONGEST = 4, 60


class DocumentLookup(Protocol):
    """Reads documents and their passages, all of one snapshot."""

    def document(self, document_id: DocumentId) -> Document:
        """Return one document."""
        ...

    def document_passages(self, document_id: DocumentId) -> list[Passage]:
        """Return the passages of a document, in order."""
        ...


class DefinitionReader:
    """Tells what the openings of chapters of one snapshot say of their subjects."""

    def __init__(self, lookup: DocumentLookup) -> None:
        self._lookup = lookup
        self._openings = lru_cache(maxsize=256)(self._read)

    def statements(self, passage: Passage, asked: Aspect | None) -> list[tuple[Span, Listed]]:
        """Return the statements of a passage, with their spans, for those whom they may answer."""
        if asked not in _ASKED or not (passage.section and _OPENING.match(passage.section[-1])):
            return []
        found = self._openings(passage.document_id)
        return [(span, found[span]) for span in passage.sentences if span in found]

    def _read(self, document_id: DocumentId) -> dict[Span, Listed]:
        document = self._lookup.document(document_id)
        if document.source.kind is not Kind.GUIDELINE:
            return {}
        subject = in_running_text(title_of(document), words_in_use(document.text))
        passages = self._lookup.document_passages(document_id)
        return {
            span: Listed(
                text=f"{sentence_case(subject)}: {_sentence(document, span)}",
                above=subject,
                order=order,
                lead_in=None,
            )
            for section in document.sections
            if _opens(section)
            for order, span in enumerate(_leaning(document, section, passages))
        }


def _opens(section: Section) -> bool:
    named = bool(section.path) and _OPENING.match(section.path[-1]) is not None
    return named and section.role is SectionRole.BODY


def _leaning(document: Document, section: Section, passages: list[Passage]) -> list[Span]:
    """Return the first sentences of a section that leave their subject to the title."""
    spans = dict.fromkeys(
        span
        for passage in passages
        for span in passage.sentences
        if section.body <= span[0] < section.end
    )
    title = naming_terms(title_of(document))
    leaning: list[Span] = []
    for span in spans:
        sentence = _sentence(document, span)
        if not _lacks_its_subject(sentence, title):
            break
        if _SHORTEST <= len(sentence.split()) <= _LONGEST:
            leaning.append(span)
    return leaning


def _lacks_its_subject(sentence: str, title: frozenset[str]) -> bool:
    """Tell a sentence that begins without one, or has no verb, and does not name the title."""
    leans = _LEANS.match(sentence) is not None or _FINITE.search(sentence) is None
    return leans and title.isdisjoint(naming_terms(sentence[: sentence.find(" ", 40)]))


def _sentence(document: Document, span: Span) -> str:
    return " ".join(document.text[slice(*span)].split()).rstrip(" ;,.") + "."
