"""Whether the retrieved evidence speaks of what was asked at all.

Two signals, neither enough alone: the best cosine between question and sentence, and how much
of the question's subject one document covers, rarer words counting more. A question on a
condition that is absent from the corpus finds sentences that are similar in form and never name
it; a question in other words than the sources' finds few shared words and a high cosine.
"""

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from ragqa.linguistics.abbreviations import definitions
from ragqa.linguistics.terms import content_terms
from ragqa.schema.evidence import EvidenceSentence

# Words that frame a question and name no subject.
_FRAMING = frozenset(
    content_terms(
        """
        adult advice advise affect approach available benefit benefits best better cause causes
        chance change choose clinical clinician common compare compared condition consider
        current dangerous decide define describe difference different disease doctor dose drug
        early effect effective effectiveness efficacy evidence explain factor factors finding
        first give given good group guideline guidelines harm harmful harms help high higher
        important improve increase indicated indication indications know known level levels
        likely line long low lower main major manage management mean measure medical medication
        medicine method need never new no none normal not old option options outcome outcomes
        patient people person possible prevent prevention problem prove proven question reason
        recommend recommendation recommendations recommended reduce related relationship result
        role safe safety say severe should show sign signs source specific standard start stop
        strategy strong studies study suggest symptom symptoms take taking test tested tests
        therapy threshold treat treated treating treatment treatments trial trials type types
        use used useful using value way work works worse year years
        """
    )
)


class Vocabulary(Protocol):
    """How common words are in the indexed passages."""

    @property
    def passage_count(self) -> int:
        """Passages in the index."""
        ...

    def passage_frequency(self, term: str) -> int:
        """Return how many passages hold `term`, as `linguistics.terms` gives it."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """What of a question the evidence covers.

    `similarity` is the best cosine; `share` is how much of the question's subject the best
    document covers, in [0, 1]; `missing` are the question's words that no evidence holds.
    """

    answerable: bool
    similarity: float
    share: float
    missing: tuple[str, ...]


class CoverageAssessor:
    """Decides whether a question can be answered from its evidence.

    Args:
        vocabulary: word counts of the snapshot the evidence comes from.
        similar: cosine from which the words need not agree.
        related: cosine below which nothing is related.
        share: part of the subject that one document must cover in between.
    """

    def __init__(
        self,
        vocabulary: Vocabulary,
        *,
        similar: float = 0.75,
        related: float = 0.35,
        share: float = 0.6,
    ) -> None:
        self._vocabulary = vocabulary
        self._similar = similar
        self._related = related
        self._share = share

    def assess(self, question: str, sentences: Sequence[EvidenceSentence]) -> Coverage:
        """Return what of `question` the sentences cover."""
        subject = _subject(question)
        held = _terms_by_document(sentences)
        weights = {term: self._weight(term) for term in subject}
        share = max((_covered(weights, terms) for terms in held.values()), default=0.0)
        everything = frozenset[str]().union(*held.values())
        similarity = max((sentence.similarity for sentence in sentences), default=0.0)
        return Coverage(
            answerable=similarity >= self._related
            and (similarity >= self._similar or share >= self._share),
            similarity=similarity,
            share=share,
            missing=tuple(word for term, word in subject.items() if not _held(term, everything)),
        )

    def _weight(self, term: str) -> float:
        """Return the inverse passage frequency, smoothed; a word nobody uses weighs most."""
        seen = self._vocabulary.passage_frequency(term)
        return math.log(1 + (self._vocabulary.passage_count + 1) / (seen + 0.5))


def _subject(question: str) -> dict[str, str]:
    """Map the terms that name what the question is about to the words as asked.

    An abbreviation that the question spells out itself is not asked for a second time.
    """
    spelled = {term for short in definitions(question) for term in content_terms(short)}
    words: dict[str, str] = {}
    for word in question.replace("/", " ").split():
        for term in content_terms(word):
            if term not in _FRAMING and term not in spelled:
                words.setdefault(term, word.strip("?.,;:!()[]\"'"))
    return words


def _terms_by_document(sentences: Iterable[EvidenceSentence]) -> dict[str, frozenset[str]]:
    texts: dict[str, set[str]] = defaultdict(set)
    for sentence in sentences:
        passage = sentence.evidence.passage
        texts[passage.document_id].update(
            (sentence.evidence.source.title, passage.text, " ".join(passage.section)),
            sentence.abbreviations.values(),
        )
    return {name: frozenset(content_terms(" ".join(parts))) for name, parts in texts.items()}


def _covered(weights: dict[str, float], held: frozenset[str]) -> float:
    total = sum(weights.values())
    return sum(w for term, w in weights.items() if _held(term, held)) / total if total else 0.0


def _held(term: str, held: frozenset[str]) -> bool:
    """Tell whether a term, or a word of the same stem family, is held.

    Snowball leaves "anemia" and "anemic" apart; five shared letters bring them together.
    """
    if term in held:
        return True
    stem = term[: max(5, len(term) - 3)]
    return len(term) > 5 and any(other.startswith(stem) for other in held)
