"""How two statements on the same question stand to each other: they agree, conflict, or neither.

Precision comes first: two statements conflict only where they tell of the same thing done to the
same end in the same people, with no other dose, time or comparison, and point opposite ways.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from ragqa.linguistics.ages import ages_in
from ragqa.linguistics.assertions import NARROWING, Assertion, assertions
from ragqa.linguistics.clause_stance import stance_of
from ragqa.linguistics.effect_patterns import Direction
from ragqa.linguistics.effects import Effect, effects
from ragqa.linguistics.opposition import Opposed, cause_told_and_open, opposition
from ragqa.linguistics.populations import narrowed_to
from ragqa.linguistics.quantities import quantities
from ragqa.linguistics.sexes import sexes_in
from ragqa.linguistics.terms import content_terms
from ragqa.linguistics.units import factor
from ragqa.schema.directness import Group


class Accord(StrEnum):
    """How two statements stand to each other."""

    AGREE = "agree"
    CONFLICT = "conflict"
    OTHER_PEOPLE = "differ in population"
    OTHER_DOSE = "differ in dose"
    OTHER_TIME = "differ in follow-up"
    OTHER_COMPARISON = "differ in comparison"


_TIMED = re.compile(
    r"\b(?:after|at|for|over|within|during|to)\s+(?:the\s+)?(?:first\s+)?$", re.IGNORECASE
)
# What is only hoped for or asked, and what only some say.
_UNTOLD = re.compile(
    r"\bto [a-z]+\b|\b(?:some|few|others?|whether|aim\w*|purpose|objective|hypothes\w+|tested)\b",
    re.IGNORECASE,
)
_OLD = 60  # years from which a lower bound speaks of older people
_BRACKETS = re.compile(r"\s*\([^()]*\)")
# What advice and findings have in common, as what is hoped for and what is found.
_TURNED = {
    Direction.DOWN: frozenset({Direction.UP, Direction.WORSE}),
    Direction.UP: frozenset({Direction.DOWN}),
    Direction.BETTER: frozenset({Direction.WORSE}),
    Direction.WORSE: frozenset({Direction.BETTER, Direction.DOWN}),
}
_ADVICE = frozenset({Direction.ADVISED, Direction.DISCOURAGED})
# Words of _NARROWING that say nothing of whom a sentence speaks of.
_ANY_PEOPLE = frozenset(
    {"high", "low", "short", "long", "daili", "week", "initi", "alon", "except"}
)


@dataclass(frozen=True)
class Statement:
    """One sentence as it is compared with others.

    `title` is that of its work, which says of whom it speaks where the sentence does not; `known`
    are the abbreviations of both.
    """

    text: str
    title: str
    known: Mapping[str, str]

    @cached_property
    def effects(self) -> tuple[Effect, ...]:
        """What it says something does, or is advised for."""
        return tuple(effects(self.text, self.known))

    @cached_property
    def assertions(self) -> tuple[Assertion, ...]:
        """Its clauses."""
        return tuple(assertions(self.text, self.known))

    @cached_property
    def groups(self) -> frozenset[Group]:
        """Those it speaks of, as it or its title names them."""
        named = narrowed_to(self.text) | narrowed_to(self.title)
        old = any(low >= _OLD for low, _ in self.ages)
        return named | {Group.OLDER} if old else named

    @cached_property
    def ages(self) -> tuple[tuple[int, int], ...]:
        """The ages it speaks of, else those that its title names."""
        return tuple(ages_in(self.text) or ages_in(self.title))

    @cached_property
    def narrowing(self) -> frozenset[str]:
        """The words by which it speaks of some people, or of one form of a condition."""
        bare = _BRACKETS.sub("", self.text)
        return NARROWING.intersection(content_terms(bare)) - _ANY_PEOPLE

    @cached_property
    def times(self) -> tuple[float, ...]:
        """How long after the beginning it speaks of, in days."""
        return tuple(self._in_units("day", timed=True))

    @cached_property
    def doses(self) -> tuple[float, ...]:
        """How much it says is given, in milligrams or in international units."""
        return (*self._in_units("milligram"), *self._in_units("international_unit"))

    @cached_property
    def is_soft(self) -> bool:
        """Whether it only says that something may be so."""
        return stance_of(self.text).is_soft

    def _in_units(self, unit: str, *, timed: bool = False) -> Iterator[float]:
        for quantity in quantities(self.text):
            name = (quantity.unit or "").partition("/")[0].strip()
            scale = factor(name, unit) if name else None
            before = self.text[: quantity.start]
            if scale is not None and (not timed or _TIMED.search(before)):
                yield round(quantity.value * scale, 6)


def accord(one: Statement, other: Statement, asked: frozenset[str]) -> Accord | None:
    """Return how two statements stand to each other; None where they cannot be compared.

    Args:
        one: a statement.
        other: another one.
        asked: what the question names, which both may leave unsaid.
    """
    if one.is_soft or other.is_soft:
        return Accord.CONFLICT if _cause_open(one, other) else None
    found = {
        way
        for mine in one.effects
        for theirs in other.effects
        if (way := _way(mine, theirs, asked)) is not None
    }
    if not found and _excluded(one, other, asked):
        found = {Accord.CONFLICT}
    # What agrees in one thing and conflicts in another is left to the reader.
    if len(found) != 1:
        return None
    (way,) = found
    if way is Accord.AGREE:
        return None if _other_people(one, other, asked) else way
    return (_difference(one, other, asked) or way) if way is Accord.CONFLICT else way


def _way(mine: Effect, theirs: Effect, asked: frozenset[str]) -> Accord | None:
    """Return how two effects stand to each other; None where they are not of one thing."""
    agrees = _agrees(mine, theirs) if mine.agent == theirs.agent else None
    if agrees and (mine.target <= theirs.target or theirs.target <= mine.target):
        return Accord.AGREE
    if agrees is None or not _same(mine.target, theirs.target, asked):
        return None
    if agrees:
        return Accord.AGREE
    if mine.against != theirs.against:
        return Accord.OTHER_COMPARISON
    return Accord.CONFLICT if _same(mine.people, theirs.people, asked) else Accord.OTHER_PEOPLE


def _same(mine: frozenset[str], theirs: frozenset[str], asked: frozenset[str]) -> bool:
    """Tell whether two sets of terms name one thing, what the question names left aside."""
    both = mine & theirs
    return mine == theirs or (
        mine ^ theirs <= asked - NARROWING and bool(both or not (mine and theirs))
    )


def _agrees(mine: Effect, theirs: Effect) -> bool | None:
    """Tell whether two effects on one thing agree; None where that cannot be said."""
    advised = [one for one in (mine, theirs) if one.direction in _ADVICE]
    if len(advised) == 2:
        return mine.direction is theirs.direction
    if not advised:
        return _points_alike(mine.direction, theirs.direction)
    (advice,), finding = advised, theirs if advised[0] is mine else mine
    for_it = advice.direction is Direction.ADVISED
    if finding.direction is Direction.NONE:
        return not for_it
    hoped = _points_alike(advice.purpose or Direction.BETTER, finding.direction)
    if hoped is None and advice.purpose is Direction.BETTER and finding.direction is Direction.DOWN:
        # What is advised for a condition is hoped to lessen it.
        hoped = True
    return None if hoped is None else hoped is for_it


def _points_alike(one: Direction, other: Direction) -> bool | None:
    if one is other:
        return True
    if Direction.NONE in (one, other) or other in _TURNED.get(one, ()):
        return False
    return None


def _excluded(one: Statement, other: Statement, asked: frozenset[str]) -> bool:
    """Tell whether two clauses in the same words, but for their sides, exclude each other."""
    if _UNTOLD.search(one.text) or _UNTOLD.search(other.text):
        return False
    return any(
        mine.is_about(theirs)
        and _same(mine.subject, theirs.subject, asked)
        and (found := opposition(mine, theirs, one_work=False)) is not None
        and found.kind is not Opposed.NUMBER
        for mine in one.assertions
        for theirs in other.assertions
    ) or _cause_open(one, other)


def _cause_open(one: Statement, other: Statement) -> bool:
    return any(
        cause_told_and_open(mine, theirs) for mine in one.assertions for theirs in other.assertions
    )


def _difference(one: Statement, other: Statement, asked: frozenset[str]) -> Accord | None:
    """Return in what two statements that point opposite ways speak of different things."""
    if _other_people(one, other, asked):
        return Accord.OTHER_PEOPLE
    if one.doses and other.doses and not set(one.doses) & set(other.doses):
        return Accord.OTHER_DOSE
    if one.times and other.times and not set(one.times) & set(other.times):
        return Accord.OTHER_TIME
    return None


def _other_people(one: Statement, other: Statement, asked: frozenset[str]) -> bool:
    if one.groups != other.groups or (one.narrowing ^ other.narrowing) - asked:
        return True
    sexes = sexes_in(one.text), sexes_in(other.text)
    if sexes[0] != sexes[1] and any(len(sex) == 1 for sex in sexes) and not _sexed(asked):
        return True
    return bool(one.ages and other.ages) and not any(
        low <= top and bottom <= high for low, high in one.ages for bottom, top in other.ages
    )


def _sexed(asked: frozenset[str]) -> bool:
    return not asked.isdisjoint({"women", "woman", "men", "man", "female", "male"})
