"""The articles of the library: found by their words and by where they stand, in pages."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from ragqa.desk.current_articles import CurrentArticle, CurrentArticles
from ragqa.desk.freshness import PATIENTLY, SOON, Freshness, Judged
from ragqa.desk.paging import Page, page_of
from ragqa.desk.wanted_words import holds_all, wanted_words
from ragqa.library.reviewing import Reviewing
from ragqa.library.staleness import Stale
from ragqa.library.store import ArticleId
from ragqa.schema.question import Audience, Question
from ragqa.schema.review import ReviewState

PAGE: Final = 25


class ArticleOrder(StrEnum):
    """Which article comes first."""

    FITTING = "fitting"
    """The one whose question holds the words that were looked for."""
    UPDATED = "updated"
    """The one that was written last."""
    QUESTION = "question"


class Freshly(StrEnum):
    """Whether an article is what it would be if it were written now."""

    CURRENT = "current"
    STALE = "stale"


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleWish:
    """Which articles are wanted; None or nothing leaves a thing open. `page` counts from 1."""

    words: str = ""
    state: ReviewState | None = None
    audience: Audience | None = None
    fresh: Freshly | None = None
    order: ArticleOrder = ArticleOrder.FITTING
    page: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleRow:
    """One article of a list.

    `state` is None where there is no answer to review. `claims` counts its sentences. `compared`
    tells whether it was held against the index that serves, and `stale` why it is out of date.
    """

    article_id: ArticleId
    question: Question
    number: int
    updated_at: str
    state: ReviewState | None
    claims: int
    compared: bool
    stale: Stale | None


class ArticleSearch:
    """Finds articles; safe to be shared between threads.

    Args:
        reviewing: where they stand.
        articles: what they say.
        freshness: which of them are out of date.
    """

    def __init__(
        self, reviewing: Reviewing, articles: CurrentArticles, freshness: Freshness
    ) -> None:
        self._reviewing = reviewing
        self._articles = articles
        self._freshness = freshness

    def found(self, wish: ArticleWish) -> Page[ArticleRow]:
        """Return a page of the articles that are wanted.

        All words must stand in the question or in the sentences of an article.

        Raises:
            ReviewError: the review log is not as it was written.
        """
        words = wanted_words(wish.words)
        articles = self._articles.listed()
        matching = [one for one in articles if _holds(one, words)]
        judged = self._freshness.judged(PATIENTLY if wish.fresh else SOON)
        states = {one.article_id: one.state for one in self._reviewing.listed(None)}
        rows = [_row(one, states.get(one.line.article_id), judged) for one in matching]
        wanted = [row for row in rows if _is_wanted(row, wish)]
        return page_of(_ordered(wanted, words, wish.order), wish.page, PAGE)

    def uncompared(self) -> int:
        """Return how many articles have not been compared with the index that serves yet."""
        compared = self._freshness.judged().compared
        return sum(one.line.version_id not in compared for one in self._articles.listed())

    def stale(self, article_id: ArticleId) -> Stale | None:
        """Return why an article is out of date; None where it is not, or nobody knows yet."""
        return self._freshness.judged().stale.get(article_id)


def _holds(article: CurrentArticle, words: tuple[str, ...]) -> bool:
    return holds_all(f"{article.question_words} {article.words}", words)


def _row(article: CurrentArticle, state: ReviewState | None, judged: Judged) -> ArticleRow:
    line = article.line
    return ArticleRow(
        article_id=line.article_id,
        question=line.question,
        number=line.number,
        updated_at=line.updated_at,
        state=state,
        claims=article.claims,
        compared=line.version_id in judged.compared,
        stale=judged.stale.get(line.article_id),
    )


def _is_wanted(row: ArticleRow, wish: ArticleWish) -> bool:
    if wish.state is not None and row.state is not wish.state:
        return False
    if wish.audience is not None and row.question.audience is not wish.audience:
        return False
    match wish.fresh:
        case None:
            return True
        case Freshly.STALE:
            return row.stale is not None
        case Freshly.CURRENT:
            return row.compared and row.stale is None


def _ordered(
    rows: list[ArticleRow], words: tuple[str, ...], order: ArticleOrder
) -> list[ArticleRow]:
    """Return rows, which come by question, in the order that is wanted."""
    match order:
        case ArticleOrder.QUESTION:
            return rows
        case ArticleOrder.FITTING if words:
            return sorted(rows, key=lambda row: -_asked_about(row, words))
        case _:
            return sorted(rows, key=lambda row: row.updated_at, reverse=True)


def _asked_about(row: ArticleRow, words: tuple[str, ...]) -> int:
    """Count the words that stand in the question itself."""
    asked = set(wanted_words(row.question.text))
    return sum(word in asked for word in words)
