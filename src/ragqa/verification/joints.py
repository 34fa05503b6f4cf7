"""The joints lock: the small words that join statements and figures say what they say in the quote.

"A or B" is not "A and B", down by 30% is not down to 30%, and what stands side by side in the
sources does not follow from one another because a claim says "so".
"""

import re
from collections.abc import Iterator

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


def check_joints(reading: ClaimReading) -> Check:
    """Fail when the claim joins what it tells in another way than the quoted passage does."""
    fault = _fault(reading)
    return Check(name=NAME, passed=fault is None, detail=fault or "")


def _fault(reading: ClaimReading) -> str | None:
    if _concludes(reading):
        return "The claim draws a conclusion that the quoted passage does not draw."
    if _amount_for_level(reading):
        return "The claim takes “by” for “to”, or “to” for “by”."
    return _retold_fault(reading, reading.retelling) if reading.retelling else None


def _concludes(reading: ClaimReading) -> bool:
    """Say whether a claim concludes from what no one sentence of the quotes holds."""
    if not _CONCLUDES.search(reading.claim) or _CONCLUDES.search(reading.evidence.text):
        return False
    elsewhere = frozenset(content_terms(reading.evidence.text)) - frozenset(terms(reading.nearest))
    return not elsewhere.isdisjoint(content_terms(reading.claim))


def _retold_fault(reading: ClaimReading, retelling: Retelling) -> str | None:
    for mine, theirs in (_EITHER, _EITHER[::-1]):
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
