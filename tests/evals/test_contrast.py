"""Damaged sentences say what their source does not; reworded ones say what it says."""

import importlib
import random
import sys
from collections.abc import Callable, Iterator
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.evals.test_calibration import EVALS

PASSAGE = (
    "The aim of this trial was to determine whether drug A reduces pain in condition X (CX). "
    "We randomised 120 adults with CX to drug A 10 mg twice daily or placebo for 12 weeks. "
    "Pain was significantly lower in the drug A group than in the placebo group (2.5 vs 4.1, "
    "95% CI 0.8-2.4), but nausea was more common. "
    "These results suggest that drug A may be effective. "
    "There was no significant difference in sleep."
)
ELSEWHERE = "Treatment B prevented relapse of disorder Y in 45 of 90 children."
AIM, DOSE, PAIN, HOPE, SLEEP = (
    "The aim of this trial was to determine whether drug A reduces pain in condition X (CX).",
    "We randomised 120 adults with CX to drug A 10 mg twice daily or placebo for 12 weeks.",
    "Pain was significantly lower in the drug A group than in the placebo group (2.5 vs 4.1, "
    "95% CI 0.8-2.4), but nausea was more common.",
    "These results suggest that drug A may be effective.",
    "There was no significant difference in sleep.",
)

Change = Callable[[str, str], str | None]


@pytest.fixture(scope="module")
def modules() -> Iterator[SimpleNamespace]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "path", [str(EVALS), *sys.path])
        names = ("edits", "contrast", "rewrites", "contrast_pairs", "entailment_sets")
        yield SimpleNamespace(**{name: importlib.import_module(name) for name in names})


@pytest.fixture(scope="module")
def changed(modules: SimpleNamespace) -> Change:
    """Change a sentence by the name of the edit."""
    edits = modules.contrast.CORRUPTIONS | modules.rewrites.REWRITES

    def change(kind: str, sentence: str, seed: int = 1) -> str | None:
        around = modules.edits.Surroundings(
            passage=PASSAGE, elsewhere=ELSEWHERE, chance=random.Random(seed)
        )
        return edits[kind](sentence, around)

    return change


@pytest.mark.parametrize(
    ("kind", "before", "after"),
    [
        ("aim told as result", AIM, "Drug A reduces pain in condition X (CX)."),
        ("hedge removed", HOPE, "These results show that drug A will be effective."),
        ("negation removed", SLEEP, "There was significant difference in sleep."),
        ("significance", SLEEP, "There was significant difference in sleep."),
        (
            "arms swapped",
            "Pain was lower in the drug A group than in the placebo group.",
            "Pain was lower in the placebo group than in the drug A group.",
        ),
        (
            "comparison reversed",
            "Pain was lower in group one than in group two.",
            "Pain was higher in group two than in group one.",
        ),
        ("clause dropped", PAIN, PAIN.partition(", but")[0] + "."),
        (
            "told of all",
            "Drug A reduced pain in women with condition X.",
            "Drug A reduced pain.",
        ),
        (
            "condition dropped",
            "Stop drug A if there is any bleeding.",
            "Stop drug A.",
        ),
        ("superlative", "Pain was lower on drug A.", "Pain was the lowest on drug A."),
        (
            "respectively",
            "Rates of pain and nausea were 5% and 9%, respectively.",
            "Rates of nausea and pain were 5% and 9%, respectively.",
        ),
        ("p-value flipped", "Pain fell (P<0.05).", "Pain fell (P>0.05)."),
        ("bound dropped", "Drug A was given for at least 3 days.", "Drug A was given for 3 days."),
        ("passive", "Exercise reduced severe pain.", "Severe pain was reduced by exercise."),
        (
            "led to a change",
            "Exercise reduced pain scores.",
            "Exercise led to a reduction in pain scores.",
        ),
        (
            "existential",
            "There was no significant increase in nausea after drug A.",
            "Nausea did not increase significantly after drug A.",
        ),
        ("genitive", "The risk of stroke was low.", "The stroke risk was low."),
        ("asides dropped", PAIN, PAIN.replace(" (2.5 vs 4.1, 95% CI 0.8-2.4)", "")),
        ("weaker", "Drug A is effective.", "Drug A may be effective."),
        ("unit rewritten", "Drug A was given as 2 g doses.", "Drug A was given as 2000 mg doses."),
        ("abbreviation", "Adults with CX slept well.", "Adults with condition X slept well."),
    ],
)
def test_a_sentence_is_changed_as_the_kind_says(
    changed: Change, kind: str, before: str, after: str
) -> None:
    assert changed(kind, before) == after


def test_a_borrowed_number_stands_in_the_passage_and_not_in_the_sentence(changed: Change) -> None:
    borrowed = changed("borrowed number", DOSE)
    assert borrowed is not None
    new = set(borrowed.split()) - set(DOSE.split())
    assert new
    assert all(word in PASSAGE and word not in DOSE for word in new)


@given(st.integers(0, 10_000), st.sampled_from((AIM, DOSE, PAIN, HOPE, SLEEP)))
def test_no_edit_gives_back_what_it_was_given(
    modules: SimpleNamespace, seed: int, sentence: str
) -> None:
    around = modules.edits.Surroundings(
        passage=PASSAGE, elsewhere=ELSEWHERE, chance=random.Random(seed)
    )
    for kind, edit in {**modules.contrast.CORRUPTIONS, **modules.rewrites.REWRITES}.items():
        made = edit(sentence, around)
        assert made is None or made.strip()
        assert kind == "verbatim" or made != sentence, kind


def test_words_become_one_another_or_one_way_only(modules: SimpleNamespace) -> None:
    words = importlib.import_module("contrast_words").pairs_of("high/low", "some>all/most")
    assert words == {"high": ("low",), "low": ("high",), "some": ("all", "most")}


@pytest.mark.data
def test_no_document_is_both_learned_from_and_measured_on(modules: SimpleNamespace) -> None:
    if not modules.entailment_sets.DATA.exists():
        pytest.skip("../shared/data is absent")
    corpus = modules.contrast_pairs.CORPORA[3]
    halves = [
        {one.document_id for one in modules.contrast_pairs.documents(corpus, learned=learned)}
        for learned in (True, False)
    ]
    assert all(halves)
    assert not halves[0] & halves[1]


@pytest.mark.data
def test_what_is_learned_has_a_licence_to_ship(modules: SimpleNamespace) -> None:
    sets = modules.entailment_sets
    for stage in ("general", "medical"):
        for one in sets.chosen(stage, every_licence=False):
            assert "none stated" not in one.licence
