"""Inline marks that XML and HTML share: reference marks, superscripts, white space."""

import re

from ragqa.ingestion.cleaning import normalise, squeeze

# Private-use characters around a reference mark while a paragraph is put together;
# `normalise` removes any that is left.
MARK_OPEN, MARK_CLOSE = "\ue000", "\ue001"

_SUPERSCRIPTS = str.maketrans("0123456789+-−–()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁻⁽⁾ⁿ")
_MARK = f"{MARK_OPEN}[^{MARK_CLOSE}]*{MARK_CLOSE}"
_BETWEEN = r"[\s,;.&–—-]|and"
_BRACKETED = re.compile(
    rf"\s*[\[(](?:see|e\.g\.,?|i\.e\.,?|reviewed in|cf\.|refs?\.?|\s)*"
    rf"{_MARK}(?:{_MARK}|{_BETWEEN})*[\])]"
)
_BARE = re.compile(
    rf"\s*{MARK_OPEN}(?P<first>[^{MARK_CLOSE}]*){MARK_CLOSE}(?:(?:[\s,;–-])*{_MARK})*"
)
_LETTERS = re.compile(r"[^\W\d_]{2,}")
_CITATION_NUMBERS = re.compile(r"\s*[\[(]?\d{1,3}(?:\s*[,;–—-]\s*\d{1,3})*[\])]?\s*,?\s*")
_UNIT_BEFORE = re.compile(
    r"(?:\d|[·×/(]|(?:^|[\s/·(\d])(?:[kcmµμn]?m|[kmµμn]?g|m?L|m?l|s|h|R|min|Hz|χ|I|p|r|η|t))\Z"
)


def reference_mark(text: str) -> str:
    """Wrap the text of a reference mark so that `without_marks` can take it out."""
    return f"{MARK_OPEN}{text}{MARK_CLOSE}"


def superscript(before: str, text: str) -> str:
    """Return the text of a superscript element that follows `before`.

    Digits after a word are a reference mark; after a figure or unit they are an exponent, which
    keeps its place in Unicode superscripts: 10⁹ must not become 109.
    """
    if _CITATION_NUMBERS.fullmatch(text) and not _UNIT_BEFORE.search(before):
        return reference_mark(text)
    exponent = text.strip()
    return exponent.translate(_SUPERSCRIPTS) if re.fullmatch(r"[-−–+\d()n]+", exponent) else text


def without_marks(text: str) -> str:
    """Return `text` without its reference marks and the brackets and commas around them.

    Marks that name their author inside a sentence ("as Smith et al. showed") stay as words.
    """
    if MARK_OPEN not in text:
        return squeeze(normalise(text))
    text = _BRACKETED.sub("", text)
    text = _BARE.sub(_unmarked, text)
    text = re.sub(r"\s+([,.;:)\]])", r"\1", re.sub(r"\(\s*\)|\[\s*\]", "", text))
    return squeeze(normalise(text))


def _unmarked(found: re.Match[str]) -> str:
    if not _LETTERS.search(found["first"]):
        return ""
    return found.group().replace(MARK_OPEN, "").replace(MARK_CLOSE, "")
