"""The tables of access: keys, and the sessions that they began; neither holds a secret."""

from sqlalchemy import Column, ForeignKey, String, Table, Text

from ragqa.library.tables import METADATA

KEYS = Table(
    "access_keys",
    METADATA,
    Column("key_id", String(16), primary_key=True),
    # SHA-256 of the secret.
    Column("secret_hash", String(64), nullable=False),
    Column("name", Text, nullable=False),
    Column("credential", Text, nullable=False),
    # The roles with spaces between them.
    Column("roles", Text, nullable=False),
    Column("added_at", String(32), nullable=False),
    Column("added_by", Text, nullable=False),
    # None where it never expires.
    Column("expires_at", String(32), nullable=True),
    # None where it never was.
    Column("revoked_at", String(32), nullable=True),
)

SESSIONS = Table(
    "access_sessions",
    METADATA,
    # SHA-256 of the token that the cookie holds.
    Column("token_hash", String(64), primary_key=True),
    Column("key_id", String(16), ForeignKey("access_keys.key_id"), nullable=False, index=True),
    Column("begun_at", String(32), nullable=False),
    Column("expires_at", String(32), nullable=False, index=True),
)
