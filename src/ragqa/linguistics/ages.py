"""The ages that a text speaks of, in years."""

import re

from ragqa.schema.directness import Ages

OLDEST = 120
_YEARS = r"(?:\s*-?\s*years?(?:\s*-?\s*olds?)?(?:\s+of\s+age)?)"
_PEOPLE = (
    r"(?:aged?|ages|adults|women|men|children|adolescents|persons|people|patients|boys|girls|"
    r"adults aged|people aged|infants)"
)
_RANGE = re.compile(
    rf"\b{_PEOPLE}\s+(?:of\s+|between\s+|from\s+)?(\d{{1,2}}){_YEARS}?\s*(?:to|and|[-–])\s*"
    rf"(\d{{1,3}})\b(?!\s*(?:mg|%|weeks|months))|"
    rf"\b(\d{{1,2}})\s*(?:to|[-–])\s*(\d{{1,3}}){_YEARS}",
    re.IGNORECASE,
)
_FROM = re.compile(
    rf"\b(\d{{1,2}}){_YEARS}?\s+(?:or|and)\s+(?:older|over)\b|\bat\s+least\s+(\d{{1,2}}){_YEARS}",
    re.IGNORECASE,
)
_OVER = re.compile(
    rf"\b{_PEOPLE}\s+(?:over|above|older\s+than)\s+(?:the\s+age\s+of\s+)?(\d{{1,2}})\b|"
    rf"\b(?:over|above|older\s+than)\s+(\d{{1,2}}){_YEARS}",
    re.IGNORECASE,
)
_UNTIL = re.compile(rf"\b(\d{{1,2}}){_YEARS}?\s+(?:or|and)\s+younger\b", re.IGNORECASE)
_UNDER = re.compile(
    rf"\b{_PEOPLE}\s+(?:under|below|younger\s+than)\s+(?:the\s+age\s+of\s+)?(\d{{1,2}})\b|"
    rf"\b(?:under|below|younger\s+than)\s+(\d{{1,2}}){_YEARS}",
    re.IGNORECASE,
)


def ages_in(text: str) -> list[Ages]:
    """Return the ranges of age that `text` names."""
    ranges = [tuple(int(n) for n in match.groups() if n) for match in _RANGE.finditer(text)]
    spans = [(low, high) for low, high in ranges if low < high]
    spans += [(_number(match), OLDEST) for match in _FROM.finditer(text)]
    spans += [(_number(match) + 1, OLDEST) for match in _OVER.finditer(text)]
    spans += [(0, _number(match)) for match in _UNTIL.finditer(text)]
    spans += [(0, _number(match) - 1) for match in _UNDER.finditer(text)]
    return spans


def other_ages(asked: str, said: str) -> bool:
    """Tell whether `said` speaks of ages, and of none of those that are asked about."""
    wanted, found = ages_in(asked), ages_in(said)
    return bool(wanted and found) and not any(
        low <= top and bottom <= high for low, high in wanted for bottom, top in found
    )


def _number(match: re.Match[str]) -> int:
    return next(int(number) for number in match.groups() if number)
