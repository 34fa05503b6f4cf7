"""The passages that an answer may be composed from: current, of both kinds, from several works."""

from ragqa.indexing.snapshot import Snapshot
from ragqa.retrieval.retriever import Retriever
from ragqa.retrieval.spread import spread
from ragqa.retrieval.subject import SubjectReader
from ragqa.retrieval.versions import in_current_versions
from ragqa.retrieval.whole_works import with_whole_works
from ragqa.schema.evidence import Evidence
from ragqa.schema.source import Kind

SEARCHED = 320
"""Passages of each kind from which evidence is taken; a long statement alone has sixty."""


class EvidenceGatherer:
    """Searches guidelines and research apart, so that neither crowds the other out.

    Args:
        snapshot: what is searched.
        retriever: ranks its passages.
        passages: how many of each kind are kept.
        per_document: how many of them may come from one document.
    """

    def __init__(
        self, snapshot: Snapshot, retriever: Retriever, *, passages: int, per_document: int
    ) -> None:
        self._snapshot = snapshot
        self._retriever = retriever
        self._subjects = SubjectReader(snapshot)
        self._passages = passages
        self._per_document = per_document

    def gather(self, question: str) -> list[Evidence]:
        """Return the passages for a question, best first of each kind, those read whole last.

        Old versions give way before the best are chosen, and again where whole works bring more.
        """
        subject = self._subjects.read(question)
        evidence = [
            item
            for kind in Kind
            for item in spread(
                in_current_versions(
                    self._retriever.retrieve(question, limit=SEARCHED, kind=kind), self._snapshot
                ),
                subject,
                limit=self._passages,
                per_document=self._per_document,
            )
        ]
        whole = with_whole_works(evidence, subject, self._snapshot)
        return in_current_versions(whole, self._snapshot)
