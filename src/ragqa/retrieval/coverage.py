"""Whether the retrieved evidence speaks of what was asked at all.

Two signals, neither enough alone: the best cosine between question and sentence, and how much a
sentence holds of each thing that the question names. A question on a condition that is absent from
the corpus finds sentences that are similar in form and never name it; "drug A in condition X" finds
drug A in condition Y; a question in other words than the sources' finds few shared words and a
high cosine.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ragqa.linguistics.abbreviations import abbreviations_in
from ragqa.linguistics.terms import naming_terms
from ragqa.retrieval.subject import SubjectReader, Vocabulary
from ragqa.schema.evidence import WHOLE, EvidenceSentence


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """What of a question the evidence covers.

    `reworded` where no sentence holds the question's words, and one means so nearly the same
    that they need not agree;
    `similarity` is the best cosine; `share` is how much the best sentence holds of each thing
    that the question names, in [0, 1]; `missing` are the question's words that no sentence
    bearing on it holds.
    """

    answerable: bool
    reworded: bool
    similarity: float
    share: float
    missing: tuple[str, ...]


class CoverageAssessor:
    """Decides whether a question can be answered from its evidence.

    Args:
        vocabulary: word counts of the snapshot the evidence comes from.
        similar: cosine from which the words need not agree.
        related: cosine below which nothing is related.
        share: how much one sentence must hold of each thing in between.
    """

    def __init__(
        self,
        vocabulary: Vocabulary,
        *,
        similar: float = 0.8,
        related: float = 0.35,
        share: float = WHOLE,
    ) -> None:
        self._subjects = SubjectReader(vocabulary)
        self._similar = similar
        self._related = related
        self._share = share

    def assess(self, question: str, sentences: Sequence[EvidenceSentence]) -> Coverage:
        """Return what of `question` the sentences cover."""
        share = max((sentence.jointly for sentence in sentences), default=0.0)
        similarity = max((sentence.similarity for sentence in sentences), default=0.0)
        covered = max((sentence.coverage for sentence in sentences), default=0.0)
        bearing = [sentence for sentence in sentences if sentence.coverage >= covered / 2]
        return Coverage(
            reworded=similarity >= self._similar and share < self._share,
            answerable=similarity >= self._related
            and (similarity >= self._similar or share >= self._share),
            similarity=similarity,
            share=share,
            missing=self._subjects.read(question).missing(_terms(bearing)),
        )


def _terms(sentences: Iterable[EvidenceSentence]) -> frozenset[str]:
    """Return the terms of the sentences with their titles and spelled-out abbreviations."""
    texts: set[str] = set()
    for sentence in sentences:
        texts |= {sentence.text, sentence.evidence.source.title, *sentence.evidence.passage.section}
        texts |= {sentence.abbreviations.get(a, "") for a in abbreviations_in(sentence.text)}
    return naming_terms("\n".join(texts))
