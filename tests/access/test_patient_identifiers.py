"""What tells who a patient is, is found and can be left out; what medicine writes is left alone."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ragqa.access.patient_identifiers import (
    Identifier,
    IdentifierKind,
    identifiers_in,
    scrubbed,
    told_of,
)
from tests.access.made_up_patients import FRAMES, MADE, name, question_naming


@given(kind=st.sampled_from(sorted(MADE)), seed=st.integers(0, 10_000))
def test_an_identifier_is_found_whole_whichever_question_it_stands_in(kind: str, seed: int) -> None:
    text, start, end = question_naming(kind, random.Random(seed))
    found = identifiers_in(text)
    assert any(one.start <= start and end <= one.end for one in found), text


@given(kind=st.sampled_from(sorted(MADE)), seed=st.integers(0, 10_000))
def test_nothing_is_found_in_what_is_left_of_a_question(kind: str, seed: int) -> None:
    text, start, end = question_naming(kind, random.Random(seed))
    clean = scrubbed(text, identifiers_in(text))
    assert text[start:end] not in clean
    assert identifiers_in(clean) == ()


@given(st.text(max_size=300))
def test_what_is_found_lies_apart_in_the_text_and_in_order(text: str) -> None:
    found = identifiers_in(text)
    ends = [0, *(one.end for one in found)]
    assert all(end <= one.start < one.end for end, one in zip(ends, found, strict=False))
    assert all(one.end <= len(text) for one in found)
    assert scrubbed(text, ()) == text


@given(st.integers(0, 9_999_999_999))
def test_ten_digits_are_an_nhs_number_if_their_check_digit_says_so(number: int) -> None:
    digits = f"{number:010}"
    total = sum(int(digit) * (10 - place) for place, digit in enumerate(digits))
    # With the check digit weighted by one, the sum of a valid number is a multiple of eleven.
    valid = total % 11 == 0 and len(set(digits)) > 1
    text = f"Is drug A safe for {digits[:3]} {digits[3:6]} {digits[6:]}?"
    kinds = {one.kind for one in identifiers_in(text)}
    assert (IdentifierKind.NHS_NUMBER in kinds) == valid


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("Mr John Smith, DOB 12/03/1956", "[name], DOB [date of birth]"),
        ("mrs mary jones takes drug A", "mrs [name] takes drug A"),
        ("MRS MARY JONES TAKES DRUG A", "MRS [name] TAKES DRUG A"),
        ("Mrs O'Brien needs iron", "Mrs [name] needs iron"),
        ("John Smith, 54, has gout", "[name], 54, has gout"),
        ("Mary Jones is a 54-year-old", "[name] is a 54-year-old"),
        ("my patient Peter Brown on drug A", "my patient [name] on drug A"),
        ("Name: Smith, John", "Name: [name]"),
        ("Mr Khan seen 3 May 2021", "Mr [name] seen [date]"),
        ("NHS no. 943 476 5919", "NHS no. [NHS number]"),
        ("SSN 219099999", "SSN [social security number]"),
        ("hosp no A1234567", "hosp no [hospital number]"),
        ("MRN: 00123456, potassium 5.9", "MRN: [hospital number], potassium 5.9"),
        ("born 1.2.56 with asthma", "born [date of birth] with asthma"),
        ("+1-413-555-0143x23682 or 4135550143", "[telephone number] or [telephone number]"),
        ("call 07700 900123", "call [telephone number]"),
        ("lives at 12 Acacia Avenue, SW1A 1AA", "lives at [address], [postcode]"),
        ("write to a.b@example.org", "write to [e-mail address]"),
        ("Springfield, IL 62704", "Springfield, IL [postcode]"),
    ],
)
def test_what_is_found_is_told_in_its_place(text: str, clean: str) -> None:
    assert scrubbed(text, identifiers_in(text)) == clean


@pytest.mark.parametrize(
    "text",
    [
        "Drug A 5-10 mg, 200-400-600 mg or 0.5/1.0/2.0 mg twice daily?",
        "ferritin 75 ng/mL, TSAT 20 %, eGFR 35 mL/min/1.73 m2, BP 120/80",
        "PMID 12345678, PMID: 34567890 and PMC1234567",
        "https://doi.org/10.1056/0765919943 and 10.1016/j.drug.2020.9434765919",
        "NCT01234567, ISRCTN12345678 and EudraCT 2006-001971-38",
        "Parkinson's disease, Crohn disease, Guillain-Barré syndrome, Mary Joseph nodule",
        "Mr Smith's trial, Smith et al, the Wells score and the Glasgow Coma Scale",
        "Is MR imaging or MS better told from Mr 1.5 T?",
        "a study of 12 March 2020 to 30 June 2021",
        "the trial began on 01/02/2019",
        "a 54-year-old woman and a boy of 7",
        "vitamin B12 5 mg, COVID-19 B.1.1.7 and CD4 200",
        "the numbers 1234567890 and 12345678",
        "We miss cancers; Will We Miss Cancers?",
        "What is the trade name: Drugolin?",
        "International normalised ratio 2.0-3.0 from 2019-2021",
        "HR 0.75 (95% CI 0.60-0.95; P=0.012), n=1,234,567",
    ],
)
def test_what_medicine_writes_is_left_alone(text: str) -> None:
    assert scrubbed(text, identifiers_in(text)) == text


@pytest.mark.parametrize("frame", FRAMES)
def test_the_questions_themselves_name_nobody(frame: str) -> None:
    assert identifiers_in(frame.format("a woman")) == ()


def test_a_person_is_asked_without_their_identity_being_told() -> None:
    text = f"Mr {name(random.Random(1))}, MRN 1234567, MRN 7654321"
    told = told_of(identifiers_in(text))
    assert told == (
        "The question seems to hold what could identify a patient (name and hospital number). Ask "
        "without it: the answer rests on age, findings and treatment alone."
    )
    one = Identifier(kind=IdentifierKind.EMAIL, start=0, end=1)
    assert "(e-mail address)" in told_of([one])


@pytest.mark.parametrize(
    "text",
    ["1 " * 20_000, "0" * 40_000, "Aa " * 20_000, "a@" * 20_000, "12-" * 15_000, "Mr " * 9000],
)
def test_no_text_makes_the_search_run_away(text: str) -> None:
    # A pattern that looks at each place in ever more ways would not come back from these.
    assert all(one.end <= len(text) for one in identifiers_in(text))
