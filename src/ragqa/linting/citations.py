"""Citation numbers in running text: [1], [1, 3-5], (1,2), superscripts, and bare figures.

An article cites in one style. The one used most is taken for it, so that "(12)" in an article that
cites as [12] stays a number, and "m²" in one that cites as ¹ stays a unit.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from ragqa.linguistics.word_list import word_list

_JOIN = r"\s*(?:[,;&]|[-–—‐‑−]|\band\b|\bto\b)\s*"
_GROUP = rf"\d{{1,3}}(?:{_JOIN}\d{{1,3}})*"
_LOCATOR = r"(?:[,;:]?\s*pp?\.?\s*\d[\d–-]*)?"
_BRACKETS = re.compile(
    rf"\[\s*(?:refs?\.?|references?)?\s*(?P<numbers>{_GROUP}){_LOCATOR}\s*\]|"
    r"【(?P<wide>\d{1,3})(?:[†:][^】]*)?】",
    re.IGNORECASE,
)
_INTERVAL = re.compile(r"(?:\bC[IrR]I?|\bIQR|range|interval|quartiles?|\bSD)\s*[:,;=]?\s*\Z")
_PARENTHESES = re.compile(rf"\(\s*(?:refs?\.?\s*)?(?P<numbers>{_GROUP}){_LOCATOR}\s*\)")
_RAISED_DIGITS = "⁰¹²³⁴⁵⁶⁷⁸⁹"
_RAISED = re.compile(rf"(?P<numbers>[{_RAISED_DIGITS}]+(?:\s?[,⁻–,˒˓-]\s?[{_RAISED_DIGITS}]+)*)")
_CARET = re.compile(rf"\^\(?(?P<numbers>{_GROUP})\)?\^?")
# What takes an exponent: m², 10⁹, kg/m², R², χ².
_EXPONENTIAL = re.compile(
    r"(?:\d|[·×/]|(?:^|[\s/·(\d])(?:[kcdmµμn]?m|L|s|h|R|r|χ|I|p|x|kg|in|ft))\Z"
)
_END = r"(?=\s*[.;:!?](?:\s|\Z)|,\s|\s*\Z)"
_BARE = re.compile(
    rf"(?<=[\w)%”\"’])\s(?P<numbers>\d{{1,3}}(?:\s*[,–-]\s*\d{{1,3}})*)(?=\s*[.;!?](?:\s|\Z)|\s*\Z)"
    rf"|(?<=[A-Za-z)%]\.)(?P<behind>\d{{1,3}}(?:\s?[,–-]\s?\d{{1,3}})*)(?=\s|\Z)"
    rf"|(?<=[a-z]{{3}})(?P<glued>\d{{1,3}}(?:[,–-]\d{{1,3}})*){_END}"
)
# Words that take a figure of their own, or several: "below 75", "at weeks 4, 8"; and those that
# take but one: "type 2", "week 12".
_COUNTING = word_list(
    """
    types weeks days months years hours ages cycles than of to by at in from below above under over
    about approximately around exceed exceeds reach reaches is was are were be equals equal least
    most only and or plus minus between within every up on nos
    """
)
_NUMBERED = word_list(
    """
    type stage grade class level phase step week day month year hour age aged group score table
    figure fig box chapter section part item category tier line factor vitamin omega interleukin
    covid version no number question ratio dose cycle visit point appendix trial arm cohort
    criterion
    """
)
_LAST_WORD = re.compile(
    r"(?P<apart>\d\s|\b(?:an?|the|each|every|this|one|per)\s)?(?P<word>[^\W\d_]+(?:[-'][^\W_]+)*)\Z",
    re.IGNORECASE,
)
_LABELLED = re.compile(
    r"\b(?:steps?|phase|stage|grade|type|class|figure|fig\.|table|group|n|equation|items?)\Z",
    re.IGNORECASE,
)
# "Of these, 12 (1) had been treated": a share, where a word follows; "since 2020 (1)" cites.
_COUNT = re.compile(r"(?:\A|\D)(?!(?:19|20)\d\d\Z)\d+\Z")
_WORD_NEXT = re.compile(r"\s+\w")
_REACH = 60  # characters before a mark that are looked at
_SOUGHT = 50  # the widest range that a citation spells with a dash
_RAISE = str.maketrans(_RAISED_DIGITS + "⁻˒˓", "0123456789-,,")
_SUP = re.compile(r"<sup>\s*(?:<a\b[^>]*>)?(?P<inside>[^<]*)(?:</a>)?\s*</sup>", re.IGNORECASE)
_BY_NAME = re.compile(
    r"\b[A-Z][\w'’-]+(?:,? et al\.?|(?: and| &) [A-Z][\w'’-]+)?,?\s\(?(?:19|20)\d\d[a-z]?\b|"
    r"\([A-Z][^()]*,\s(?:19|20)\d\d[a-z]?(?:\)|;)|https?://|\bdoi:|\b10\.\d{4,9}/|\bPMID\b|\bPMC\d{4}"
)


class Style(StrEnum):
    """How an article writes its citation numbers; the more telling ones first."""

    BRACKETS = "brackets"
    SUPERSCRIPTS = "superscripts"
    PARENTHESES = "parentheses"
    BARE = "bare figures"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """One citation mark at `start` to `end` of a text, with the numbers it stands for."""

    start: int
    end: int
    numbers: tuple[int, ...]


def style_of(texts: Iterable[str], entries: int) -> Style | None:
    """Return the style used most in `texts`; None where nothing looks like a citation.

    Args:
        texts: the paragraphs and items of the article.
        entries: how many works its reference list has.
    """
    counts = dict.fromkeys(Style, 0)
    for text in texts:
        for style in Style:
            counts[style] += len(marks(text, style, entries))
    best = max(Style, key=counts.__getitem__)
    return best if counts[best] else None


def marks(text: str, style: Style, entries: int) -> list[Mark]:
    """Return the citation marks of `text` in one style, in order."""
    found = _READERS[style](text, entries)
    return [mark for mark in found if mark.numbers and 0 not in mark.numbers]


def cites_by_name(text: str) -> bool:
    """Tell whether a sentence names its source in words: an author and year, a link, a DOI."""
    return _BY_NAME.search(text) is not None


def bracketed_superscripts(text: str) -> str:
    """Return text in which `<sup>1</sup>` is written [1]; exponents stay exponents."""
    return _SUP.sub(lambda found: superscript(found["inside"], text[: found.start()]), text)


def superscript(inside: str, before: str) -> str:
    """Return what a superscript behind `before` says: a citation in brackets, or an exponent."""
    inner = inside.strip()
    if re.fullmatch(rf"\[?{_GROUP}\]?,?", inner) and not _EXPONENTIAL.search(before):
        return f"[{inner.strip('[],')}]"
    return inner


def _brackets(text: str, entries: int) -> Iterator[Mark]:
    for match in _BRACKETS.finditer(text):
        group = match["numbers"] or match["wide"]
        if not _is_interval(text, match, group, entries):
            yield _mark(match, group)


def _is_interval(text: str, match: re.Match[str], group: str, entries: int) -> bool:
    """Tell "54 [45-62]" and "95% CI [12, 45]" from a citation."""
    before = _before(text, match.start())
    numbers = [int(number) for number in re.findall(r"\d+", group)]
    return len(numbers) > 1 and (
        _INTERVAL.search(before) is not None
        or (bool(re.search(r"\d\s*\Z", before)) and min(numbers) > entries)
    )


def _parentheses(text: str, entries: int) -> Iterator[Mark]:
    for match in _PARENTHESES.finditer(text):
        before = _before(text, match.start()).rstrip()
        goes_on = _WORD_NEXT.match(text, match.end()) is not None
        counted = not before or before[-1] in ":;,(" or (goes_on and _COUNT.search(before))
        if not counted and not _LABELLED.search(before):
            yield _mark(match, match["numbers"])


def _superscripts(text: str, entries: int) -> Iterator[Mark]:
    for pattern in (_RAISED, _CARET):
        for match in pattern.finditer(text):
            before = _before(text, match.start())
            year = re.search(r"\b(?:19|20)\d\d\Z", before)
            if before.strip() and (year or not _EXPONENTIAL.search(before)):
                yield _mark(match, match["numbers"].translate(_RAISE))


def _bare(text: str, entries: int) -> Iterator[Mark]:
    highest = max(3 * entries, entries + 10)
    for match in _BARE.finditer(text):
        group = match["numbers"] or match["behind"] or match["glued"]
        numbers = [int(number) for number in re.findall(r"\d+", group)]
        before = _before(text, match.start(match.lastgroup or 0)).rstrip()
        taken = (
            _takes_a_figure(before, alone=len(numbers) == 1)
            if match["numbers"]
            else not _ends_in_a_word(before)
        )
        if max(numbers) <= highest and not taken:
            yield _mark(match, group)


def _ends_in_a_word(before: str) -> bool:
    """Tell "syndrome1" and "syndrome.1" from "doi:10.1000/rev.pub3" and "HbA1"."""
    token = before.rsplit(maxsplit=1)[-1]
    word = re.fullmatch(r"[(“\"]?(?:[A-Z]?[a-z’'-]{2,}\.?|[A-Za-z’'-]{2,}[)”\"]?\.|\d+%\.)", token)
    return word is not None and token.lower().rstrip(".") not in _NUMBERED


def _before(text: str, at: int) -> str:
    """Return the words before a mark that can tell what it is."""
    return text[max(0, at - _REACH) : at]


def _takes_a_figure(before: str, *, alone: bool) -> bool:
    """Tell "week 12" and "below 75" from "for 12 weeks 3" and "after each dose 3"."""
    word = _LAST_WORD.search(before)
    if word is None or word["apart"]:
        return False
    named = word["word"].lower()
    return named in _COUNTING or (alone and named in _NUMBERED)


def _mark(match: re.Match[str], group: str) -> Mark:
    return Mark(start=match.start(), end=match.end(), numbers=_numbers(group))


def _numbers(group: str) -> tuple[int, ...]:
    """Return the numbers of "1, 3-5", each once, in order."""
    numbers: list[int] = []
    joined = re.sub(r"[–—‐‑−⁻]|\bto\b", "-", group)
    for part in re.split(r"[,;&]|\band\b", joined):
        ends = [int(number) for number in re.findall(r"\d+", part)]
        if len(ends) == 2 and 0 < ends[1] - ends[0] <= _SOUGHT:
            numbers += range(ends[0], ends[1] + 1)
        else:
            numbers += ends
    return tuple(dict.fromkeys(numbers))


_READERS: dict[Style, Callable[[str, int], Iterator[Mark]]] = {
    Style.BRACKETS: _brackets,
    Style.SUPERSCRIPTS: _superscripts,
    Style.PARENTHESES: _parentheses,
    Style.BARE: _bare,
}
