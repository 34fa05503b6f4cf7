"""Every number of a text with its unit, its comparator and its range."""

import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache

from ragqa.linguistics.units import FREQUENCY, UNIT, factor, frequency_name, unit_name


class Comparator(StrEnum):
    """How a number bounds what it measures."""

    EXACTLY = "="
    ABOUT = "~"
    LESS = "<"
    AT_MOST = "≤"
    MORE = ">"
    AT_LEAST = "≥"


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity:
    """One number as it stands at `start` to `end`; `upper` is the other end of a range."""

    text: str
    start: int
    end: int
    comparator: Comparator
    value: float
    upper: float | None
    unit: str | None

    def same_as(self, other: "Quantity") -> bool:
        """Say whether both state the same, in whatever units they are written."""
        if self.unit is None or other.unit is None:
            scale = 1.0 if self.unit == other.unit else None
        else:
            scale = factor(self.unit, other.unit)
        return (
            scale is not None
            and self.comparator is other.comparator
            and math.isclose(self.value * scale, other.value, rel_tol=1e-9)
            and (self.upper is None) == (other.upper is None)
            and (
                self.upper is None
                or math.isclose(self.upper * scale, other.upper or 0.0, rel_tol=1e-9)
            )
        )

    def follows_from(self, other: "Quantity") -> bool:
        """Say whether `other` states this; "about 50" follows from "50", never the reverse."""
        if self.comparator is Comparator.ABOUT:
            return self.same_as(replace(other, comparator=Comparator.ABOUT)) and (
                other.comparator in (Comparator.ABOUT, Comparator.EXACTLY)
            )
        return self.same_as(other)


_TO_TWENTY = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen twenty"
)
_TO_NINETY = "ten twenty thirty forty fifty sixty seventy eighty ninety"
_WORDS = {word: value for value, word in enumerate(_TO_TWENTY.split())} | {
    word: value * 10 for value, word in enumerate(_TO_NINETY.split(), start=1)
}
_TENS = "twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
_WORD = rf"(?:(?:{_TENS})-(?:one|two|three|four|five|six|seven|eight|nine)|{'|'.join(_WORDS)})"
_FIGURE = r"(?:\d{1,3}(?:,\d{3})+(?!\d)(?:\.\d+)?|\d+(?:[.·]\d+)?|[.·]\d+)"
# A figure inside a name is no quantity: IL-6, HbA1c, CYP2C19, 25(OH)D, 10th, [12].
_NUMBER = re.compile(
    rf"(?<![A-Za-zα-ω\d.])(?<![A-Za-zα-ω][-‐‑–])(?:(?P<sign>(?<![\w)%])[-−–])?(?P<figure>{_FIGURE})"
    rf"|(?P<word>\b{_WORD}\b)|(?P<often>\b(?:once|twice|thrice)\b))",
    re.IGNORECASE,
)
_POWER = re.compile(r"\s?[x×]\s?10(?:\^?\(?(?P<plain>[-−+]?\d{1,2})\)?|(?P<raised>[⁻⁰¹²³⁴-⁹]+))")
_RAISED = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹−", "-0123456789-")
_NAME_GOES_ON = re.compile(r"(?:\(OH\)|(?:st|nd|rd|th)\b|[A-Za-zα-ω])")
_DASH = re.compile(r"\s?[-–—]\s?(?=[\d.·])|\s+to\s+(?=[-−]?[\d.·]|[a-z]+\b)")
_NOUN = re.compile(r"\s+[a-z]{4,}")  # "every 8 hours to 36 infants" is no range
_LISTED = re.compile(r"\s*(?:/|,?\s+(?:and|or|to|vs\.?|versus)\s|(?P<comma>,))\s*\Z")

