"""What looks like the identity of a patient in a question, so that nobody stores it unasked.

Whoever keeps a question calls `identifiers_in(text)` before they do, says what was found with
`told_of(found)`, and offers `scrubbed(text, found)`, in which "[date of birth]" stands where one
stood. An answer needs an age and a diagnosis; it never needs a name.

These are patterns, each with a check of its own: they find what is written as people write it, and
leave doses, ranges, PMIDs, DOIs, trials and diseases named after people alone. They prove nothing
of a question in which they find nothing. `evals/patient_identifiers.py` measures both.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from ragqa.access.personal_names import named_people


class IdentifierKind(StrEnum):
    """What was found, in the words that take its place."""

    NHS_NUMBER = "NHS number"
    SOCIAL_SECURITY_NUMBER = "social security number"
    HOSPITAL_NUMBER = "hospital number"
    EMAIL = "e-mail address"
    TELEPHONE = "telephone number"
    DATE_OF_BIRTH = "date of birth"
    DATE = "date"
    NAME = "name"
    POSTCODE = "postcode"
    ADDRESS = "address"


@dataclass(frozen=True, slots=True, kw_only=True)
class Identifier:
    """A part of a text, from `start` up to `end`, and what it seems to be."""

    kind: IdentifierKind
    start: int
    end: int


def identifiers_in(text: str) -> tuple[Identifier, ...]:
    """Return what looks like the identity of a patient, in the order of the text."""
    readable = _LITERATURE.sub(lambda match: " " * len(match.group()), text)
    found = [one for finder in _FINDERS for one in finder(readable)]
    named = [one for one in found if one.kind in _OF_SOMEBODY]
    return _apart([*found, *_dates_beside(readable, named)])


def scrubbed(text: str, found: Sequence[Identifier]) -> str:
    """Return the text with what each part is in the place of that part."""
    parts, place = [], 0
    for one in found:
        parts += [text[place : one.start], f"[{one.kind}]"]
        place = one.end
    return "".join([*parts, text[place:]])


def told_of(found: Sequence[Identifier]) -> str:
    """Return a sentence that says what was found, and not where or what it is."""
    kinds = list(dict.fromkeys(one.kind.value for one in found))
    listed = " and ".join([", ".join(kinds[:-1]), kinds[-1]]) if len(kinds) > 1 else kinds[0]
    return (
        f"The question seems to hold what could identify a patient ({listed}). Ask without it: "
        "the answer rests on age, findings and treatment alone."
    )


def _apart(found: Iterable[Identifier]) -> tuple[Identifier, ...]:
    """Return what was found without what lies in or across another; the longer part stays."""
    kept: list[Identifier] = []
    for one in sorted(found, key=lambda one: (one.start - one.end, one.start)):
        if all(one.end <= other.start or other.end <= one.start for other in kept):
            kept.append(one)
    return tuple(sorted(kept, key=lambda one: one.start))


def _by_pattern(
    kind: IdentifierKind, pattern: str, check: Callable[[str], bool] | None = None
) -> Callable[[str], Iterator[Identifier]]:
    """Return what finds the group `it` of a pattern, where the check holds."""
    compiled = re.compile(pattern, re.IGNORECASE)

    def found(text: str) -> Iterator[Identifier]:
        for match in compiled.finditer(text):
            if check is None or check(match.group("it")):
                start, end = match.span("it")
                yield Identifier(kind=kind, start=start, end=end)

    return found


def _names(text: str) -> Iterator[Identifier]:
    for start, end in named_people(text):
        yield Identifier(kind=IdentifierKind.NAME, start=start, end=end)


def _dates_beside(text: str, named: Sequence[Identifier]) -> Iterator[Identifier]:
    """Yield full dates that stand near what tells who somebody is."""
    for match in _FULL_DATE.finditer(text):
        start, end = match.span()
        if any(start - one.end <= _NEAR and one.start - end <= _NEAR for one in named):
            yield Identifier(kind=IdentifierKind.DATE, start=start, end=end)


def _is_nhs_number(text: str) -> bool:
    """Tell whether ten digits carry the check digit of an NHS number (modulus 11)."""
    digits = [int(one) for one in text if one.isdigit()]
    if len(set(digits)) == 1:
        return False
    weighted = sum(digit * weight for digit, weight in zip(digits, range(10, 1, -1), strict=False))
    return digits[9] == (11 - weighted % 11) % 11


def _is_long(text: str) -> bool:
    digits = sum(one.isdigit() for one in text)
    return _SHORTEST_TELEPHONE <= digits <= _LONGEST_TELEPHONE


def _is_british(text: str) -> bool:
    area = re.match(r"[A-Z]{1,2}", text, re.IGNORECASE)
    return text.isupper() and area is not None and area.group() in _AREAS


_NEAR: Final = 60
_SHORTEST_TELEPHONE: Final = 7
_LONGEST_TELEPHONE: Final = 20
_OF_SOMEBODY: Final = frozenset(
    {
        IdentifierKind.NAME,
        IdentifierKind.NHS_NUMBER,
        IdentifierKind.SOCIAL_SECURITY_NUMBER,
        IdentifierKind.HOSPITAL_NUMBER,
    }
)

# Numbers of the literature, which would look like numbers of people.
_LITERATURE: Final = re.compile(
    r"\b10\.\d{4,9}/\S+|https?://\S+|www\.\S+"
    r"|\b(?:PMID|PMCID|PMC|NCT|ISRCTN|EudraCT|ChiCTR|ACTRN|UMIN|DRKS|CRD|ISBN|ISSN|NTR|CTRI|RBR)"
    r"(?:\s*(?:no\.?|number))?[\s:#-]*[\w/-]*\d[\w/-]*",
    re.IGNORECASE,
)

_DASH = r"[-‐‑‒–—]"
_GAP = r"[-‐‑‒–—.\s]"
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_YEAR = r"(?:(?:18|19|20)\d\d)"
_DAY = r"(?:0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?"
_LONG_DATE = (
    rf"(?:{_DAY}[\s./-]+(?:of\s+)?{_MONTH}[\s,./-]+{_YEAR}"
    rf"|{_MONTH}[\s./-]+{_DAY}[\s,./-]+{_YEAR}"
    rf"|{_YEAR}[-/.](?:0?[1-9]|1[0-2])[-/.](?:0?[1-9]|[12]\d|3[01])"
    rf"|(?:0?[1-9]|[12]\d|3[01])[-/.](?:0?[1-9]|[12]\d|3[01])[-/.]{_YEAR})"
)
_SHORT_DATE = r"(?:0?[1-9]|[12]\d|3[01])[-/.\s](?:0?[1-9]|[12]\d|3[01])[-/.\s]\d\d"
_FULL_DATE: Final = re.compile(rf"(?<![\w./-]){_LONG_DATE}(?![\w/-])", re.IGNORECASE)
_IS = r"(?:\s*(?:[:=#]|is|was|on|of)\s*|\s+){0,3}"
_RECORD = (
    r"(?:\bMRN|\bCHI(?=\s*(?:no\b|number|:))|\bhosp(?:ital)?\s*(?:no|num|number|id|#)"
    r"|\b(?:patient|pt|chart|(?:medical\s+|med\s+)?rec(?:ord)?|unit|hosp|accession|insurance|policy"
    r"|medicare|medicaid|passport|health\s+card|member|admission|encounter)"
    r"\s*(?:no|num|number|id|identifier|#)"
    r"|\bNHS(?:\s*(?:no|num|number|\#))?(?=[\s:.#]*\d)"
    r"|\bUR\s*(?:no|number))\b\.?"
)
_STATE = (
    r"(?:AL|AK|AZ|AR|CA|CO|CT|DE|FL|GA|HI|ID|IL|IN|IA|KS|KY|LA|ME|MD|MA|MI|MN|MS|MO|MT|NE|NV|NH|NJ"
    r"|NM|NY|NC|ND|OH|OK|OR|PA|RI|SC|SD|TN|TX|UT|VT|VA|WA|WV|WI|WY|DC)"
)
_STREET = (
    r"(?:Street|Road|Avenue|Lane|Drive|Close|Crescent|Terrace|Court|Boulevard|Gardens|Square"
    r"|Rd|Ave|Blvd|Dr|St|Ln)"
)
_POSTCODE_AREAS: Final = (
    "AB AL B BA BB BD BH BL BN BR BS BT CA CB CF CH CM CO CR CT CV CW DA DD DE DG DH DL DN DT DY E "
    "EC EH EN EX FK FY G GL GU GY HA HD HG HP HR HS HU HX IG IM IP IV JE KA KT KW KY L LA LD LE LL "
    "LN LS LU M ME MK ML N NE NG NN NP NR NW OL OX PA PE PH PL PO PR RG RH RM S SA SE SG SK SL SM "
    "SN SO SP SR SS ST SW SY TA TD TF TN TQ TR TS TW UB W WA WC WD WF WN WR WS WV YO ZE"
)
_AREAS: Final = frozenset(_POSTCODE_AREAS.split())

_FINDERS: Final = (
    _names,
    _by_pattern(
        IdentifierKind.NHS_NUMBER,
        rf"(?<![\w./+-])(?P<it>\d{{3}}{_GAP}?\d{{3}}{_GAP}?\d{{4}})(?![\w/-]|\.\d)",
        _is_nhs_number,
    ),
    _by_pattern(
        IdentifierKind.SOCIAL_SECURITY_NUMBER,
        rf"(?<![\w./-])(?P<it>(?!000|666|9\d\d)\d{{3}}{_DASH}(?!00)\d\d{_DASH}(?!0000)\d{{4}})"
        r"(?![\w/-])",
    ),
    _by_pattern(
        IdentifierKind.SOCIAL_SECURITY_NUMBER,
        rf"\b(?:SSN|social\s+security\s+(?:no\.?|number)){_IS}(?P<it>\d{{3}}{_GAP}?\d\d{_GAP}?\d{{4}})"
        r"(?!\w)",
    ),
    _by_pattern(
        IdentifierKind.HOSPITAL_NUMBER,
        rf"{_RECORD}{_IS}(?P<it>[A-Z]{{0,4}}{_DASH}?\d(?:[\s/-]?\d){{3,11}}[A-Z]?)(?![\w-])",
    ),
    _by_pattern(
        IdentifierKind.EMAIL,
        r"(?<![\w.+-])(?P<it>[a-z0-9][\w.+-]*@[a-z0-9-]+(?:\.[a-z0-9-]+)+)",
    ),
    _by_pattern(
        IdentifierKind.TELEPHONE,
        r"(?<![\w./-])(?P<it>\+\d{1,3}(?:[-\s.]?\(?\d{1,5}\)?){2,5})(?![\w/%-])",
        _is_long,
    ),
    _by_pattern(
        IdentifierKind.TELEPHONE,
        r"(?<![\w./-])(?P<it>\(0\d{2,4}\)[\s-]?\d{3,4}[\s-]?\d{3,4}|0\d{2,4}[\s-]\d{3,4}[\s-]?\d{3,4}"
        r"|0\d{4}[\s-]\d{5,6}|0\d{9,10})(?![\w/%-]|\.\d)",
        _is_long,
    ),
    _by_pattern(
        IdentifierKind.TELEPHONE,
        r"(?<![\w./-])(?P<it>(?:(?:\+|00)?1[-.\s])?(?!\(?8(?:00|33|44|55|66|77|88)\b)"
        r"(?:\([2-9]\d\d\)[-\s]?|[2-9]\d\d[-.]?)\d{3}[-.]?\d{4}(?:\s?(?:x|ext\.?)\s?\d{1,6})?)(?![\w/%-])",
        _is_long,
    ),
    _by_pattern(
        IdentifierKind.TELEPHONE,
        r"\b(?:tel|telephone|phone|mobile|cell|mob|ph|fax)(?:\s*(?:no|number))?\b\.?"
        rf"{_IS}(?P<it>\+?\(?\d(?:[-\s.()]{{0,2}}\d){{6,14}})(?![\w/%-])",
        _is_long,
    ),
    _by_pattern(
        IdentifierKind.DATE_OF_BIRTH,
        r"\b(?:d\.?\s?o\.?\s?b\b\.?|date\s+of\s+birth|birth\s?date|birthday|born|b\.)(?:\s+in\s+\w+)?"
        rf"{_IS}(?P<it>{_LONG_DATE}|{_SHORT_DATE})(?![\w/])",
    ),
    _by_pattern(
        IdentifierKind.POSTCODE,
        r"(?<![\w.-])(?P<it>[A-PR-UWYZ][A-HK-Y]?\d[A-Z\d]?\s\d[ABD-HJLNP-UW-Z]{2})(?![\w-])",
        _is_british,
    ),
    _by_pattern(
        IdentifierKind.POSTCODE,
        rf"(?:\bzip(?:\s?code)?{_IS}|(?-i:,\s*{_STATE}\s+))(?P<it>\d{{5}}(?:-\d{{4}})?)(?![\w-])",
    ),
    _by_pattern(
        IdentifierKind.ADDRESS,
        r"(?<![\w./-])(?P<it>(?-i:\d{1,5}[a-zA-Z]?,?\s+(?:[A-Z][a-z]+\s+){1,3}"
        rf"{_STREET}))(?!\w)",
    ),
    _by_pattern(
        IdentifierKind.ADDRESS,
        r"\b(?:lives?|living|resid(?:es?|ing|ent)|address)(?:\s+(?:is|at|of|in)|\s*:)*\s*"
        r"(?P<it>(?-i:\d{1,5}[a-zA-Z]?,?\s+[A-Z][a-z]+(?:\s+[A-Z][a-z]+){0,3}))",
    ),
    _by_pattern(
        IdentifierKind.ADDRESS,
        r"\b(?P<it>(?-i:(?:Flat|Apt\.?|Apartment|Studio|Suite)\s+\d{1,4}[a-zA-Z]?,?\s+"
        r"(?:\d{1,5}\s+)?[A-Z][a-z]+(?:\s+[A-Z][a-z]+){0,2}))",
    ),
)
