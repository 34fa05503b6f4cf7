"""Items of lists as evidence: each with the headings and the words that govern it.

"Adult: 800 mg every 8 hours" is no statement; "Condition X, drug treatment: drug A: adult: 800 mg
every 8 hours" is. Only lists whose headings announce what is asked are read so, and what may have
lost a word on its way from the page is left out.
"""

import re
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol

from ragqa.linguistics.aspects import Aspect
from ragqa.linguistics.doses import names_its_drug, states_a_dose
from ragqa.linguistics.headings import in_running_text, sentence_case, words_in_use
from ragqa.linguistics.lists import Cluster, clusters, has_items, item_lines
from ragqa.linguistics.polarity import disagreement
from ragqa.linguistics.terms import content_terms
from ragqa.retrieval.list_headings import (
    answers,
    governing,
    is_goal,
    title_of,
    told,
    without_first_item,
)
from ragqa.schema.claim import Quotation
from ragqa.schema.document import Document, DocumentId, Passage, Section, SectionRole, Span
from ragqa.schema.evidence import Listed
from ragqa.schema.source import Kind

# Traces of words that were lost: an amount without number or unit, an empty bracket; pointers to
# another place; and formulas, whose signs scanning loses first.
_DAMAGED = re.compile(
    r"(?:^|[;:,(]\s*)(?:mg|g|ml|mL|micrograms?|kg)\b|[:;,]\s*\d[\d.,]*\s*(?=[;.]?\Z|;)|\(\s*\)|"
    r"\bfor \d+(?: ?[-–] ?\d+)?(?=[;.]|\Z)|\d ?[-–] ?(?:mg|g|mL|ml)\b|\bAdults?: Child|"
    r"\b(?:see|as) (?:below|above|overleaf)|\b(?:below|above)\)|:\s*see\b|https?://|[|�]|"
    r"[:;]\s*as for\b|=\s*[\[(]|\b\d+(?:\.\d+)? (?:orally|intravenous|intramuscular|subcutaneous)",
)
# A whole sentence that says who advises: it needs no heading to be understood.
_SAYS_WHO = re.compile(
    r"(?:[A-Z]\w*(?: \w+){1,3}, the|The|We)\b.{0,80}?"
    r"\b(?:recommend|suggest|conclude|find|found|state|advise|note)(?:s|d|ed)?\b"
)
_CLOSING = frozenset(".,;:)]%")
_LONGEST_HEADINGS = 30


@dataclass(frozen=True, slots=True)
class _Lists:
    """What the lists of one document say: statements, and items that are sentences themselves.

    With each statement comes what its list tells.
    """

    statements: tuple[tuple[Span, Listed, Aspect], ...]
    alone: tuple[Span, ...]


class DocumentLookup(Protocol):
    """Reads documents and their passages, all of one snapshot."""

    def document(self, document_id: DocumentId) -> Document:
        """Return one document."""
        ...

    def document_passages(self, document_id: DocumentId) -> list[Passage]:
        """Return the passages of a document, in order."""
        ...


class ItemReader:
    """Tells what can be quoted of the lists in passages of one snapshot."""

    def __init__(self, lookup: DocumentLookup) -> None:
        self._lookup = lookup
        self._lists = lru_cache(maxsize=256)(self._read)

    def statements(self, passage: Passage, asked: Aspect | None) -> list[tuple[Span, Listed]]:
        """Return the statements whose items stand whole in a passage, with their spans.

        Only of lists that may answer who asks for `asked`.
        """
        if not has_items(passage.text):
            return []
        return [
            (span, listed)
            for span, listed, told in self._lists(passage.document_id).statements
            if passage.start <= span[0] and span[1] <= passage.end and answers(told, asked)
        ]

    def sentences(self, passage: Passage) -> list[Span]:
        """Return the sentences of a passage that may be quoted without what stands above them.

        Of a list, only outermost items that end as sentences do and that nothing announces.
        """
        lines = [
            (passage.start + start, passage.start + end) for start, end in item_lines(passage.text)
        ]
        if not lines:
            return list(passage.sentences)
        alone = self._lists(passage.document_id).alone
        bound = [line for line in lines if not any(_within(line, item) for item in alone)]
        return [s for s in passage.sentences if not any(_within(s, line) for line in bound)]

    def _read(self, document_id: DocumentId) -> _Lists:
        document = self._lookup.document(document_id)
        passages = self._lookup.document_passages(document_id)
        words = words_in_use(document.text)
        statements: list[tuple[Span, Listed, Aspect]] = []
        alone: list[Span] = []
        for section in document.sections:
            found = _clusters(document, section)
            tells = told(document.source.title, section.path)
            alone += [span for one in found for span in one.sentences()]
            for order, one in enumerate(found):
                listed = one.listed(words, passages, order) if tells else None
                if tells and listed:
                    statements.append((one.span, listed, tells))
        return _Lists(tuple(statements), tuple(alone))


