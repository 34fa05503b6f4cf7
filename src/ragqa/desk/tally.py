"""What a server has answered since it started, in numbers that name no question."""

import threading
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from ragqa.schema.article import Abstention, Article, Outcome

FAILED: Final = "failed"
"""The outcome of a question to which there was no answer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """Answers by their outcome, and how many claims they held and withheld altogether."""

    answers: Mapping[str, int]
    claims: int
    withheld: int


class Tally:
    """Counts answers; safe to be shared between threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._answers: Counter[str] = Counter()
        self._claims = 0
        self._withheld = 0

    def count(self, answer: Article | Abstention) -> None:
        """Count one answer."""
        with self._lock:
            if isinstance(answer, Article):
                self._answers[answer.outcome] += 1
                self._claims += len(answer.claims)
            else:
                self._answers[Outcome.ABSTAINED] += 1
            self._withheld += len(answer.withheld)

    def count_failure(self) -> None:
        """Count a question that could not be answered."""
        with self._lock:
            self._answers[FAILED] += 1

    def given(self) -> Given:
        """Return what was counted so far."""
        with self._lock:
            return Given(answers=dict(self._answers), claims=self._claims, withheld=self._withheld)
