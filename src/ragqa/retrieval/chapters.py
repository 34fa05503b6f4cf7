"""The lists of a chapter that is on the question's subject, wherever they stand in it.

A list of doses names neither its condition nor the word "treatment", which its headings say once
above it; by itself its passage is far from the question. Where other passages show that the
chapter is the right one, its lists are read as well.
"""

from collections.abc import Sequence
from dataclasses import replace

from ragqa.embedding.embedder import FloatArray
from ragqa.indexing.snapshot import Snapshot
from ragqa.linguistics.aspects import Aspect
from ragqa.linguistics.terms import content_terms
from ragqa.retrieval.items import ItemReader
from ragqa.retrieval.subject import Subject
from ragqa.schema.document import DocumentId
from ragqa.schema.evidence import Evidence
from ragqa.schema.source import Kind

# How much of the subject a title names that is on it, and how many of the best chapters are.
_ON_SUBJECT, _BEST = 0.5, 2
# A longer work is a book: its title says little of its lists.
_LONGEST_CHAPTER = 80
_MOST = 16


class ChapterReader:
    """Adds to evidence the passages with lists of the same chapters, for one snapshot."""

    def __init__(self, snapshot: Snapshot, items: ItemReader) -> None:
        self._snapshot = snapshot
        self._items = items

    def widened(
        self,
        evidence: Sequence[Evidence],
        subject: Subject,
        asked: Aspect | None,
        question: FloatArray,
    ) -> list[Evidence]:
        """Return `evidence` and, behind it, the list passages of its chapters on `subject`.

        Args:
            evidence: what was retrieved, best first.
            subject: what the question names.
            asked: what it wants to know of that.
            question: its unit vector, shape (dimension,).
        """
        first = {item.passage.document_id: item for item in reversed(evidence)}
        best = list(dict.fromkeys(item.passage.document_id for item in evidence))[:_BEST]
        chapters = [
            item
            for name, item in first.items()
            if item.source.kind is Kind.GUIDELINE and (name in best or _on(subject, item))
        ]
        held = {item.passage.passage_id for item in evidence}
        added = [one for item in chapters for one in self._lists(item, asked, question)]
        return [*evidence, *(one for one in added if one.passage.passage_id not in held)]

    def _lists(self, found: Evidence, asked: Aspect | None, question: FloatArray) -> list[Evidence]:
        """Return the passages of a document whose lists can be quoted, nearest first."""
        passages = self._snapshot.document_passages(DocumentId(found.passage.document_id))
        if len(passages) > _LONGEST_CHAPTER:
            return []
        listing = [passage for passage in passages if self._items.statements(passage, asked)]
        if not listing:
            return []
        cosines = self._snapshot.vectors([one.passage_id for one in listing]) @ question
        nearest = sorted(zip(cosines, listing, strict=True), key=lambda pair: -float(pair[0]))
        return [
            replace(found, passage=passage, similarity=float(cosine))
            for cosine, passage in nearest[:_MOST]
        ]


def _on(subject: Subject, item: Evidence) -> bool:
    return subject.share((frozenset(content_terms(item.source.title)), 1.0)) >= _ON_SUBJECT
