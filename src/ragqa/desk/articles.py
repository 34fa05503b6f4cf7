"""The articles of the library as people look for them: by words, state and audience."""

from collections.abc import Sequence
from dataclasses import dataclass

from ragqa.desk.pages import Page, page_of
from ragqa.errors import NotFoundError
from ragqa.library.comparison import compared
from ragqa.library.reviewing import Reading, Reviewing, Standing
from ragqa.library.store import ArticleId, Library
from ragqa.schema.claim_diff import ClaimDiff
from ragqa.schema.question import Audience
from ragqa.schema.review import ReviewState


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleSearch:
    """Which articles are looked for: all of these conditions hold; None and empty ask nothing.

    `words` stand in the question, in any order.
    """

    words: str = ""
    state: ReviewState | None = None
    audience: Audience | None = None

    def admits(self, one: Standing) -> bool:
        """Tell whether an article is among those looked for."""
        question = one.question.text.casefold()
        return (self.audience is None or one.question.audience is self.audience) and all(
            word in question for word in self.words.casefold().split()
        )


class Articles:
    """Finds and reads the articles of one library.

    Args:
        library: where they are.
        reviewing: where they stand.
    """

    def __init__(self, library: Library, reviewing: Reviewing) -> None:
        self._library = library
        self._reviewing = reviewing

    def found(self, wanted: ArticleSearch, *, page: int, per_page: int) -> Page[Standing]:
        """Return one page of the articles looked for, by question.

        Raises:
            ReviewError: the review log is not as it was written.
        """
        listed = self._reviewing.listed(wanted.state)
        return page_of([one for one in listed if wanted.admits(one)], page, per_page)

    def read(self, article_id: str, *, number: int | None = None) -> Reading:
        """Return the current version of an article, or the one with this number.

        Raises:
            NotFoundError: there is no such article or version.
            ReviewError: its part of the review log is not as it was written.
        """
        count = len(self._versions(article_id))
        if number is not None and not 1 <= number <= count:
            raise NotFoundError(
                f"Article {article_id} has no version {number}. It has {count}; name one of them."
            )
        return self._reviewing.read(article_id, number=number)

    def diff(self, article_id: str, *, number: int | None, against: int | None) -> ClaimDiff:
        """Compare a version, or the current one, with another one of the article.

        `against` None is the last one approved before, or else the one before.

        Raises:
            NotFoundError: there is no such article or version.
            UsageError: there is nothing to compare it with.
        """
        if against is not None:
            self.read(article_id, number=against)
        return compared(self.read(article_id, number=number), against)

    def _versions(self, article_id: str) -> Sequence[object]:
        if found := self._library.versions(ArticleId(article_id)):
            return found
        raise NotFoundError(
            f"The library has no article {article_id!r}. Search it for the id of the one you mean."
        )
