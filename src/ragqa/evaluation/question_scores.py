"""The scores of one question: every value by name, and the judgements behind them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

Values = dict[str, float | None]
"""Values by the name of the column; None, or no name, where one does not apply."""


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgedStatement:
    """A gold statement, what the judge says of it, and the claims that it says so by."""

    text: str
    kind: Literal["must have", "nice to have"]
    label: str
    claims: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionScores:
    """One question of a run; `faults` counts what the linter found, by code."""

    question_id: str
    question: str
    tags: tuple[str, ...]
    should_abstain: bool
    outcome: str
    confidence: float
    values: Values
    statements: tuple[JudgedStatement, ...]
    faults: dict[str, int]


def share(flags: Sequence[bool]) -> float | None:
    """Return the share of flags that are set; None of none."""
    return sum(flags) / len(flags) if flags else None
