"""An article as the templates lay it out: what they look up in it, and how they name its parts."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from ragqa.rendering import bibliography, wording
from ragqa.rendering.bibliography import QuotedWords
from ragqa.rendering.grouping import Group, grouped
from ragqa.rendering.plain_text import plain
from ragqa.schema.article import Article, Reference
from ragqa.schema.claim import ClaimId
from ragqa.schema.review import Review, standing
from ragqa.schema.source import Kind

EvidenceAddress = Callable[[ClaimId, int], str]
"""Where the evidence of one sentence in one reference can be read."""

_KINDS = (("guideline", "Guidelines", Kind.GUIDELINE), ("research", "Research", Kind.RESEARCH))


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleView:
    """One article on a page.

    Args:
        article: what is shown.
        place: begins the id of each part, so that a page can hold several articles.
        evidence: where a citation leads to; None: to its entry in the list of references.
    """

    article: Article
    place: str = ""
    evidence: EvidenceAddress | None = None

    @property
    def review(self) -> Review:
        """Where the article stands with its reviewers."""
        return standing(self.article)

    @property
    def headings(self) -> wording.Headings:
        """What its parts are called for those who read it."""
        return wording.headings(self.article.question.audience)

    @property
    def reference_lists(self) -> list[tuple[str, str, list[Reference]]]:
        """The two parts of the reference list: anchor, title and entries; no empty part."""
        references = self.article.references
        lists = [
            (anchor, title, bibliography.of_kind(references, kind))
            for anchor, title, kind in _KINDS
        ]
        return [part for part in lists if part[2]]

    def groups(self, claims: Sequence[ClaimId]) -> list[Group]:
        """Return sentences in a row, those that begin alike together."""
        return grouped([self.article.claim(name) for name in claims])

    def title(self, number: int) -> str:
        """Return the title of the work with this number."""
        return next(plain(one.title) for one in self.article.references if one.number == number)

    def quoted_words(self, number: int) -> list[QuotedWords]:
        """Return the words that are cited from one reference."""
        return bibliography.quoted_words(self.article, number)

    def at(self, part: str) -> str:
        """Return the id of a part of the article on this page."""
        return f"{self.place}{part}"

    def named(self, title: str) -> str:
        """Return the ids of what names a part: its heading, and on a page of several its article.

        The heading of such an article has the id that `at("title")` gives.
        """
        return f"{self.at(title)} {self.at('title')}" if self.place else self.at(title)

    def cited(self, claim: ClaimId, number: int) -> str:
        """Return where the citation of one reference leads to."""
        return self.evidence(claim, number) if self.evidence else f"#{self.at(f'ref-{number}')}"
