"""What cannot be read gets a clear verdict, and never passes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ragqa.linguistics.invisible import is_invisible
from ragqa.schema.article import Abstention
from ragqa.schema.claim import Label
from ragqa.verification.evidence import LONGEST_EVIDENCE
from ragqa.verification.gate import Gate
from ragqa.verification.readability import LONGEST_CLAIM, LONGEST_SENTENCE, MOST_NUMBERS
from tests.verification.library import PROVENANCE, USAGE, claim, draft, library, source

EVIDENCE = "Drug A reduced pain by 10 mg in adults with condition X."
GERMAN = "Aspirin 100 mg wird bei Erwachsenen nicht empfohlen."
HIDDEN = (
    "\u200b\u200c\u200d\u2060\ufeff\u202d\u202e\u2066\u2069\u00ad\u061c\x00\x07\x1b\u034f\u3164"
)


def judged(text: str, evidence: str = EVIDENCE) -> tuple[Label, list[str]]:
    verdict = Gate().judge(text, evidence)
    assert (verdict.label is Label.SUPPORTED) == all(check.passed for check in verdict.checks)
    return verdict.label, [check.detail for check in verdict.checks if not check.passed]


@pytest.mark.parametrize(
    ("text", "evidence", "reason"),
    [
        (" \n", EVIDENCE, "The claim is empty."),
        ("pain " * 100_000, EVIDENCE, f"The claim is longer than {LONGEST_CLAIM} characters."),
        ("1 " * (MOST_NUMBERS + 1), EVIDENCE, f"The claim holds more than {MOST_NUMBERS} numbers."),
        (EVIDENCE, "\t", "There is no quoted passage to check the claim against."),
        (EVIDENCE, "Pain fell. " * LONGEST_EVIDENCE,
         f"The quoted passage is longer than {LONGEST_EVIDENCE} characters."),
        (EVIDENCE, "pain and drug A " * 250,
         f"The quoted sentence is longer than {LONGEST_SENTENCE} characters."),
        ("<b>Drug A</b> reduced pain.", EVIDENCE, "The claim holds markup."),
        (EVIDENCE.replace("10", "1\u200b0"), EVIDENCE,
         "The claim holds characters that do not show."),
        (EVIDENCE.replace("10", "\u202e01\u202c"), EVIDENCE,
         "The claim holds characters that do not show."),
        (EVIDENCE.replace("10", "1\u03380"), EVIDENCE,
         "The claim holds characters that do not show."),
        (EVIDENCE, EVIDENCE.replace("10", "1\u200b0"),
         "The quoted passage holds characters that do not show."),
        (EVIDENCE, EVIDENCE.replace("10", "\u202e01\u202c"),
         "The quoted passage holds characters that do not show."),
        (GERMAN, GERMAN, "The claim is not in English, which the checks read."),
        ("Aspirin 100 mg.", GERMAN, "The quoted passage is not in English."),
        ("药物A减轻疼痛。", "药物A不减轻疼痛。",
         "The claim is not in English, which the checks read."),
    ],
)  # fmt: skip
def test_each_fault_has_its_reason(text: str, evidence: str, reason: str) -> None:
    assert judged(text, evidence) == (Label.NOT_ENOUGH_INFO, [reason])


@pytest.mark.parametrize("marks", ["\u00ad", "\ufeff", "\u200b"])
def test_marks_of_typesetting_in_evidence_hide_no_number(marks: str) -> None:
    assert judged(EVIDENCE, f"{marks}{EVIDENCE}")[0] is Label.SUPPORTED


def test_digits_of_other_scripts_count_as_what_they_are() -> None:
    assert judged(EVIDENCE.replace("10", "１０"))[0] is Label.SUPPORTED
    assert judged(EVIDENCE.replace("10", "１１"))[0] is not Label.SUPPORTED
    assert judged(EVIDENCE.replace("10", "١١"))[0] is not Label.SUPPORTED


@pytest.mark.parametrize(
    "other", ["1O", "l0", "IO", "1０0", "10²", "¹0", "⑩", "10e3", "NaN", "∞", "½", "Ⅹ", "🔟"]
)
def test_look_alikes_of_a_number_are_not_the_number(other: str) -> None:
    assert judged(EVIDENCE.replace("10", other))[0] is not Label.SUPPORTED


@given(st.integers(0, len(EVIDENCE)), st.sampled_from(HIDDEN))
def test_a_hidden_character_anywhere_in_a_claim_never_passes(at: int, hidden: str) -> None:
    assert is_invisible(hidden)
    assert judged(EVIDENCE[:at] + hidden + EVIDENCE[at:])[0] is not Label.SUPPORTED


@given(st.text(max_size=80), st.text(max_size=120))
def test_any_two_texts_get_a_verdict(text: str, evidence: str) -> None:
    label, reasons = judged(text, evidence)
    assert (label is Label.SUPPORTED) == (not reasons)


def test_an_enormous_sentence_of_a_draft_is_withheld_and_shown_in_part() -> None:
    shelf = library((source("Trial"), EVIDENCE))
    made = Gate().publish(
        draft([claim(shelf, "Drug A helps. " * 50_000, EVIDENCE)]), shelf,
        nearest=(), notices=(), provenance=PROVENANCE, usage=USAGE,
    )  # fmt: skip
    assert isinstance(made, Abstention)
    (withheld,) = made.withheld
    assert withheld.reason == f"The claim is longer than {LONGEST_CLAIM} characters."
    assert len(withheld.text) < 250
