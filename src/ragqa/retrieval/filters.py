"""What a work must be for its passages to be found."""

from dataclasses import dataclass

from ragqa.linguistics.terms import content_terms
from ragqa.schema.source import Design, Source


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """Conditions on works, all of which must hold; a work that does not state one fails it.

    `year_from` and `year_to` are inclusive. One of `designs` is enough; none asked for, any will
    do. `population` are words that the work's stated population or its title must hold, each.
    """

    year_from: int | None = None
    year_to: int | None = None
    designs: frozenset[Design] = frozenset()
    population: str | None = None

    @property
    def any(self) -> bool:
        """Whether there is a condition at all."""
        return self != EVERYTHING

    def admit(self, source: Source) -> bool:
        """Tell whether passages of this work may be found."""
        return (
            self._of_years(source.year)
            and (not self.designs or source.design in self.designs)
            and self._of_population(source)
        )

    def _of_years(self, year: int | None) -> bool:
        if self.year_from is None and self.year_to is None:
            return True
        if year is None:
            return False
        return (self.year_from is None or year >= self.year_from) and (
            self.year_to is None or year <= self.year_to
        )

    def _of_population(self, source: Source) -> bool:
        if self.population is None:
            return True
        stated = set(content_terms(f"{source.population or ''}\n{source.title}"))
        return stated.issuperset(content_terms(self.population))


EVERYTHING = Filters()