_LESS, _MORE = (
    "less|fewer|lower|younger|shorter|smaller|earlier",
    "more|greater|higher|older|longer|larger|later|better",
)
_BOUND = 40  # characters before a number in which its bound stands
_BEFORE = (
    (
        Comparator.AT_MOST,
        rf"≤|⩽|<\s?(?:or\s?)?=|=\s?<|(?:{_LESS}) than or equal to|(?:no|not) (?:{_MORE}) than",
    ),
    (
        Comparator.AT_LEAST,
        rf"≥|⩾|>\s?(?:or\s?)?=|=\s?>|(?:{_MORE}) than or equal to|(?:no|not) (?:{_LESS}) than",
    ),
    (
        Comparator.AT_MOST,
        r"at (?:the )?most|up to|a maximum of|maximum|not exceeding|no later than",
    ),
    (Comparator.AT_LEAST, r"at least|at the least|a minimum of|minimum"),
    (Comparator.LESS, rf"<|(?:{_LESS}) than|below|under"),
    (Comparator.MORE, rf">|(?:{_MORE}) than|above|over|exceed(?:s|ed|ing)?"),
    (
        Comparator.ABOUT,
        r"~|≈|about|approximately|approx\.?|around|roughly|nearly|almost|some|ca\.?",
    ),
)
_BEFORE_PATTERNS = tuple(
    (comparator, re.compile(rf"(?:(?<!\w)|(?=\W))(?:{words})\s*(?:an? |the )?\Z", re.IGNORECASE))
    for comparator, words in _BEFORE
)
# "Over 12 weeks" says how long something lasted; "for over 12 weeks" and "adults over 65 years" do
# not.
_AGED = re.compile(r"\b(?:aged|ages|age)\s(?:(?:of|over|under|at least|above|below|between)\s)?\Z")
_LASTING = re.compile(r"(?:^|[,;] |[a-z]ed |\d\)? |%\)? )over\s\Z", re.IGNORECASE)
_TIME = re.compile(r"\b(?:days?|weeks?|months?|years?)\Z")
_AFTER = (
    (Comparator.AT_LEAST, rf"(?:of age )?(?:or|and) (?:{_MORE}|above|over|beyond|up)|\+"),
    (Comparator.AT_MOST, rf"(?:of age )?(?:or|and) (?:{_LESS}|below|under)"),
)
_AFTER_PATTERNS = tuple(
    (comparator, re.compile(rf"\s*(?:{words})(?!\w)", re.IGNORECASE))
    for comparator, words in _AFTER
)


def quantities(text: str) -> list[Quantity]:
    """Return the quantities of `text` in order; a range is one quantity."""
    return list(_quantities(text))


@lru_cache(maxsize=2048)
def _quantities(text: str) -> tuple[Quantity, ...]:
    found: list[Quantity] = []
    position = 0
    while match := _NUMBER.search(text, position):
        quantity = _read(text, match)
        position = quantity.end if quantity else match.end()
        if quantity:
            found.append(quantity)
    return tuple(_share_units(text, found))


def uncarried(claim: str, quote: str) -> list[Quantity]:
    """Return the quantities of `claim` that `quote` does not state with value, unit and bound."""
    stated = quantities(quote)
    return [q for q in quantities(claim) if not any(q.follows_from(other) for other in stated)]


def renamed(text: str, name: Callable[[Quantity], str]) -> str:
    """Return `text` with each quantity by the name that `name` gives it, its bound included.

    "At least 5 mg", "≥5 mg" and "5 mg or more" become one word, as they state one thing.
    """
    for quantity in reversed(quantities(text)):
        start, end = _with_bound(text, quantity)
        text = f"{text[:start]} {name(quantity)} {text[end:]}"
    return text


def _with_bound(text: str, quantity: Quantity) -> tuple[int, int]:
    """Return where a quantity begins and ends together with the words that bound it."""
    start, end = quantity.start, quantity.end
    reach = max(0, start - _BOUND)
    for comparator, pattern in _BEFORE_PATTERNS:
        match = pattern.search(text[reach:start])
        if match and comparator is quantity.comparator:
            return reach + match.start(), end
    for comparator, pattern in _AFTER_PATTERNS:
        match = pattern.match(text, end)
        if match and comparator is quantity.comparator:
            return start, match.end()
    return start, end


