"""The words a claim is checked against."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from ragqa.linguistics.abbreviations import abbreviations_in, definitions, initialism_in
from ragqa.linguistics.lists import has_items, on_one_line
from ragqa.linguistics.polarity import nearest_sentence
from ragqa.linguistics.sentences import sentence_spans
from ragqa.linguistics.spelling_out import in_full, introduced
from ragqa.linguistics.synonyms import in_common_words
from ragqa.linguistics.terms import terms
from ragqa.linguistics.usual_meanings import AMBIGUOUS, usual_meanings
from ragqa.verification.quotes import Quote

LONGEST_EVIDENCE = 30_000
"""Characters; five times a long abstract, and more than any passage of an index."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceText:
    """Quoted texts, the titles of their works, and the abbreviations those works define."""

    quotes: tuple[str, ...]
    titles: tuple[str, ...]
    abbreviations: tuple[tuple[str, str], ...]

    @property
    def text(self) -> str:
        """All quotes, a blank line between two, so that no sentence runs across them."""
        return "\n\n".join(self.quotes)

    @property
    def sentences(self) -> tuple[str, ...]:
        """The sentences of all quotes, in order."""
        return tuple(quote[a:b] for quote in self.quotes for a, b in sentence_spans(quote))

    def known_beside(self, claim: str) -> dict[str, str]:
        """Return what abbreviations mean to these works, or usually, where `claim` or they do."""
        return {**usual_meanings(claim), **usual_meanings(self.text), **dict(self.abbreviations)}

    def nearest(self, claim: str) -> str:
        """Return the quoted sentence that shares the most words with `claim`."""
        return nearest_sentence(claim, self.text)


def evidence_of(quotes: tuple[Quote, ...], agreed: Mapping[str, str]) -> EvidenceText:
    """Collect what a claim with these quotes is checked against.

    Args:
        quotes: what the claim cites.
        agreed: abbreviations that the documents of the draft define, and all in one way; what
            a quoted document defines itself goes before them.
    """
    own = dict(pair for quote in quotes for pair in quote.abbreviations)
    return EvidenceText(
        quotes=_said(quotes),
        titles=tuple(quote.source.title for quote in quotes),
        abbreviations=tuple({**agreed, **own}.items()),
    )


def _said(quotes: tuple[Quote, ...]) -> tuple[str, ...]:
    """Return the quoted texts; a list as one sentence, behind its headings and what announces it.

    "In children under 5 years: drug A: 5 mg" is said by the items only where the heading stands.
    """
    if not any(has_items(quote.text) for quote in quotes):
        return tuple(quote.text for quote in quotes)
    headings = dict.fromkeys(name for quote in quotes for name in quote.headings)
    return ("; ".join([*headings, *(on_one_line(quote.text) for quote in quotes)]),)


def in_same_words(claim: str, evidence: EvidenceText) -> tuple[str, EvidenceText]:
    """Return claim and evidence in the same words where they mean the same.

    What one of them spells out and the other abbreviates is spelled out in both, and of words
    that mean the same one stands in both. An expansion that the quoted works, or all works at
    hand, give adds nothing to a sentence; in brackets it would end a clause, and so hide what a
    "may" or a "not" governs.
    """
    known = _spelled_out_in_one(claim, evidence)
    quotes = tuple(in_common_words(in_full(quote, known)) for quote in evidence.quotes)
    titles = tuple(in_common_words(in_full(title, known)) for title in evidence.titles)
    said = in_common_words(in_full(claim, known))
    return said, replace(evidence, quotes=quotes, titles=titles)


def _spelled_out_in_one(claim: str, evidence: EvidenceText) -> dict[str, str]:
    """Return the abbreviations of which claim or evidence give the meaning, and which both use."""
    known = evidence.known_beside(claim)
    text = evidence.text
    across = {
        short: long
        for short, long in known.items()
        if (short in claim and _says(text, long)) or (short in text and _says(claim, long))
    }
    return {**introduced(claim, known), **across, **_spelled_by_letters(claim, evidence, known)}


def _says(text: str, phrase: str) -> bool:
    """Say whether `text` holds the words of `phrase`, in whatever spelling or number."""
    return _in_common_terms(phrase) in _in_common_terms(text)


def _in_common_terms(text: str) -> str:
    return f" {' '.join(terms(in_common_words(text)))} "


def _spelled_by_letters(
    claim: str, evidence: EvidenceText, known: Mapping[str, str]
) -> dict[str, str]:
    """Return abbreviations that only one text uses, with the words that spell them in the other.

    None that is known otherwise; one that stands for several things only where the quotes spell it.
    """
    nearest = evidence.nearest(claim)
    used, quoted = set(abbreviations_in(claim)), set(abbreviations_in(nearest))
    found = {}
    for short in (used ^ quoted) - known.keys() - (AMBIGUOUS & quoted):
        text, other = (claim, nearest) if short in quoted else (nearest, claim)
        long = initialism_in(short, text)
        if long and not _says(other, long):
            found[short] = long
    return found


def bare_evidence(text: str) -> EvidenceText:
    """Take a text without bibliographic identity as evidence."""
    return EvidenceText(
        quotes=(text,), titles=(), abbreviations=tuple(definitions(text[:LONGEST_EVIDENCE]).items())
    )
