"""What a question is about, as the concepts it names, and how much of that a text holds."""

import math
import re
from dataclasses import dataclass, replace
from typing import Protocol

from ragqa.linguistics.abbreviations import WELL_KNOWN, definitions
from ragqa.linguistics.terms import content_terms

# Words that frame a question and name no subject.
_FRAMING = frozenset(
    content_terms(
        """
        add added adult adults advice advise affect age aged ages alternative another approach
        available benefit benefits best better cause causes chance change childbearing choose
        clinical clinically clinician common compare compared condition consider current
        dangerous decide define describe despite difference different disease doctor dose drug
        early ease effect effective effectiveness efficacy evidence explain factor factors
        feature features finding first get gets give given good group guide guideline guidelines
        happen harm harmful harms healthcare help high higher important improve increase
        indicate indicated indication indications instead know known level levels likely line
        long low lower main major man manage management many matter mean measure medical
        medication medicine men method much need never new no none normal not occur offer
        offered often old option options outcome outcomes patient people person possible prefer
        preferred prevent prevention problem prove proven question raise rather reason recommend
        recommendation recommendations recommended reduce related relationship relief relieve
        relieved reproductive result role routine routinely safe safety say severe should show
        side sign signs soon source specific standard start stop strategy strong studies study
        suggest symptom symptoms take taking test tested tests threshold treat treated treating
        treatment treatments trial trials type types use used useful using usual value versus
        way without woman women work works worse year years
        """
    )
)
# A concept of which less is said is left open.
_HALF = 0.5
_ELSE = frozenset({"another", "other", "something", "anything", "else", "not"})
_WORD = re.compile(r"[^\s,;:/()\[\]\"“”]+|[,;:/()]")


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
class Concept:
    """Neighbouring words that name one thing, with the weight of each term.

    `words` are as asked; `terms` and `weights` run in parallel.
    """

    words: tuple[str, ...]
    terms: tuple[str, ...]
    weights: tuple[float, ...]

    @property
    def weight(self) -> float:
        """A concept counts as much as its rarest word: "syndrome" adds nothing to its name."""
        return max(self.weights)

    def held(self, terms: frozenset[str]) -> float:
        """Return the weighted share of its terms that `terms` hold, in [0, 1]."""
        found = sum(w for term, w in zip(self.terms, self.weights, strict=True) if _in(term, terms))
        return found / sum(self.weights)


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """Concepts between which the question asks; one of them is enough. Most have but one.

    `open_ended` where the question offers "something else" as well: then none is needed.
    """

    concepts: tuple[Concept, ...]
    open_ended: bool

    @property
    def weight(self) -> float:
        """The weight of its weightiest concept."""
        return max(concept.weight for concept in self.concepts)

    def held(self, terms: frozenset[str]) -> float:
        """Return how much of the concept that fits best `terms` hold, in [0, 1]."""
        return max(concept.held(terms) for concept in self.concepts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """What one question names."""

    choices: tuple[Choice, ...]

    @property
    def concepts(self) -> tuple[Concept, ...]:
        """All concepts, in the order in which they are asked."""
        return tuple(concept for choice in self.choices for concept in choice.concepts)

    @property
    def needed(self) -> tuple[Choice, ...]:
        """The choices that an answer has to speak of."""
        return tuple(choice for choice in self.choices if not choice.open_ended) or self.choices

    def left_out(self, terms: frozenset[str]) -> tuple[str, ...]:
        """Return the concepts, as asked, of which `terms` hold less than half."""
        return tuple(
            " ".join(dict.fromkeys(concept.words))
            for concept in self.concepts
            if concept.held(terms) < _HALF
        )

    def evaded_by(self, terms: frozenset[str]) -> bool:
        """Tell whether `terms` hold less than half of something that is needed."""
        return any(choice.held(terms) < _HALF for choice in self.needed)

    def share(self, *texts: tuple[frozenset[str], float]) -> float:
        """Return how much of the subject texts hold, in [0, 1].

        Args:
            texts: the terms of each, and what holding a concept there is worth, in [0, 1].
        """
        total = sum(choice.weight for choice in self.needed)
        held = sum(
            choice.weight * max(worth * choice.held(terms) for terms, worth in texts)
            for choice in self.needed
        )
        return held / total if total else 0.0

    def missing(self, terms: frozenset[str]) -> tuple[str, ...]:
        """Return the words, as asked, of which `terms` hold nothing."""
        return tuple(
            dict.fromkeys(
                word
                for concept in self.concepts
                for word, term in zip(concept.words, concept.terms, strict=True)
                if not _in(term, terms)
            )
        )


class SubjectReader:
    """Reads the subject off a question; words that are rarer in the index weigh more."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary

    def read(self, question: str) -> Subject:
        """Return the concepts of `question`: runs of words that no framing word parts.

        Bare numbers name nothing, and an abbreviation that the question spells out itself is
        not asked for a second time; one that no passage uses stands for its common meaning.
        """
        spelled = definitions(question)
        choices: list[Choice] = []
        run: list[tuple[str, str]] = []
        joins = False
        for token in (*_WORD.findall(question), ","):
            word = token.strip("?.,;:!'")
            named = [] if word in spelled else self._named(word)
            run += named
            if run and not named:
                choices = self._with(choices, run, joins=joins)
                run, joins = [], False
            if choices and joins and word.lower() in _ELSE:
                choices[-1] = replace(choices[-1], open_ended=True)
                joins = False
            joins = joins or word.lower() == "or"
        return Subject(choices=tuple(choices))

    def _with(
        self, choices: list[Choice], run: list[tuple[str, str]], *, joins: bool
    ) -> list[Choice]:
        """Add a concept: to the last choice behind "or", else as one of its own."""
        concept = self._concept(run)
        if joins and choices:
            last = choices[-1]
            return [*choices[:-1], replace(last, concepts=(*last.concepts, concept))]
        return [*choices, Choice(concepts=(concept,), open_ended=False)]

    def _named(self, word: str) -> list[tuple[str, str]]:
        return [
            (word, term)
            for term in self._meant(word)
            if term not in _FRAMING and not term.replace(".", "").isdigit()
        ]

    def _concept(self, run: list[tuple[str, str]]) -> Concept:
        return Concept(
            words=tuple(word for word, _ in run),
            terms=tuple(term for _, term in run),
            weights=tuple(self._weight(term) for _, term in run),
        )

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


def _in(term: str, held: frozenset[str]) -> bool:
    """Tell whether a term, or a word built on the same stem, is held.

    Snowball leaves "anemia" and "anemic", "menopause" and "postmenopausal" apart; a shared run
    of five letters or more brings them together.
    """
    if term in held:
        return True
    stem = term[: max(5, len(term) - 3)]
    return len(term) > 5 and any(stem in other for other in held)
