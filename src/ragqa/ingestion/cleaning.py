"""Characters and broken words, mended before anything is measured in offsets."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence

from ragqa.linguistics.invisible import BLANK
from ragqa.linguistics.word_list import word_list

_LIGATURES = {
    "ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st", "Ĳ": "IJ",
    "ĳ": "ij",
}  # fmt: skip
# Symbol-font bullets, which PDF producers leave in the private-use area.
_BULLETS = dict.fromkeys(
    "\uf0b7\uf0a7\uf076\uf0d8\uf0fc\uf06e\uf0a8\uf02d\u25aa\u25cf\u25e6\u2023", "•"
)
_SPACES = re.compile(r"[\t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")
_LINE_ENDS = re.compile(r"\r\n?|[\u2028\u2029\x85\x0b\x0c]")
# Recognition sets the space before a word's last "ff" instead of behind it: "o ffafter".
_MISPLACED_SPACE = re.compile(r"(?<=[A-Za-z]) ff(?=[A-Za-z0-9])")
# What a terminal obeys goes whole: its letters are no words.
_ESCAPES = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)?|[@-Z\\-_])")
_SOFT_HYPHEN = re.compile("\u00ad[ \t]*(?:\r?\n)?[ \t]*")
# Control, format, private-use, surrogate and unassigned characters carry no words.
_DROPPED_CATEGORIES = frozenset({"Cc", "Cf", "Co", "Cs", "Cn"})
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_BROKEN = re.compile(r"([^\W\d_]+)-\Z")
_CONTINUED = re.compile(r"([^\W\d_]+(?:-[^\W\d_]+)*)")
# First halves that are nearly always hyphenated when a word follows.
_COMPOUNDING = word_list(
    """
    low high long short well non self double single placebo evidence dose two three four one
    first second third half full cross case case-control follow early late open post pre up
    risk health age sex year day week month time cost meta quality large small middle mid
    end short-term long-term all ill anti-inflammatory gluten iron vitamin drug sub-saharan
    """
)
_SENTENCE_MARK = re.compile(
    r"(?<=[\w)\]\"”’%][.?!])[ ](?P<marks>\d{1,3}(?:(?:, ?|[–-])\d{1,3})*)"
    r"(?=(?: [A-Z“\"(]|\s*\Z|\n))"
)


def normalise(text: str) -> str:
    """Return `text` with ligatures spelt out and invisible characters gone.

    Line ends become newlines and every other white space a plain space. Superscripts, Greek and
    typographic quotes stay: they carry meaning.
    """
    if text.isascii() and text.isprintable():
        return _MISPLACED_SPACE.sub("ff ", text) if " ff" in text else text
    text = _LINE_ENDS.sub("\n", _SOFT_HYPHEN.sub("", _ESCAPES.sub("", text)))
    text = _MISPLACED_SPACE.sub("ff ", text)
    text = unicodedata.normalize("NFC", _SPACES.sub(" ", text))
    if text.isascii():
        return "".join(c for c in text if c >= " " or c == "\n") if _has_control(text) else text
    return "".join(_replacement(character) for character in BLANK.sub("", text))


def _has_control(text: str) -> bool:
    return re.search(r"[\x00-\x09\x0b-\x1f\x7f]", text) is not None


def _replacement(character: str) -> str:
    if character == "\n" or " " <= character <= "~":
        return character
    if character in _LIGATURES:
        return _LIGATURES[character]
    if character in _BULLETS:
        return "•"
    return "" if unicodedata.category(character) in _DROPPED_CATEGORIES else character


def squeeze(text: str) -> str:
    """Return `text` as one line with single spaces."""
    return " ".join(text.split())


def vocabulary(lines: Iterable[str]) -> Counter[str]:
    """Count the words of a document, hyphenated words whole: the judge of broken words."""
    return Counter(word for line in lines for word in _WORD.findall(line.lower()))


def join_lines(lines: Sequence[str], words: Counter[str]) -> str:
    """Return printed lines as one line, with words broken at line ends mended.

    `treat-` + `ment` is joined, `low-` + `dose` kept: the form that the document uses elsewhere
    decides, and where neither occurs, a list of first halves that usually take a hyphen.
    """
    joined: list[str] = []
    for stripped in filter(None, map(squeeze, lines)):
        if joined:
            joined[-1] = _before(joined[-1], stripped, words)
        joined.append(stripped)
    return "".join(joined)


def _before(line: str, after: str, words: Counter[str]) -> str:
    """Return a line as it stands before the next: with a space, or without its hyphen."""
    if line[-1] not in "-/–":
        return f"{line} "
    broken = _BROKEN.search(line)
    if broken is None:
        glued = line[-1] in "/–" and line[-2:-1] != " " and after[:1].isalnum()
        return line if glued else f"{line} "
    continued = _CONTINUED.match(after)
    if continued is None:
        # "COVID-" + "19" is one word; "pre-" + "(or post-)" is not.
        return line if after[0].isdigit() else f"{line} "
    first, second = broken.group(1).lower(), continued.group(1).lower()
    if second in {"and", "or", "to"}:
        return f"{line} "
    return line if after[0].isupper() or _hyphenated(first, second, words) else line[:-1]


def _hyphenated(first: str, second: str, words: Counter[str]) -> bool:
    whole, hyphenated = words[first + second], words[f"{first}-{second}"]
    if whole or hyphenated:
        return hyphenated > whole
    if first in _COMPOUNDING:
        return True
    # Both halves are words of this document, and the first is no mere prefix.
    return len(first) > 3 and words[second] > 0 and words[first] > 1


def drop_sentence_marks(text: str) -> str:
    """Remove superscript reference numbers that flattening left between sentences.

    "… in 68 children. 1 The task force found" is read so only in a text that has at least three
    of them and numbers them from the beginning on, so that no figure is lost elsewhere.
    """
    firsts = [int(re.split(r"\D", found["marks"])[0]) for found in _SENTENCE_MARK.finditer(text)]
    if len(firsts) < 3 or min(firsts) > 3 or max(firsts) > 3 * len(firsts) + 10:
        return text
    return _SENTENCE_MARK.sub("", text)
