"""What a work must be for its passages to be found."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ragqa.errors import UsageError
from ragqa.linguistics.terms import content_terms
from ragqa.schema.directness import Directness, Group, Sex
from ragqa.schema.source import Design, Source


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """Conditions on works, all of which must hold; a work that does not state one fails it.

    `year_from` and `year_to` are inclusive. One of `designs` is enough; none asked for, any will
    do. `population` are words that the work's stated population, its title or the tags of the
    passage must hold, each.
    """

    year_from: int | None = None
    year_to: int | None = None
    designs: frozenset[Design] = frozenset()
    population: str | None = None

    @property
    def any(self) -> bool:
        """Whether there is a condition at all."""
        return self != EVERYTHING

    def admit(self, source: Source, directness: Directness) -> bool:
        """Tell whether a passage of this work with these tags may be found."""
        return (
            self._of_years(source.year)
            and (not self.designs or directness.design in self.designs)
            and self._of_population(source, directness)
        )

    def _of_years(self, year: int | None) -> bool:
        if self.year_from is None and self.year_to is None:
            return True
        if year is None:
            return False
        return (self.year_from is None or year >= self.year_from) and (
            self.year_to is None or year <= self.year_to
        )

    def _of_population(self, source: Source, directness: Directness) -> bool:
        if self.population is None:
            return True
        told = (source.population or "", source.title, *_words_for(directness))
        return set(content_terms("\n".join(told))).issuperset(content_terms(self.population))


_SEXES = {Sex.FEMALE: ("female", "women"), Sex.MALE: ("male", "men")}
_GROUPS = {
    Group.CHILDREN: ("children", "paediatric"),
    Group.NEWBORNS: ("newborns", "neonates", "infants"),
    Group.OLDER: ("older", "elderly"),
    Group.PREGNANT: ("pregnancy", "pregnant"),
    Group.DIALYSIS: ("dialysis", "haemodialysis"),
}


def _words_for(directness: Directness) -> Iterator[str]:
    """Yield what those may be called whom a passage is about."""
    if directness.species:
        yield directness.species
    for group in directness.groups:
        yield from _GROUPS.get(group, ())
    if directness.sex:
        yield from _SEXES[directness.sex]


EVERYTHING = Filters()


def checked_filters(
    *, year_from: int | None, year_to: int | None, designs: Iterable[Design], population: str | None
) -> Filters:
    """Return filters as somebody asks for them.

    Raises:
        UsageError: no work can meet them, whatever is indexed.
    """
    if year_from is not None and year_to is not None and year_from > year_to:
        raise UsageError(
            f"No year is {year_from} or later and {year_to} or earlier. "
            "Search from the earlier of the two years."
        )
    if population is not None and not content_terms(population):
        raise UsageError("The population is empty. Name it in words, or leave it out.")
    return Filters(
        year_from=year_from, year_to=year_to, designs=frozenset(designs), population=population
    )
