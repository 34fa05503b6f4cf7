"""Which claim is which: the pairing against every pairing there is."""

from dataclasses import replace
from itertools import permutations

from hypothesis import given, settings
from hypothesis import strategies as st

from ragqa.library.claim_matching import _LEAST, _likeness, _readings, _weights, match_claims
from ragqa.schema.claim import Claim
from tests.rendering.samples import citation, claim

WORDS = ("iron", "ferritin", "relieves", "symptoms", "adults", "sleep", "pain", "dose")
TEXTS = st.lists(st.sampled_from(WORDS), min_size=1, max_size=6).map(" ".join)
PLACES = st.sampled_from(("One quote.", "Another quote.", "A third."))


@st.composite
def sides(draw: st.DrawFn) -> tuple[list[Claim], list[Claim]]:
    """Up to four claims on either side, none of which keeps its id."""

    def side(name: str) -> list[Claim]:
        rows = draw(st.lists(st.tuples(TEXTS, PLACES, st.integers(1, 2)), max_size=4))
        return [
            claim(f"{name}{at}", text, citation(number, quote, "Section"))
            for at, (text, quote, number) in enumerate(rows)
        ]

    return side("before"), side("after")


def likeness(before: list[Claim], after: list[Claim]) -> list[list[float]]:
    """Return how like each pair is; nothing where two claims are no versions of one."""
    ours, theirs = _readings(before, str), _readings(after, str)
    weights = _weights(ours, theirs)
    table = [[_likeness(one, other, weights) for other in theirs] for one in ours]
    return [[value if value >= _LEAST else 0.0 for value in row] for row in table]


def best(table: list[list[float]]) -> float:
    """Return the greatest sum that any pairing reaches, by trying them all."""
    if not table or not table[0]:
        return 0.0
    if len(table) > len(table[0]):
        table = [list(column) for column in zip(*table, strict=True)]
    columns = range(len(table[0]))
    return max(
        sum(row[column] for row, column in zip(table, chosen, strict=True))
        for chosen in permutations(columns, len(table))
    )


@given(sides())
@settings(max_examples=60)
def test_no_other_pairing_is_better(both: tuple[list[Claim], list[Claim]]) -> None:
    before, after = both
    table = likeness(before, after)
    pairs = [one for one in match_claims(before, after, str) if one.before and one.after]
    found = [
        table[before.index(one.before)][after.index(one.after)]
        for one in pairs
        if one.before and one.after
    ]
    assert min(found, default=1.0) >= _LEAST
    assert abs(sum(found) - best(table)) < 1e-9


def test_an_id_goes_before_any_likeness() -> None:
    quote = citation(1, "One quote.", "Section")
    before = [claim("a", "Iron relieves pain.", quote), claim("b", "Sleep helps adults.", quote)]
    after = [replace(before[0], text=before[1].text), replace(before[1], text=before[0].text)]
    assert {
        (one.before and one.before.claim_id, one.after and one.after.claim_id)
        for one in match_claims(before, after, str)
    } == {("a", "a"), ("b", "b")}


def test_claims_of_one_id_are_paired_in_their_order() -> None:
    twice = [claim("a", "Iron relieves pain."), claim("a", "Sleep helps adults.")]
    pairs = match_claims(twice, twice[:1], str)
    assert [(one.before, one.after) for one in pairs] == [(twice[0], twice[0]), (twice[1], None)]
