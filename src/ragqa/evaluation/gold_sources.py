"""Gold sources as the documents of one index."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Protocol

from ragqa.errors import UsageError
from ragqa.evaluation.gold import GoldQuestion, GoldSource
from ragqa.schema.document import DocumentId
from ragqa.schema.source import Source

_SCHEMES = ("doi:", "pmid:", "pmcid:")


class SourceLookup(Protocol):
    """The documents of a snapshot, and their works."""

    def document_ids(self) -> tuple[DocumentId, ...]:
        """Return the ids of all documents."""
        ...

    def sources(self, ids: Collection[DocumentId]) -> dict[DocumentId, Source]:
        """Return the works of documents."""
        ...


class GoldSources:
    """Names the documents that a gold set means.

    A work that several files hold is one source: whichever of them is ranked first counts.
    """

    def __init__(self, questions: Sequence[GoldQuestion], lookup: SourceLookup) -> None:
        self._documents = frozenset(lookup.document_ids())
        self._works = self._works_of(questions, lookup)
        self._meant = {
            document: name for name, documents in self._works.items() for document in documents
        }

    def missing(self, questions: Iterable[GoldQuestion]) -> list[str]:
        """Return the gold sources that the index lacks, in order, each once."""
        named = (source.source_id for question in questions for source in question.sources)
        return [name for name in dict.fromkeys(named) if not self._has(name)]

    def relevance(self, sources: Iterable[GoldSource]) -> dict[str, int]:
        """Return the grade of each source by the name that `in_gold_names` gives it."""
        return {self._name(source.source_id): source.relevance for source in sources}

    def in_gold_names(self, documents: Iterable[str]) -> list[str]:
        """Return documents by the names of the gold set, each once, in order."""
        return list(dict.fromkeys(self._meant.get(one, one) for one in documents))

    def _has(self, name: str) -> bool:
        return name in self._documents or bool(self._works.get(_folded(name)))

    def _name(self, name: str) -> str:
        return name if name in self._documents else _folded(name)

    def _works_of(
        self, questions: Sequence[GoldQuestion], lookup: SourceLookup
    ) -> Mapping[str, list[str]]:
        wanted = {
            _folded(source.source_id)
            for question in questions
            for source in question.sources
            if source.source_id not in self._documents
            and source.source_id.lower().startswith(_SCHEMES)
        }
        works: defaultdict[str, list[str]] = defaultdict(list)
        if wanted:
            for document, source in lookup.sources(self._documents).items():
                for name in wanted.intersection(source.identifiers):
                    works[name].append(document)
        return works


def require_all(sources: GoldSources, questions: Sequence[GoldQuestion]) -> None:
    """Refuse gold sources that the index does not hold.

    Raises:
        UsageError: it lacks one.
    """
    if missing := sources.missing(questions):
        more, them = (f" and {len(missing) - 1:,} more", "them") if missing[1:] else ("", "it")
        raise UsageError(
            f"The gold set names the source {missing[0]!r}{more}, which the index does not hold. "
            f'Ingest {them}, mend the gold set, or set missing_sources = "count".'
        )


def _folded(name: str) -> str:
    return name.lower() if name.lower().startswith(_SCHEMES) else name
