"""Questions that name patients who do not exist, in the spellings of forms, letters and haste."""

import random
from collections.abc import Callable
from typing import Final

_GIVEN = (
    "John Mary Ahmed Fatima Wei Priya Oluwaseun Siobhan Jean-Luc Maria Søren Anna Peter Susan "
    "Krzysztof Aoife Thabo Yuki Ewa Nkechi Robert Linda Patricia Mohammed Carlos Elena"
)
_FAMILY = (
    "Smith Jones O'Brien McDonald Patel García Nguyen Kowalski Okafor Müller Svensson Brown "
    "Johnson-Lee Rossi Khan Evans Thompson Baker Fernandez Dubois"
)
FRAMES: Final = (
    "{} has restless legs and ferritin 40 ng/mL, should I give iron 200 mg twice daily?",
    "Dose of drug A for {}, who has an eGFR of 35 mL/min?",
    "Is drug B safe in pregnancy? {}",
    "{}: start drug C 5-10 mg or wait 4-6 weeks?",
    "58-year-old with HbA1c 8.2 % ({}), what next?",
)
GIVEN: Final = _GIVEN.split()
FAMILY: Final = _FAMILY.split()
STREETS: Final = ("High Street", "Station Road", "Church Lane", "Maple Avenue", "Kings Close")
POSTCODES: Final = ("SW1A 1AA", "M1 1AE", "B33 8TH", "CR2 6XH", "DN55 1PT", "EH1 2NG", "LS9 7TF")
_MONTHS = "January February March April May June July August September October November December"

MONTHS: Final = _MONTHS.split()


def name(chance: random.Random) -> str:
    return f"{chance.choice(GIVEN)} {chance.choice(FAMILY)}"


def nhs_number(chance: random.Random) -> str:
    """Return ten digits with the check digit that the NHS gives them."""
    while True:
        digits = [chance.randrange(10) for _ in range(9)]
        check = 11 - sum(d * w for d, w in zip(digits, range(10, 1, -1), strict=True)) % 11
        if check != 10 and len(set(digits)) > 1:
            text = "".join(map(str, digits)) + str(check % 11)
            gap = chance.choice(["", " ", "-"])
            return gap.join((text[:3], text[3:6], text[6:]))


def date(chance: random.Random) -> str:
    day, month = chance.randint(1, 28), chance.randint(1, 12)
    year = chance.randint(1925, 2024)
    named = MONTHS[month - 1]
    return chance.choice(
        (
            f"{day:02}/{month:02}/{year}",
            f"{day}/{month}/{year}",
            f"{day}.{month}.{year}",
            f"{day:02}-{month:02}-{year}",
            f"{year}-{month:02}-{day:02}",
            f"{day} {named} {year}",
            f"{day}th of {named} {year}",
            f"{named} {day}, {year}",
            f"{day} {named[:3]} {year}",
            f"{day}-{named[:3]}-{year}",
        )
    )


def _digits(chance: random.Random, count: int) -> str:
    return "".join(str(chance.randrange(10)) for _ in range(count))


def _ssn(chance: random.Random) -> tuple[str, str]:
    number = f"{chance.randint(1, 665):03}-{chance.randint(1, 99):02}-{chance.randint(1, 9999):04}"
    return chance.choice(("", "SSN ", "SSN: ", "social security number ")), number


def _hospital_number(chance: random.Random) -> tuple[str, str]:
    cue = chance.choice(
        (
            "MRN ",
            "MRN: ",
            "MRN#",
            "hospital number ",
            "Hospital no. ",
            "hosp no: ",
            "patient ID ",
            "Patient number is ",
            "medical record number ",
            "chart no. ",
        )
    )
    letter = chance.choice(("", "", "A", "RX"))
    return cue, letter + _digits(chance, chance.randint(5, 9))


def _email(chance: random.Random) -> tuple[str, str]:
    who = f"{chance.choice(GIVEN)}.{chance.choice(FAMILY)}".encode("ascii", "ignore").decode()
    host = chance.choice(("example.com", "mail.example.org", "nhs.example.uk"))
    return "", f"{who}{_digits(chance, chance.randint(0, 3))}@{host}".replace("'", "")


def _telephone(chance: random.Random) -> tuple[str, str]:
    number = chance.choice(
        (
            f"07{_digits(chance, 9)}",
            f"07{_digits(chance, 3)} {_digits(chance, 6)}",
            f"07{_digits(chance, 3)} {_digits(chance, 3)} {_digits(chance, 3)}",
            f"020 7{_digits(chance, 3)} {_digits(chance, 4)}",
            f"0161 {_digits(chance, 3)} {_digits(chance, 4)}",
            f"01{_digits(chance, 3)} {_digits(chance, 6)}",
            f"+44 7{_digits(chance, 3)} {_digits(chance, 6)}",
            f"+1 {chance.randint(200, 999)} {chance.randint(200, 999)} {_digits(chance, 4)}",
            f"({chance.randint(200, 999)}) {chance.randint(200, 999)}-{_digits(chance, 4)}",
            f"{chance.randint(200, 999)}-{chance.randint(200, 999)}-{_digits(chance, 4)}",
            f"+49 30 {_digits(chance, 8)}",
        )
    )
    return chance.choice(("", "tel ", "phone: ", "call ")), number


def _date_of_birth(chance: random.Random) -> tuple[str, str]:
    cue = ("DOB ", "dob: ", "D.O.B. ", "date of birth ", "born ", "born on ", "Date of birth: ")
    return chance.choice(cue), date(chance)


def _dated_name(chance: random.Random) -> tuple[str, str]:
    return f"{chance.choice(('Mr', 'Mrs', 'Ms'))} {name(chance)} seen ", date(chance)


def _name(chance: random.Random) -> tuple[str, str]:
    cue = chance.choice(
        (
            "Mr ",
            "Mrs ",
            "Ms ",
            "Miss ",
            "Mr. ",
            "my patient named ",
            "a woman called ",
            "patient name: ",
            "Name: ",
        )
    )
    return cue, name(chance)


def _postcode(chance: random.Random) -> tuple[str, str]:
    return chance.choice(("", "lives at ", "postcode ")), chance.choice(POSTCODES)


def _address(chance: random.Random) -> tuple[str, str]:
    cue = chance.choice(("lives at ", "of ", "address "))
    return cue, f"{chance.randint(1, 400)} {chance.choice(STREETS)}"


MADE: Final[dict[str, Callable[[random.Random], tuple[str, str]]]] = {
    "NHS number": lambda chance: (chance.choice(("", "NHS no. ", "NHS ")), nhs_number(chance)),
    "social security number": _ssn,
    "hospital number": _hospital_number,
    "e-mail address": _email,
    "telephone number": _telephone,
    "date of birth": _date_of_birth,
    "date": _dated_name,
    "name": _name,
    "postcode": _postcode,
    "address": _address,
}
"""What makes an identifier of each kind: the words before it, and itself."""


def question_naming(kind: str, chance: random.Random) -> tuple[str, int, int]:
    """Return a question with an identifier of this kind, and where that begins and ends."""
    cue, identifier = MADE[kind](chance)
    before, after = chance.choice(FRAMES).split("{}")
    start = len(before) + len(cue)
    return f"{before}{cue}{identifier}{after}", start, start + len(identifier)
