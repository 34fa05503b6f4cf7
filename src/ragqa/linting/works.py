"""The work behind an entry of a reference list: title, year and identifiers, as far as told."""

import re
from dataclasses import dataclass
from functools import cached_property

from ragqa.linguistics.identifiers import normalise_doi
from ragqa.linguistics.terms import terms

_NOTICE = re.compile(
    r"(?:superseded by|replaced by|updated (?:by|in)|corrected by|retracted,? see|retraction in|"
    r"expression of concern,? (?:see|in)|erratum in|correction in|update of|comment in)\b.*?"
    r"(?=\.\s|\.?\Z|\n)",
    re.IGNORECASE | re.DOTALL,
)
_PMID = re.compile(r"(?:\bPMID:?\s*|pubmed(?:\.ncbi\.nlm\.nih\.gov)?/)(\d{4,9})", re.IGNORECASE)
_PMCID = re.compile(r"\bPMC\s?ID:?\s*(?:PMC)?(\d{4,9})|\bPMC(\d{4,9})\b", re.IGNORECASE)
_LINK = re.compile(r"https?://[^\s<>\"]+|\bwww\.[^\s<>\"]+", re.IGNORECASE)
_OTHER_NUMBER = re.compile(r"\bISBN\b|\bNCT\d{8}\b|\barXiv:|\bNBK\d+|\bISRCTN\d+", re.IGNORECASE)
_BOOK = re.compile(
    r"\b\d+(?:st|nd|rd|th) ed(?:ition|n|\.)|\bed(?:itor)?s?\.[,)\s]|\b(?:McGraw|Elsevier|Springer|"
    r"Wiley|Saunders|Lippincott|Oxford University Press|Cambridge University Press|textbook)\b",
    re.IGNORECASE,
)
# What organisations publish themselves is found by their name and its title.
_BODY = re.compile(
    r"\b(?:task force|organi[sz]ation|ministry|department|society|college|academy|association|"
    r"federation|institutes?|committee|council|agency|cent(?:er|re)s? for|commission|network)\b",
    re.IGNORECASE,
)
_JOURNAL = re.compile(
    r"\d\s?\(\w+\)\s?:|\b\d{4};\s?\w?\d+|:\s?e?\d+[-–]\d+|\b(?:J|Ann|Arch|Lancet|BMJ|JAMA|"
    r"N Engl|PLoS)\b|\b(?i:journal|database|annals|archives|reviews|proceedings|circulation)\b"
)
_YEAR = re.compile(r"(?<![\d./-])(?:19|20)\d\d(?![\d/])")
_LOOKED_UP = re.compile(r"\b(?:accessed|cited|retrieved)\b[^.\n]*", re.IGNORECASE)
_QUOTED_TITLE = re.compile(r"[“\"]([^“”\"]{12,300}?)[,.?!]?[”\"]")
_VANCOUVER = re.compile(
    r"(?:(?:(?:van|von|de|der|den|del|della|di|da|la|le|el|al|ter|ten|bin|dos)\s)*"
    r"[^\W\d_a-z][\w'’-]*(?:\s[^\W\d_a-z][\w'’-]+){0,2}?\s[A-Z]{1,3}(?:\s(?:Jr|Sr|II|III))?"
    r"(?:,\s|;\s|(?=\.)))+(?:(?:et al|and others))?\.\s"
    r"|[^.]{2,120}?,?\s(?:et al|and colleagues)\.?,?[.,]?\s"
)
_NAME_YEAR = re.compile(r"\A[^()]{2,300}?\(((?:19|20)\d\d)[a-z]?(?:,[^)]*)?\)[.,:]?\s+")
_PERSONS = re.compile(r"(?:[A-Z][\w'’-]+,\s(?:[A-Z]\.[\s-]?)+,?\s?(?:&|and)?\s?)+")
_SEGMENT = re.compile(r"(?<=[.?!])[\"”’]?\s+|\n+")
_ORGANISED = re.compile(r"(?:(?:[A-Z][\w'’.-]*|of|the|and|for|on|in|&)[\s,]*){1,10}\.?\Z")
_CONTAINER = re.compile(
    r"\b(?:journal|database|annals|archives|lancet|bmj|jama|proceedings|n engl j med|plos|"
    r"circulation|nature|medicine|rev|j|syst|clin|med)\b.*|\b(?:19|20)\d\d\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Work:
    """What one entry says of its work; `text` is the entry without its number and quotations."""

    text: str

    @cached_property
    def told(self) -> str:
        """The entry without notices: "Corrected by doi:…" names another work."""
        return _NOTICE.sub(" ", self.text)

    @cached_property
    def doi(self) -> str | None:
        """The DOI, in its one spelling."""
        return normalise_doi(self.told)

    @cached_property
    def pmid(self) -> str | None:
        """The PubMed id, digits alone."""
        found = _PMID.search(self.told)
        return found.group(1) if found else None

    @cached_property
    def pmcid(self) -> str | None:
        """The PubMed Central id, digits alone."""
        found = _PMCID.search(self.told)
        return (found.group(1) or found.group(2)) if found else None

    @property
    def can_be_found(self) -> bool:
        """Whether a reader is told where the work is, or that it is a book or a report."""
        named = self.doi or self.pmid or self.pmcid
        other = (_LINK, _OTHER_NUMBER, _BOOK)
        told = named is not None or any(pattern.search(self.told) for pattern in other)
        return told or self._is_report

    @property
    def is_article(self) -> bool:
        """Whether persons stand as its authors, or a journal beside it."""
        persons = self._behind_authors() != self.told.strip()
        return persons or _JOURNAL.search(self.told.partition(self.title)[2]) is not None

    @property
    def _is_report(self) -> bool:
        """Whether an organisation stands as its author, and no journal beside it."""
        before, _, behind = self.told.partition(self.title)
        named = _BODY.search(before) or _BODY.search(behind)
        return named is not None and _JOURNAL.search(behind) is None

    @cached_property
    def year(self) -> int | None:
        """The year of publication: the one in brackets behind the authors, else the last told."""
        named = _NAME_YEAR.match(self.told)
        if named:
            return int(named.group(1))
        shown = _LINK.sub(" ", re.sub(r"10\.\d{4,9}/\S+", " ", self.told))
        years = _YEAR.findall(_LOOKED_UP.sub(" ", shown))
        return int(years[-1]) if years else None

    @cached_property
    def title(self) -> str:
        """The title, as far as the punctuation tells it from authors and journal."""
        quoted = _QUOTED_TITLE.search(self.told)
        if quoted:
            return quoted.group(1)
        rest = self._behind_authors()
        parts = [part.strip() for part in _SEGMENT.split(rest) if part.strip()]
        if len(parts) > 2 and rest == self.told.strip() and _is_body(parts[0], parts[1]):
            return parts[1]
        return parts[0] if parts else ""

    @cached_property
    def title_terms(self) -> tuple[str, ...]:
        """The title in the form in which titles are compared."""
        return tuple(terms(self.title))

    @cached_property
    def authors(self) -> frozenset[str]:
        """The terms before the title: names of persons or bodies."""
        before = self.told.split(self.title)[0] if self.title else ""
        return frozenset(term for term in terms(before) if len(term) > 2 and not term.isdigit())

    @cached_property
    def segments(self) -> frozenset[tuple[str, ...]]:
        """Everything that might be the title, as terms: each part between two stops."""
        parts = [*_SEGMENT.split(self.told), *_SEGMENT.split(self._behind_authors()), self.title]
        return frozenset(tuple(terms(part)) for part in parts if part.strip())

    def _behind_authors(self) -> str:
        text = self.told.strip()
        for pattern in (_NAME_YEAR, _VANCOUVER, _PERSONS):
            authors = pattern.match(text)
            if authors:
                return text[authors.end() :].strip(" .")
        return text


def _is_body(first: str, second: str) -> bool:
    """Tell the name of an organisation, which a title follows, from a title."""
    return (
        _ORGANISED.match(first) is not None
        and len(terms(second)) > 2
        and _CONTAINER.search(second) is None
    )
