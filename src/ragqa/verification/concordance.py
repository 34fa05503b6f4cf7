"""What the sentences of an article say to each other: guideline to research, and among themselves.

A guideline and a study that conflict are both told, and the conflict is stated. Two guidelines, or
two studies, that contradict each other are not printed as if both held: the one that rests on less
is withheld, and where neither does, both are set apart as what the sources disagree on.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from ragqa.linguistics.abbreviations import abbreviations_in
from ragqa.linguistics.accord import Accord, Statement, accord
from ragqa.linguistics.assertions import subject_terms
from ragqa.linguistics.terms import naming_terms
from ragqa.linguistics.usual_meanings import WELL_KNOWN
from ragqa.schema.article import (
    Concordance,
    Draft,
    DraftBlock,
    DraftSection,
    Gap,
    Style,
    Withheld,
)
from ragqa.schema.claim import ClaimId, DraftClaim
from ragqa.schema.source import OUTDATED, Design, Kind, Standing
from ragqa.verification.attribution import Attributed
from ragqa.verification.layout import sections_of

DISAGREE = "Where the sources disagree"
"""The heading below which stands what contradicts each other and rests on equally much."""

CONFLICTING = (
    "The guidelines and the research cited here conflict; each conflict is stated under "
    "“Guidelines and research side by side”."
)
DISAGREEING = f"Sources of equal weight contradict each other; both sides stand under “{DISAGREE}”."

_DOUBTED = OUTDATED | {Standing.CONCERN, Standing.CONTESTED, Standing.SUCCESSOR_RETRACTED}
_DESIGNS = {
    Design.META_ANALYSIS: 4,
    Design.SYSTEMATIC_REVIEW: 4,
    Design.RANDOMISED_TRIAL: 3,
    Design.COHORT: 2,
    Design.CASE_CONTROL: 1,
    Design.CROSS_SECTIONAL: 1,
}
_FIRM = frozenset({"strong", "a", "b", "d", "1a", "1b", "i"})
_MOST_AGREEING = 4  # pairs that are told of what agrees; what differs is told whole


@dataclass(frozen=True, slots=True, kw_only=True)
class Concord:
    """What the sentences that passed say to each other.

    `pairs` are of a guideline and research each; `refused` are sentences that contradict another
    of their kind which rests on more; `disagreeing` those of which neither does.
    """

    pairs: tuple[Concordance, ...]
    refused: Mapping[ClaimId, Withheld]
    disagreeing: tuple[tuple[ClaimId, ClaimId], ...]

    @property
    def set_apart(self) -> tuple[ClaimId, ...]:
        """The sentences that contradict each other with equal weight, each once."""
        return tuple(dict.fromkeys(name for pair in self.disagreeing for name in pair))

    def among(self, printed: frozenset[ClaimId]) -> "Concord":
        """Return what of it holds between the sentences that are printed."""
        return replace(
            self,
            pairs=tuple(one for one in self.pairs if {one.guideline, one.research} <= printed),
            disagreeing=tuple(pair for pair in self.disagreeing if set(pair) <= printed),
        )

    @property
    def notices(self) -> tuple[str, ...]:
        """What a reader must know of the whole article."""
        conflicting = any(one.relation == Accord.CONFLICT for one in self.pairs)
        return (CONFLICTING,) * conflicting + (DISAGREEING,) * bool(self.disagreeing)

    def gaps(self, passed: Mapping[ClaimId, Attributed]) -> Iterator[Gap]:
        """Yield what stays open where the sources disagree."""
        for one, other in self.disagreeing:
            said = " and ".join(f"“{passed[name].draft.text}”" for name in (one, other))
            yield Gap(
                question="Which of two statements holds?",
                reason=f"{said} contradict each other, and neither rests on more.",
            )


def concord_of(passed: Sequence[Attributed], question: str, agreed: Mapping[str, str]) -> Concord:
    """Hold the sentences that passed against each other.

    Args:
        passed: in reading order.
        question: what they answer; what it names, a sentence may leave unsaid.
        agreed: abbreviations on which the documents agree.
    """
    asked = subject_terms(question) | naming_terms(question)
    said = [(item, _statement(item, agreed)) for item in passed]
    pairs: list[Concordance] = []
    refused: dict[ClaimId, Withheld] = {}
    disagreeing: list[tuple[ClaimId, ClaimId]] = []
    for (one, mine), (other, theirs) in combinations(said, 2):
        way = accord(mine, theirs, asked)
        if way is None:
            continue
        if _kinds(one).isdisjoint(_kinds(other)):
            pairs.append(_pair(one, other, way))
        elif way is Accord.CONFLICT and refused.keys().isdisjoint({_name(one), _name(other)}):
            weaker = _weaker(one, other)
            if weaker is None:
                disagreeing.append((_name(one), _name(other)))
            else:
                refused[_name(weaker)] = _refusal(weaker, other if weaker is one else one)
    gone = refused.keys()
    return Concord(
        pairs=tuple(_told(pairs)),
        refused=refused,
        disagreeing=tuple(pair for pair in disagreeing if gone.isdisjoint(pair)),
    )


def set_apart(draft: Draft, concord: Concord, passed: Mapping[ClaimId, Attributed]) -> Draft:
    """Return `draft` with what the sources disagree on in blocks of its own.

    Where nothing else is left to answer with, it is the answer, and the notice says what of.
    """
    apart = concord.set_apart
    if not apart or apart == tuple(passed):
        return draft
    sections = tuple(
        DraftSection(
            kind=kind,
            notice=next((part.notice for part in sections_of(draft, kind) if part.notice), None),
            blocks=(
                *(
                    replace(block, claims=_without(block.claims, apart))
                    for part in sections_of(draft, kind)
                    for block in part.blocks
                ),
                DraftBlock(
                    heading=DISAGREE,
                    style=Style.BULLETS,
                    claims=tuple(
                        passed[name].draft for name in apart if _section(passed[name]) is kind
                    ),
                ),
            ),
        )
        for kind in Kind
    )
    return replace(draft, summary=_without(draft.summary, apart), sections=sections)


def _statement(item: Attributed, agreed: Mapping[str, str]) -> Statement:
    """Return a sentence as it is compared, with the abbreviations that it uses."""
    own = {**WELL_KNOWN, **agreed, **dict(p for quote in item.quotes for p in quote.abbreviations)}
    used = {short: own[short] for short in abbreviations_in(item.draft.text) if short in own}
    titles = dict.fromkeys(quote.source.title for quote in item.quotes)
    return Statement(item.draft.text, ". ".join(titles), used)


def _name(item: Attributed) -> ClaimId:
    return item.draft.claim_id


def _kinds(item: Attributed) -> frozenset[Kind]:
    return frozenset(quote.source.kind for quote in item.quotes)


def _section(item: Attributed) -> Kind:
    """Return the section in which a sentence may stand."""
    return Kind.GUIDELINE if Kind.GUIDELINE in _kinds(item) else Kind.RESEARCH


def _pair(one: Attributed, other: Attributed, way: Accord) -> Concordance:
    guideline, research = (one, other) if Kind.GUIDELINE in _kinds(one) else (other, one)
    return Concordance(guideline=_name(guideline), research=_name(research), relation=way)


def _told(pairs: Sequence[Concordance]) -> Iterator[Concordance]:
    """Yield what is told: conflicts first, then differences, then some of what agrees.

    A sentence that conflicts with one is not said to agree with another, and one that agrees is
    told with its first match alone.
    """
    conflicts = [pair for pair in pairs if pair.relation == Accord.CONFLICT]
    taken = {name for pair in conflicts for name in (pair.guideline, pair.research)}
    yield from conflicts
    agreeing = 0
    for pair in sorted(pairs, key=lambda pair: pair.relation == Accord.AGREE):
        if pair in conflicts or not taken.isdisjoint({pair.guideline, pair.research}):
            continue
        agreeing += pair.relation == Accord.AGREE
        if agreeing <= _MOST_AGREEING:
            taken |= {pair.guideline, pair.research}
            yield pair


def _weaker(one: Attributed, other: Attributed) -> Attributed | None:
    """Return which of two sentences rests on less; None where neither does."""
    mine, theirs = _weight(one), _weight(other)
    if mine == theirs:
        return None
    return one if mine < theirs else other


def _weight(item: Attributed) -> tuple[bool, int]:
    """Return how much a sentence rests on: whether its works stand, then their kind of evidence."""
    current = not any(quote.source.standings() & _DOUBTED for quote in item.quotes)
    designs = (_DESIGNS.get(quote.source.design, 0) for quote in item.quotes if quote.source.design)
    grade = (item.draft.strength.grade or "").lower() if item.draft.strength else ""
    firm = (1 + (grade.removeprefix("level ") in _FIRM)) if grade else 0
    return current, firm if Kind.GUIDELINE in _kinds(item) else max(designs, default=0)


def _refusal(weaker: Attributed, stronger: Attributed) -> Withheld:
    """Say which sentence stays in place of another, and why."""
    if _weight(weaker)[0] != _weight(stronger)[0]:
        why = "whose source is current"
    elif Kind.GUIDELINE in _kinds(weaker):
        why = "which is recommended more firmly"
    else:
        why = "which rests on a stronger kind of study"
    reason = f"It contradicts “{stronger.draft.text}”, {why}."
    return Withheld(text=weaker.draft.text, reason=reason)


def _without(claims: Sequence[DraftClaim], names: Sequence[ClaimId]) -> tuple[DraftClaim, ...]:
    return tuple(claim for claim in claims if claim.claim_id not in names)
