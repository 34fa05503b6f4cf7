"""The words a claim is checked against."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from ragqa.linguistics.abbreviations import definitions
from ragqa.linguistics.lists import has_items, on_one_line
from ragqa.linguistics.polarity import nearest_sentence
from ragqa.linguistics.spelling_out import in_full, introduced
from ragqa.linguistics.usual_meanings import WELL_KNOWN
from ragqa.verification.quotes import Quote


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
    """Return claim and evidence with what the claim spells out spelled out in both.

    An expansion that the quoted works, or all works at hand, give adds nothing to a sentence; in
    brackets it would end a clause, and so hide what a "may" or a "not" governs.
    """
    known = introduced(claim, {**WELL_KNOWN, **dict(evidence.abbreviations)})
    if not known:
        return claim, evidence
    quotes = tuple(in_full(quote, known) for quote in evidence.quotes)
    return in_full(claim, known), replace(evidence, quotes=quotes)


def bare_evidence(text: str) -> EvidenceText:
    """Take a text without bibliographic identity as evidence."""
    return EvidenceText(quotes=(text,), titles=(), abbreviations=tuple(definitions(text).items()))
