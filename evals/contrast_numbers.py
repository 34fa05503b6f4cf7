"""Sentences with a number, a unit or a range made wrong; see `contrast.py`."""

import re
from itertools import pairwise

from edits import Surroundings, replaced

_NUMBER = r"(?<![\w.,-])\d+(?:\.\d+)?(?![\w.,]*\w)"
_SMALL = r"\b(two|three|four|five|six|seven|eight|nine|ten|twelve)\b"
_SMALL_WORDS = ("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "twelve")
_UNITS = (
    ("mg", "g", "µg", "kg", "ng"),
    ("mL", "L", "dL", "µL", "ml"),
    ("minutes", "hours", "days", "weeks", "months", "years"),
    ("minute", "hour", "day", "week", "month", "year"),
    ("mM", "µM", "nM", "μM"),
    ("mm", "cm", "m", "nm"),
    ("mmHg", "kPa"),
    ("%", " mg", " per 1000", " points"),
)


def number(text: str, around: Surroundings) -> str | None:
    def other(found: str) -> str:
        if "." in found:
            digits = len(found.partition(".")[2])
            return f"{float(found) * around.chance.choice((0.5, 0.8, 1.3, 2)):.{digits}f}"
        whole = int(found)
        near = max(1, whole // 4)
        return str(whole + around.chance.choice((around.chance.randint(1, 9), near, -near)))

    return replaced(_NUMBER, other, text, around)


def number_word(text: str, around: Surroundings) -> str | None:
    return replaced(
        _SMALL,
        lambda found: around.chance.choice([w for w in _SMALL_WORDS if w != found]),
        text,
        around,
    )


def decimal(text: str, around: Surroundings) -> str | None:
    def moved(found: str) -> str:
        whole, _, part = found.partition(".")
        return (
            f"{whole}{part[0]}.{part[1:]}".rstrip(".")
            if around.chance.random() < 0.6
            else (f"{whole[:-1] or '0'}.{whole[-1]}{part}")
        )

    return replaced(r"(?<![\w.,])\d+\.\d+(?![\w.,]*\w)", moved, text, around)


def unit(text: str, around: Surroundings) -> str | None:
    names = sorted({name for family in _UNITS for name in family}, key=len, reverse=True)
    spelled = "|".join(re.escape(name) for name in names)

    def other(found: str) -> str:
        family = next(family for family in _UNITS if found in family)
        return around.chance.choice([name for name in family if name != found])

    return replaced(rf"(?:(?<=\d)|(?<=\d\s))(?:{spelled})(?!\w)", other, text, around)


def interval(text: str, around: Surroundings) -> str | None:
    """Move one bound of a range, or exchange two ranges of the sentence."""
    form = r"\d+(?:\.\d+)?\s?(?:-|–|to|,)\s?\d+(?:\.\d+)?(?=\s?[%)\];,.])"
    found = re.findall(form, text)
    if len(found) > 1 and found[0] != found[1] and around.chance.random() < 0.5:
        return text.replace(found[0], "\0").replace(found[1], found[0]).replace("\0", found[1])

    def moved(span: str) -> str:
        low, between, high = re.fullmatch(r"([\d.]+)(\D+)([\d.]+)", span).groups()  # type: ignore[union-attr]
        digits = len(high.partition(".")[2])
        return f"{low}{between}{float(high) * around.chance.choice((0.7, 1.4, 2)):.{digits}f}"

    return replaced(form, moved, text, around)


def numbers_exchanged(text: str, around: Surroundings) -> str | None:
    """Exchange two numbers of the sentence."""
    found = list(re.finditer(_NUMBER, text))
    places = [(a, b) for a, b in pairwise(found) if a[0] != b[0]]
    if not places:
        return None
    one, two = around.chance.choice(places)
    between = text[one.end() : two.start()]
    return f"{text[: one.start()]}{two[0]}{between}{one[0]}{text[two.end() :]}"


def borrowed_number(text: str, around: Surroundings) -> str | None:
    """Put a number from elsewhere in the passage in the place of one of the sentence."""
    own = set(re.findall(_NUMBER, text))
    others = sorted(set(re.findall(_NUMBER, around.passage.replace(text, " "))) - own)
    return (
        replaced(_NUMBER, lambda _: around.chance.choice(others), text, around) if others else None
    )
