"""Choosing sentences that answer the question and say different things."""

import re
from collections.abc import Iterable, Sequence

from ragqa.generation.candidates import Candidate
from ragqa.linguistics.ages import other_ages
from ragqa.linguistics.aspects import Aspect, asked_aspect, headed, hints_at, says
from ragqa.linguistics.polarity import disagreement
from ragqa.linguistics.terms import naming_terms
from ragqa.schema.evidence import WHOLE
from ragqa.schema.source import Kind, Standing

# Two sentences that share this much of the shorter one say the same; two graded
# recommendations may differ in the drug alone.
_SAME = 0.85
_SAME_GRADED = 0.9
# What repeating the terms of a chosen sentence costs, as a share of the overlap.
_REPETITION = 0.25
# What naming all that the question names is worth beside a cosine.
_ASKED = 0.35
# How near a work's best sentence comes to the best of all, and of its kind, to be on topic; and
# how near its further sentences come. Set by reading the articles of the demo corpus. Guidelines
# speak of what to do where a question asks why, so that they may stand further off.
_NEAR = {Kind.GUIDELINE: 0.58, Kind.RESEARCH: 0.65}
_NEAR_OF_KIND = 0.68
_FURTHER = 0.45
# Share of the best coverage below which a sentence speaks of something else.
_COVERED = 0.58
_COVERED_CHOICE = 0.5
# How much of each thing asked a sentence holds at least, as a share of what the best one holds.
_JOINTLY = 0.75
_JOINTLY_CHOICE = 0.5
# The same for a sentence of the direct answer, and its share of the best sentence's worth.
_NAMED = 0.79
_ANSWERING = 0.82
# "This or another?": what the other one is, the question does not name.
_ANSWERING_CHOICE = 0.76
# What saying the thing that is asked is worth, perhaps saying it, and standing under a heading
# that announces it.
_SAYS, _HINTS, _HEADED = 0.15, 0.05, 0.1
# What it costs to speak of people whom the question does not name.
_NARROWER = 0.15
# What it costs to speak of ages that the question does not name.
_OTHER_AGES = 0.25
# What each place further down in a list of treatments costs, and how many of them count.
_LATER, _LATEST = 0.03, 6
# What it costs a list to be one of cautions or prevention where the question asks for neither.
_NO_TREATMENT = 0.3
_BESIDE = re.compile(
    r"prevent|prophyla|adverse|caution|contraindicat|harm|safe|side[- ]effect|not recommended|"
    r"avoid|follow-?up|supportive",
    re.IGNORECASE,
)
# What it costs to be an old version.
_SUPERSEDED = 0.3

_CHOICE = re.compile(r"\bor\b|\brather than\b|\bversus\b|\bvs\b", re.IGNORECASE)
_CONTRAST = re.compile(
    r"\b(?:without|rather than|instead of|despite|independent(?:ly)? of|even (?:when|if)|normal|"
    r"non-?an(?:a)?emi[ac]|whereas|while|although|not (?:only|always|necessarily)|unlike)\b",
    re.IGNORECASE,
)
# People and animals whose results do not carry over to those that a question names.
_ADULTS = re.compile(r"\badults?\b", re.IGNORECASE)
_NARROW = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"\b(?:child(?:ren|hood)?|pa?ediatric|infants?|newborns?|neonat\w+|adolescents?)\b",
        r"\b(?:pregnan\w+|gestation\w*|postpartum|breastfeeding)\b",
        r"\b(?:ha?emodialysis|dialysis|end-stage)\b",
    )
)
# Coverage of a list whose headings name nothing that is asked, however much its items do.
_MENTIONED = 0.6
_GRADES = {
    "severe": re.compile(r"\bsevere(?:ly)?\b|\bcomplicated\b|\blife[- ]threatening", re.IGNORECASE),
    "mild": re.compile(r"\buncomplicated\b|\bmild(?:ly)?\b|\bnon-?severe\b", re.IGNORECASE),
}
# Never about patients, whatever the question.
_ANIMALS = re.compile(
    r"\b(?:rodents?|mouse|mice|murine|rats?|animals?|in vitro|dogs?|canine|cats?|rabbits?|pigs?|"
    r"piglets?|monkeys?|zebrafish)\b",
    re.IGNORECASE,
)


