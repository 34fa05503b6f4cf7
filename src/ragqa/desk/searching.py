"""Searches of the snapshot that serves, for many who search at one time."""

from dataclasses import dataclass

from ragqa.desk.serving import ServingIndex
from ragqa.desk.short_work import ShortWork
from ragqa.retrieval.filters import EVERYTHING, Filters
from ragqa.schema.evidence import Evidence
from ragqa.schema.source import Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchResults:
    """What one search of one snapshot found, best first."""

    query: str
    snapshot_id: str
    evidence: tuple[Evidence, ...]


class Searching:
    """Searches without composing an answer.

    Args:
        serving: the index.
        threads: searches made at one time.
        waiting: how many more may wait.
    """

    def __init__(self, serving: ServingIndex, *, threads: int, waiting: int) -> None:
        self._serving = serving
        self._work = ShortWork(threads=threads, waiting=waiting, name="search")

    def close(self) -> None:
        """Finish what is under way."""
        self._work.close()

    async def search(
        self, query: str, *, top: int, kind: Kind | None = None, filters: Filters = EVERYTHING
    ) -> SearchResults:
        """Return the best passages for `query`, at most `top`.

        Raises:
            BusyError: too many searches wait.
            SnapshotError: there is no index, or it cannot be opened.
        """
        return await self._work.done(lambda: self._found(query, top, kind, filters))

    def _found(self, query: str, top: int, kind: Kind | None, filters: Filters) -> SearchResults:
        with self._serving.lease() as serving:
            found = serving.retriever.retrieve(query, limit=top, kind=kind, filters=filters)
            return SearchResults(
                query=query, snapshot_id=serving.snapshot.snapshot_id, evidence=tuple(found)
            )
