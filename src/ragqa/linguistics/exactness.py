"""Words by which a statement says of how many, how often and how exclusively it holds."""

from collections.abc import Iterable

from ragqa.linguistics.terms import terms

# From what holds of everything to what holds of a part; a claim may step down, never up.
_DEGREES = tuple(
    frozenset(terms(words))
    for words in (
        "all every each always entirely completely invariably any both fully universally total",
        "most majority usually generally mostly mainly largely typically predominantly",
        "many several often numerous frequently commonly multiple half various common",
        "some few sometimes partially partly occasionally rarely minority one certain rare seldom",
    )
)
# What a claim must not put in of its own.
EXCLUSIVE = frozenset(terms("only solely exclusively alone never uniquely must mandatory"))
# What a claim must not leave out.
RESTRICTING = frozenset(terms("only solely exclusively alone"))
# What a claim must not make of "high" and "many".
SUPERLATIVE = frozenset(
    terms(
        "highest lowest greatest smallest largest longest shortest best worst strongest weakest "
        "safest fastest earliest latest most least sole"
    )
)
# Small words that turn a statement round when they take one another's place.
TURNING = frozenset(
    terms(
        "before after above below over under without within until outside inside "
        "except unless first last left right"
    )
)
# Words that say less than those they stand for.
_SOFTER = {"suggest": frozenset({"recommend"}), "should": frozenset({"must"})}
_RANKS = {word: len(_DEGREES) - rank for rank, words in enumerate(_DEGREES) for word in words}


def rank(word: str) -> int:
    """Return how far a folded word reaches, from 4 for "all" to 1 for "some"; 0 for others."""
    return _RANKS.get(word, 0)


def is_softer(word: str, others: Iterable[str]) -> bool:
    """Say whether a folded word says less than one of the others, in whose place it stands."""
    return not _SOFTER.get(word, frozenset()).isdisjoint(others)
