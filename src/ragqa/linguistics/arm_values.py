"""Which group a value is told of: "70% with dose one and 79% with dose two".

Where groups differ in nothing but their doses, or a claim names them before their values, the words
around a number do not tell whose it is; the order and the company of values and groups do.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ragqa.linguistics.terms import terms
from ragqa.linguistics.tokens import STOP_STEMS, Tokeniser, is_quantity

_OF = frozenset({"with", "in", "on", "for", "among"})
_JOINTS = frozenset({"and", "or", "but", "while", "whereas"})
_ENDS = frozenset(terms("in after at over during compared than versus from per"))
_AGAINST = frozenset(terms("than compared versus against"))
_GAP = 3  # words between a value and the word that leads to its group: "points", "of smokers"
_LONGEST = 8  # tokens that name a group


@dataclass(frozen=True, slots=True, kw_only=True)
class _Told:
    """A value, and the tokens by which its group is known from the other groups."""

    value: str
    arm: frozenset[str]


def told_of_another_arm(claim: str, sentence: str) -> str | None:
    """Return a value that `claim` tells of another group than `sentence` does; None without any."""
    tokeniser = Tokeniser()
    told = _told(tokeniser, tokeniser.tokens(sentence))
    said = tokeniser.tokens(claim)
    present = [one for one in told if one.value in said]
    if len(told) < 2 or not present:
        return None
    moved = _alone(present[0], told, said) if len(present) == 1 else _in_order(present, said)
    return tokeniser.shown(moved) if moved else None


def _alone(one: _Told, told: Sequence[_Told], said: Sequence[str]) -> str | None:
    """Return the only value of a claim where that names another group, and not its own."""
    end = next((at for at, token in enumerate(said) if token in _AGAINST), len(said))
    named = frozenset(said[:end])
    others = frozenset[str]().union(*(other.arm for other in told if other is not one))
    return one.value if not one.arm & frozenset(said) and others & named else None


def _in_order(present: Sequence[_Told], said: Sequence[str]) -> str | None:
    """Return a value of a claim that puts values in one order and their groups in another."""
    whole = [one for one in present if one.arm.intersection(said)]
    values = sorted(whole, key=lambda one: said.index(one.value))
    places = {one.value: [i for i, t in enumerate(said) if t in one.arm] for one in whole}
    orders = (
        sorted(whole, key=lambda one: places[one.value][0]),
        sorted(whole, key=lambda one: places[one.value][-1]),
    )
    return values[0].value if values and values not in orders else None


def _told(tokeniser: Tokeniser, sentence: Sequence[str]) -> list[_Told]:
    """Return the values of a sentence that it tells of different groups."""
    found = list(_values(sentence))
    alike = [pair for pair in found if tokeniser.alike(pair[0], found[0][0])] if found else []
    longest = max((len(arm) for _, arm in alike[:-1]), default=0)
    arms = [frozenset(arm[:longest]) - STOP_STEMS for _, arm in alike]
    if len({value for value, _ in alike}) < len(alike):
        return []
    apart = [arm - frozenset[str]().union(*arms[:i], *arms[i + 1 :]) for i, arm in enumerate(arms)]
    told = [_Told(value=pair[0], arm=arm) for pair, arm in zip(alike, apart, strict=True)]
    return told if all(one.arm for one in told) else []


def _values(sentence: Sequence[str]) -> Iterator[tuple[str, list[str]]]:
    """Yield each value that a word leads from to a group, and the tokens that name the group."""
    at = 0
    while at < len(sentence):
        start = _group_of(sentence, at) if is_quantity(sentence[at]) else None
        if start is None:
            at += 1
            continue
        arm = _arm(sentence, start)
        yield sentence[at], arm
        at = start + len(arm)


def _group_of(sentence: Sequence[str], at: int) -> int | None:
    for place in range(at + 1, min(at + 2 + _GAP, len(sentence))):
        if sentence[place] in _OF:
            return place + 1
        if sentence[place] in _JOINTS | _ENDS or is_quantity(sentence[place]):
            return None
    return None


def _arm(sentence: Sequence[str], start: int) -> list[str]:
    """Return the tokens from `start` to where the next value or another statement begins."""
    arm: list[str] = []
    for place in range(start, min(start + _LONGEST, len(sentence))):
        token = sentence[place]
        if token in _ENDS or (is_quantity(token) and arm and _group_of(sentence, place)):
            break
        if token in _JOINTS and _another_begins(sentence, place):
            break
        arm.append(token)
    return arm


def _another_begins(sentence: Sequence[str], joint: int) -> bool:
    """Say whether a value with a group of its own stands just behind a joint."""
    return any(
        is_quantity(sentence[place]) and _group_of(sentence, place) is not None
        for place in range(joint + 1, min(joint + 3, len(sentence)))
    )
