"""The follow-up reader role."""

from collections.abc import Sequence
from typing import Protocol

from ragqa.schema.conversation import Turn, Understood
from ragqa.schema.question import Audience


class FollowUpReader(Protocol):
    """Makes of what somebody types in a conversation a question that is whole by itself.

    Whatever else the conversation holds, a question that is whole already stays as it was typed.
    """

    @property
    def reader_id(self) -> str:
        """Name of the reader, as turns record it."""
        ...

    def read(self, typed: str, earlier: Sequence[Turn], audience: Audience) -> Understood:
        """Return what `typed` asks, after the `earlier` turns, oldest first."""
        ...
