"""Stored answers: every version that was ever given, and which one is shown."""

import hashlib
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import NewType, Self

import numpy as np
import sqlalchemy as sa
from sqlalchemy.engine import Connection, Row

from ragqa.embedding.embedder import FloatArray
from ragqa.errors import UsageError
from ragqa.indexing.nearest import IdArray
from ragqa.library.database import Database
from ragqa.library.dependencies import Dependencies, read, written
from ragqa.library.tables import ARTICLES, SNAPSHOTS, VERSIONS
from ragqa.rendering.as_json import render_json
from ragqa.rendering.from_json import read_json
from ragqa.schema.article import Abstention, Article
from ragqa.schema.question import Audience, Question
from ragqa.schema.review import content_hash

ArticleId = NewType("ArticleId", str)
VersionId = NewType("VersionId", str)


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredVersion:
    """One answer as it was given, byte for byte; `number` counts from 1 within its article.

    `version_id` is the SHA-256 of the number and the text; `content_hash` is None for an
    abstention. `reason` says why it took the place of the version before it, and is empty for
    the first.
    """

    version_id: VersionId
    article_id: ArticleId
    number: int
    text: str
    content_hash: str | None
    created_at: str
    reason: str

    def answer(self) -> Article | Abstention:
        """Return the answer that the text holds."""
        return read_json(self.text)


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """The question of an article, with what its current version rests on.

    `vector` is that of the question, shape (dimension,), float32.
    """

    article_id: ArticleId
    question: Question
    dependencies: Dependencies
    vector: FloatArray


@dataclass(frozen=True, slots=True, kw_only=True)
class NewVersion:
    """An answer that is to become the current version of its article."""

    answer: Article | Abstention
    dependencies: Dependencies
    vector: FloatArray
    reason: str


Stored = Callable[[Connection, StoredVersion], None]
"""Told of each new version within the transaction that stores it."""


