"""Choosing sentences that answer the question and say different things."""

import re
from collections.abc import Iterable, Sequence

from ragqa.generation.candidates import Candidate, Part
from ragqa.generation.directness import Directness
from ragqa.generation.list_places import further_down, is_aside
from ragqa.generation.repetition import overlap, repeats
from ragqa.generation.telling import Telling
from ragqa.linguistics.aspects import Aspect
from ragqa.schema.evidence import WHOLE
from ragqa.schema.source import Kind, Standing

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
# A chapter lists what is no drug first, and its drugs in the items behind.
_ANSWERING_LISTED = 0.72
# What is asked of a guideline first.
_SETTLED = frozenset(
    {
        Aspect.TREATMENT,
        Aspect.DOSE,
        Aspect.DIAGNOSIS,
        Aspect.DIFFERENTIAL,
        Aspect.FEATURES,
        Aspect.COMPLICATIONS,
        Aspect.RISK,
    }
)
# What it costs research to advise where the question asks what was found, and to reckon costs.
_ADVISING = 0.08
_SHOULD = re.compile(r"\b(?:should|must|recommended)\b", re.IGNORECASE)
_RECKONING = 0.2
_COSTS = re.compile(r"\bcosts?\b|cost[-‐ ]effective|\beconomic|\bexpens|\bprices?\b", re.IGNORECASE)
# What it costs to tell what raises the risk of a condition where its treatment is asked about.
_RISKING = 0.2
_RISK = re.compile(
    r"\b(?:increased|higher|elevated|greater|increases?|raises?) (?:the )?(?:risk|odds|rates?)\b",
    re.IGNORECASE,
)
# What it is worth in a review to say what most studies found, beside what one of them did.
_SUMMING_UP = 0.05
_MOST = re.compile(r"^(?:Most|All|Nearly all|The majority of)\b.{0,40}\b(?:studies|trials)\b")
# What it costs a recommendation to be another body's, or an earlier one, told at second hand.
_OF_OTHERS = 0.12
_REPORTED = re.compile(r"\b(?:recommendations? of others|previous .*recommendation)", re.IGNORECASE)
# What it costs to be an old version, of which no later one in the index says as much.
_SUPERSEDED = 0.1

