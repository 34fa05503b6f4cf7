"""Which side of a comparison is which: "more in A than in B" is not "more in B than in A"."""

import re
from collections.abc import Iterator

from ragqa.linguistics.polarity import disagreement
from ragqa.linguistics.quantities import Comparator, Quantity, renamed
from ragqa.linguistics.terms import content_terms, terms

_JOINT = re.compile(
    r"\b(?:than|compared (?:with|to)|in comparison (?:with|to)|versus|vs\.?|relative to|"
    r"(?:superior|inferior|preferable|equivalent) to|rather than|instead of|over and above)(?!\w)",
    re.IGNORECASE,
)
_SIDE_ENDS = re.compile(r"[;:]|,(?=\s)|\(|\b(?:but|whereas|while|although|which)\b")
# Words that turn round when the sides of their comparison change places.
_COMPARATIVES = frozenset(
    terms(
        "higher lower greater smaller more less fewer longer shorter better worse larger older "
        "younger superior inferior stronger weaker increase decrease"
    )
)
_BEFORE, _BEHIND = 12, 8  # words of content on each side


def arms_swapped(claim: str, sentence: str) -> bool:
    """Say whether `claim` has on one side of a comparison what `sentence` has on the other.

    Only what stands on one side alone tells sides apart; of several comparisons in the sentence
    the one that shares most with the claim's is taken.
    """
    theirs = list(_sides(sentence))
    return any(
        _crossed(left, right, *max(theirs, key=lambda s: len((left | right) & (s[0] | s[1]))))
        for left, right in _sides(claim)
        if theirs
    )


def turned_round(claim: str, sentence: str) -> frozenset[str]:
    """Return the words by which `claim` tells a comparison from its other side; none elsewhere.

    "Lower in B than in A" is what "higher in A than in B" says.
    """
    found = disagreement(claim, sentence)
    if (
        found is None
        or found.opposite is None
        or found.word not in _COMPARATIVES
        or not arms_swapped(claim, sentence)
    ):
        return frozenset()
    return frozenset((found.word,))


def _crossed(
    left: frozenset[str], right: frozenset[str], before: frozenset[str], behind: frozenset[str]
) -> bool:
    """Say whether words that tell the source's sides apart have changed them, on both sides."""
    only_before, only_behind = before - behind, behind - before
    return len(right & only_before) > len(right & only_behind) and bool(left & only_behind)


def _sides(text: str) -> Iterator[tuple[frozenset[str], frozenset[str]]]:
    """Return the words of content before and behind each comparison of a text."""
    text = renamed(text, _unbounded)
    for match in _JOINT.finditer(text):
        before = _SIDE_ENDS.split(text[: match.start()])[-1]
        behind = _SIDE_ENDS.split(text[match.end() :])[0]
        yield (
            frozenset(content_terms(before)[-_BEFORE:]),
            frozenset(content_terms(behind)[:_BEHIND]),
        )


def _unbounded(quantity: Quantity) -> str:
    """Return what stands for a quantity: "less than 5" compares no sides, "two" names one."""
    return quantity.text if quantity.comparator is Comparator.EXACTLY else ""