class Ranking:
    """The candidates for one question, in the order of their worth to it.

    Worth is relevance, plus how much of what the question names a sentence covers, plus
    whether it says the thing that is asked, plus contrast where it asks "or", less what speaks
    of other people.
    """

    def __init__(self, question: str, candidates: Sequence[Candidate]) -> None:
        """Rank `candidates`."""
        self._question = question
        self._aspect = asked_aspect(question)
        self._named = naming_terms(question)
        self._covered = max((c.sentence.coverage for c in candidates), default=0.0)
        self._joined = max((c.sentence.jointly for c in candidates), default=0.0)
        self.choice = bool(_CHOICE.search(question))
        """Whether the question asks "this or that"."""
        self._sides = frozenset[str]().union(*(c.sentence.named for c in candidates))
        self._worth = {id(candidate): self._judge(candidate) for candidate in candidates}
        about_patients = [
            c for c in candidates if not (self._speaks_of_animals(c) or self._turned(c))
        ]
        self._ranked = sorted(about_patients, key=lambda candidate: -self.worth(candidate))

    def worth(self, candidate: Candidate) -> float:
        """Return the worth of one of the candidates; about [-0.4, 1.6], higher is better."""
        return self._worth[id(candidate)]

    def answering(self) -> list[Candidate]:
        """Return the candidates that may stand in the direct answer, best first.

        They name all that the question names, and say the thing that is asked of it, as far as
        any candidate does.
        """
        named = [
            candidate
            for candidate in self._ranked
            if self._joins(candidate) and candidate.sentence.coverage >= _NAMED * self._covered
        ]
        telling = [c for c in named if self._says(c)]
        if self._aspect is Aspect.ADVICE:
            telling = [c for c in telling if c.kind is Kind.GUIDELINE] or telling
        pool = telling or [c for c in named if self._fits(c)]
        reach = _ANSWERING_CHOICE if self.choice else _ANSWERING
        return [c for c in pool if self.worth(c) >= reach * self._top(pool)]

    def completing(self, answer: Sequence[Candidate]) -> list[Candidate]:
        """Return the best sentence for each side of "this or that" that `answer` leaves unnamed."""
        added: list[Candidate] = []
        for side in sorted(self._sides) if self.choice else ():
            told = frozenset[str]().union(*(c.sentence.named for c in (*answer, *added)))
            naming = [c for c in self._ranked if side in c.sentence.named and self._joins(c)]
            if answer and side not in told and naming:
                added.append(naming[0])
        return added

    def on_topic(self) -> list[Candidate]:
        """Return what is worth printing of the works that bear on the question, best first.

        A work bears on it when its best sentence comes near the best of all and of its kind;
        then its further sentences, such as the figures behind a conclusion, need less.
        """
        top = self._top(self._ranked)
        covered = _COVERED_CHOICE if self.choice else _COVERED
        of_kind = {kind: self._top([c for c in self._ranked if c.kind is kind]) for kind in Kind}
        works: dict[str, float] = {}
        for candidate in self._ranked:
            works.setdefault(_work(candidate), self.worth(candidate))
        bearing = [
            candidate
            for candidate in self._ranked
            if works[_work(candidate)] >= _NEAR[candidate.kind] * top
            and works[_work(candidate)] >= _NEAR_OF_KIND * of_kind[candidate.kind]
            and self.worth(candidate) >= _FURTHER * top
            and candidate.sentence.coverage >= covered * self._covered
            and self._joins(candidate)
        ]
        telling = {id(c) for c in bearing if self._says(c) or self._headed(c)}
        works_telling = {_work(c) for c in bearing if id(c) in telling}
        return [
            c
            for c in bearing
            if id(c) in telling
            or (self._fits(c) and (not works_telling or _work(c) in works_telling))
        ]

    def _fits(self, candidate: Candidate) -> bool:
        """Tell whether a sentence may say the thing that is asked."""
        return (
            self._aspect is None
            or self._says(candidate)
            or hints_at(self._aspect, candidate.text)
            or self._headed(candidate)
        )

    def _joins(self, candidate: Candidate) -> bool:
        """Tell whether a sentence bears on each thing asked about as well as the best ones."""
        if self.choice:
            least = _JOINTLY_CHOICE * self._joined
        else:
            least = max(_JOINTLY * self._joined, min(WHOLE, self._joined))
        return candidate.sentence.jointly >= least

    def _says(self, candidate: Candidate) -> bool:
        if self._aspect is None:
            return False
        if candidate.sentence.listed and self._headed(candidate):
            return True
        # Research advises nobody; what it finds bears on what is advised.
        found = self._aspect is Aspect.ADVICE and candidate.kind is Kind.RESEARCH
        aspect = Aspect.EFFECT if found else self._aspect
        return says(aspect, candidate.text, self._named, candidate.sentence.abbreviations)

    def _headed(self, candidate: Candidate) -> bool:
        if self._aspect is None:
            return False
        listed = candidate.sentence.listed
        if listed is None:
            return headed(self._aspect, candidate.sentence.evidence.passage.section)
        # What a guideline lists under its treatments is what it advises.
        aspect = Aspect.TREATMENT if self._aspect is Aspect.ADVICE else self._aspect
        return headed(aspect, [listed.above])

    def _top(self, ranked: Sequence[Candidate]) -> float:
        return self.worth(ranked[0]) if ranked else 0.0

    def diverse(
        self,
        pool: Iterable[Candidate],
        *,
        limit: int,
        per_source: int,
        said: Iterable[Candidate] = (),
    ) -> list[Candidate]:
        """Pick up to `limit` of `pool`, each worth much and none repeating another or `said`.

        Greedy maximal marginal relevance (Carbonell & Goldstein 1998) with term overlap as the
        similarity between sentences.
        """
        chosen: list[Candidate] = []
        earlier = list(said)
        left = list(pool)
        while left and len(chosen) < limit:
            best = max(left, key=lambda c: self.worth(c) - _REPETITION * _overlap(c, chosen))
            left.remove(best)
            if not _repeats(best, [*earlier, *chosen]) and _spoken(best, chosen) < (
                limit if best.sentence.listed else per_source
            ):
                chosen.append(best)
        return chosen

    def _judge(self, candidate: Candidate) -> float:
        contrast = self.choice and _CONTRAST.search(candidate.text) is not None
        return (
            candidate.relevance
            + _ASKED * candidate.sentence.coverage
            + self._told(candidate)
            + (0.1 if contrast else 0.0)
            - (_NARROWER if self._speaks_of_others(candidate) else 0.0)
            - (0.0 if self._speaks_of_those_asked(candidate) else _NARROWER)
            - (_OTHER_AGES if other_ages(self._question, candidate.text) else 0.0)
            - (_SUPERSEDED if _outdated(candidate) else 0.0)
            - self._further_down(candidate)
        )

    def _further_down(self, candidate: Candidate) -> float:
        """Return what it costs items to be no treatment, or to be listed behind others."""
        listed = candidate.sentence.listed
        if listed is None:
            return 0.0
        beside = _BESIDE.search(listed.above) and not _BESIDE.search(self._question)
        return (_NO_TREATMENT if beside else 0.0) + _LATER * min(listed.order, _LATEST)

    def _told(self, candidate: Candidate) -> float:
        """Return what a sentence is worth for saying the thing that is asked."""
        if self._aspect is None:
            return 0.0
        hint = _HINTS if hints_at(self._aspect, candidate.text) else 0.0
        said = _SAYS if self._says(candidate) else hint
        return said + (_HEADED if self._headed(candidate) else 0.0)

    def _speaks_of_animals(self, candidate: Candidate) -> bool:
        source = candidate.sentence.evidence.source
        spoken = f"{candidate.text} {source.title} {source.design or ''}"
        return bool(_ANIMALS.search(spoken)) and not _ANIMALS.search(self._question)

    def _speaks_of_those_asked(self, candidate: Candidate) -> bool:
        """Tell whether a sentence itself names the people that the question names, if any."""
        asked = [group for group in _NARROW if group.search(self._question)]
        return not asked or any(group.search(candidate.text) for group in asked)

    def _turned(self, candidate: Candidate) -> bool:
        """Tell items below a heading for others than those asked about.

        Chronic where the question says acute, uncomplicated where it says severe, doses for
        children or in pregnancy where it says neither, and lists for another condition that only
        mention the one asked about.
        """
        listed = candidate.sentence.listed
        if listed is None:
            return False
        if self._aspect is not Aspect.DOSE and candidate.sentence.coverage <= _MENTIONED:
            return True
        others = any(g.search(listed.above) and not g.search(self._question) for g in _NARROW)
        return (
            others
            or _grades(listed.above).isdisjoint(_grades(self._question))
            or disagreement(listed.above, self._question) is not None
        )

    def _speaks_of_others(self, candidate: Candidate) -> bool:
        """Tell whether a sentence names people whom the question does not ask about."""
        source = candidate.sentence.evidence.source
        # A list that doses adults and children alike is narrower than neither.
        all_ages = candidate.sentence.listed and _ADULTS.search(candidate.text)
        text = "" if all_ages else candidate.text
        spoken = f"{text} {source.title} {source.design or ''}"
        asked = {group for group in _NARROW if group.search(self._question)}
        others = (*_NARROW, _ADULTS) if asked else _NARROW
        return any(group.search(spoken) for group in others if group not in asked) and not any(
            group.search(candidate.text) for group in asked
        )


