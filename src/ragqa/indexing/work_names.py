"""Which names mean the same work."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from ragqa.linguistics.identifiers import comparable
from ragqa.schema.source import Relation, Source

_IDENTIFIERS = ("doi:", "pmid:", "pmcid:")


def names_of(source: Source) -> tuple[str, ...]:
    """Return the names under which others may speak of a work, comparably spelt."""
    address = (f"url:{source.url}",) if source.url else ()
    return tuple(dict.fromkeys(map(comparable, (*source.identifiers, *address))))


def named_by(relation: Relation) -> tuple[str, ...]:
    """Return the names of the other work of a relation, comparably spelt; none where unknown."""
    return tuple(comparable(name) for name in relation.names if not name.startswith("note:"))


def identifying(names: Iterable[str]) -> tuple[str, ...]:
    """Return the names that belong to one work alone: an address may be that of many."""
    return tuple(name for name in names if name.startswith(_IDENTIFIERS))


class WorkNames:
    """Works, each by one of its names, from groups of names that somebody gives to one work.

    Where groups give a work two names of one kind, such as two DOIs, somebody is wrong: then no
    two names of that work are taken to mean the same.
    """

    def __init__(self, groups: Iterable[Sequence[str]]) -> None:
        self._above: dict[str, str] = {}
        for group in groups:
            for name in group:
                self._above.setdefault(name, name)
                self._join(group[0], name)
        self._settle()

    def work(self, name: str) -> str:
        """Return the work that a name means; the name itself where nobody says more."""
        return self._above.get(name, name)

    def _join(self, one: str, other: str) -> None:
        first, second = sorted((self._root(one), self._root(other)))
        self._above[second] = first

    def _root(self, name: str) -> str:
        while self._above[name] != name:
            self._above[name] = name = self._above[self._above[name]]
        return name

    def _settle(self) -> None:
        members = defaultdict[str, list[str]](list)
        for name in self._above:
            members[self._root(name)].append(name)
        for work, names in members.items():
            kinds = {name.partition(":")[0] for name in names}
            for name in names:
                self._above[name] = work if len(kinds) == len(names) else name
