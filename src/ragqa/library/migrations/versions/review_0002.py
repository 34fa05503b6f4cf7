"""The log of the review, its head, and where each article stands."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

SQLITE = (
    "CREATE TRIGGER review_log_no_update BEFORE UPDATE ON review_log "
    "BEGIN SELECT RAISE(ABORT, 'the review log is only added to'); END",
    "CREATE TRIGGER review_log_no_delete BEFORE DELETE ON review_log "
    "BEGIN SELECT RAISE(ABORT, 'the review log is only added to'); END",
    # INSERT OR REPLACE would remove a row without asking the trigger above.
    "CREATE TRIGGER review_log_at_end BEFORE INSERT ON review_log "
    "WHEN NEW.sequence <> (SELECT COALESCE(MAX(sequence), 0) + 1 FROM review_log) "
    "BEGIN SELECT RAISE(ABORT, 'the review log is only added to'); END",
)
_POSTGRESQL = (
    "CREATE FUNCTION review_log_is_only_added_to() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN RAISE EXCEPTION 'the review log is only added to'; END $$",
    "CREATE TRIGGER review_log_no_change BEFORE UPDATE OR DELETE ON review_log "
    "FOR EACH ROW EXECUTE FUNCTION review_log_is_only_added_to()",
    "CREATE TRIGGER review_log_no_truncate BEFORE TRUNCATE ON review_log "
    "FOR EACH STATEMENT EXECUTE FUNCTION review_log_is_only_added_to()",
)


def upgrade() -> None:
    """Make the tables of the review, and the triggers that guard its log."""
    op.create_table(
        "review_log",
        sa.Column("sequence", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("previous", sa.String(64), nullable=False),
        sa.Column(
            "article_id", sa.String(64), sa.ForeignKey("articles.article_id"), nullable=False
        ),
        sa.Column("content_hash", sa.String(64), nullable=False),
        sa.Column("action", sa.String(32), nullable=False),
        sa.Column("by", sa.Text, nullable=False),
        sa.Column("credential", sa.Text, nullable=False),
        sa.Column("at", sa.String(32), nullable=False),
        sa.Column("claim", sa.String(64), nullable=True),
        sa.Column("comment", sa.Text, nullable=False),
        sa.Column("seal", sa.String(64), nullable=False),
    )
    op.create_index("log_of_article", "review_log", ["article_id", "sequence"])
    head = op.create_table(
        "review_head",
        sa.Column("one", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("steps", sa.Integer, nullable=False),
        sa.Column("seal", sa.String(64), nullable=False),
        sa.CheckConstraint("one = 1"),
    )
    op.bulk_insert(head, [{"one": 1, "steps": 0, "seal": "0" * 64}])
    op.create_table(
        "review_cases",
        sa.Column(
            "article_id", sa.String(64), sa.ForeignKey("articles.article_id"), primary_key=True
        ),
        sa.Column("state", sa.String(32), nullable=True),
        sa.Column("content_hash", sa.String(64), nullable=False),
        sa.Column("steps", sa.Integer, nullable=False),
        sa.Column("seal", sa.String(64), nullable=False),
    )
    op.create_index("ix_review_cases_state", "review_cases", ["state"])
    postgresql = op.get_bind().dialect.name == "postgresql"
    for statement in _POSTGRESQL if postgresql else SQLITE:
        op.execute(statement)