def _read(text: str, match: re.Match[str]) -> Quantity | None:
    """Read one quantity that begins with this number; None where it is part of a name."""
    value, end = _value(text, match)
    unit, end = _unit(text, end, often=match["often"] is not None)
    if unit is None and _NAME_GOES_ON.match(text, end):
        return None
    upper, unit, end = _upper(text, end, unit)
    comparator = _comparator(text, match.start(), end)
    if unit is None:
        unit, end = _later_unit(text, match.start(), end)
    if _is_pronoun(match, unit, comparator):
        return None
    return Quantity(
        text=text[match.start() : end],
        start=match.start(),
        end=end,
        comparator=comparator,
        value=value,
        upper=upper,
        unit=unit,
    )


def _is_pronoun(match: re.Match[str], unit: str | None, comparator: Comparator) -> bool:
    """Tell "one of these" from "one week" and "at least one"."""
    word = (match["word"] or "").lower()
    return word == "one" and unit is None and comparator is Comparator.EXACTLY


def _value(text: str, match: re.Match[str]) -> tuple[float, int]:
    """Return the number and where it ends, with its power of ten."""
    if match["often"]:
        return float(("once", "twice", "thrice").index(match["often"].lower()) + 1), match.end()
    if match["word"]:
        parts = match["word"].lower().split("-")
        return float(sum(_WORDS[part] for part in parts)), match.end()
    value = float(match["figure"].replace(",", "").replace("·", "."))
    power = _POWER.match(text, match.end())
    if power:
        value *= 10.0 ** int((power["plain"] or power["raised"]).translate(_RAISED))
    return (-value if match["sign"] else value), (power or match).end()


def _unit(text: str, end: int, often: bool = False) -> tuple[str | None, int]:
    """Return the unit that follows, if one does, and where it ends."""
    match = FREQUENCY.match(text, end) if often else UNIT.match(text, end)
    if match is None:
        return ("fold" if often else None), end
    return (frequency_name(match) if often else unit_name(match)), match.end()


def _later_unit(text: str, start: int, end: int) -> tuple[str | None, int]:
    """Return the unit of "3 or more hours" and of "aged 65", and where the quantity ends."""
    for _, pattern in _AFTER_PATTERNS:
        bound = pattern.match(text, end)
        unit, after = _unit(text, bound.end()) if bound else (None, end)
        if unit:
            return unit, after
    return ("year" if _AGED.search(text, max(0, start - 30), start) else None), end


def _upper(text: str, end: int, unit: str | None) -> tuple[float | None, str | None, int]:
    """Return the other end of a range in the unit of the whole range, and where it ends."""
    dash = _DASH.match(text, end)
    number = _NUMBER.match(text, dash.end()) if dash else None
    if number is None or number["often"]:
        return None, unit, end
    value, after = _value(text, number)
    upper_unit, after = _unit(text, after)
    if unit is not None and upper_unit is None and _NOUN.match(text, after):
        return None, unit, end
    if unit is None or upper_unit is None:
        return value, unit or upper_unit, after
    scale = factor(upper_unit, unit)
    return (None, unit, end) if scale is None else (value * scale, unit, after)


def _comparator(text: str, start: int, end: int) -> Comparator:
    """Return how the words around a number bound it."""
    before = text[max(0, start - _BOUND) : start]
    for comparator, pattern in _BEFORE_PATTERNS:
        if pattern.search(before) and not (
            _LASTING.search(before) and _TIME.search(text, start, end)
        ):
            return comparator
    for comparator, pattern in _AFTER_PATTERNS:
        if pattern.match(text, end):
            return comparator
    return Comparator.EXACTLY


def _share_units(text: str, found: Sequence[Quantity]) -> list[Quantity]:
    """Give "5" in "5, 10 and 20 mg" or "130/80 mm Hg" the unit of what follows it."""
    shared: list[Quantity] = []
    for own in reversed(found):
        following = shared[-1] if shared else None
        inherits = following is not None and _inherits(text, own, following)
        shared.append(replace(own, unit=following.unit) if following and inherits else own)
    return shared[::-1]


def _inherits(text: str, own: Quantity, following: Quantity) -> bool:
    """Say whether two numbers are members of one list; "OR 2.5, 95% CI" is none."""
    between = _LISTED.match(text[own.end : following.start])
    if own.unit is not None or between is None:
        return False
    return not between["comma"] or following.text[-1].isdigit()