class Library:
    """The articles of one library. Versions are added and never changed or removed.

    Args:
        database: where it is.
        stored: what else has to happen together with each new version.
    """

    def __init__(self, database: Database, *, stored: Stored | None = None) -> None:
        self._database = database
        self._stored = stored

    @classmethod
    def open(cls, place: str, *, create: bool = False, stored: Stored | None = None) -> Self:
        """Open the library at a path or a `postgresql://` URL; `create` makes one if need be.

        Raises:
            LibraryVersionError: a newer ragqa has written it.
            LibraryError: it cannot be opened, is no library, or there is none.
        """
        return cls(Database.open(place, create=create), stored=stored)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the database."""
        self._database.close()

    @property
    def database(self) -> Database:
        """Where the library is."""
        return self._database

    def reading(self) -> AbstractContextManager[Connection]:
        """Lend a connection that sees one state of the library; see Database."""
        return self._database.reading()

    def writing(self) -> AbstractContextManager[Connection]:
        """Lend a connection whose changes are kept together; see Database."""
        return self._database.writing()

    def remembers(self, snapshot_id: str) -> bool:
        """Tell whether it is known what a snapshot holds."""
        with self.reading() as connection:
            return _known(connection, snapshot_id) is not None

    def remember_snapshot(self, snapshot_id: str, texts: IdArray) -> None:
        """Keep which texts a snapshot holds, by their keys: others are new beside them."""
        with self.writing() as connection:
            if _known(connection, snapshot_id) is None:
                packed = np.unique(texts).astype("<i8").tobytes()
                connection.execute(SNAPSHOTS.insert().values(snapshot_id=snapshot_id, texts=packed))

    def texts_of(self, snapshot_id: str) -> IdArray:
        """Return the keys of the texts that a snapshot holds, ascending.

        Raises:
            KeyError: no article rests on this snapshot.
        """
        with self.reading() as connection:
            packed = _known(connection, snapshot_id)
        if packed is None:
            raise KeyError(snapshot_id)
        return np.frombuffer(packed, dtype="<i8").astype(np.int64)

    def keep(self, new: NewVersion) -> StoredVersion:
        """Store an answer as the current version of its article, and return it.

        The snapshot it comes from must have been remembered.
        """
        question = new.answer.question
        text = render_json(new.answer)
        # An approval is bound to what can be read here again.
        answer = read_json(text)
        article_id = article_id_of(question)
        with self.writing() as connection:
            number = _count(connection, article_id) + 1
            version = StoredVersion(
                version_id=VersionId(hashlib.sha256(f"{number}\n{text}".encode()).hexdigest()),
                article_id=article_id,
                number=number,
                text=text,
                content_hash=content_hash(answer) if isinstance(answer, Article) else None,
                created_at=new.answer.provenance.generated_at,
                reason=new.reason,
            )
            _put_article(connection, version, question)
            connection.execute(VERSIONS.insert().values(_row(version, new)))
            if self._stored is not None:
                self._stored(connection, version)
        return version

    def article_ids(self) -> frozenset[ArticleId]:
        """Return the ids of all articles."""
        with self.reading() as connection:
            return frozenset(connection.execute(sa.select(ARTICLES.c.article_id)).scalars())

    def kept(self) -> Iterator[Kept]:
        """Yield every article with what its current version rests on, by id."""
        statement = (
            sa.select(
                ARTICLES.c.article_id,
                ARTICLES.c.question,
                ARTICLES.c.audience,
                VERSIONS.c.dependencies,
                VERSIONS.c.question_vector,
            )
            .join(VERSIONS, VERSIONS.c.version_id == ARTICLES.c.version_id)
            .order_by(ARTICLES.c.article_id)
        )
        with self.reading() as connection:
            for row in connection.execution_options(yield_per=500).execute(statement):
                yield Kept(
                    article_id=row.article_id,
                    question=Question(text=row.question, audience=Audience(row.audience)),
                    dependencies=read(row.dependencies),
                    vector=np.frombuffer(row.question_vector, dtype="<f4"),
                )

    def current(self) -> Iterator[StoredVersion]:
        """Yield the current version of every article, by article id."""
        statement = (
            sa.select(VERSIONS)
            .join(ARTICLES, VERSIONS.c.version_id == ARTICLES.c.version_id)
            .order_by(ARTICLES.c.article_id)
        )
        with self.reading() as connection:
            for row in connection.execution_options(yield_per=100).execute(statement):
                yield _version(row)

    def versions(self, article_id: ArticleId) -> list[StoredVersion]:
        """Return every version of an article, the current one last; none if there is no such."""
        statement = (
            sa.select(VERSIONS)
            .where(VERSIONS.c.article_id == article_id)
            .order_by(VERSIONS.c.number)
        )
        with self.reading() as connection:
            return [_version(row) for row in connection.execute(statement)]

    def find(self, name: str) -> ArticleId:
        """Return the article that a person means: by id, the beginning of one, or its question.

        Raises:
            UsageError: there is none, or more than one.
        """
        begins = ARTICLES.c.article_id.startswith(name, autoescape=True)
        statement = sa.select(ARTICLES.c.article_id).where(begins | (ARTICLES.c.question == name))
        with self.reading() as connection:
            found = sorted(connection.execute(statement.limit(2)).scalars())
        if len(found) != 1:
            told = "two articles or more" if found else "no article"
            raise UsageError(
                f"{name!r} names {told} of the library {self._database.name!r}. Give the id or the "
                "whole question of one, as `ragqa batch stale` and `ragqa review list` print them."
            )
        return ArticleId(found[0])


def article_id_of(question: Question) -> ArticleId:
    """Return the id of the article that answers a question for its audience."""
    parts = f"{question.audience}\x00{question.text}"
    return ArticleId("a" + hashlib.sha256(parts.encode("utf-8", "surrogatepass")).hexdigest()[:16])


def _known(connection: Connection, snapshot_id: str) -> bytes | None:
    statement = sa.select(SNAPSHOTS.c.texts).where(SNAPSHOTS.c.snapshot_id == snapshot_id)
    packed: bytes | None = connection.execute(statement).scalar()
    return packed


def _count(connection: Connection, article_id: ArticleId) -> int:
    newest = sa.select(sa.func.max(VERSIONS.c.number)).where(VERSIONS.c.article_id == article_id)
    return connection.execute(newest).scalar() or 0


def _put_article(connection: Connection, version: StoredVersion, question: Question) -> None:
    if version.number == 1:
        connection.execute(
            ARTICLES.insert().values(
                article_id=version.article_id,
                question=question.text,
                audience=question.audience.value,
                version_id=version.version_id,
            )
        )
    else:
        connection.execute(
            ARTICLES.update()
            .where(ARTICLES.c.article_id == version.article_id)
            .values(version_id=version.version_id)
        )


def _row(version: StoredVersion, new: NewVersion) -> dict[str, object]:
    return {
        "version_id": version.version_id,
        "article_id": version.article_id,
        "number": version.number,
        "answer": version.text,
        "content_hash": version.content_hash,
        "created_at": version.created_at,
        "reason": version.reason,
        "snapshot_id": new.dependencies.provenance.snapshot,
        "dependencies": written(new.dependencies),
        "question_vector": new.vector.astype("<f4").tobytes(),
    }


def _version(row: Row[tuple[object, ...]]) -> StoredVersion:
    return StoredVersion(
        version_id=VersionId(row.version_id),
        article_id=ArticleId(row.article_id),
        number=row.number,
        text=row.answer,
        content_hash=row.content_hash,
        created_at=row.created_at,
        reason=row.reason,
    )
