"""What was seen in some is not told of all."""

import pytest

from ragqa.linguistics.populations import Group, groups_in, narrowed_to
from ragqa.schema.claim import Label
from ragqa.verification.evidence import EvidenceText
from ragqa.verification.gate import Gate
from ragqa.verification.verdicts import verdict_on


@pytest.mark.parametrize(
    ("evidence", "claim", "about"),
    [
        ("In mice, drug A reduced pain.", "Drug A reduced pain.", "animals"),
        ("Drug A reduced pain in children.", "Drug A reduced pain.", "children"),
        ("Drug A reduced itching in dialysis patients.", "Drug A reduced itching.", "dialysis"),
        (
            "In vitro, drug A inhibited growth.",
            "Drug A inhibited growth.",
            "cells outside the body",
        ),
    ],
)
def test_a_claim_says_of_whom_it_holds(evidence: str, claim: str, about: str) -> None:
    verdict = Gate().judge(claim, evidence)
    assert verdict.label is Label.NOT_ENOUGH_INFO
    reasons = [check.detail for check in verdict.checks if not check.passed]
    assert reasons == [f"The quoted passage is about {about}; the claim does not say so."]
    assert Gate().judge(evidence, evidence).label is Label.SUPPORTED


@pytest.mark.parametrize(
    "evidence", ["Drug A reduced pain in mice and in patients.", "Drug A reduced pain in adults."]
)
def test_what_was_seen_in_patients_as_well_may_be_told(evidence: str) -> None:
    assert Gate().judge("Drug A reduced pain.", evidence).label is Label.SUPPORTED


def test_a_study_in_animals_alone_carries_no_claim_on_patients() -> None:
    quoted = ("Drug A reduced pain.",)
    mice = EvidenceText(quotes=quoted, titles=("Drug A in mice",), abbreviations=())
    both = EvidenceText(quotes=quoted, titles=("Drug A in mice", "Drug A"), abbreviations=())
    assert verdict_on(quoted[0], mice, support=0.85).label is Label.NOT_ENOUGH_INFO
    assert verdict_on("In mice, drug A reduced pain.", mice, support=0.85).label is Label.SUPPORTED
    assert verdict_on(quoted[0], both, support=0.85).label is Label.SUPPORTED


def test_groups_are_read_by_their_names() -> None:
    assert groups_in("Haemodialysis in elderly women") == {Group.DIALYSIS, Group.OLDER}
    assert narrowed_to("In rats and humans") == frozenset()
    assert narrowed_to("In rats") == {Group.ANIMALS}
