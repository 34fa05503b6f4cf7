"""What the documents of an index say of works: each statement with the work that it is about."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import NamedTuple

from ragqa.indexing.work_names import WorkNames, identifying, named_by, names_of
from ragqa.schema.document import DocumentId
from ragqa.schema.source import Origin, Relation, Source, Standing

PASSIVE = {
    Standing.RETRACTS: Standing.RETRACTED,
    Standing.QUESTIONS: Standing.CONCERN,
    Standing.SUPERSEDES: Standing.SUPERSEDED,
    Standing.CORRECTS: Standing.CORRECTED,
}
"""What a work becomes when another says this of itself."""


class Statement(NamedTuple):
    """One work is `standing` by each of the works `by`, as `speaker` says.

    `names` are those of the other work, as they are to be shown; `alone` says that it holds for
    the document that speaks, and for no other of the same work.
    """

    standing: Standing
    by: frozenset[str]
    names: tuple[str, ...]
    speaker: DocumentId
    alone: bool


class Statements:
    """The works that some documents hold, and what is said of each.

    Documents hold one work when they share a DOI, a PMID or a PMCID.
    """

    def __init__(self, sources: Mapping[DocumentId, Source]) -> None:
        self._sources = {document_id: sources[document_id] for document_id in sorted(sources)}
        self._names = WorkNames(self._groups())
        self._works = {document_id: self._held_by(document_id) for document_id in self._sources}
        self._bearers = defaultdict[str, list[DocumentId]](list)
        self._documents = defaultdict[str, list[DocumentId]](list)
        for document_id, source in self._sources.items():
            self._documents[self._works[document_id]].append(document_id)
            for name in names_of(source):
                self._bearers[name].append(document_id)
        self._about = defaultdict[str, list[Statement]](list)
        for work, statement in self._all():
            self._about[work].append(statement)

    def work(self, document_id: DocumentId) -> str:
        """Return the work that a document holds."""
        return self._works[document_id]

    def documents(self, work: str) -> Sequence[DocumentId]:
        """Return the documents that hold a work; none where it is only spoken of."""
        return self._documents.get(work, ())

    def about(self, work: str, standing: Standing) -> Iterator[Statement]:
        """Yield the statements of one kind about a work."""
        statements = self._about.get(work, ())
        return (statement for statement in statements if statement.standing is standing)

    def of(self, document_id: DocumentId, standing: Standing) -> list[Statement]:
        """Return the statements of one kind that hold for a document, its own first."""
        about = self.about(self._works[document_id], standing)
        held = (one for one in about if not one.alone or one.speaker == document_id)
        return sorted(held, key=lambda one: one.speaker != document_id)

    def _groups(self) -> Iterator[Sequence[str]]:
        """Yield the names that one document bears, or that a record gives to one other work."""
        for source in self._sources.values():
            records = (one for one in source.relations if one.origin is Origin.RECORD)
            for names in chain([names_of(source)], map(named_by, records)):
                if group := identifying(names):
                    yield group

    def _held_by(self, document_id: DocumentId) -> str:
        """Return the work of a document: its own, where its names mean several works or none."""
        names = identifying(names_of(self._sources[document_id]))
        works = {self._names.work(name) for name in names}
        return works.pop() if len(works) == 1 else f"document:{document_id}"

    def _meant(self, names: Iterable[str]) -> frozenset[str]:
        """Return the works that names mean: those of the documents that bear them."""
        return frozenset(
            work
            for name in names
            for work in (
                [self._works[document_id] for document_id in self._bearers.get(name, ())]
                or [self._names.work(name)]
            )
        )

    def _all(self) -> Iterator[tuple[str, Statement]]:
        for document_id, source in self._sources.items():
            for relation in source.relations:
                yield from self._stated(document_id, source, relation)

    def _stated(
        self, document_id: DocumentId, source: Source, relation: Relation
    ) -> Iterator[tuple[str, Statement]]:
        own, named = self._works[document_id], self._meant(named_by(relation))
        if relation.standing not in PASSIVE:
            alone = relation.origin is Origin.DOCUMENT
            said = Statement(relation.standing, named, relation.names, document_id, alone)
            yield from _unless_it_succeeds_itself([own], said)
        elif relation.origin is Origin.RECORD:
            standing = PASSIVE[relation.standing]
            said = Statement(standing, frozenset([own]), _shown(source), document_id, alone=False)
            yield from _unless_it_succeeds_itself(sorted(named), said)


def _unless_it_succeeds_itself(
    works: Iterable[str], statement: Statement
) -> Iterator[tuple[str, Statement]]:
    for work in works:
        if statement.standing is not Standing.SUPERSEDED or work not in statement.by:
            yield work, statement
        elif others := statement.by - {work}:
            yield work, statement._replace(by=others)


def _shown(source: Source) -> tuple[str, ...]:
    """Return the names of a work as they are to be shown, its title where it has no other."""
    address = f"url:{source.url}" if source.url else f"note:“{source.title}”"
    return source.identifiers or (address,)
