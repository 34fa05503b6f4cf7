"""Sentences that address the system that reads them, rather than state medicine.

Guidelines are full of orders, all of them to people. An order counts here only for what it is
about: instructions, prompts, answers, citations, review status, or a model that is spoken to.
"""

import base64
import binascii
import re
from collections.abc import Iterable, Iterator
from functools import cache

from ragqa.linguistics.addresses import addresses_in
from ragqa.linguistics.doses import states_a_dose
from ragqa.linguistics.invisible import folded
from ragqa.linguistics.order_patterns import FOREIGN, FOREIGN_WORDS, ORDERS, SAY

Span = tuple[int, int]

# Words of code have at least so many characters.
_SHORTEST_CODE = 24
_ENCODED = re.compile(r"(?<![A-Za-z0-9+/])(?:[A-Za-z0-9+/]{24,}={0,2}|(?:[0-9a-f]{2}){16,})(?!\w)")
_SPACED = re.compile(r"(?:\b\w[ .·_-]{1,3}){12,}\w\b")
_GLUED = re.compile(r"\w{24,}")
_SPELLED = ("ignore", "disregard", "instruction", "systemprompt", "override")
_APART = tuple(gap.join(word) for word in ("gnore", "gard", "struct") for gap in " .-_")
_BEFORE = " \t\n.!?:;,)]\"'-*=>|"
# An order is no longer than this, on either side of its word.
_REACH = 260
# Beside an order to the system, a sentence is its burden when it speaks to somebody, names a dose,
# an address, or a place in a list of references.
_SPEAKS = re.compile(
    rf"\b(?:you|your|must|always|never)\b|^\W*{SAY}\b|\[+\d+\]|\b(?:approved|reviewed|supersed\w+|"
    r"retracted|proven|cures?|guaranteed|safe in all|no side effects)\b",
    re.IGNORECASE,
)


def orders_in(text: str) -> list[Span]:
    """Return the spans of what addresses the system in `text`; a span may lie in a sentence."""
    return sorted({*_plain_orders(text), *_disguised(text)})


def addresses_the_system(text: str) -> bool:
    """Tell whether any of `text` addresses the system."""
    return bool(orders_in(text))


def is_burden(sentence: str) -> bool:
    """Tell whether a sentence beside an order may be what the order is about."""
    return bool(_SPEAKS.search(sentence) or states_a_dose(sentence) or addresses_in(sentence))


def _plain_orders(text: str) -> Iterator[Span]:
    plain = folded(text)
    lowered = plain.lower()
    for words, pattern in ORDERS:
        yield from _near(words, lowered, pattern, plain)
    yield from _near(FOREIGN_WORDS, text.lower(), FOREIGN, text)


def _near(words: Iterable[str], lowered: str, pattern: str, text: str) -> Iterator[Span]:
    """Yield the matches of `pattern` around the places where one of its words stands.

    Few texts hold such a word, and a pattern that is not needed is not compiled.
    """
    done = 0
    for place in sorted(_places(words, lowered)):
        # Small letters may be longer: "İ" is two. A window is wide enough for that.
        start, end = max(done, place - _REACH), place + _REACH
        for match in _compiled(pattern).finditer(text, start, end):
            # What an order begins behind, such as a full stop, is none of it.
            yield match.end() - len(match.group().lstrip(_BEFORE)), match.end()
            done = match.end()


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE | re.MULTILINE)


def _places(words: Iterable[str], lowered: str) -> Iterator[int]:
    for word in words:
        place = lowered.find(word)
        while place >= 0:
            yield place
            place = lowered.find(word, place + len(word))


def _disguised(text: str) -> Iterator[Span]:
    if any(word in text.lower() for word in _APART):
        for match in _SPACED.finditer(text):
            letters = re.sub(r"[\W_]", "", match.group()).lower()
            if any(word in letters for word in _SPELLED):
                yield match.span()
    if max(map(len, text.split()), default=0) >= _SHORTEST_CODE:
        yield from (found.span() for found in _ENCODED.finditer(text) if _is_text(found.group()))
        yield from (found.span() for found in _GLUED.finditer(text) if _is_spelled(found.group()))


def _is_spelled(word: str) -> bool:
    """Tell whether a word is a glued order; chemical names are as long, and spell nothing."""
    return sum(part in word.lower() for part in (*_SPELLED, "previous", "prior")) > 1


def _is_text(token: str) -> bool:
    """Tell whether a token decodes to words; the letters of a gene or a hash do not."""
    try:
        if re.fullmatch(r"[0-9a-f]+", token):
            decoded = bytes.fromhex(token)
        else:
            decoded = base64.b64decode(token + "=" * (-len(token) % 4), validate=True)
    except (ValueError, binascii.Error):
        return False
    printable = sum(32 <= byte < 127 for byte in decoded)
    return printable == len(decoded) and decoded.count(b" ") >= 2
