"""Who is told how far an answer has come, while it is made."""

from collections.abc import Sequence
from typing import Protocol

from ragqa.schema.evidence import Evidence


class AnswerProgress(Protocol):
    """Is told of each stage of one answer, in the thread that makes it.

    What one of these raises ends the answer there: nobody waits for it any more.
    """

    def found(self, evidence: Sequence[Evidence]) -> None:
        """Take note of what the search brought, best first of each kind."""
        ...

    def drafted(self, sentences: int) -> None:
        """So many sentences will be put to the checks."""
        ...

    def checked(self) -> None:
        """One more sentence has been put to them."""
        ...


class NoAnswerProgress:
    """Tells nobody."""

    def found(self, evidence: Sequence[Evidence]) -> None:
        """Do nothing."""

    def drafted(self, sentences: int) -> None:
        """Do nothing."""

    def checked(self) -> None:
        """Do nothing."""
