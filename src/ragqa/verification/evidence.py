"""The words a claim is checked against."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from ragqa.linguistics.abbreviations import definitions
from ragqa.linguistics.lists import has_items, on_one_line
from ragqa.linguistics.polarity import nearest_sentence
from ragqa.linguistics.sentences import sentence_spans
from ragqa.linguistics.spelling_out import in_full, introduced
from ragqa.linguistics.synonyms import in_common_words
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

    @property
    def sentences(self) -> tuple[str, ...]:
        """The sentences of all quotes, in order."""
        return tuple(quote[a:b] for quote in self.quotes for a, b in sentence_spans(quote))

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
    known = {**WELL_KNOWN, **dict(evidence.abbreviations)}
    claimed, quoted = claim.lower(), evidence.text.lower()
    across = {
        short: long
        for short, long in known.items()
        if (short in claim and long.lower() in quoted)
        or (short in evidence.text and long.lower() in claimed)
    }
    return {**introduced(claim, known), **across}


def bare_evidence(text: str) -> EvidenceText:
    """Take a text without bibliographic identity as evidence."""
    return EvidenceText(quotes=(text,), titles=(), abbreviations=tuple(definitions(text).items()))
