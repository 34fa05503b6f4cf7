"""From passages to the sentences that composers quote."""

from collections.abc import Mapping, Sequence
from functools import lru_cache

from ragqa.embedding.embedder import Embedder
from ragqa.indexing.snapshot import Snapshot
from ragqa.linguistics.abbreviations import definitions
from ragqa.retrieval.study import study_of
from ragqa.schema.claim import Study
from ragqa.schema.document import DocumentId, Span
from ragqa.schema.evidence import Evidence, EvidenceSentence

# A work says what it is, and spells out its abbreviations, near its beginning.
_OPENING_PASSAGES = 40


class SentenceSelector:
    """Scores the sentences of retrieved passages against the question, one snapshot at a time."""

    def __init__(self, snapshot: Snapshot, embedder: Embedder) -> None:
        self._snapshot = snapshot
        self._embedder = embedder
        self._facts = lru_cache(maxsize=1024)(self._read_facts)

    def select(self, question: str, evidence: Sequence[Evidence]) -> list[EvidenceSentence]:
        """Return every sentence of `evidence`, best first; ties by document and position."""
        pairs = [(item, span) for item in evidence for span in item.passage.sentences]
        similarities = self._similarities(question, pairs)
        sentences = [
            self._sentence(item, span, similarity)
            for (item, span), similarity in zip(pairs, similarities, strict=True)
        ]
        return sorted(sentences, key=_rank)

    def _similarities(self, question: str, pairs: Sequence[tuple[Evidence, Span]]) -> list[float]:
        if not pairs:
            return []
        texts = [item.passage.quote(*span) for item, span in pairs]
        vectors = self._embedder.embed([question, *texts])
        return [float(value) for value in vectors[1:] @ vectors[0]]

    def _sentence(self, item: Evidence, span: Span, similarity: float) -> EvidenceSentence:
        abbreviations, study = self._facts(item.passage.document_id)
        return EvidenceSentence(
            evidence=item,
            span=span,
            similarity=similarity,
            abbreviations=abbreviations,
            study=study,
        )

    def _read_facts(self, document_id: DocumentId) -> tuple[Mapping[str, str], Study | None]:
        passages = self._snapshot.document_passages(document_id)[:_OPENING_PASSAGES]
        source = self._snapshot.sources([document_id])[document_id]
        text = "\n\n".join([source.title, *(passage.text for passage in passages)])
        return definitions(text), study_of(source, passages)


def _rank(sentence: EvidenceSentence) -> tuple[float, str, int]:
    return (-sentence.similarity, sentence.evidence.passage.document_id, sentence.span[0])
