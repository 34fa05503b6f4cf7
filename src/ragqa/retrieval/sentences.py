"""From passages to the sentences that composers quote."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from ragqa.embedding.embedder import Embedder
from ragqa.indexing.snapshot import Snapshot
from ragqa.linguistics.abbreviations import abbreviations_in, agreed, definitions
from ragqa.linguistics.terms import content_terms
from ragqa.retrieval.study import study_of
from ragqa.retrieval.subject import Subject, SubjectReader
from ragqa.schema.claim import Study
from ragqa.schema.document import DocumentId, Span
from ragqa.schema.evidence import Evidence, EvidenceSentence

# A work says what it is, and spells out its abbreviations, near its beginning.
_OPENING_PASSAGES = 40
# What naming a concept in the title is worth beside naming it in the sentence.
_IN_TITLE = 0.6


@dataclass(frozen=True, slots=True, kw_only=True)
class _DocumentFacts:
    abbreviations: Mapping[str, str]
    study: Study | None
    title: frozenset[str]
    length: int


class SentenceSelector:
    """Scores the sentences of retrieved passages against the question, one snapshot at a time."""

    def __init__(self, snapshot: Snapshot, embedder: Embedder) -> None:
        self._snapshot = snapshot
        self._embedder = embedder
        self._subjects = SubjectReader(snapshot)
        self._facts = lru_cache(maxsize=1024)(self._read_facts)

    def select(self, question: str, evidence: Sequence[Evidence]) -> list[EvidenceSentence]:
        """Return every sentence of `evidence`, best first; ties by document and position."""
        pairs = [(item, span) for item in evidence for span in item.passage.sentences]
        similarities = self._similarities(question, pairs)
        subject = self._subjects.read(question)
        documents = {item.passage.document_id for item in evidence}
        shared = agreed(self._facts(name).abbreviations for name in documents)
        sentences = [
            self._sentence(subject, shared, item, span, similarity)
            for (item, span), similarity in zip(pairs, similarities, strict=True)
        ]
        return sorted(sentences, key=_rank)

    def _similarities(self, question: str, pairs: Sequence[tuple[Evidence, Span]]) -> list[float]:
        if not pairs:
            return []
        texts = [item.passage.quote(*span) for item, span in pairs]
        vectors = self._embedder.embed([question, *texts])
        return [float(value) for value in vectors[1:] @ vectors[0]]

    def _sentence(
        self,
        subject: Subject,
        shared: Mapping[str, str],
        item: Evidence,
        span: Span,
        similarity: float,
    ) -> EvidenceSentence:
        facts = self._facts(item.passage.document_id)
        text = item.passage.quote(*span)
        known = {**shared, **facts.abbreviations}
        spelled = (known.get(short, "") for short in abbreviations_in(text))
        terms = frozenset(content_terms(" ".join((text, *spelled))))
        return EvidenceSentence(
            evidence=item,
            span=span,
            similarity=similarity,
            coverage=subject.share((terms, 1.0), (facts.title, _IN_TITLE)),
            position=span[0] / facts.length,
            abbreviations=known,
            study=facts.study,
        )

    def _read_facts(self, document_id: DocumentId) -> _DocumentFacts:
        passages = self._snapshot.document_passages(document_id)
        source = self._snapshot.sources([document_id])[document_id]
        opening = passages[:_OPENING_PASSAGES]
        text = "\n\n".join([source.title, *(passage.text for passage in opening)])
        return _DocumentFacts(
            abbreviations=definitions(text),
            study=study_of(source, opening),
            title=frozenset(content_terms(source.title)),
            length=passages[-1].end,
        )


def _rank(sentence: EvidenceSentence) -> tuple[float, str, int]:
    return (-sentence.similarity, sentence.evidence.passage.document_id, sentence.span[0])
