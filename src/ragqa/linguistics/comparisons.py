"""Which side of a comparison is which: "more in A than in B" is not "more in B than in A"."""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import dropwhile, takewhile

from ragqa.linguistics.polarity import disagreement
from ragqa.linguistics.quantities import Comparator, Quantity, renamed
from ragqa.linguistics.terms import terms

Sides = tuple[frozenset[str], frozenset[str]]
"""The words before and behind the joint of a comparison."""

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
# Each comparative with those that say it from the other side.
_OPPOSITES = {
    one: tuple(others)
    for ends in (
        (
            "higher greater larger more increase increased",
            "lower smaller less fewer decrease reduced",
        ),
        ("longer", "shorter"),
        ("better superior", "worse inferior"),
        ("older", "younger"),
        ("stronger", "weaker"),
        ("faster", "slower"),
        ("earlier", "later"),
    )
    for mine, theirs in (ends, ends[::-1])
    for one in mine.split()
    for others in (theirs.split(),)
}
_HOW = rf"\b(?P<how>{'|'.join(_OPPOSITES)})\b"
_SIDE = r"(?:(?!\bthan\b)[^,;:()]){1,90}?"
_SIDE_END = (
    r"(?=[.,;:]?\s*(?:[,;:(]|\.?\Z|\b(?:but|while|whereas|although)\b|"
    r"\band (?:\w+ ){1,3}(?:is|are|was|were|had|did)\b))"
)
_PLACE = r"(?:in|with|for|among|by|on|after|at|from)"
# "Lower in B than in A", "B was lower than A".
_TOLD = (
    re.compile(
        rf"{_HOW}(?P<what>(?:(?!\bthan\b)[^,;:()]){{0,80}}?) {_PLACE} (?P<one>{_SIDE}) "
        rf"(?:than|compared with|rather than) (?:{_PLACE} )?(?P<two>{_SIDE}){_SIDE_END}",
        re.IGNORECASE,
    ),
    re.compile(
        rf"(?:^|[,;] )(?P<one>{_SIDE}) (?:is|are|was|were|had|has|have|showed|show|be) "
        rf"(?:[\w-]+ ){{0,3}}?{_HOW}(?P<what>(?:(?!\bthan\b)[^,;:()]){{0,60}}?) "
        rf"(?:than|to|compared with) (?:{_PLACE} )?(?P<two>{_SIDE}){_SIDE_END}",
        re.IGNORECASE,
    ),
)
_LETTERED = re.compile(r"(?P<arm>[A-Za-z]{3,}) (?P<letter>[A-Z]|[IV]+|\d)\b")  # arm A, group II
# What stands on both sides of any comparison.
_LIGHT = frozenset(
    terms("the a an of in with for to among by on and or group groups patients was were is are")
)
# What leads to a side, or away from it: "than with drug A in adults".
_UNNAMED = _LIGHT | frozenset(terms("at after during over from before within when that who"))
_BEFORE, _BEHIND = 12, 8  # words of content on each side


def arms_swapped(claim: str, sentence: str) -> bool:
    """Say whether `claim` has on one side of a comparison what `sentence` has on the other.

    Only what stands on one side alone tells sides apart. Where both make as many comparisons,
    each is laid beside its own; else the one that shares most with the claim's is taken.
    """
    ours, theirs = list(_sides(claim)), list(_sides(sentence))
    if not theirs:
        return False
    alike = theirs if len(ours) == len(theirs) else [_nearest(one, theirs) for one in ours]
    return any(
        _crossed(*one, *other) for one, other in zip(ours, alike, strict=True)
    ) or _heads_swapped(claim, sentence)


def _heads_swapped(claim: str, sentence: str) -> bool:
    """Say whether what a single comparison compares with stands before its joint in the other."""
    ours, theirs = _head(claim), _head(sentence)
    if ours is None or theirs is None:
        return False
    (before, head), (other_before, other_head) = ours, theirs
    apart = head.isdisjoint(other_head) and head.isdisjoint(before)
    crosses = head <= other_before and other_head <= before
    return bool(head and other_head) and apart and crosses


def _head(text: str) -> Sides | None:
    """Return the words before the only joint of a text, and what it is compared with behind it."""
    joints = list(_JOINT.finditer(text))
    if len(joints) != 1:
        return None
    behind = dropwhile(_UNNAMED.__contains__, terms(text[joints[0].end() :]))
    head = takewhile(lambda term: term not in _UNNAMED, behind)
    return frozenset(terms(text[: joints[0].start()])) - _UNNAMED, frozenset(head)


def _nearest(sides: Sides, others: Sequence[Sides]) -> Sides:
    words = sides[0] | sides[1]
    return max(others, key=lambda other: len(words & (other[0] | other[1])))


def turned_back(claim: str, sentence: str) -> str:
    """Return `claim` with its comparison told from the side that `sentence` tells it from.

    "Lower in B than in A" becomes "higher in A than in B" where that is what the sentence says;
    a claim that exchanges the sides alone, or the direction alone, stays as it is.
    """
    if not arms_swapped(claim, sentence):
        return claim
    for form in _TOLD:
        found = form.search(claim)
        how = _other_end(found["how"], sentence) if found else None
        if found and how:
            start, end = min(found.start("one"), found.start("how")), found.end("two")
            places = {"how": how, "one": found["two"], "two": found["one"]}
            return claim[:start] + _in_places(found, places) + claim[end:]
    return claim


def _other_end(how: str, sentence: str) -> str | None:
    """Return the word by which `sentence` says a comparison that goes the other way."""
    opposites = _OPPOSITES[how.lower()]
    told = [found["how"] for form in _TOLD for found in form.finditer(sentence)]
    stated = [*told, *sentence.lower().split()]
    return next((word for word in stated if word in opposites), None)


def _in_places(found: re.Match[str], words: Mapping[str, str]) -> str:
    """Return what was found with other words in the places of its groups."""
    text, at = "", min(found.start(name) for name in words)
    for name in sorted(words, key=found.start):
        text += found.string[at : found.start(name)] + words[name]
        at = found.end(name)
    return text


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
    if not behind:
        return len(right & only_before) > len(left & only_before)
    if not only_behind:  # "without anemia" on one side, "anemia" on the other
        return bool((right - left) & only_before)
    to_the_right = not right or len(right & only_before) > len(right & only_behind)
    return to_the_right and bool(left & only_behind)


def _sides(text: str) -> Iterator[Sides]:
    """Return the words of content before and behind each comparison of a text."""
    text = _LETTERED.sub(r"\g<arm>\g<letter>", renamed(text, _unbounded))
    for match in _JOINT.finditer(text):
        before = _SIDE_ENDS.split(text[: match.start()])[-1]
        behind = _SIDE_ENDS.split(text[match.end() :])[0]
        yield (
            frozenset([term for term in terms(before) if term not in _LIGHT][-_BEFORE:]),
            frozenset([term for term in terms(behind) if term not in _LIGHT][:_BEHIND]),
        )


def _unbounded(quantity: Quantity) -> str:
    """Return what stands for a quantity: "less than 5" compares no sides, "two" names one."""
    return quantity.text if quantity.comparator is Comparator.EXACTLY else ""
