"""One article for another audience: the same claims, in the same order, in words of their readers.

A claim keeps its id, its citations, its role and strength. Its words change only as far as the
gate lets the new ones through on the same quotes and `departure` finds nothing changed; where
neither does, the claim stands as it was written. Nothing is dropped and nothing added.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial

from ragqa.audience.glossary import GlossaryLookup, GlossaryWriter
from ragqa.audience.model_wording import Asked, ModelWording
from ragqa.audience.plain_english import PLAIN_WORDS, PlainWord
from ragqa.audience.reading_grade import reading_grade
from ragqa.audience.recheck import Recheck
from ragqa.audience.rewording import Edit, all_of, plain_edits, spelling_edits
from ragqa.generation.wording import AbbreviationExpander
from ragqa.schema.article import Article
from ragqa.schema.claim import Claim
from ragqa.schema.provenance import Prices, Usage
from ragqa.schema.question import Audience
from ragqa.schema.review import UNREAD
from ragqa.verification.verifier import Verifier

FREE = Prices(prompt=0.0, completion=0.0)


class Retelling:
    """Tells articles to other audiences; without a model the same article gives the same words.

    Args:
        verifier: the checks of the gate.
        plain_words: what patients call otherwise.
        model: words each claim first; the rules word what it does not. None: the rules alone.
        prices: what the model charges.
    """

    def __init__(
        self,
        *,
        verifier: Verifier,
        plain_words: Sequence[PlainWord] = PLAIN_WORDS,
        model: ModelWording | None = None,
        prices: Prices = FREE,
    ) -> None:
        self._verifier = verifier
        self._plain_words = plain_words
        self._model = model
        self._prices = prices

    @property
    def prompts(self) -> tuple[tuple[str, str], ...]:
        """Name and hash of each prompt that the model is given; none without one."""
        return self._model.prompts if self._model else ()

    def retold(self, article: Article, audience: Audience, lookup: GlossaryLookup) -> Article:
        """Return `article` for an audience, from the words that were first written.

        It is another text than the one that was reviewed, and begins unreviewed.

        Args:
            article: from the gate, for any audience.
            audience: who is to read it.
            lookup: the snapshot that it was composed from.

        Raises:
            ModelError: the entailment model cannot be loaded.
        """
        recheck = Recheck(article, lookup, self._verifier)
        written = [recheck.as_written(claim) for claim in article.claims]
        claims, asked = self._worded(written, audience, recheck)
        told = replace(
            article,
            question=replace(article.question, audience=audience),
            claims=tuple(claims),
            glossary=(),
            reading_grade=reading_grade([claim.text for claim in claims]),
            review=article.review if audience is article.question.audience else UNREAD,
            usage=self._charged(article.usage, asked),
        )
        if audience is Audience.CLINICIAN:
            return told
        known = {short: long for one in written for short, long in recheck.meanings(one).items()}
        writer = GlossaryWriter(told, lookup, recheck.attributed)
        return replace(told, glossary=writer.entries(known))

    def _worded(
        self, claims: Sequence[Claim], audience: Audience, recheck: Recheck
    ) -> tuple[list[Claim], Asked]:
        match audience:
            case Audience.CLINICIAN:
                return list(claims), Asked()
            case Audience.TRAINEE:
                worded = list(_introduced(claims, recheck))
            case Audience.PATIENT:
                worded = [self._plainly(claim, recheck) for claim in claims]
        if self._model is None:
            return worded, Asked()
        by_model, asked = self._model.wordings(claims, audience)
        return [
            recheck.worded(claim, by_model.get(claim.claim_id, claim.text)) or by_rules
            for claim, by_rules in zip(claims, worded, strict=True)
        ], asked

    def _plainly(self, claim: Claim, recheck: Recheck) -> Claim:
        """Return a claim with its abbreviations spelled out, and in words that patients use."""
        spelled = spelling_edits(claim.text, recheck.meanings(claim))
        return _edited(claim, [*spelled, *plain_edits(claim.text, self._plain_words)], recheck)

    def _charged(self, usage: Usage, asked: Asked) -> Usage:
        """Return what an answer cost with what the model was paid for its words."""
        prompt, completion = asked.prompt_tokens, asked.completion_tokens
        return replace(
            usage,
            prompt_tokens=usage.prompt_tokens + prompt,
            completion_tokens=usage.completion_tokens + completion,
            cost=usage.cost + self._prices.cost(prompt, completion),
        )


def _introduced(claims: Sequence[Claim], recheck: Recheck) -> Iterator[Claim]:
    """Yield the claims with each abbreviation spelled out where it first stands."""
    expander = AbbreviationExpander()
    for claim in claims:
        expand = partial(expander.expand, document=recheck.meanings(claim))
        yield _edited(claim, [expand], recheck)


def _edited(claim: Claim, edits: Sequence[Edit], recheck: Recheck) -> Claim:
    """Return the claim with all edits, or with those that it bears, one after another."""
    whole = recheck.worded(claim, all_of(edits)(claim.text))
    if whole is not None or len(edits) == 1:
        return whole or claim
    for edit in edits:
        claim = recheck.worded(claim, edit(claim.text)) or claim
    return claim
