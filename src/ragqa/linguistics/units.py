"""Units of measurement: their spellings, and when two of them measure the same."""

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pint import UnitRegistry

# The name of a unit for pint, and how it is spelt in prose; "_" stands for a space.
_SPELLINGS = {
    "kilogram": "kg kilogram kilograms kilos",
    "gram": "g gram grams gm",
    "milligram": "mg milligram milligrams mgs",
    "microgram": "µg mcg ug microgram micrograms microg",
    "nanogram": "ng nanogram nanograms",
    "picogram": "pg picogram picograms",
    "liter": "L l liter litre liters litres",
    "deciliter": "dL dl deciliter decilitre deciliters decilitres",
    "milliliter": "mL ml cc cm3 milliliter millilitre milliliters millilitres",
    "microliter": "µL µl uL microliter microlitre microliters microlitres",
    "mole": "mol mole moles",
    "millimole": "mmol mmols millimole millimoles",
    "micromole": "µmol umol micromol micromole micromoles",
    "nanomole": "nmol nanomole nanomoles",
    "picomole": "pmol picomole picomoles",
    "molar": "M",
    "millimolar": "mM",
    "micromolar": "µM uM",
    "nanomolar": "nM",
    "equivalent": "Eq eq",
    "milliequivalent": "mEq meq",
    "international_unit": "IU iu",
    "kilo_international_unit": "kIU",
    "enzyme_unit": "U unit units",
    "mmHg": "mmHg mm_Hg mm_hg mmhg",
    "kilopascal": "kPa",
    "percent": "% percent per_cent",
    "percentage_point": "percentage_point percentage_points",
    "year": "year years yr yrs y",
    "month": "month months mo mos",
    "week": "week weeks wk wks",
    "day": "day days d",
    "hour": "hour hours hr hrs h",
    "minute": "minute minutes min mins",
    "second": "second seconds sec secs s",
    "kilocalorie": "kcal",
    "kilojoule": "kJ",
    "meter": "m meter metre meters metres",
    "square_meter": "m2 m²",
    "kilometer": "km",
    "centimeter": "cm centimeter centimetre centimeters centimetres",
    "millimeter": "mm millimeter millimetre millimeters millimetres",
    "micrometer": "µm um",
    "degree_Celsius": "°C",
    "degree_Fahrenheit": "°F",
    "gray": "Gy",
    "hertz": "Hz",
    "beat": "bpm beat beats",
    "fold": "fold time times",
    "dose": "dose doses",
    "tablet": "tablet tablets",
    "person_year": "person-years person-year patient-years patient-year",
}
# The sign of a millionth, and the Greek letter that is written for it as often.
_MICRO = "\u00b5\u03bc"
_UNITS = {
    spelling.replace("_", " ").replace(_MICRO[0], sign): name
    for name, spellings in _SPELLINGS.items()
    for spelling in spellings.split()
    for sign in _MICRO
}
_ONE = "|".join(sorted((re.escape(unit) for unit in _UNITS), key=len, reverse=True))
_PER = r"(?:\s?/\s?|\s+per\s+|\s+an?\s+(?=day|week|month|year|hour|minute)|\s+each\s+)"
_PLAIN_ADVERBS = {"daily": "day", "weekly": "week", "monthly": "month", "yearly": "year"}
_ADVERB = r"(?P<adverb>\s+(?:daily|weekly|monthly|yearly)\b)?"
UNIT = re.compile(
    rf"[\s-]?(?P<first>{_ONE})(?:(?<=%)|(?!\w))(?P<rest>(?:{_PER}(?:{_ONE})(?![\w]))*){_ADVERB}"
)
"""A unit behind a number, with what it is "per": mg, µg/L, mg per kg per day, times daily."""

FREQUENCY = re.compile(
    rf"(?:{_PER}|\s+(?:in\s+)?(?:every\s+)?)(?P<per>{_ONE}|daily|weekly|monthly)(?!\w)"
)
"""How often, behind "once" or "twice": daily, a day, per week."""


def frequency_name(match: re.Match[str]) -> str:
    """Return the matched frequency as a unit expression: "daily" is times per day."""
    return f"fold/{_PLAIN_ADVERBS.get(match['per']) or _UNITS[match['per']]}"


def unit_name(match: re.Match[str]) -> str:
    """Return the matched unit as an expression with one spelling for each unit."""
    names = [_UNITS[match["first"]]]
    names += [_UNITS[part] for part in re.split(_PER, match["rest"])[1:] if part]
    if match["adverb"]:
        names.append(_PLAIN_ADVERBS[match["adverb"].strip()])
    return "/".join(names)


@lru_cache(maxsize=4096)
def factor(unit: str, other: str) -> float | None:
    """Return how many `other` one `unit` is; None where they measure different things."""
    if unit == other:
        return 1.0
    registry = _registry()
    one, two = registry.parse_expression(unit), registry.parse_expression(other)
    if not one.is_compatible_with(two):
        return None
    return float(one.to(two.units).magnitude) / float(two.magnitude)


@cache
def _registry() -> "UnitRegistry[float]":
    """Build pint's registry; half a second, so only when two spellings differ."""
    from pint import UnitRegistry

    registry: UnitRegistry[float] = UnitRegistry()
    # Each of these has a dimension of its own: international units of two drugs have no weight.
    for base in ("beat", "fold", "tablet", "dose", "percentage_point", "person_year"):
        registry.define(f"{base} = [{base}]")
    registry.define("international_unit = [international_unit]")
    registry.define("kilo_international_unit = 1000 international_unit")
    registry.define("equivalent = [equivalent]")
    registry.define("milliequivalent = equivalent / 1000")
    registry.define("square_meter = meter ** 2")
    return registry
