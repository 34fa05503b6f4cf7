"""What was seen in some is not told of all."""

from dataclasses import replace

import pytest

from ragqa.linguistics.populations import groups_in, narrowed_to
from ragqa.schema.article import Article
from ragqa.schema.claim import DraftClaim, Label
from ragqa.schema.directness import Group
from ragqa.schema.question import Question
from ragqa.verification.evidence import EvidenceText
from ragqa.verification.gate import Gate
from ragqa.verification.verdicts import verdict_on
from tests.verification.library import (
    PROVENANCE,
    USAGE,
    Library,
    claim,
    draft,
    library,
    source,
)


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
    assert f"The quoted passage is about {about}; the claim does not say so." in reasons
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


PAIN = "Drug A reduced pain by 20%."
SLEEP = "Drug A improved sleep."
TRIAL = "Forty children aged 6 to 12 years were randomised. "


def printed(*claims: DraftClaim, shelf: Library, asked: str = "Does drug A help?") -> list[str]:
    drafted = replace(draft(claims), question=Question(text=asked))
    made = Gate().publish(
        drafted, shelf, nearest=(), notices=(), provenance=PROVENANCE, usage=USAGE
    )
    return [one.text for one in made.claims] if isinstance(made, Article) else []


@pytest.mark.parametrize(
    ("title", "before", "said"),
    [
        ("Pain under drug A", TRIAL, "In children: "),
        ("Drug A in rats", "", "In rats: "),
        ("Drug A in the canine joint", "Twelve dogs were studied. ", "In animals: "),
        ("Drug A on haemodialysis", "", "On dialysis: "),
        ("Drug A in preterm infants", "", "In newborns: "),
        ("Drug A in pregnancy", "", "In pregnancy: "),
        ("Drug A and growth: an in vitro study", "", "In vitro: "),
        ("Drug A in elderly patients", "", ""),
        ("Drug A in women", "", ""),
        ("Drug A in adults and children", "", ""),
    ],
)
def test_a_sentence_says_of_whom_it_holds_where_its_source_does(
    title: str, before: str, said: str
) -> None:
    shelf = library((source(title), before + PAIN))
    assert printed(claim(shelf, PAIN), shelf=shelf) == [said + PAIN]


def test_what_the_question_asks_about_need_not_be_said_again() -> None:
    shelf = library((source("Pain under drug A"), TRIAL + PAIN))
    asked = "Does drug A help children?"
    assert printed(claim(shelf, PAIN), shelf=shelf, asked=asked) == [PAIN]


def test_a_direct_source_beside_it_lets_a_general_claim_stand() -> None:
    direct = (source("Drug A in adults"), f"Drug A helps. {PAIN}")
    shelf = library((source("Drug A in children"), PAIN), direct)
    both = claim(shelf, PAIN, PAIN, f"Drug A helps. {PAIN}")
    assert printed(both, shelf=shelf) == [PAIN]


def test_sources_on_different_groups_are_none_of_them_direct() -> None:
    shelf = library((source("Drug A in children"), PAIN), (source("Drug A in rats"), SLEEP))
    both = claim(shelf, "Drug A reduced pain by 20%, and drug A improved sleep.", PAIN, SLEEP)
    assert printed(both, shelf=shelf) == [f"In children: {PAIN}", f"In rats: {SLEEP}"]


def test_what_a_passage_says_of_adults_is_not_narrowed_by_its_work() -> None:
    adults = "Drug A reduced pain by 20% in adults."
    shelf = library((source("Drug A in pregnancy"), adults))
    assert printed(claim(shelf, adults), shelf=shelf) == [adults]


def test_words_set_before_a_sentence_change_nothing_else_of_it() -> None:
    found = "These findings show that drug A was better than drug B in condition X."
    shelf = library((source("Drug A or drug B"), TRIAL + found))
    told = "Drug A was better than drug B in condition X."
    assert printed(claim(shelf, told, found), shelf=shelf) == [f"In children: {told}"]
