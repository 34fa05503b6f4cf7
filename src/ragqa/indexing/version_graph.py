"""How the works of an index stand to each other, from what each of them states.

A work may say that a notice retracts it, and the notice that it retracts the work; the two may be
indexed together or apart, in any order. So nothing is decided when a document is read: this graph
is made of all statements of one snapshot, and tells of each work what holds.

- Works are known by DOI, PMID and PMCID, which make two documents one work, and by address.
- What front matter or meta tags say counts for their own document alone; see `Origin`.
- A retraction, a correction and a concern hold, whoever withdraws them: only what is no longer
  stated ends. A work can retract itself, in its own place; it cannot supersede itself.
- Works of which each is said to supersede the other are contested, unless their years tell which
  is newer. A work is not superseded by works that are all retracted, and a notice says so.
"""

from collections import deque
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cached_property

from ragqa.indexing.statements import PASSIVE, Statement, Statements
from ragqa.schema.document import DocumentId
from ragqa.schema.source import Origin, Relation, Source, Standing, Witness

_ORDER = (
    Standing.RETRACTED,
    Standing.CONCERN,
    Standing.SUPERSEDED,
    Standing.SUCCESSOR_RETRACTED,
    Standing.CONTESTED,
    Standing.CORRECTED,
)
# No real chain of versions is longer; a made-up one shall not take all time and memory.
_LONGEST_CHAIN = 64

_Succession = tuple[Statement, str]
"""A statement that a work is superseded, and one of the works by which it is."""


