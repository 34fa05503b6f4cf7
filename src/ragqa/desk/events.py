"""What an asker is told while an answer is made, in this order.

    Waiting*  Found+  Drafted?  Checked*  Passed*  Finished | Failed

Nothing that was told is taken back: a claim passes when every claim of its article has been
checked, alone and against the others.
"""

from dataclasses import dataclass
from typing import Literal

from ragqa.schema.article import Abstention, Article
from ragqa.schema.claim import Claim
from ragqa.schema.evidence import Evidence


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """Others are answered first: so many."""

    ahead: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """The search brought these passages, best first of each kind."""

    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Drafted:
    """So many sentences are being checked."""

    sentences: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """So many of them have been."""

    sentences: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Passed:
    """One claim of the article, in reading order, with the numbers it keeps.

    `part` is where it stands first: in the direct answer, or in one of the two sections.
    """

    claim: Claim
    part: Literal["answer", "guideline", "research"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Finished:
    """The whole answer."""

    answer: Article | Abstention


@dataclass(frozen=True, slots=True, kw_only=True)
class Failed:
    """There is no answer, and the sentence says why; `cause` is what was raised."""

    error: str
    cause: Exception | None = None


Event = Waiting | Found | Drafted | Checked | Passed | Finished | Failed
