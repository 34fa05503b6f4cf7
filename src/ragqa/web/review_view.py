"""An article as its reviewers read it: sentence by sentence, each with what it rests on."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from ragqa.desk.review_steps import Offer
from ragqa.indexing.snapshot import Snapshot
from ragqa.library.review import Action, Case, Step
from ragqa.library.reviewing import Reading
from ragqa.schema.article import Article
from ragqa.schema.claim import Claim
from ragqa.web.article_place import ArticlePlace
from ragqa.web.evidence_view import EvidenceView, evidence_of


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewedClaim:
    """One sentence, its evidence by reference, and what was said of it.

    `place` is the heading that it stands under first, and `number` counts it from 1.
    """

    number: int
    place: str
    claim: Claim
    evidence: tuple[EvidenceView, ...]
    comments: tuple[Step, ...]

    @property
    def checks(self) -> list[tuple[str, str]]:
        """The checks that it did not pass, with what they said; there should be none."""
        return [(one.name, one.detail) for one in self.claim.verdict.checks if not one.passed]


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """What somebody has typed into a form that was refused."""

    step: str = ""
    comment: str = ""
    credential: str = ""
    claim: str = ""

    def of(self, step: str, claim: str = "") -> str:
        """Return the comment that was typed into one form; nothing where it was another."""
        return self.comment if (self.step, self.claim) == (step, claim) else ""


NOTHING_TYPED: Final = Typed()


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewView:
    """One article under review; `offers` are the steps, with why some cannot be taken."""

    reading: Reading
    place: ArticlePlace
    claims: tuple[ReviewedClaim, ...]
    offers: dict[Action, Offer]

    @property
    def case(self) -> Case | None:
        """Where it stands."""
        return self.reading.case

    @property
    def text(self) -> str:
        """The hash of the text that is read; a form carries it back."""
        return self.reading.version.content_hash or ""

    def offer(self, name: str) -> Offer:
        """Return a step by its name."""
        return self.offers[Action(name)]

    @property
    def closed(self) -> list[Offer]:
        """The steps that cannot be taken now."""
        return [one for one in self.offers.values() if not one.is_open]

    @property
    def comments(self) -> int:
        """How many comments there are on this text."""
        return sum(len(one.comments) for one in self.claims)


def review_view(
    reading: Reading, snapshot: Snapshot | None, offers: dict[Action, Offer]
) -> ReviewView:
    """Return an article for its reviewers; without an index its quotations stand alone."""
    version = reading.version
    answer = reading.answer
    return ReviewView(
        reading=reading,
        place=ArticlePlace(article_id=version.article_id, number=version.number),
        claims=tuple(_claims(answer, reading.case, snapshot))
        if isinstance(answer, Article)
        else (),
        offers=offers,
    )


def _claims(
    article: Article, case: Case | None, snapshot: Snapshot | None
) -> Iterator[ReviewedClaim]:
    said = case.comments if case else ()
    for number, (place, claim) in enumerate(_in_order(article), 1):
        yield ReviewedClaim(
            number=number,
            place=place,
            claim=claim,
            evidence=_evidence(article, claim, snapshot),
            comments=tuple(one for one in said if one.claim == claim.claim_id),
        )


def _evidence(
    article: Article, claim: Claim, snapshot: Snapshot | None
) -> tuple[EvidenceView, ...]:
    numbers = dict.fromkeys(one.reference for one in claim.citations)
    if snapshot is None:
        return ()
    return tuple(evidence_of(article, claim, number, snapshot) for number in numbers)


def _in_order(article: Article) -> Iterator[tuple[str, Claim]]:
    """Yield every sentence once, in reading order, with the heading it stands under first."""
    seen = set()
    named = [("Direct answer", name) for name in article.summary]
    named += [
        (section.title, name)
        for section in article.sections
        for block in section.blocks
        for name in block.claims
    ]
    named += [("Side by side", claim.claim_id) for claim in article.claims]
    for place, name in named:
        if name not in seen:
            seen.add(name)
            yield place, article.claim(name)
