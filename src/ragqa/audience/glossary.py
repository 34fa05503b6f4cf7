"""Words of an article explained by its own sources: what they define, in their own sentences.

A definition is looked for in the works that the article cites, and put to the gate as any claim is.
What an abbreviation stands for is told by a cited work too, or else by usage. Nothing is explained
from memory: a word that no source defines has no entry.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

from ragqa.linguistics.abbreviations import abbreviations_in
from ragqa.linguistics.spelling_out import introduced
from ragqa.linguistics.strength import hedged
from ragqa.linguistics.word_list import word_list
from ragqa.retrieval.definitions import DefinitionReader
from ragqa.schema.article import Article, GlossaryEntry
from ragqa.schema.claim import Citation, ClaimRole, DraftClaim, Quotation
from ragqa.schema.document import DocumentId, Passage, Span
from ragqa.verification.attribution import Attributed
from ragqa.verification.layout import citation_of
from ragqa.verification.lookup import PassageLookup

Attribute = Callable[[DraftClaim], Attributed | None]
"""Puts a sentence to the gate; None where it does not pass."""

MOST = 12
"""Words that an article explains; readers do not look further."""

_LONGEST = 60  # words of a definition
_TERM = r"(?P<term>[A-Za-z][\w'’-]*(?: [\w'’-]+){0,4}?)"
_ASIDE = r"(?: ?\([^()]{1,40}\))?(?:, (?:also|or|sometimes|formerly|commonly) [^,]{2,60},)?"
_GENUS = (
    r"(?:disease|disorder|condition|syndrome|infection|infestation|inflammation|illness|cancer|"
    r"tumou?r|drug|medicine|medication|agent|agonist|antagonist|inhibitor|antibiotic|hormone|"
    r"protein|enzyme|vitamin|mineral|test|measure|marker|score|scale|procedure|operation|technique|"
    r"substance|chemical|virus|bacterium|parasite|gland|organ|symptom|injury|deficiency|form|type|"
    r"group|class|collection|loss|lack|swelling|enlargement|accumulation|abnormality)"
)
_DEFINES = re.compile(
    rf"^(?:(?:An?|The) )?{_TERM}{_ASIDE} "
    r"(?:(?:is|are) (?:defined (?:as|by)|characteri[sz]ed by|the (?:medical )?(?:term|name) for)"
    r"|refers? to|means|"
    rf"(?:is|are) (?:an? |the |any )?(?:[\w'’,-]+ ){{0,5}}{_GENUS}s?(?=[ ,.]))",
)
_JUDGES = re.compile(
    r"\b(?:effective|safe|useful|promising|common|leading|major|important|serious problem|main|"
    r"risk factor|better|worse|recommended|preferred|significant\w*|associated|this|these|our|"
    r"we|of choice|desirable|preferable|alternatives?|should|must|required|indicated|needed)\b",
    re.IGNORECASE,
)
_BRACKETS = re.compile(r"\s*\([^()]*\)")
_NO_TERMS = word_list(
    """
    it this that these those there they we study trial review aim aims purpose objective objectives
    patients participants people subjects results result data evidence goal treatment outcome one
    method methods analysis guideline recommendation following who what
    """
)


class GlossaryLookup(PassageLookup, Protocol):
    """Reads one pinned snapshot, whole documents included."""

    def document_passages(self, document_id: DocumentId) -> list[Passage]:
        """Return the passages of a document, in order."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class _Definition:
    """What a work says a term means; `claimed` names the term where `meaning` does not."""

    term: str
    meaning: str
    claimed: str
    passage: Passage
    span: Span


