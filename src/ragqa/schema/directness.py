"""Whom a passage is about, and what kind of study it reports."""

from dataclasses import dataclass
from enum import StrEnum

from ragqa.schema.source import Design


class Species(StrEnum):
    """On what a study was done."""

    HUMANS = "humans"
    ANIMALS = "animals"
    CELLS = "cells outside the body"


class Group(StrEnum):
    """Whom a finding may be about, as a text names them."""

    ANIMALS = "animals"
    CELLS = "cells outside the body"
    CHILDREN = "children"
    NEWBORNS = "newborns"
    OLDER = "older people"
    PREGNANT = "pregnancy"
    DIALYSIS = "dialysis"


class Sex(StrEnum):
    """The sex that a text names."""

    FEMALE = "female"
    MALE = "male"


Ages = tuple[int, int]
"""From the lowest to the highest age in years, both included."""

_OUTSIDE = {Species.ANIMALS: Group.ANIMALS, Species.CELLS: Group.CELLS}


@dataclass(frozen=True, slots=True, kw_only=True)
class Directness:
    """What a passage, the headings over it and its work state of those that it is about.

    `groups` are those to which it is confined, sorted; none where adults in general are meant. So
    are `sex` and `ages`. `size` counts those who took part. None: it is not stated.
    """

    species: Species | None
    groups: tuple[Group, ...]
    sex: Sex | None
    ages: Ages | None
    design: Design | None
    size: int | None

    @property
    def confined_to(self) -> frozenset[Group]:
        """The groups to which it is confined, animals and cells among them."""
        outside = _OUTSIDE.get(self.species) if self.species else None
        return frozenset(self.groups) | ({outside} if outside else frozenset())


UNSTATED = Directness(species=None, groups=(), sex=None, ages=None, design=None, size=None)
"""A passage of which nothing is known."""
