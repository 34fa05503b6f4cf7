"""Choosing sentences that answer the question and say different things."""

import re
from collections.abc import Iterable, Sequence

from ragqa.generation.candidates import Candidate
from ragqa.linguistics.polarity import disagreement
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
# The same for a sentence of the direct answer, and its share of the best sentence's worth.
_NAMED = 0.55
_ANSWERING = 0.82
# "This or another?": what the other one is, the question does not name.
_ANSWERING_CHOICE = 0.76
# What it costs to speak of people whom the question does not name.
_NARROWER = 0.15
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
# Never about patients, whatever the question.
_ANIMALS = re.compile(
    r"\b(?:rodents?|mouse|mice|murine|rats?|animals?|in vitro|dogs?|canine|cats?|rabbits?|pigs?|"
    r"piglets?|monkeys?|zebrafish)\b",
    re.IGNORECASE,
)


class Ranking:
    """The candidates for one question, in the order of their worth to it.

    Worth is relevance, plus how much of what the question names a sentence covers, plus
    contrast where it asks "or", less what speaks of other people.
    """

    def __init__(self, question: str, candidates: Sequence[Candidate], *, covered: float) -> None:
        """Rank `candidates`; `covered` is the best coverage of any sentence of the evidence."""
        self._question = question
        self._covered = covered
        self.choice = bool(_CHOICE.search(question))
        """Whether the question asks "this or that"."""
        self._worth = {id(candidate): self._judge(candidate) for candidate in candidates}
        about_patients = [c for c in candidates if not self._speaks_of_animals(c)]
        self._ranked = sorted(about_patients, key=lambda candidate: -self.worth(candidate))

    def worth(self, candidate: Candidate) -> float:
        """Return the worth of one of the candidates; about [-0.4, 1.6], higher is better."""
        return self._worth[id(candidate)]

    def answering(self) -> list[Candidate]:
        """Return the candidates that may stand in the direct answer, best first."""
        reach = _ANSWERING_CHOICE if self.choice else _ANSWERING
        least = reach * self._top(self._ranked)
        return [
            candidate
            for candidate in self._ranked
            if self.worth(candidate) >= least
            and candidate.sentence.coverage >= _NAMED * self._covered
        ]

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
        return [
            candidate
            for candidate in self._ranked
            if works[_work(candidate)] >= _NEAR[candidate.kind] * top
            and works[_work(candidate)] >= _NEAR_OF_KIND * of_kind[candidate.kind]
            and self.worth(candidate) >= _FURTHER * top
            and candidate.sentence.coverage >= covered * self._covered
        ]

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
            if not _repeats(best, [*earlier, *chosen]) and _spoken(best, chosen) < per_source:
                chosen.append(best)
        return chosen

    def _judge(self, candidate: Candidate) -> float:
        contrast = self.choice and _CONTRAST.search(candidate.text) is not None
        return (
            candidate.relevance
            + _ASKED * candidate.sentence.coverage
            + (0.1 if contrast else 0.0)
            - (_NARROWER if self._speaks_of_others(candidate) else 0.0)
            - (_SUPERSEDED if _outdated(candidate) else 0.0)
        )

    def _speaks_of_animals(self, candidate: Candidate) -> bool:
        source = candidate.sentence.evidence.source
        spoken = f"{candidate.text} {source.title} {source.design or ''}"
        return bool(_ANIMALS.search(spoken)) and not _ANIMALS.search(self._question)

    def _speaks_of_others(self, candidate: Candidate) -> bool:
        """Tell whether a sentence names people whom the question does not ask about."""
        source = candidate.sentence.evidence.source
        spoken = f"{candidate.text} {source.title} {source.design or ''}"
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


def _outdated(candidate: Candidate) -> bool:
    return Standing.SUPERSEDED in candidate.sentence.evidence.source.standings()


def _work(candidate: Candidate) -> str:
    return candidate.sentence.evidence.source.work_key
