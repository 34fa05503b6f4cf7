"""From passages to the sentences that composers quote."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ragqa.embedding.embedder import Embedder, FloatArray
from ragqa.indexing.snapshot import Snapshot
from ragqa.linguistics.abbreviations import agreed, meanings_in, meant_terms
from ragqa.linguistics.ages import ages_in, other_ages
from ragqa.linguistics.aspects import Aspect, asked_aspect
from ragqa.linguistics.terms import content_terms
from ragqa.retrieval.chapters import ChapterReader
from ragqa.retrieval.definitions import DefinitionReader
from ragqa.retrieval.facts import FactsReader
from ragqa.retrieval.items import ItemReader
from ragqa.retrieval.sites import of_another_site, sites_in
from ragqa.retrieval.subject import Subject, SubjectReader
from ragqa.schema.document import Span
from ragqa.schema.evidence import WHOLE, Evidence, EvidenceSentence, Listed

# Blanks between the words of a sentence and those that its abbreviations stand for.
_APART = 8
# What naming a concept among the items of a list is worth beside naming it above them.
_IN_ITEMS = 0.5


@dataclass(frozen=True, slots=True)
class _Quotable:
    """A sentence of a passage, or items of a list in it."""

    evidence: Evidence
    span: Span
    listed: Listed | None

    @property
    def text(self) -> str:
        return self.listed.text if self.listed else self.evidence.passage.quote(*self.span)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reading:
    """A sentence before its meaning is compared: what of the question its words name."""

    quotable: _Quotable
    coverage: float
    jointly: float
    named: frozenset[str]
    abbreviations: Mapping[str, str]

    @property
    def promise(self) -> tuple[float, float, float]:
        """How likely it is to answer, by its words and the meaning of its passage."""
        return self.jointly, self.coverage, self.quotable.evidence.similarity


class SentenceSelector:
    """Scores the sentences of retrieved passages against the question, one snapshot at a time.

    Args:
        snapshot: the evidence comes from it.
        embedder: compares question and sentence.
        limit: sentences that are compared; embedding them is what an answer waits for.
    """

    def __init__(self, snapshot: Snapshot, embedder: Embedder, *, limit: int = 120) -> None:
        self._embedder = embedder
        self._subjects = SubjectReader(snapshot)
        self._facts = FactsReader(snapshot)
        self._items = ItemReader(snapshot)
        self._definitions = DefinitionReader(snapshot)
        self._chapters = ChapterReader(snapshot, self._items, self._definitions)
        self._limit = limit

    def select(self, question: str, evidence: Sequence[Evidence]) -> list[EvidenceSentence]:
        """Return the most promising sentences, best first; ties by document and position.

        Only such as need no neighbour to say what they say; items of lists come with what
        governs them.
        """
        subject = self._subjects.read(question)
        asked = self._embedder.embed([question])[0]
        aspect = asked_aspect(question)
        words = content_terms(question)
        organs = sites_in(words)
        evidence = self._chapters.widened(evidence, subject, aspect, asked)
        documents = {item.passage.document_id for item in evidence}
        shared = agreed(self._facts.read(name).abbreviations for name in documents)
        readings = [
            self._reading(subject, shared, quotable)
            for item in evidence
            for quotable in self._quotables(item, aspect)
            if not (organs and of_another_site(words, content_terms(quotable.text)))
        ]
        asked_about = _of_the_ages(question, readings)
        kept = sorted(asked_about, key=lambda one: one.promise, reverse=True)[: self._limit]
        pairs = zip(kept, self._similarities(asked, kept), strict=True)
        return sorted((self._sentence(one, value) for one, value in pairs), key=_rank)

    def _quotables(self, evidence: Evidence, aspect: Aspect | None) -> list[_Quotable]:
        listed = [
            *self._items.statements(evidence.passage, aspect),
            *self._definitions.statements(evidence.passage, aspect),
        ]
        worded = {span for span, _ in listed}
        prose = [span for span in self._items.sentences(evidence.passage) if span not in worded]
        return [
            *(_Quotable(evidence, span, None) for span in prose),
            *(_Quotable(evidence, span, statement) for span, statement in listed),
        ]

    def _reading(
        self, subject: Subject, shared: Mapping[str, str], quotable: _Quotable
    ) -> _Reading:
        passage = quotable.evidence.passage
        facts = self._facts.read(passage.document_id)
        known = {**shared, **facts.abbreviations}
        terms = meant_terms(quotable.text, known)
        coverage = facts.coverage(subject, terms)
        if quotable.listed:
            # What a list is about its headings say: drug A for Y, among those for X, is not for X.
            above = meant_terms(quotable.listed.above, known)
            coverage = subject.share((above, 1.0), (terms, _IN_ITEMS))
        words = _words(quotable.text, known)
        # What a sentence names by chance it does not tell; its work may be on it all the same.
        told = frozenset[str]() if facts.strays(subject, words, terms, passage.section) else terms
        return _Reading(
            quotable=quotable,
            coverage=coverage,
            jointly=facts.jointly(subject, told, passage.section),
            named=subject.named_in(terms),
            abbreviations=known,
        )

    def _similarities(self, asked: FloatArray, readings: Sequence[_Reading]) -> list[float]:
        if not readings:
            return []
        vectors = self._embedder.embed([one.quotable.text for one in readings])
        return [float(value) for value in vectors @ asked]

    def _sentence(self, reading: _Reading, similarity: float) -> EvidenceSentence:
        evidence, span = reading.quotable.evidence, reading.quotable.span
        facts = self._facts.read(evidence.passage.document_id)
        return EvidenceSentence(
            evidence=evidence,
            span=span,
            similarity=similarity,
            coverage=reading.coverage,
            jointly=reading.jointly,
            named=reading.named,
            position=span[0] / facts.length,
            abbreviations=reading.abbreviations,
            study=facts.study,
            listed=reading.quotable.listed,
        )


def _words(text: str, known: Mapping[str, str]) -> list[str]:
    """Return the terms of a sentence in order, and behind them those of each abbreviation.

    They stand apart: the last word of one and the first of the next name nothing together.
    """
    apart = [""] * _APART
    spelled = (content_terms(meaning) for meaning in meanings_in(text, known))
    return [*content_terms(text), *(word for terms in spelled for word in (*apart, *terms))]


def _of_the_ages(question: str, readings: Sequence[_Reading]) -> list[_Reading]:
    """Leave out what is said of other ages than those asked about, where these are spoken of."""
    said = [(one, _spoken_ages(one)) for one in readings]
    others = {id(one) for one, ages in said if other_ages(question, ages)}
    asked = any(ages and one.jointly >= WHOLE and id(one) not in others for one, ages in said)
    return [one for one in readings if not (asked and id(one) in others)]


def _spoken_ages(reading: _Reading) -> str:
    """Return the words of a sentence that name ages, else those of its title; empty without any."""
    spoken = (reading.quotable.text, reading.quotable.evidence.source.title)
    return next((text for text in spoken if ages_in(text)), "")


def _rank(sentence: EvidenceSentence) -> tuple[float, str, int]:
    return (-sentence.similarity, sentence.evidence.passage.document_id, sentence.span[0])