class VersionGraph:
    """Tells what holds of documents.

    Args:
        sources: all documents of an index that state something of another one in it, or that
            another one states something of, with those that are the same works.
    """

    def __init__(self, sources: Mapping[DocumentId, Source]) -> None:
        self._sources = dict(sources)
        self._statements = Statements(sources)
        self._apart: dict[DocumentId, tuple[Relation, ...]] = {}

    def resolved(self, document_id: DocumentId, source: Source) -> Source:
        """Return a source with all that holds of it, the gravest first.

        A document that is not in the graph has nothing to do with others: it alone decides.
        """
        relations = self._resolved.get(document_id)
        if relations is None and source.relations:
            relations = self._apart.get(document_id)
            if relations is None:
                relations = VersionGraph({document_id: source})._resolved[document_id]
                self._apart[document_id] = relations
        if relations is None or relations == source.relations:
            return source
        return replace(source, relations=relations)

    def successors(self, document_id: DocumentId) -> frozenset[DocumentId]:
        """Return the documents that hold later versions of a work, none of them retracted."""
        return frozenset(
            successor
            for work in self._later.get(document_id, ())
            for successor in self._statements.documents(work)
            if not self._statements.of(successor, Standing.RETRACTED)
        )

    def documents_that_are(self, standings: Collection[Standing]) -> frozenset[DocumentId]:
        """Return the documents of the graph of which one of some standings holds."""
        return frozenset(
            document_id
            for document_id, relations in self._resolved.items()
            if any(relation.standing in standings for relation in relations)
        )

    @cached_property
    def _resolved(self) -> dict[DocumentId, tuple[Relation, ...]]:
        return {document_id: tuple(self._of(document_id)) for document_id in self._sources}

    @cached_property
    def _later(self) -> dict[DocumentId, tuple[str, ...]]:
        """The works that come after each document's, the nearest first, none retracted."""
        return {
            document_id: tuple(
                work for work in self._reached(document_id) if not self._is_retracted(work)
            )
            for document_id in self._sources
        }

    def _of(self, document_id: DocumentId) -> Iterator[Relation]:
        passive = [*self._deeds_of_others(document_id), *self._versions(document_id)]
        yield from sorted(passive, key=lambda relation: _ORDER.index(relation.standing))
        for relation in self._sources[document_id].relations:
            if relation.standing in PASSIVE:
                yield relation

    def _deeds_of_others(self, document_id: DocumentId) -> Iterator[Relation]:
        """Yield what retracts, questions or corrects a document, each other work once."""
        for standing in (Standing.RETRACTED, Standing.CONCERN, Standing.CORRECTED):
            seen: set[str] = set()
            statements = self._statements.of(document_id, standing)
            identified = [statement for statement in statements if statement.by]
            for statement in identified or statements:
                others = statement.by or set(statement.names)
                if seen.isdisjoint(others):
                    yield self._relation(standing, statement, document_id)
                seen |= others

    def _versions(self, document_id: DocumentId) -> Iterator[Relation]:
        """Yield the later versions of a document, or why none of them counts."""
        reached, alive = self._reached(document_id), self._later[document_id]
        standing = Standing.SUPERSEDED if alive else Standing.SUCCESSOR_RETRACTED
        statements = [reached[work] for work in alive or reached]
        if not statements:
            standing, statements = Standing.SUPERSEDED, self._unidentified(document_id)
        if not statements:
            standing, statements = Standing.CONTESTED, self._contested(document_id)
        for statement in dict.fromkeys(statements):
            yield self._relation(standing, statement, document_id)

    def _unidentified(self, document_id: DocumentId) -> list[Statement]:
        statements = self._statements.of(document_id, Standing.SUPERSEDED)
        return [statement for statement in statements if not statement.by]

    def _contested(self, document_id: DocumentId) -> list[Statement]:
        year = self._year(self._statements.work(document_id))
        return [
            statement
            for statement, work in self._said_of(document_id)
            if statement.alone or year is None or self._year(work) in (None, year)
        ]

    def _reached(self, document_id: DocumentId) -> dict[str, Statement]:
        """Return the works that succeed a document's, the nearest first, and who says so."""
        own = self._statements.work(document_id)
        first = self._undisputed(own, self._said_of(document_id))
        return _walk(first, self._successions, known={own})

    def _successions(self, work: str) -> Iterator[_Succession]:
        return self._undisputed(work, self._recorded(work))

    def _undisputed(self, work: str, said: Iterable[_Succession]) -> Iterator[_Succession]:
        for statement, successor in said:
            if not self._is_contested(work, statement, successor):
                yield statement, successor

    def _said_of(self, document_id: DocumentId) -> Iterator[_Succession]:
        return _each(self._statements.of(document_id, Standing.SUPERSEDED))

    def _said(self, work: str) -> Iterator[_Succession]:
        return _each(self._statements.about(work, Standing.SUPERSEDED))

    def _recorded(self, work: str) -> Iterator[_Succession]:
        return (said for said in self._said(work) if not said[0].alone)

    def _is_contested(self, work: str, statement: Statement, successor: str) -> bool:
        """Tell whether `work` also succeeds its successor, and nothing decides between them.

        Records are not contested by what documents say of themselves, whose years decide nothing.
        """
        said = self._said if statement.alone else self._recorded
        if work not in _walk(said(successor), said, known={successor}):
            return False
        older, newer = self._year(work), self._year(successor)
        return statement.alone or older is None or newer is None or newer <= older

    def _year(self, work: str) -> int | None:
        years = [self._sources[one].year for one in self._statements.documents(work)]
        return max((year for year in years if year is not None), default=None)

    def _is_retracted(self, work: str) -> bool:
        """Tell whether a record says that a work is retracted, or each of its documents does."""
        statements = list(self._statements.about(work, Standing.RETRACTED))
        speakers = {statement.speaker for statement in statements}
        documents = self._statements.documents(work)
        return any(not statement.alone for statement in statements) or (
            bool(documents) and speakers.issuperset(documents)
        )

    def _relation(self, standing: Standing, statement: Statement, about: DocumentId) -> Relation:
        speaker = self._sources[statement.speaker]
        witness = Witness(title=speaker.title, identifier=next(iter(speaker.identifiers), None))
        return Relation(
            standing=standing,
            other=statement.names[0],
            also=statement.names[1:],
            origin=Origin.DOCUMENT if statement.alone else Origin.RECORD,
            stated_by=None if statement.speaker == about else witness,
        )


def _each(statements: Iterable[Statement]) -> Iterator[_Succession]:
    for statement in statements:
        yield from ((statement, work) for work in sorted(statement.by))


def _walk(
    first: Iterable[_Succession],
    further: Callable[[str], Iterable[_Succession]],
    *,
    known: Collection[str],
) -> dict[str, Statement]:
    """Return all works that the first ones lead to, the nearest first, and what leads there."""
    found: dict[str, Statement] = {}
    waiting = deque(first)
    while waiting and len(found) < _LONGEST_CHAIN:
        statement, work = waiting.popleft()
        if work not in found and work not in known:
            found[work] = statement
            waiting.extend(further(work))
    return found