_CHOICE = re.compile(r"\bor\b|\brather than\b|\bversus\b|\bvs\b", re.IGNORECASE)
_CONTRAST = re.compile(
    r"\b(?:without|rather than|instead of|despite|independent(?:ly)? of|even (?:when|if)|normal|"
    r"non-?an(?:a)?emi[ac]|whereas|while|although|not (?:only|always|necessarily)|unlike)\b",
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
        self._telling = Telling(question)
        self._directness = Directness(question, self._telling.aspect)
        self._covered = max((c.sentence.coverage for c in candidates), default=0.0)
        self._joined = max((c.sentence.jointly for c in candidates), default=0.0)
        self.choice = bool(_CHOICE.search(question))
        """Whether the question asks "this or that"."""
        self._sides = frozenset[str]().union(*(c.sentence.named for c in candidates))
        self._worth = {id(candidate): self._judge(candidate) for candidate in candidates}
        admitted = self._without_pregnancy([c for c in candidates if self._directness.admits(c)])
        self._ranked = sorted(admitted, key=lambda candidate: -self.worth(candidate))

    def worth(self, candidate: Candidate) -> float:
        """Return the worth of one of the candidates; about [-0.4, 1.6], higher is better."""
        return self._worth[id(candidate)]

    def answering(self) -> list[Candidate]:
        """Return the candidates that may stand in the direct answer, best first.

        They name all that the question names, and say the thing that is asked of it, as far as
        any candidate does. What is advised the graded recommendations say, or else guidelines.
        """
        printed = [c for c in self._ranked if not is_aside(c, self._question)]
        named = [c for c in printed if self._joins(c) and self._names_enough(c)]
        named = self._directness.direct(named) or named
        telling = [c for c in named if self._telling.says(c)]
        if self._telling.asks_for_advice:
            graded = [c for c in telling if self._telling.recommends(c)]
            guided = [c for c in telling if c.kind is Kind.GUIDELINE]
            # What trials of screening found is no advice on whom to screen.
            advising = [c for c in guided if c.part is Part.RECOMMENDATION]
            telling = graded or advising or guided or telling
        telling = [c for c in telling if not self._advises(c)] or telling
        telling = self._of_guidelines(telling) or telling
        pool = telling or [c for c in named if self._telling.fits(c)]
        reach = _ANSWERING_CHOICE if self.choice else _ANSWERING
        return [
            c
            for c in pool
            if self.worth(c)
            >= (_ANSWERING_LISTED if c.sentence.listed else reach) * self._top(pool)
        ]

    def _without_pregnancy(self, admitted: Sequence[Candidate]) -> Sequence[Candidate]:
        """Leave out advice for pregnancy that is not asked for, where others are advised."""
        others = [c for c in admitted if not self._directness.advises_the_pregnant(c)]
        advised = any(self._telling.recommends(c) and self._names_enough(c) for c in others)
        return others if advised else admitted

    def _of_guidelines(self, telling: Sequence[Candidate]) -> list[Candidate]:
        """Return what guidelines say of a matter that practice settles, if they do.

        Trials tell what was found in one place; what a list tells below a heading that announces
        what is asked comes before a sentence on it.
        """
        if self._telling.aspect not in _SETTLED or self.choice:
            return []
        guided = [
            c for c in telling if c.kind is Kind.GUIDELINE and not is_aside(c, self._question)
        ]
        announced = [c for c in guided if c.sentence.listed and self._telling.headed(c)]
        if self._telling.aspect is Aspect.DIAGNOSIS or not announced:
            return guided
        return [c for c in guided if c.strength or c in announced]

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
        then its further sentences, such as the figures behind a conclusion, need less. Cautions
        without the treatment that they are about are worth nothing.
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
        if all(is_aside(candidate, self._question) for candidate in bearing):
            return []
        telling = {id(c) for c in bearing if self._telling.says(c) or self._telling.headed(c)}
        works_telling = {_work(c) for c in bearing if id(c) in telling}
        return [
            c
            for c in bearing
            if id(c) in telling
            or (self._telling.fits(c) and (not works_telling or _work(c) in works_telling))
        ]

    def _names_enough(self, candidate: Candidate) -> bool:
        """Tell whether a sentence names what is asked about.

        The record of a single recommendation says in its title what it is about, and for whom;
        so do the headings above a list, in fewer words.
        """
        titled = candidate.sentence.evidence.source.grade or candidate.sentence.listed
        least = (_COVERED if titled else _NAMED) * self._covered
        return candidate.sentence.coverage >= least

    def _joins(self, candidate: Candidate) -> bool:
        """Tell whether a sentence bears on each thing asked about as well as the best ones."""
        if self.choice:
            least = _JOINTLY_CHOICE * self._joined
        else:
            least = max(_JOINTLY * self._joined, min(WHOLE, self._joined))
        return candidate.sentence.jointly >= least

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
            best = max(left, key=lambda c: self.worth(c) - _REPETITION * overlap(c, chosen))
            left.remove(best)
            if not repeats(best, [*earlier, *chosen]) and _spoken(best, chosen) < (
                limit if best.sentence.listed else per_source
            ):
                chosen.append(best)
        return chosen

    def _judge(self, candidate: Candidate) -> float:
        contrast = self.choice and _CONTRAST.search(candidate.text) is not None
        return (
            candidate.relevance
            + _ASKED * candidate.sentence.coverage
            + self._telling.worth(candidate)
            + (0.1 if contrast else 0.0)
            + (_SUMMING_UP if _MOST.match(candidate.text) else 0.0)
            - self._directness.shortfall(candidate)
            - (_SUPERSEDED if _outdated(candidate) else 0.0)
            - self._beside_the_point(candidate)
            - further_down(candidate, self._question)
        )

    def _beside_the_point(self, candidate: Candidate) -> float:
        """Return what it costs to say at second hand, or to weigh what nobody asks about."""
        reckons = _COSTS.search(candidate.text) and not _COSTS.search(self._question)
        risks = self._telling.aspect is Aspect.TREATMENT and _RISK.search(candidate.text)
        return (
            (_RISKING if risks else 0.0)
            + (_OF_OTHERS if _reported(candidate) else 0.0)
            + (_ADVISING if self._advises(candidate) else 0.0)
            + (_RECKONING if reckons else 0.0)
        )

    def _advises(self, candidate: Candidate) -> bool:
        """Tell what research thinks should be done where the question asks what it found."""
        return self._telling.finds(candidate) and _SHOULD.search(candidate.text) is not None


def _spoken(candidate: Candidate, chosen: Sequence[Candidate]) -> int:
    """Count how often the candidate's work has been chosen already."""
    return sum(_work(other) == _work(candidate) for other in chosen)


def _reported(candidate: Candidate) -> bool:
    """Tell whether a guideline reports here what others, or it itself in the past, recommend."""
    return any(_REPORTED.search(name) for name in candidate.sentence.evidence.passage.section)


def _outdated(candidate: Candidate) -> bool:
    return Standing.SUPERSEDED in candidate.sentence.evidence.source.standings()


def _work(candidate: Candidate) -> str:
    return candidate.sentence.evidence.source.work_key
