"""What a chapter that is on the question's subject says of what is asked, wherever it stands.

A list of doses names neither its condition nor the word "treatment", which its headings say once
above it; by itself its passage is far from the question. So is a paragraph below "Potential harms".
Where other passages show that the chapter is the right one, these are read as well.
"""

from collections.abc import Sequence
from dataclasses import replace

from ragqa.embedding.embedder import FloatArray
from ragqa.indexing.snapshot import Snapshot
from ragqa.linguistics.aspects import Aspect, headed
from ragqa.linguistics.terms import content_terms
from ragqa.retrieval.definitions import DefinitionReader
from ragqa.retrieval.items import ItemReader
from ragqa.retrieval.subject import Subject
from ragqa.schema.document import DocumentId, Passage
from ragqa.schema.evidence import Evidence
from ragqa.schema.source import Kind

# How much of the subject a title names that is on it, and how many of the best chapters are.
_ON_SUBJECT, _BEST = 0.5, 2
# A longer work is a book: its title says little of its lists.
_LONGEST_CHAPTER = 120
_MOST = 16


class ChapterReader:
    """Adds to evidence what the same chapters say of what is asked, for one snapshot."""

    def __init__(
        self, snapshot: Snapshot, items: ItemReader, definitions: DefinitionReader
    ) -> None:
        self._snapshot = snapshot
        self._items = items
        self._definitions = definitions

    def widened(
        self,
        evidence: Sequence[Evidence],
        subject: Subject,
        asked: Aspect | None,
        question: FloatArray,
    ) -> list[Evidence]:
        """Return `evidence` and, behind it, what its chapters on `subject` say of what is asked.

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
        added = [one for item in chapters for one in self._announced(item, asked, question)]
        return [*evidence, *(one for one in added if one.passage.passage_id not in held)]

    def _announced(
        self, found: Evidence, asked: Aspect | None, question: FloatArray
    ) -> list[Evidence]:
        """Return passages whose lists or headings are on what is asked, nearest first."""
        passages = self._snapshot.document_passages(DocumentId(found.passage.document_id))
        if len(passages) > _LONGEST_CHAPTER:
            return []
        telling = [passage for passage in passages if self._tells(passage, asked)]
        if not telling:
            return []
        cosines = self._snapshot.vectors([one.passage_id for one in telling]) @ question
        nearest = sorted(zip(cosines, telling, strict=True), key=lambda pair: -float(pair[0]))
        return [
            replace(found, passage=passage, similarity=float(cosine))
            for cosine, passage in nearest[:_MOST]
        ]

    def _tells(self, passage: Passage, asked: Aspect | None) -> bool:
        return (
            bool(self._items.statements(passage, asked))
            or bool(self._definitions.statements(passage, asked))
            or (asked is not None and headed(asked, passage.section))
        )


def _on(subject: Subject, item: Evidence) -> bool:
    return subject.share((frozenset(content_terms(item.source.title)), 1.0)) >= _ON_SUBJECT
