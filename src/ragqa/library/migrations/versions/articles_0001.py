"""Snapshots, articles and their versions."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make the tables of stored answers."""
    op.create_table(
        "snapshots",
        sa.Column("snapshot_id", sa.String(64), primary_key=True),
        sa.Column("texts", sa.LargeBinary, nullable=False),
    )
    op.create_table(
        "articles",
        sa.Column("article_id", sa.String(64), primary_key=True),
        sa.Column("question", sa.Text, nullable=False),
        sa.Column("audience", sa.String(32), nullable=False),
        sa.Column("version_id", sa.String(64), nullable=False),
    )
    op.create_table(
        "versions",
        sa.Column("version_id", sa.String(64), primary_key=True),
        sa.Column(
            "article_id", sa.String(64), sa.ForeignKey("articles.article_id"), nullable=False
        ),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("answer", sa.Text, nullable=False),
        sa.Column("content_hash", sa.String(64), nullable=True),
        sa.Column("created_at", sa.String(32), nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column(
            "snapshot_id", sa.String(64), sa.ForeignKey("snapshots.snapshot_id"), nullable=False
        ),
        sa.Column("dependencies", sa.Text, nullable=False),
        sa.Column("question_vector", sa.LargeBinary, nullable=False),
        sa.UniqueConstraint("article_id", "number", name="number_of_version"),
    )