class GlossaryWriter:
    """Writes the glossary of one article.

    Args:
        article: with its references numbered; what its claims say in the end.
        lookup: the snapshot that it was composed from.
        attribute: the gate.
    """

    def __init__(self, article: Article, lookup: GlossaryLookup, attribute: Attribute) -> None:
        self._lookup = lookup
        self._openings = DefinitionReader(lookup)
        self._attribute = attribute
        self._texts = [claim.text for claim in article.claims]
        self._numbers = {
            citation.document_id: citation.reference
            for claim in article.claims
            for citation in claim.citations
        }

    def entries(self, known: Mapping[str, str]) -> tuple[GlossaryEntry, ...]:
        """Return what the article uses and its sources explain: terms, then abbreviations.

        Args:
            known: what the abbreviations of the article stand for.
        """
        used = dict.fromkeys(short for text in self._texts for short in abbreviations_in(text))
        shorts = {short: known[short] for short in used if short in known}
        found = [*self._terms(), *self._abbreviations(shorts)]
        return tuple(found[:MOST])

    def _abbreviations(self, known: Mapping[str, str]) -> Iterator[GlossaryEntry]:
        for short, long in known.items():
            told = next(self._told(short, long), None)
            yield GlossaryEntry(term=short, meaning=long, citations=(told,) if told else ())

    def _told(self, short: str, long: str) -> Iterator[Citation]:
        """Yield where a cited work introduces an abbreviation."""
        for passage, span in self._sentences:
            text = passage.quote(*span)
            if f"({short}" in text and introduced(text, {short: long}):
                meaning = f"{long[:1].upper()}{long[1:]} ({short})."
                if citation := self._checked(meaning, passage, span):
                    yield citation

    def _terms(self) -> Iterator[GlossaryEntry]:
        """Yield a definition of each word of the article that a cited work defines."""
        defined: set[str] = set()
        for one in self._definitions():
            if one.term.lower() in defined or not self._uses(one.term):
                continue
            if citation := self._checked(one.claimed, one.passage, one.span):
                defined.add(one.term.lower())
                term = _in_running_text(one.term)
                yield GlossaryEntry(term=term, meaning=one.meaning, citations=(citation,))

    def _definitions(self) -> Iterator[_Definition]:
        """Yield what the cited works define: in a sentence, or by the opening of a chapter."""
        for passage, span in self._sentences:
            sentence = " ".join(passage.quote(*span).split())
            if term := defined_term(sentence):
                yield _Definition(
                    term=term, meaning=sentence, claimed=sentence, passage=passage, span=span
                )
        for passage in dict.fromkeys(passage for passage, _ in self._sentences):
            for span, listed in self._openings.statements(passage, None):
                meaning = listed.text[len(listed.above) :].lstrip(": ")
                if listed.order == 0 and _is_plain(meaning):
                    yield _Definition(
                        term=_BRACKETS.sub("", listed.above).strip(),
                        meaning=meaning,
                        claimed=listed.text,
                        passage=passage,
                        span=span,
                    )

    def _uses(self, term: str) -> bool:
        word = re.compile(rf"(?<![\w-]){re.escape(term)}(?:s|es)?(?![\w-])", re.IGNORECASE)
        return any(word.search(text) for text in self._texts)

    @cached_property
    def _sentences(self) -> tuple[tuple[Passage, Span], ...]:
        """The sentences of the cited works, the first work first."""
        return tuple(
            (passage, span)
            for document_id in self._numbers
            for passage in self._lookup.document_passages(document_id)
            for span in passage.sentences
        )

    def _checked(self, meaning: str, passage: Passage, span: Span) -> Citation | None:
        """Return the citation of a meaning that passes the gate on its sentence."""
        draft = DraftClaim(
            text=meaning,
            role=ClaimRole.BACKGROUND,
            strength=None,
            study=None,
            quotations=(Quotation(passage_id=passage.passage_id, start=span[0], end=span[1]),),
        )
        passed = self._attribute(draft)
        if passed is None:
            return None
        (quote,) = passed.quotes
        return citation_of(quote, self._numbers[passage.document_id])


def defined_term(sentence: str) -> str | None:
    """Return what a sentence defines; None where it defines nothing.

    "Drug A is an inhibitor of enzyme B" defines drug A; "drug A is an effective treatment" judges
    it, and "drug A may be a cause" holds back.
    """
    found = _DEFINES.match(sentence)
    if found is None or not _is_plain(sentence):
        return None
    term = found["term"]
    return None if _NO_TERMS & set(term.lower().split()) else term


def _is_plain(meaning: str) -> bool:
    """Say whether a meaning is told without judging, holding back or going on elsewhere."""
    return (
        len(meaning.split()) <= _LONGEST
        and not hedged(meaning)
        and _JUDGES.search(meaning) is None
        and meaning.endswith((".", ".)"))
    )


def _in_running_text(term: str) -> str:
    """Return a term that opens its sentence as it stands within one."""
    first, *rest = term.split()
    ordinary = first[1:].islower() and not any(word[:1].isupper() for word in rest)
    return f"{term[:1].lower()}{term[1:]}" if ordinary else term
