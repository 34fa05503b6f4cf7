"""The joints lock: the small words that join statements and figures say what they say in the quote.

"A or B" is not "A and B", down by 30% is not down to 30%, and what stands side by side in the
sources does not follow from one another because a claim says "so".
"""

import re
from collections.abc import Collection, Iterator, Sequence
from itertools import product

from ragqa.linguistics.quantities import quantities
from ragqa.linguistics.terms import content_terms, terms
from ragqa.linguistics.tokens import STOP_STEMS, is_quantity
from ragqa.schema.claim import Check
from ragqa.verification.claim_reading import ClaimReading
from ragqa.verification.retelling import Retelling

NAME = "joints"
_BEFORE = re.compile(r"\b(?P<word>by|to)\s+(?:an?\s+)?(?:\w+\s+){0,1}\Z", re.IGNORECASE)
_CONCLUDES = re.compile(
    r"(?:,\s*so|\btherefore|\bthus|\bhence|\bconsequently|\bas a result|"
    r"\bwhich (?:means|proves|shows|implies)|,\s*(?:meaning|proving|showing|implying))\b",
    re.IGNORECASE,
)
_EITHER = ("and", "or")
_JOINTS = frozenset(_EITHER)
_SWAPS = (_EITHER, _EITHER[::-1], ("also", "only"))
_AND_OR = re.compile(r"(?P<one>[\w-]+)\W*\s+and/or\s+(?P<other>[\w-]+)", re.IGNORECASE)
_INSTEAD = re.compile(
    r"\b(?:instead of|rather than|in place of)\s+(?P<other>[\w-]+)", re.IGNORECASE
)
# "In addition to" has been brought into the words "also to".
_WITH = r"\b(?:also(?: to)?|as well as|along with|together with|and)\s+{}\b"
_WORD = re.compile(r"[\w%./+-]*\w%?")
_PHRASE = 7  # words of a name to which "respectively" gives a figure


def check_joints(reading: ClaimReading) -> Check:
    """Fail when the claim joins what it tells in another way than the quoted passage does."""
    fault = _fault(reading)
    return Check(name=NAME, passed=fault is None, detail=fault or "")


def _fault(reading: ClaimReading) -> str | None:
    if _concludes(reading):
        return "The claim draws a conclusion that the quoted passage does not draw."
    if _amount_for_level(reading):
        return "The claim takes “by” for “to”, or “to” for “by”."
    exchanged = _exchanged(reading)
    if exchanged:
        return f"The claim exchanges “{exchanged[0]}” and “{exchanged[1]}”."
    return _joined_otherwise(reading) or (
        _retold_fault(reading, reading.retelling) if reading.retelling else None
    )


def _joined_otherwise(reading: ClaimReading) -> str | None:
    """Return what is wrong where the claim has both of what the quote has one or the other of."""
    for found in _AND_OR.finditer(reading.nearest):
        one, other = re.escape(found["one"]), re.escape(found["other"])
        if re.search(rf"\b{one}\W*\s+and\s+{other}\b", reading.claim, re.IGNORECASE):
            return "The claim says “and” where the quoted passage says “and/or”."
    for found in _INSTEAD.finditer(reading.nearest):
        beside = re.compile(_WITH.format(re.escape(found["other"])), re.IGNORECASE)
        if beside.search(reading.claim) and not beside.search(reading.evidence.text):
            return f"The claim adds “{found['other']}” where the quoted passage replaces it."
    return None


def _exchanged(reading: ClaimReading) -> tuple[str, str] | None:
    """Return two names that changed places in a sentence that gives each what is its own.

    Where their figures changed places too, each still has its own.
    """
    said, stated = (_WORD.findall(text.casefold()) for text in (reading.claim, reading.nearest))
    if "respectively" not in said or "respectively" not in stated:
        return None
    sequences = {
        tuple(stated[at : at + length])
        for at in range(len(stated))
        for length in range(3, 2 * _PHRASE + 2)
    }
    places = [at for at, word in enumerate(said) if word == "and"]
    swaps = [swap for at in places if (swap := _swap(said, at, sequences))]
    return swaps[0] if len(swaps) % 2 else None


def _swap(
    said: Sequence[str], at: int, stated: Collection[tuple[str, ...]]
) -> tuple[str, str] | None:
    """Return the names beside the "and" at one place that the sentence has in the other order."""
    for before, behind in product(range(1, _PHRASE + 1), repeat=2):
        one, other = tuple(said[max(0, at - before) : at]), tuple(said[at + 1 : at + 1 + behind])
        if one and other and (*one, "and", *other) in stated:
            return None
        if one and other and one != other and (*other, "and", *one) in stated:
            return " ".join(one), " ".join(other)
    return None


def _concludes(reading: ClaimReading) -> bool:
    """Say whether a claim concludes from what no one sentence of the quotes holds."""
    if not _CONCLUDES.search(reading.claim) or _CONCLUDES.search(reading.evidence.text):
        return False
    elsewhere = frozenset(content_terms(reading.evidence.text)) - frozenset(terms(reading.nearest))
    return not elsewhere.isdisjoint(content_terms(reading.claim))


def _retold_fault(reading: ClaimReading, retelling: Retelling) -> str | None:
    for mine, theirs in _SWAPS:
        if retelling.gained[mine] and retelling.lost[theirs]:
            return f"The claim says “{mine}” where the quoted passage says “{theirs}”."
    quoted = frozenset(terms(reading.evidence.text))
    added = next((word for word in _added(retelling) if word not in quoted), None)
    return f"The quoted passage does not list “{added}”." if added else None


def _added(retelling: Retelling) -> Iterator[str]:
    """Yield words that the claim puts into a list of its sentence."""
    for change in retelling.changes:
        said = change.said
        if not change.instead_of and said and (said[0] in _JOINTS or said[-1] in _JOINTS):
            yield from (w for w in said if w not in STOP_STEMS and not is_quantity(w))


def _amount_for_level(reading: ClaimReading) -> bool:
    """Say whether a figure is how much it changed in one text, and what it came to in the other."""
    stated = dict(_led(reading.evidence.text))
    return any(stated.get(value, word) != word for value, word in _led(reading.claim))


def _led(text: str) -> Iterator[tuple[tuple[float, str | None], str]]:
    """Yield each figure that "by" or "to" leads to, with that word."""
    for quantity in quantities(text):
        found = _BEFORE.search(text[max(0, quantity.start - 24) : quantity.start])
        if found and quantity.upper is None:
            yield (quantity.value, quantity.unit), found["word"].lower()
