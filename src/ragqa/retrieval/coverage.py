"""Whether the retrieved evidence speaks of what was asked at all.

Two signals, neither enough alone: the best cosine between question and sentence, and how much
of the question's subject one passage holds. A question on a condition that is absent from the
corpus finds sentences that are similar in form and never name it; a question in other words than
the sources' finds few shared words and a high cosine.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ragqa.linguistics.abbreviations import abbreviations_in
from ragqa.linguistics.terms import content_terms
from ragqa.retrieval.subject import SubjectReader, Vocabulary
from ragqa.schema.evidence import EvidenceSentence


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """What of a question the evidence covers.

    `similarity` is the best cosine; `share` is how much of the question's subject the best
    passage holds, in [0, 1]; `missing` are the question's words that no passage bearing on it
    holds.
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
        share: part of the subject that one passage must hold in between.
    """

    def __init__(
        self,
        vocabulary: Vocabulary,
        *,
        similar: float = 0.8,
        related: float = 0.35,
        share: float = 0.6,
    ) -> None:
        self._subjects = SubjectReader(vocabulary)
        self._similar = similar
        self._related = related
        self._share = share

    def assess(self, question: str, sentences: Sequence[EvidenceSentence]) -> Coverage:
        """Return what of `question` the sentences cover."""
        subject = self._subjects.read(question)
        held = _terms_by_passage(sentences)
        shares = [subject.share((terms, 1.0)) for terms in held]
        share = max(shares, default=0.0)
        bearing = (terms for terms, part in zip(held, shares, strict=True) if part >= share / 2)
        similarity = max((sentence.similarity for sentence in sentences), default=0.0)
        return Coverage(
            answerable=similarity >= self._related
            and (similarity >= self._similar or share >= self._share),
            similarity=similarity,
            share=share,
            missing=subject.missing(frozenset[str]().union(*bearing)),
        )


def _terms_by_passage(sentences: Iterable[EvidenceSentence]) -> list[frozenset[str]]:
    """Return the terms of each passage with its title, headings and spelled-out abbreviations."""
    texts = {}
    for sentence in sentences:
        passage = sentence.evidence.passage
        texts[passage.passage_id] = " ".join(
            (
                sentence.evidence.source.title,
                *passage.section,
                passage.text,
                *(sentence.abbreviations.get(a, "") for a in abbreviations_in(passage.text)),
            )
        )
    return [frozenset(content_terms(text)) for text in texts.values()]
