"""Which number stands where: a number of the source must count in the claim what it counted there.

"7 % in arm A and 33 % in arm B" holds both numbers of "33 % in arm A". Every number of a claim is
laid beside every number of the source by the words around it; where those around another number
of the source fit clearly better, the claim has put one number in the place of the other.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from ragqa.linguistics.quantities import quantities
from ragqa.linguistics.terms import STOP_WORDS
from ragqa.linguistics.tokens import Tokeniser, is_quantity, neighbours

_REACH = 6  # words on either side
_CLEARLY = 0.25  # by how much another number has to fit better
_JOINTS = frozenset({"and", "or"})
_LIGHT = 0.2  # what a word without content weighs beside one with content


@dataclass(frozen=True, slots=True, kw_only=True)
class Misplaced:
    """A number of a claim, and the number that the source has in its place."""

    said: str
    stated: str


def misplaced(claim: str, sentences: Sequence[str]) -> Misplaced | None:
    """Return the first number of `claim` that has another's place in the source's sentences."""
    if not quantities(claim):
        return None
    tokeniser = Tokeniser()
    source = [tokeniser.tokens(sentence) for sentence in sentences]
    places = [(s, at) for s in source for at, token in enumerate(s) if is_quantity(token)]
    said = tokeniser.tokens(claim)
    for at, token in enumerate(said):
        if is_quantity(token):
            fits = [_fit(said, at, sentence, place) for sentence, place in places]
            own = _best(fit for fit in fits if fit.token == token)
            other = _best(
                fit for fit in fits if fit.token != token and tokeniser.alike(fit.token, token)
            )
            if own and other and _clearly_better(other, own):
                return Misplaced(said=tokeniser.shown(token), stated=tokeniser.shown(other.token))
    return None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Fit:
    """How well a number of the source fits into the place of one in the claim.

    `before` and `behind` weigh the words that both have around them; `present` is the share of the
    words around the source's number that the claim says anywhere.
    """

    token: str
    before: float
    behind: float
    present: float

    @property
    def whole(self) -> float:
        return self.before + self.behind


def _best(fits: Iterable[_Fit]) -> _Fit | None:
    return max(fits, key=lambda fit: fit.whole, default=None)


def _clearly_better(other: _Fit, own: _Fit) -> bool:
    """Say whether another number fits better on one side, and its own on neither.

    "In 33 % of B" is rightly told of "in 7 % of A and 33 % of B": what stands before belongs to
    both, what stands behind to one; and so is "in B, it was 33 %", which says nothing of A.
    """
    better = other.whole - own.whole
    return (
        better > _CLEARLY
        and better > _CLEARLY * own.whole
        and other.before >= own.before - _LIGHT
        and other.behind >= own.behind - _LIGHT
        and other.present >= own.present
    )


def _fit(said: Sequence[str], at: int, source: Sequence[str], place: int) -> _Fit:
    """Weigh the words that two numbers have alike before and behind them; near ones weigh more."""
    before, behind = neighbours(source, place, _REACH)
    ours_before, ours_behind = neighbours(said, at, _REACH)
    heads = [before, *(neighbours(source, head, _REACH)[0] for head in _heads(source, place))]
    around = {word for word in (*before, *behind) if word not in STOP_WORDS}
    return _Fit(
        token=source[place],
        before=max(_alike(ours_before, words) for words in heads),
        behind=_alike(ours_behind, behind),
        present=len(around.intersection(said)) / len(around) if around else 0.0,
    )


def _heads(source: Sequence[str], place: int) -> Iterator[int]:
    """Return the numbers before this one that "and" or "or" joins it to: they share their head."""
    for at in range(place - 1, -1, -1):
        if is_quantity(source[at]):
            if _JOINTS.isdisjoint(source[at + 1 : place]):
                return
            yield at
            place = at


def _alike(ours: Sequence[str], theirs: Sequence[str]) -> float:
    """Weigh the words of one side: a word that stands k places away on both weighs 1 / k."""
    found = {word: place for place, word in reversed(list(enumerate(theirs, start=1)))}
    return sum(
        (_LIGHT if word in STOP_WORDS else 1.0) / max(place, found[word])
        for place, word in enumerate(ours, start=1)
        if word in found
    )
