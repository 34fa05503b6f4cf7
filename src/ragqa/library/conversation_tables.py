"""The tables of conversations: whose they are, and their turns."""

from sqlalchemy import Column, ForeignKey, Index, Integer, String, Table, Text

from ragqa.library.tables import METADATA

CONVERSATIONS = Table(
    "conversations",
    METADATA,
    Column("conversation_id", String(64), primary_key=True),
    Column("owner", Text, nullable=False),
    Column("begun_at", String(32), nullable=False),
    Column("last_at", String(32), nullable=False),
    Index("conversations_of_owner", "owner", "last_at"),
)

TURNS = Table(
    "conversation_turns",
    METADATA,
    Column(
        "conversation_id",
        String(64),
        ForeignKey("conversations.conversation_id"),
        primary_key=True,
    ),
    # From 1 without gaps within its conversation.
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("understood", Text, nullable=False),
    Column("asked_at", String(32), nullable=False),
    # None until it is answered; then the text that `rendering.as_json` printed, never changed.
    Column("answer", Text, nullable=True),
    Column("corrections", Text, nullable=False),
)
