"""A judge of staleness as the settings make it; other processes can be told to search like it."""

import os
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from functools import partial

from ragqa.assembly import build_gatherer, build_retriever, open_snapshot, provenance_of
from ragqa.config import Settings
from ragqa.errors import SnapshotError
from ragqa.indexing.snapshot import Snapshot
from ragqa.library.new_evidence import SearchedEvidence
from ragqa.library.screen import ScoreBound
from ragqa.library.staleness import StalenessJudge
from ragqa.library.store import Library
from ragqa.retrieval.fusion import learned_weights
from ragqa.retrieval.gathering import EvidenceGatherer
from ragqa.retrieval.retriever import Retriever
from ragqa.schema.document import PassageId
from ragqa.schema.evidence import Evidence
from ragqa.schema.question import Question
from ragqa.schema.source import Kind


class IndexSearcher:
    """Searches as the pipeline does."""

    def __init__(
        self, snapshot: Snapshot, gatherer: EvidenceGatherer, retriever: Retriever
    ) -> None:
        self._snapshot = snapshot
        self._gatherer = gatherer
        self._retriever = retriever

    def kinds(self, passages: Collection[PassageId]) -> frozenset[Kind]:
        """Return the kinds of works that some passages come from."""
        found = self._snapshot.passages(sorted(passages))
        sources = self._snapshot.sources({one.document_id for one in found})
        return frozenset(source.kind for source in sources.values())

    def near(self, question: str, limit: int, kind: Kind) -> list[Evidence]:
        """Return the first passages of one kind, best first."""
        return self._retriever.retrieve(question, limit=limit, kind=kind)

    def evidence(self, question: Question) -> list[Evidence]:
        """Return the passages that an answer would be composed from."""
        return self._gatherer.gather(question.text)


def build_judge(
    settings: Settings, snapshot: Snapshot, library: Library, *, processes: int | None = None
) -> StalenessJudge:
    """Return what tells the stale articles of a library.

    Args:
        settings: what an answer would be made with now.
        snapshot: what it would be made from.
        library: where the articles are.
        processes: how many may search at one time; None: one for each core.
    """
    reranks = settings.reranker.model != "none"
    return StalenessJudge(
        snapshot=snapshot,
        wanted=provenance_of(settings, snapshot),
        earlier=library,
        evidence=SearchedEvidence(
            screen=ScoreBound(
                snapshot=snapshot,
                weights=learned_weights(),
                reranked=settings.reranker.weight if reranks else 0.0,
            ),
            open_searcher=partial(open_searcher, settings, snapshot.snapshot_id),
            processes=processes or len(os.sched_getaffinity(0)),
        ),
    )


@contextmanager
def open_searcher(settings: Settings, snapshot_id: str) -> Iterator[IndexSearcher]:
    """Open what searches one snapshot, in whatever process this is.

    Raises:
        SnapshotError: another snapshot has taken its place meanwhile.
    """
    with open_snapshot(settings) as snapshot:
        if snapshot.snapshot_id != snapshot_id:
            raise SnapshotError(
                f"The index {str(settings.index)!r} was changed while articles were compared with "
                "it. Run this again."
            )
        gatherer = build_gatherer(settings, snapshot)
        yield IndexSearcher(snapshot, gatherer, build_retriever(settings, snapshot))
