"""Whether the retrieved evidence speaks of what was asked at all.

Two signals, neither enough alone: the best cosine between question and sentence, and how much
of the question's subject one passage covers, rarer words counting more. A question on a
condition that is absent from the corpus finds sentences that are similar in form and never name
it; a question in other words than the sources' finds few shared words and a high cosine.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from ragqa.linguistics.abbreviations import WELL_KNOWN, abbreviations_in, definitions
from ragqa.linguistics.terms import content_terms
from ragqa.schema.evidence import EvidenceSentence

# Words that frame a question and name no subject.
_FRAMING = frozenset(
    content_terms(
        """
        add added adult adults advice advise affect alternative another approach available
        benefit benefits best better cause causes chance change choose clinical clinician common
        compare compared condition consider current dangerous decide define describe difference
        different disease doctor dose drug early effect effective effectiveness efficacy
        evidence explain factor factors finding first give given good group guide guideline
        guidelines harm harmful harms help high higher important improve increase indicate
        indicated indication indications know known level levels likely line long low lower main
        major manage management many mean measure medical medication medicine method much need
        never new no none normal not offer offered often old option options outcome outcomes
        patient people person possible prefer preferred prevent prevention problem prove proven
        question raise reason recommend recommendation recommendations recommended reduce
        related relationship result role routine routinely safe safety say severe should show
        side sign signs soon source specific standard start stop strategy strong studies study
        suggest symptom symptoms take taking test tested tests therapy threshold treat treated
        treating treatment treatments trial trials type types use used useful using usual value
        way work works worse year years
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
    passage covers, in [0, 1]; `missing` are the question's words that no
    passage bearing on it holds.
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
        share: part of the subject that one passage must cover in between.
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
        subject = self._subject(question)
        held = _terms_by_passage(sentences)
        weights = {term: self._weight(term) for term in subject}
        shares = [_covered(weights, terms) for terms in held]
        share = max(shares, default=0.0)
        bearing = (terms for terms, part in zip(held, shares, strict=True) if part >= share / 2)
        everything = frozenset[str]().union(*bearing)
        similarity = max((sentence.similarity for sentence in sentences), default=0.0)
        return Coverage(
            answerable=similarity >= self._related
            and (similarity >= self._similar or share >= self._share),
            similarity=similarity,
            share=share,
            missing=tuple(
                dict.fromkeys(word for term, word in subject.items() if not _held(term, everything))
            ),
        )

    def _subject(self, question: str) -> dict[str, str]:
        """Map the terms that name what the question is about to the words as asked.

        Bare numbers name nothing, and an abbreviation that the question spells out itself is
        not asked for a second time; one that no passage uses stands for its common meaning.
        """
        spelled = {term for short in definitions(question) for term in content_terms(short)}
        words: dict[str, str] = {}
        for asked in question.replace("/", " ").split():
            word = asked.strip("?.,;:!()[]\"'")
            for term in self._meant(word):
                if term not in _FRAMING | spelled and not term.replace(".", "").isdigit():
                    words.setdefault(term, word)
        return words

    def _meant(self, word: str) -> list[str]:
        found = content_terms(word)
        common = WELL_KNOWN.get(word)
        if common and not any(self._vocabulary.passage_frequency(term) for term in found):
            return content_terms(common)
        return found

    def _weight(self, term: str) -> float:
        """Return the inverse passage frequency, smoothed; a word nobody uses weighs most."""
        seen = self._vocabulary.passage_frequency(term)
        return math.log(1 + (self._vocabulary.passage_count + 1) / (seen + 0.5))


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


def _covered(weights: dict[str, float], held: frozenset[str]) -> float:
    total = sum(weights.values())
    return sum(w for term, w in weights.items() if _held(term, held)) / total if total else 0.0


def _held(term: str, held: frozenset[str]) -> bool:
    """Tell whether a term, or a word built on the same stem, is held.

    Snowball leaves "anemia" and "anemic", "menopause" and "postmenopausal" apart; a shared run
    of five letters or more brings them together.
    """
    if term in held:
        return True
    stem = term[: max(5, len(term) - 3)]
    return len(term) > 5 and any(stem in other for other in held)
