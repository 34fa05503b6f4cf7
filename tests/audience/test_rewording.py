"""Words put in the place of words, and nothing else touched."""

import pytest

from ragqa.audience.plain_english import KEPT_NAMES, PLAIN_WORDS
from ragqa.audience.rewording import all_of, plain_edits, spelling_edits
from ragqa.linguistics.synonyms import in_common_words
from ragqa.linguistics.terms import terms


def plainly(text: str) -> str:
    return all_of(plain_edits(text, PLAIN_WORDS))(text)


def spelled(text: str, **known: str) -> str:
    return all_of(spelling_edits(text, known))(text)


@pytest.mark.parametrize(
    ("technical", "plain"),
    [
        ("Drug A lowers hypertension.", "Drug A lowers high blood pressure."),
        ("Hypertension is common.", "High blood pressure is common."),
        ("Avoid it in renal failure.", "Avoid it in kidney failure."),
        ("Risk of myocardial infarction: 4%.", "Risk of heart attack: 4%."),
        ("A myocardial infarction occurred.", "A heart attack occurred."),
        ("An arrhythmia was seen.", "An irregular heartbeat was seen."),
        ("Dyspnoea or oedema may occur.", "Shortness of breath or swelling may occur."),
        ("Give 5 mg orally prior to surgery.", "Give 5 mg by mouth before surgery."),
    ],
)
def test_a_technical_word_becomes_the_plain_one(technical: str, plain: str) -> None:
    assert plainly(technical) == plain


@pytest.mark.parametrize(
    "text",
    [
        "The Renal Association recommends drug A.",
        "Renal Association guidance was followed.",
        "HYPERTENSION",
        "Survival after cardiac arrest was 10%.",
        "Portal hypertension was frequent.",
        "A haemorrhage occurred.",
        "The anti-hypertension program ran for 2 years.",
        "Haemophilus influenzae was found.",
        "Smoking cessation services were offered.",
    ],
)
def test_names_and_what_would_not_read_stay_as_they_are(text: str) -> None:
    assert plainly(text) == text


@pytest.mark.parametrize("word", PLAIN_WORDS, ids=lambda word: word.technical)
def test_the_gate_takes_each_plain_word_for_the_technical_one(word: object) -> None:
    technical, plain = word.technical, word.plain  # type: ignore[attr-defined]
    assert terms(in_common_words(technical)) == terms(in_common_words(plain))


def test_a_technical_word_has_one_plain_word() -> None:
    technical = [word.technical for word in PLAIN_WORDS]
    assert len(set(technical)) == len(technical)
    assert not set(technical) & set(KEPT_NAMES)


def test_an_abbreviation_is_spelled_out_in_every_place() -> None:
    assert (
        spelled("CX (condition X) is rare; CX is treated.", CX="condition X")
        != "CX (condition X) is rare; CX is treated."
    )
    text = "Condition X (CX) is rare. In an SCX trial CX improved; CXs differ."
    long = {"CX": "condition X", "SCX": "severe condition X"}
    assert spelled(text, **long) == (
        "Condition X is rare. In a severe condition X trial condition X improved; "
        "condition Xs differ."
    )


def test_an_abbreviation_that_opens_a_sentence_keeps_its_capital() -> None:
    assert spelled("CX is rare.", CX="condition X") == "Condition X is rare."


def test_an_abbreviation_inside_a_name_stays() -> None:
    text = "The CX Foundation treats CX."
    assert spelled(text, CX="condition X") == "The CX Foundation treats condition X."


def test_an_unknown_abbreviation_stays() -> None:
    assert spelled("In CX nothing helps.", DY="disease Y") == "In CX nothing helps."
