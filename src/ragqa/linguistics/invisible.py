"""Characters that show nothing: they carry hidden text, split words, or turn their order round."""

import re
import unicodedata
from functools import cache

# Beside control and format characters: fillers, joiners and variation selectors, which are letters
# or marks by category and blank on every screen.
_BLANK_LETTERS = (
    "\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180d\u180f\u2800\u3164\uffa0\ufe00-\ufe0f"
    "\U000e0100-\U000e01ef"
)
BLANK = re.compile(f"[{_BLANK_LETTERS}]")
# Tag characters spell ASCII; so do long runs of selectors or of zero-width characters, as bits.
_TAGS = re.compile("[\U000e0020-\U000e007e]+")
_RUN = re.compile(
    "(?:[\ufe00-\ufe0f]{4,}|[\U000e0100-\U000e01ef]{2,}|[\u200b-\u200f\u2060-\u2064\ufeff]{8,})"
)
_REORDERING = re.compile("[\u202d\u202e]")
_HIDING_CATEGORIES = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})


def is_invisible(character: str) -> bool:
    """Tell whether a character shows nothing; line ends and spaces show their gap."""
    if character in "\n\t ":
        return False
    return unicodedata.category(character) in _HIDING_CATEGORIES or bool(BLANK.match(character))


def without_invisible(text: str) -> str:
    """Return `text` without characters that show nothing."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(character for character in text if not is_invisible(character))


def smuggled(text: str) -> str | None:
    """Return what invisible characters of `text` spell or do; None where they are harmless.

    A byte-order mark, a soft hyphen or a zero-width space here and there is what typesetting
    leaves behind.
    """
    if text.isascii():
        return None
    if tags := _TAGS.search(text):
        return "".join(chr(ord(one) - 0xE0000) for one in tags.group())
    if run := _RUN.search(text):
        return f"{len(run.group())} invisible characters in a row"
    return "text that runs backwards" if _REORDERING.search(text) else None


def folded(text: str) -> str:
    """Return `text` with look-alikes as the plain letters they pass for, one for one.

    For searching only: Greek and Cyrillic letters, accents and letters of mathematics lose what
    they mean.
    """
    return text if text.isascii() else text.translate(_lookalikes())


@cache
def _lookalikes() -> dict[int, str]:
    alphabets = (range(0xC0, 0x250), range(0x1E00, 0x1F00), range(0x1D400, 0x1D800))
    codes = [code for one in (*alphabets, range(0xFF01, 0xFF5F)) for code in one]
    plain = {code: unicodedata.normalize("NFKD", chr(code))[:1] for code in codes}
    found = {code: letter for code, letter in plain.items() if letter.isascii() and letter}
    others = zip(
        "АВЕЅІЈКМНОРСТУХаеѕіјорсухԁһӏԛԝΑΒΕΖΗΙΚΜΝΟΡΤΥΧανορτυχιεɡɑɩ’‘“”–—‐‑",
        "ABESIJKMHOPCTYXaesijopcyxdhlqwABEZHIKMNOPTYXavoptuxiegai''\"\"----",
        strict=True,
    )
    return found | {ord(one): letter for one, letter in others}
