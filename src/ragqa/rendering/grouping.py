"""Sentences in a row that begin with the same words, as items below these words.

Treatment lists are told as "Condition X, drug treatment: drug A: adult: 5 mg", so that each
statement is whole by itself; in a row, its beginning is printed once above all of them.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from ragqa.schema.claim import Claim

_COLON = ": "
_LONGEST_SHARED = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One sentence as it is printed: `text` is the claim's, or what is left of it."""

    claim: Claim
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Lines in a row; `shared` are the words they begin with, empty where they share none."""

    shared: str
    lines: tuple[Line, ...]


def grouped(claims: Sequence[Claim]) -> list[Group]:
    """Return the claims in order, those in a row that share their beginning and source together."""
    groups: list[Group] = []
    for shared, members in groupby(claims, key=_beginning):
        row = list(members)
        lines = [Line(claim=claim, text=claim.text) for claim in row]
        if shared[0] and 1 < len(row) == len({claim.text for claim in row}):
            lines = [_below(shared[0], line) for line in lines]
            groups.append(Group(shared=shared[0] + _COLON.rstrip(), lines=tuple(lines)))
        elif groups and not groups[-1].shared:
            groups[-1] = Group(shared="", lines=(*groups[-1].lines, *lines))
        else:
            groups.append(Group(shared="", lines=tuple(lines)))
    return groups


def _beginning(claim: Claim) -> tuple[str, int]:
    """Return the words before the first colon, and the work that is cited first."""
    head, colon, rest = claim.text.partition(_COLON)
    shared = head if colon and rest and len(head) <= _LONGEST_SHARED else ""
    return shared, _first(citation.reference for citation in claim.citations)


def _first(numbers: Iterable[int]) -> int:
    return next(iter(numbers), 0)


def _below(shared: str, line: Line) -> Line:
    rest = line.text[len(shared) + len(_COLON) :]
    return Line(claim=line.claim, text=rest[:1].upper() + rest[1:])