def _within(inner: Span, outer: Span) -> bool:
    return outer[0] <= inner[0] and inner[1] <= outer[1]


def _clusters(document: Document, section: Section) -> list["_Statement"]:
    body = document.text[section.body : section.end]
    if section.role is not SectionRole.BODY or not has_items(body):
        return []
    return [_Statement(document, section, cluster) for cluster in clusters(body)]


@dataclass(frozen=True, slots=True)
class _Statement:
    """One cluster of a section, below its headings."""

    document: Document
    section: Section
    cluster: Cluster

    @property
    def span(self) -> Span:
        """Where the items stand in the document."""
        return self.section.body + self.cluster.start, self.section.body + self.cluster.end

    @property
    def lead_in(self) -> Span | None:
        """Where the announcing words stand in the document."""
        if self.cluster.lead_in is None:
            return None
        start, end = self.cluster.lead_in
        return self.section.body + start, self.section.body + end

    def sentences(self) -> list[Span]:
        """Return the items that are sentences of their own.

        A dose that a guideline gives is none: its heading may say for whom it is.
        """
        advises = self.document.source.kind is Kind.GUIDELINE
        return [
            (self.section.body + item.start, self.section.body + item.end)
            for item in self.cluster.items
            if self.lead_in is None
            and item.depth == 1
            and item.text.endswith((".", "!"))
            and not (advises and states_a_dose(item.text) and not _SAYS_WHO.match(item.text))
        ]

    def listed(
        self, words: AbstractSet[str], passages: Sequence[Passage], order: int
    ) -> Listed | None:
        """Return the statement, or None where anything of it is doubtful.

        Args:
            words: those in use in the document.
            passages: those of the document.
            order: clusters of the section before this one.
        """
        announced = _quotation(self.lead_in, passages)
        prose = len(self.sentences()) == len(self.cluster.items)
        unquoted = self.lead_in and announced is None
        if prose or unquoted or self._is_doubtful() or is_goal(self._announcement()):
            return None
        above = self._above(words)
        text = f"{sentence_case(above)}: {self.cluster.text}"
        whole = text.count("(") == text.count(")") and len(above.split()) <= _LONGEST_HEADINGS
        inner = " ".join([*self._headings()[1:], self._announcement()])
        if not whole or _DAMAGED.search(text) or not names_its_drug(inner, self.cluster.text):
            return None
        return Listed(text=text, above=above, order=order, lead_in=announced)

    def _is_doubtful(self) -> bool:
        """Tell whether another heading than the nearest may govern, or the first words are gone."""
        first = self.cluster.items[0]
        renamed = len(self._headings()) > 2 and self._goes_on_behind_prose()
        resumed = self.section.start == self.section.body > 0 and self.lead_in is None
        torn = first.text[0].islower() and self.lead_in is None
        torn = torn or self.cluster.items[-1].text.endswith(":")
        title, path = self.document.source.title, self.section.path
        turned = any(disagreement(title, name) for name in path)
        return renamed or resumed or torn or turned or first.text[0] in _CLOSING

    def _goes_on_behind_prose(self) -> bool:
        """Tell whether other items stand further up in the section, and prose between."""
        above = self.document.text[self.section.body : self.span[0]]
        lines = item_lines(above)
        return bool(lines) and above[lines[-1][1] :].strip() != ""

    def _announcement(self) -> str:
        said = self.document.text[slice(*self.lead_in)].strip(" :•–") if self.lead_in else ""
        return without_first_item(said)

    def _headings(self) -> list[str]:
        path = [without_first_item(name) for name in self.section.path]
        return governing(title_of(self.document), path)

    def _above(self, words: AbstractSet[str]) -> str:
        said: list[str] = []
        headings = [in_running_text(name, words) for name in self._headings()]
        for name in (*headings, self._announcement()):
            # "Complications" below "complications of condition X" adds nothing.
            if name and not set(content_terms(name)) <= set(content_terms(" ".join(said))):
                said.append(name)
        return ", ".join(said)


def _quotation(span: Span | None, passages: Sequence[Passage]) -> Quotation | None:
    """Return where a span stands in one of the passages; None where it stands in no single one."""
    if span is None:
        return None
    start, end = span
    return next(
        (
            Quotation(passage_id=passage.passage_id, start=start, end=end)
            for passage in passages
            if passage.start <= start and end <= passage.end
        ),
        None,
    )
