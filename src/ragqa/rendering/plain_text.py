"""Source text made fit for a line of an article: one line, nothing invisible, no false numbers.

Markup is another matter: each form of output escapes it in its own way, after this.
"""

import re
import unicodedata

# Joiners shape letters in some scripts; every other format character only hides or reorders.
_JOINERS = frozenset("\u200c\u200d")
# A non-breaking space between a number and its unit is kept.
_FIXED_SPACES = frozenset("\xa0\u202f")
_BRACKETED_NUMBERS = re.compile(r"\[([\s\u200c\u200d]*\d[\d\s,;–—‐‑-]*[\u200c\u200d]*)\]")
_QUOTE_LIMIT = 220
_QUOTE_HEAD = 150


def plain(text: str) -> str:
    """Return `text` on one line, without control, bidirectional or zero-width characters.

    A terminal would obey escape sequences in a title, and a reversed digit would read as another.
    """
    words = "".join(map(_visible, text)).split(" ")
    return " ".join(word for word in words if word).strip()


def prose(text: str) -> str:
    """Return `plain(text)` in which only ragqa's own citations look like `[12]`.

    A source's own reference marks turn into `(12)`, so that no number points at the wrong list.
    """
    return _BRACKETED_NUMBERS.sub(r"(\1)", plain(text))


def shortened(quote: str) -> str:
    """Return a quote short enough for a reference list, its first and last words kept."""
    text = plain(quote)
    if len(text) <= _QUOTE_LIMIT:
        return text
    head = text[:_QUOTE_HEAD].rsplit(" ", 1)[0]
    tail = text[_QUOTE_HEAD - _QUOTE_LIMIT :].split(" ", 1)[-1]
    return f"{head} … {tail}"


def _visible(character: str) -> str:
    """Return `character`, a space in place of any white space, or nothing for a hidden one."""
    if character in _FIXED_SPACES or character in _JOINERS:
        return character
    if character.isspace():
        return " "
    category = unicodedata.category(character)
    return "" if category in {"Cc", "Cf", "Cs", "Co", "Cn"} else character
