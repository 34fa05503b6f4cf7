"""The tables of a library, for SQLite and PostgreSQL alike.

A stored answer is the text that `rendering.as_json` printed, and is never changed: a regenerated
article is a further version, so that what was approved stays readable as such. Migrations make
these tables; a change here needs one.
"""

from sqlalchemy import (
    Column,
    ForeignKey,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
)

METADATA = MetaData()

SNAPSHOTS = Table(
    "snapshots",
    METADATA,
    Column("snapshot_id", String(64), primary_key=True),
    # Sorted keys of the texts of its passages, packed: what a later one holds beyond them is new.
    Column("texts", LargeBinary, nullable=False),
)

ARTICLES = Table(
    "articles",
    METADATA,
    Column("article_id", String(64), primary_key=True),
    Column("question", Text, nullable=False),
    Column("audience", String(32), nullable=False),
    # The version that is shown. Its row refers to this one, and not the other way about.
    Column("version_id", String(64), nullable=False),
)

VERSIONS = Table(
    "versions",
    METADATA,
    Column("version_id", String(64), primary_key=True),
    Column("article_id", String(64), ForeignKey("articles.article_id"), nullable=False),
    # From 1 within its article: two writers cannot add the same one.
    Column("number", Integer, nullable=False),
    Column("answer", Text, nullable=False),
    # None where the answer is an abstention: there is nothing to review.
    Column("content_hash", String(64), nullable=True),
    Column("created_at", String(32), nullable=False),
    # Why it took the place of the one before; empty for the first.
    Column("reason", Text, nullable=False),
    Column("snapshot_id", String(64), ForeignKey("snapshots.snapshot_id"), nullable=False),
    Column("dependencies", Text, nullable=False),
    # float32, of the embedder that the dependencies name.
    Column("question_vector", LargeBinary, nullable=False),
    UniqueConstraint("article_id", "number", name="number_of_version"),
)