def _overlap(candidate: Candidate, chosen: Sequence[Candidate]) -> float:
    return max((_shared(candidate, other) for other in chosen), default=0.0)


def _repeats(candidate: Candidate, others: Sequence[Candidate]) -> bool:
    return any(_same(candidate, other) for other in others)


def _same(one: Candidate, other: Candidate) -> bool:
    if one.text == other.text:
        return True
    if one.sentence.listed or other.sentence.listed:
        # Two doses may differ in a single number.
        return one.terms == other.terms
    if one.strength and other.strength:
        return one.strength == other.strength and _shared(one, other) >= _SAME_GRADED
    return _shared(one, other) >= _SAME and disagreement(one.text, other.text) is None


def _shared(one: Candidate, other: Candidate) -> float:
    """Share of the shorter sentence's terms that the other has; in [0, 1]."""
    smaller = min(len(one.terms), len(other.terms))
    return len(one.terms & other.terms) / smaller if smaller else 0.0


def _spoken(candidate: Candidate, chosen: Sequence[Candidate]) -> int:
    """Count how often the candidate's work has been chosen already."""
    return sum(_work(other) == _work(candidate) for other in chosen)


def _grades(text: str) -> frozenset[str]:
    """Return how bad a text says a condition is; both where it does not say."""
    found = frozenset(name for name, grade in _GRADES.items() if grade.search(text))
    return found or frozenset(_GRADES)


def _outdated(candidate: Candidate) -> bool:
    return Standing.SUPERSEDED in candidate.sentence.evidence.source.standings()


def _work(candidate: Candidate) -> str:
    return candidate.sentence.evidence.source.work_key
