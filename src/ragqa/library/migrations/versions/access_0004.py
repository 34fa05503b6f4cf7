"""Keys and sessions; rows of the log that are about no article."""

import sqlalchemy as sa
from alembic import op

from ragqa.library.migrations.versions import review_0002

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Make the tables of access, and let a row of the log name no article."""
    op.create_table(
        "access_keys",
        sa.Column("key_id", sa.String(16), primary_key=True),
        sa.Column("secret_hash", sa.String(64), nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("credential", sa.Text, nullable=False),
        sa.Column("roles", sa.Text, nullable=False),
        sa.Column("added_at", sa.String(32), nullable=False),
        sa.Column("added_by", sa.Text, nullable=False),
        sa.Column("expires_at", sa.String(32), nullable=True),
        sa.Column("revoked_at", sa.String(32), nullable=True),
    )
    op.create_table(
        "access_sessions",
        sa.Column("token_hash", sa.String(64), primary_key=True),
        sa.Column("key_id", sa.String(16), sa.ForeignKey("access_keys.key_id"), nullable=False),
        sa.Column("begun_at", sa.String(32), nullable=False),
        sa.Column("expires_at", sa.String(32), nullable=False),
    )
    op.create_index("ix_access_sessions_key_id", "access_sessions", ["key_id"])
    op.create_index("ix_access_sessions_expires_at", "access_sessions", ["expires_at"])
    sqlite = op.get_bind().dialect.name == "sqlite"
    with op.batch_alter_table("review_log") as log:
        log.alter_column("article_id", existing_type=sa.String(64), nullable=True)
    if sqlite:  # which made the table anew, and its triggers went with the old one
        for statement in review_0002.SQLITE:
            op.execute(statement)
