"""Claims and articles that somebody else wrote, put to the checks that ragqa's own go through."""

from collections.abc import Sequence
from dataclasses import dataclass

from ragqa.assembly import build_gate
from ragqa.config import Settings
from ragqa.desk.short_work import ShortWork
from ragqa.linting.findings import Finding
from ragqa.linting.linter import lint
from ragqa.linting.source_list import SourceList
from ragqa.schema.claim import Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class BareClaim:
    """A claim with the evidence that is said to support it."""

    claim: str
    evidence: str


class Checking:
    """Verifies and lints one request after another, so that answers are not kept waiting.

    Args:
        settings: of verification.
        waiting: how many requests may wait.
    """

    def __init__(self, settings: Settings, *, waiting: int) -> None:
        self._gate = build_gate(settings)
        self._work = ShortWork(threads=1, waiting=waiting, name="check")

    def close(self) -> None:
        """Finish what is under way."""
        self._work.close()

    async def verify(self, claims: Sequence[BareClaim]) -> list[Verdict]:
        """Return the verdict on each claim, in order.

        Raises:
            BusyError: too many requests wait.
        """
        return await self._work.done(
            lambda: [self._gate.judge(one.claim, one.evidence) for one in claims]
        )

    async def lint(self, text: str, known: SourceList) -> list[Finding]:
        """Return every fault of an article's references and citations, by line.

        Raises:
            BusyError: too many requests wait.
        """
        return await self._work.done(lambda: lint(text, known))
