"""The clauses of a text, each with the subject it speaks of, and those of one subject."""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from ragqa.linguistics.clause_stance import Stance, stance_of
from ragqa.linguistics.clauses import clauses
from ragqa.linguistics.quantities import Quantity, quantities
from ragqa.linguistics.terms import content_terms, terms
from ragqa.linguistics.word_list import word_list

# Share of all their terms that two clauses on one subject have in common.
_ALIKE = 0.6
# Clauses on one subject that a later one is held against; articles have a few.
_MOST = 30
_LABEL = re.compile(r"\A[A-Z][\w -]{2,40}:\s(?=[A-Z])")
_BRACKETS = re.compile(r"\s*\([^()]*\)")
_LETTER = re.compile(r"\b([A-Za-z]{3,})\s([A-Z])\b(?!\.\s)")
# Terms that carry polarity, strength or framing and leave the subject as it is.
_WEAK = word_list(
    """
    recommend suggest advis should must indic contraind avoid discourag support oppos against offer
    consid give given use routin receiv treat treatment therapi manag approach
    increas decreas reduc reduct lower higher rais rise improv improvement worsen better less more
    elev lessen diminish prevent caus lead result associ relat link effect affect ineffect effici
    efficaci benefit benefici harm safe unsaf danger common uncommon rare frequent requir necessari
    need option option first-lin second-lin last-lin first second last line
    evid show shown found find demonstr prove proven confirm report note known unknown clear unclear
    certain uncertain establish well primari primarili main mainli major signific import current
    data research guidelin guidanc author review analysi expert no not never without
    adult all general overall also there that it is be has have do doe did can will would may might
    could strong strongli condit weak direct directli larg mean
    """
)
# Terms that make another subject of the same words: who, how, how bad, when.
NARROWING = word_list(
    """
    pregnant pregnanc breastfeed lactat child childhood infant newborn neonat adolesc teenag elder
    old older young younger woman women men man male femal boy girl postmenopaus menopaus
    renal kidney dialysi hemodialysi hepat liver cardiac heart diabet immunocompromis
    acut chronic mild moder sever advanc earli late recurr refractori resist initi asymptomat
    symptomat hospit outpati oral intraven iv intramuscular topic inhal subcutan low-dos high-dos
    primari secondari monotherapi combin adjunct alon except unless high-risk low-risk high low
    short long short-term long-term daili week prophylact surgic
    """
)


@dataclass(frozen=True)
class Assertion:
    """One clause; `subject` are its terms without those that only take sides."""

    text: str
    subject: frozenset[str]

    @cached_property
    def words(self) -> frozenset[str]:
        """All that the clause says, apart from the order in which it says it."""
        return frozenset(terms(self.text))

    @cached_property
    def stance(self) -> Stance:
        """What the words of the clause commit it to."""
        return stance_of(self.text)

    @cached_property
    def quantities(self) -> tuple[Quantity, ...]:
        """The numbers with units or bounds that the clause states."""
        return tuple(quantities(self.text))

    def is_about(self, other: "Assertion") -> bool:
        """Tell whether two clauses speak of one subject, and neither of a part of it."""
        both, either = self.subject & other.subject, self.subject | other.subject
        return (
            (len(both) > 2 or both == either)
            and len(both) >= _ALIKE * len(either)
            and NARROWING.isdisjoint(either - both)
        )


def assertions(sentence: str, known: Mapping[str, str]) -> Iterator[Assertion]:
    """Yield the clauses of a sentence, abbreviations written out.

    Args:
        sentence: what is said.
        known: what its abbreviations stand for.
    """
    for part in clauses(_LABEL.sub("", sentence)):
        text = written_out(part, known)
        named = subject_terms(text)
        if named:
            yield Assertion(text, named)


def written_out(text: str, known: Mapping[str, str]) -> str:
    """Return `text` with what its abbreviations stand for in their place, brackets left out."""
    text = _BRACKETS.sub("", text)
    for short, long in known.items():
        if short in text:
            literal = long.replace("\\", r"\\")
            text = re.sub(rf"(?<![\w-]){re.escape(short)}(?![\w-])", literal, text)
    return text


def subject_terms(text: str) -> frozenset[str]:
    """Return the terms of `text` that say what it is about; "drug A" is one term."""
    glued = _LETTER.sub(r"\1-\2", text)
    numbers = {term for quantity in quantities(glued) for term in terms(quantity.text)}
    return frozenset(
        term
        for term in content_terms(glued)
        if term not in _WEAK and term not in numbers and term not in "≤≥<>±%"
    )


def pairs_on_one_subject(said: Sequence[Assertion]) -> Iterator[tuple[int, int]]:
    """Yield the places of each two clauses that speak of one subject, the earlier first.

    Sets that share 60 % of their terms share one of their rarest; only those are compared
    (prefix filtering: Bayardo, Ma & Srikant 2007, WWW 131-140).
    """
    counts = Counter(term for one in said for term in one.subject)
    seen: dict[str, list[int]] = defaultdict(list)
    for at, one in enumerate(said):
        rarest = sorted(one.subject, key=lambda term: (counts[term], term))
        probes = rarest[: len(rarest) - math.ceil(_ALIKE * len(rarest)) + 1]
        earlier = sorted({place for term in probes for place in seen[term][:_MOST]})
        yield from ((place, at) for place in earlier[:_MOST] if said[place].is_about(one))
        for term in probes:
            seen[term].append(at)
