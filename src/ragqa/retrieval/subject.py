"""What a question is about, as the concepts it names, and how much of that a text holds."""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import takewhile
from typing import Protocol

from ragqa.linguistics.abbreviations import definitions
from ragqa.linguistics.terms import content_terms, with_lettered_names
from ragqa.linguistics.usual_meanings import WELL_KNOWN
from ragqa.retrieval.question_words import (
    ASKS_FOR_A_KIND,
    DIFFERENT,
    FRAMING,
    LIGHT,
    LIGHT_SHARE,
    MINOR,
    SAME,
    SOMEWHERE,
)
from ragqa.schema.evidence import WHOLE

# Stands between "vitamin" and "D" while a question is read.
_TIE = "_"
# What is done, whatever it is done for: "breast cancer screening" is asked of both.
_SCREENING = "screen"
_BEGINNING, _ONE_STEM, _ENDING = 5, 0.75, 2
# A concept of which less is said is left open.
_HALF = 0.5
# Words between those of a concept that do not part them.
_APART = 2
_ELSE = frozenset({"another", "other", "something", "anything", "else", "not"})
# Other words for each that has some.
_ALIKE = {term: [same for same in SAME if term in same] for term in frozenset[str]().union(*SAME)}
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

    def stands_in(self, words: Sequence[str], implied: frozenset[str]) -> bool:
        """Tell whether all its terms stand near each other among `words`, terms in order.

        Those that are `implied` stand everywhere: "low iron" is a deficiency.
        """
        reach = len(self.terms) + _APART
        windows = (words[at : at + reach] for at in range(max(1, len(words) - reach + 1)))
        return any(all(_in(term, implied.union(some)) for term in self.terms) for some in windows)

    def named_in(self, terms: frozenset[str]) -> frozenset[str]:
        """Return its terms that `terms` hold."""
        return frozenset(term for term in self.terms if _in(term, terms))

    def held(self, terms: frozenset[str]) -> float:
        """Return the weighted share of its terms that `terms` hold, in [0, 1]."""
        found = sum(w for term, w in zip(self.terms, self.weights, strict=True) if _in(term, terms))
        # "Diabetes" is not yet "type 1 diabetes".
        another = any(_is_lettered(term) and term not in terms for term in self.terms)
        return found / sum(self.weights) * (_HALF if another else 1.0)


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

    def weakest(self, *texts: tuple[frozenset[str], float]) -> float:
        """Return how much texts hold of what they hold least of, in [0, 1].

        "Drug A in condition X" is asked of both: a text on drug A in another condition holds
        nothing of it. Arguments as for `share`.
        """
        return min(
            (max(worth * choice.held(terms) for terms, worth in texts) for choice in self.needed),
            default=0.0,
        )

    def strays(
        self, work: frozenset[str], words: Sequence[str], implied: frozenset[str] = frozenset()
    ) -> bool:
        """Tell a sentence that names something only by chance, in a work on its like.

        In a work on ovarian cancer "the Prostate, Lung, Colorectal, and Ovarian trial" does not
        speak of lung cancer. A sentence that names no more of it than its work is read with that.

        Args:
            work: what the work is about.
            words: the terms of the sentence, in order.
            implied: what it names without a word for it.
        """
        return any(
            0.0 < concept.held(work) < WHOLE
            and not any(_is_lettered(term) for term in concept.terms)
            and not concept.named_in(implied.union(words)) <= concept.named_in(work)
            and not concept.stands_in(words, implied)
            for choice in self.needed
            if len(choice.concepts) == 1
            for concept in choice.concepts
        )

    def named_in(self, terms: frozenset[str]) -> frozenset[str]:
        """Return the concepts, as asked, of which `terms` hold at least half."""
        return frozenset(
            " ".join(concept.words) for concept in self.concepts if concept.held(terms) >= _HALF
        )

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

        Bare numbers name nothing, nor does the kind of thing that is asked for, as in "Which
        antibiotic"; an abbreviation that the question spells out itself is not asked for a second
        time, and one that no passage uses stands for its common meaning.
        """
        spelled = definitions(question)
        choices: list[Choice] = []
        run: list[tuple[str, str]] = []
        joins = False
        asking = ASKS_FOR_A_KIND.sub(r"\1", SOMEWHERE.sub(",", question.replace(_TIE, " ")))
        for token in (*_WORD.findall(with_lettered_names(asking, _TIE)), ","):
            word = token.strip("?.,;:!'")
            named = [] if word in spelled else self._named(word)
            apart = any(term == _SCREENING for _, term in named)
            run += [] if apart else named
            if run and (apart or not named):
                # "Supplements" alone name nothing.
                if any(term not in LIGHT for _, term in run):
                    choices, joins = self._with(choices, run, joins=joins), False
                run = []
            if apart:
                choices, joins = self._with(choices, named, joins=joins), False
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
        if _TIE in word:
            name = word.replace(_TIE, " ")
            return [(name, name.lower())]
        return [
            (word, term)
            for term in self._meant(word)
            if term not in FRAMING and not term.replace(".", "").isdigit()
        ]

    def _concept(self, run: list[tuple[str, str]]) -> Concept:
        light = LIGHT | MINOR if len(run) > 1 else LIGHT
        return Concept(
            words=tuple(word for word, _ in run),
            terms=tuple(term for _, term in run),
            weights=tuple(
                self._rarity(term) * (LIGHT_SHARE if term in light else 1.0) for _, term in run
            ),
        )

    def _meant(self, word: str) -> list[str]:
        found = content_terms(word)
        common = WELL_KNOWN.get(word)
        if common and not any(self._vocabulary.passage_frequency(term) for term in found):
            return content_terms(common)
        return found

    def _rarity(self, term: str) -> float:
        """Return the inverse passage frequency, smoothed; a word nobody uses weighs most."""
        seen = self._vocabulary.passage_frequency(term.split(maxsplit=1)[0])
        return math.log(1 + (self._vocabulary.passage_count + 1) / (seen + 0.5))


def _is_lettered(term: str) -> bool:
    """Tell a name that goes with its letter or figure: "vitamin d"."""
    return " " in term


def _in(term: str, held: frozenset[str]) -> bool:
    """Tell whether a term, a word built on the same stem, or another word for it is held."""
    if term in held or any(not same.isdisjoint(held) for same in _ALIKE.get(term, ())):
        return True
    if _is_lettered(term):
        return False  # vitamin K is no other form of vitamin D
    return len(term) >= _BEGINNING and any(_of_one_stem(term, other) for other in held)


def _of_one_stem(one: str, other: str) -> bool:
    """Bring together what Snowball leaves apart.

    "Menopause" and "postmenopausal" by containment, "ovary" and "ovarian" by a short ending;
    "psoriasis" and "psoriatic" by a beginning that is three quarters of the longer,
    which "statin" and "statistical" do not share.
    """
    if one not in other and one[:_BEGINNING] != other[:_BEGINNING]:
        return False  # as nearly all words are, so that it is asked first
    if {one, other} in DIFFERENT:
        return False
    if one in other and (len(one) > _BEGINNING or other[:-_ENDING] == one):
        return True
    shared = sum(
        1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False))
    )
    return shared >= _BEGINNING and shared >= _ONE_STEM * max(len(one), len(other))
