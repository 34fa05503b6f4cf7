"""The articles of a library as lists show them: without their texts, which are read one by one."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from ragqa.library.store import ArticleId, Library, VersionId
from ragqa.library.tables import ARTICLES, VERSIONS
from ragqa.schema.question import Audience, Question

# SQLite takes at least 999 variables in one statement, whatever its build.
_VARIABLES = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleLine:
    """One article and its current version; `updated_at` is an ISO date and time."""

    article_id: ArticleId
    version_id: VersionId
    number: int
    question: Question
    updated_at: str


def current_lines(library: Library) -> list[ArticleLine]:
    """Return every article with its current version, by question."""
    statement = (
        sa.select(
            ARTICLES.c.article_id,
            ARTICLES.c.question,
            ARTICLES.c.audience,
            ARTICLES.c.version_id,
            VERSIONS.c.number,
            VERSIONS.c.created_at,
        )
        .join(VERSIONS, VERSIONS.c.version_id == ARTICLES.c.version_id)
        .order_by(ARTICLES.c.question, ARTICLES.c.article_id)
    )
    with library.reading() as connection:
        return [
            ArticleLine(
                article_id=row.article_id,
                version_id=row.version_id,
                number=row.number,
                question=Question(text=row.question, audience=Audience(row.audience)),
                updated_at=row.created_at,
            )
            for row in connection.execute(statement)
        ]


def texts_of(library: Library, versions: Sequence[VersionId]) -> Iterator[tuple[VersionId, str]]:
    """Yield versions with the text of their answers; those that are not there are left out."""
    with library.reading() as connection:
        for at in range(0, len(versions), _VARIABLES):
            some = versions[at : at + _VARIABLES]
            statement = sa.select(VERSIONS.c.version_id, VERSIONS.c.answer).where(
                VERSIONS.c.version_id.in_(some)
            )
            for row in connection.execute(statement):
                yield row.version_id, row.answer
