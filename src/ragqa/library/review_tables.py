"""The tables of the review: a log that is only ever added to, and what is known beside it.

Triggers refuse to change or remove a row of the log, in SQLite and in PostgreSQL. Who can drop
a trigger can do it all the same; `ragqa review verify-log` shows that it was done.
"""

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Integer, String, Table, Text

from ragqa.library.tables import METADATA

LOG = Table(
    "review_log",
    METADATA,
    # From 1 without gaps: two writers cannot write the same row.
    Column("sequence", Integer, primary_key=True, autoincrement=False),
    Column("previous", String(64), nullable=False),
    # None where what was done is about no article.
    Column("article_id", String(64), ForeignKey("articles.article_id"), nullable=True),
    Column("content_hash", String(64), nullable=False),
    Column("action", String(32), nullable=False),
    Column("by", Text, nullable=False),
    Column("credential", Text, nullable=False),
    Column("at", String(32), nullable=False),
    Column("claim", String(64), nullable=True),
    Column("comment", Text, nullable=False),
    Column("seal", String(64), nullable=False),
    Index("log_of_article", "article_id", "sequence"),
)

# One row: how many rows the log has, and the seal of the last.
HEAD = Table(
    "review_head",
    METADATA,
    Column("one", Integer, CheckConstraint("one = 1"), primary_key=True, autoincrement=False),
    Column("steps", Integer, nullable=False),
    Column("seal", String(64), nullable=False),
)

# Where each article stands, and the same of its part of the log.
CASES = Table(
    "review_cases",
    METADATA,
    Column("article_id", String(64), ForeignKey("articles.article_id"), primary_key=True),
    # None where there is nothing to review.
    Column("state", String(32), nullable=True, index=True),
    Column("content_hash", String(64), nullable=False),
    Column("steps", Integer, nullable=False),
    Column("seal", String(64), nullable=False),
)
