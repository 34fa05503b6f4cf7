"""How an article differs from another version of it, claim by claim."""

from dataclasses import dataclass
from enum import StrEnum

from ragqa.schema.article import Outcome, Reference
from ragqa.schema.claim import Claim
from ragqa.schema.provenance import Provenance


class Change(StrEnum):
    """What became of a claim, gravest first: the order in which an editor has to see it."""

    DIRECTION = "direction changed"
    """It negates what it asserted, points the other way, or its sides changed places."""
    NUMBER = "number changed"
    """A number, its unit, its bound or its place, or the size of the study."""
    STRENGTH = "strength changed"
    """Grade, certainty, origin or design, or how far its words go: "should", "may", "most"."""
    CONTENT = "content changed"
    """It names something that it did not name: a drug, a condition, a group of people."""
    WITHDRAWN = "withdrawn"
    NEW = "new"
    SOURCE = "source changed"
    """It rests on other works, or on other words of the same works."""
    MOVED = "moved"
    """It entered or left the direct answer, or stands in the other part."""
    REWORDED = "reworded"
    """The same in other words."""
    UNCHANGED = "unchanged"


class Part(StrEnum):
    """Which text of an article, besides its claims, a change is in; the gravest first."""

    CONCORDANCE = "concordance"
    GAP = "gap"
    NOTICE = "notice"
    WITHHELD = "withheld"
    GLOSSARY = "glossary"


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One thing in which two versions of a claim differ; empty where a version lacks it."""

    change: Change
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimChange:
    """A claim in both versions, or in the only one that has it; `differences` gravest first."""

    before: Claim | None
    after: Claim | None
    differences: tuple[Difference, ...]

    @property
    def change(self) -> Change:
        """The gravest change."""
        if self.before is None:
            return Change.NEW
        if self.after is None:
            return Change.WITHDRAWN
        return self.differences[0].change if self.differences else Change.UNCHANGED


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferenceChange:
    """A work that entered or left the reference list, or that is now described otherwise."""

    before: Reference | None
    after: Reference | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TextChange:
    """A notice, gap, comparison or withheld sentence that came, went or now reads otherwise."""

    part: Part
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """One of the two versions: `name` is what it is called, empty where it has no name.

    `reason` says why it is an abstention, which cites nothing.
    """

    name: str
    outcome: Outcome
    reason: str | None
    references: tuple[Reference, ...]
    provenance: Provenance


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimDiff:
    """Every claim of two versions exactly once, gravest change first, and what changed besides.

    An abstention has no claims: where one takes an article's place, every claim is withdrawn.
    """

    question: str
    before: Edition
    after: Edition
    claims: tuple[ClaimChange, ...]
    references: tuple[ReferenceChange, ...]
    texts: tuple[TextChange, ...]

    def having(self, change: Change) -> list[ClaimChange]:
        """Return the claims whose gravest change is this one."""
        return [claim for claim in self.claims if claim.change is change]

    @property
    def is_empty(self) -> bool:
        """Whether both versions say the same of the same works; how they were made may differ."""
        return (
            (self.before.outcome, self.before.reason) == (self.after.outcome, self.after.reason)
            and not (self.references or self.texts)
            and all(claim.change is Change.UNCHANGED for claim in self.claims)
        )
