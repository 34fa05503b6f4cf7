"""The gate once more: whether a claim may be said in other words on the quotes that it has."""

from dataclasses import replace

from ragqa.audience.invariance import departure
from ragqa.linguistics.abbreviations import abbreviations_in, definitions
from ragqa.linguistics.usual_meanings import usual_meanings
from ragqa.linguistics.word_list import word_list
from ragqa.schema.article import Article
from ragqa.schema.claim import Claim, DraftClaim, Quotation
from ragqa.verification.attribution import Attributed, attribute_claim
from ragqa.verification.lookup import PassageLookup
from ragqa.verification.quotes import Quote, QuoteCutter
from ragqa.verification.verifier import Verifier

_KNOWN_BY_LETTERS = word_list("AIDS COVID COVID-19 DNA EU HIV RNA TV UK US USA")


class Recheck:
    """Puts other words for the claims of one article to the gate.

    Args:
        article: whose claims are as they were first written.
        lookup: the snapshot that it was composed from.
        verifier: the checks.
    """

    def __init__(self, article: Article, lookup: PassageLookup, verifier: Verifier) -> None:
        self._question = article.question
        self._verifier = verifier
        self._cutter = QuoteCutter(lookup)
        places = [place for claim in article.claims for place in _quotations(claim)]
        self._agreed = self._cutter.agreed_abbreviations(places, ())
        self._introduced = _introduced(article)
        self._running = " ".join(
            text
            for claim in article.claims
            for text in (claim.text, *(citation.quote for citation in claim.citations))
        )

    def meanings(self, claim: Claim) -> dict[str, str]:
        """Return what the abbreviations of a claim stand for; few know HIV by its long name.

        What the article or the claim itself says goes before what its sources say, and that before
        usage.
        """
        cuts = [self._cutter.cut(place) for place in _quotations(claim)]
        own = [pair for cut in cuts if isinstance(cut, Quote) for pair in cut.abbreviations]
        text = claim.original or claim.text
        known = (
            usual_meanings(text) | self._agreed | dict(own) | self._introduced | definitions(text)
        )
        return {
            short: self._in_running_text(known[short])
            for short in abbreviations_in(text)
            if short in known and short not in _KNOWN_BY_LETTERS
        }

    def _in_running_text(self, long: str) -> str:
        """Return a meaning in small letters where article or sources write it so: no name."""
        return long.lower() if long.lower() in self._running else long

    def attributed(self, draft: DraftClaim) -> Attributed | None:
        """Return a sentence that passes the gate exactly as it stands; None where it does not."""
        outcome = attribute_claim(
            draft,
            self._cutter,
            kind=None,
            question=self._question,
            agreed=self._agreed,
            verifier=self._verifier,
        )
        passed = isinstance(outcome, Attributed) and outcome.draft.text == draft.text
        return outcome if isinstance(outcome, Attributed) and passed else None

    def worded(self, claim: Claim, text: str) -> Claim | None:
        """Return `claim` in the words of `text`; None where it would not be the same claim.

        All its quotes have to carry the new words, and these to say what the first ones said.
        """
        original = claim.original or claim.text
        if text == claim.text or departure(original, text, self.meanings(claim)):
            return None
        passed = self.attributed(_draft(claim, text))
        if passed is None or len(passed.quotes) != len(claim.citations):
            return None
        return replace(claim, text=text, original=original, verdict=passed.verdict)

    def as_written(self, claim: Claim) -> Claim:
        """Return a claim in its first words, with the verdict on these."""
        if claim.original is None:
            return claim
        passed = self.attributed(_draft(claim, claim.original))
        verdict = passed.verdict if passed else claim.verdict
        return replace(claim, text=claim.original, original=None, verdict=verdict)


def _draft(claim: Claim, text: str) -> DraftClaim:
    return DraftClaim(
        text=text,
        role=claim.role,
        strength=claim.strength,
        study=claim.study,
        quotations=_quotations(claim),
    )


def _quotations(claim: Claim) -> tuple[Quotation, ...]:
    return tuple(
        Quotation(passage_id=one.passage_id, start=one.start, end=one.end)
        for one in claim.citations
    )


def _introduced(article: Article) -> dict[str, str]:
    """Return the abbreviations that the claims of an article define; the first definition holds."""
    found: dict[str, str] = {}
    for claim in article.claims:
        for short, long in definitions(claim.original or claim.text).items():
            found.setdefault(short, long)
    return found
