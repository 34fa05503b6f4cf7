"""One article of the library, read by its id and compared with its other versions."""

from ragqa.errors import NotFoundError
from ragqa.library.comparison import compared
from ragqa.library.reviewing import Reading, Reviewing
from ragqa.library.store import ArticleId, Library
from ragqa.schema.claim_diff import ClaimDiff


class Articles:
    """Reads the articles of one library by their whole ids.

    Args:
        library: where they are.
        reviewing: where they stand.
    """

    def __init__(self, library: Library, reviewing: Reviewing) -> None:
        self._library = library
        self._reviewing = reviewing

    def read(self, article_id: str, *, number: int | None = None) -> Reading:
        """Return the current version of an article, or the one with this number.

        Raises:
            NotFoundError: there is no such article or version.
            ReviewError: its part of the review log is not as it was written.
        """
        count = len(self._library.versions(ArticleId(article_id)))
        if not count:
            raise NotFoundError(
                f"The library has no article {article_id!r}. Search it for the id of the one you "
                "mean."
            )
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
