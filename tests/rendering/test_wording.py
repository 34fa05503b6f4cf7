"""The words beside a sentence that say what it rests on."""

from dataclasses import replace

import pytest

from ragqa.rendering.wording import basis_label
from ragqa.schema.claim import Claim, Study
from ragqa.schema.directness import UNSTATED, Directness, Group, Sex
from ragqa.schema.source import Design
from tests.rendering.samples import citation, claim

TRIAL = Study(design=Design.RANDOMISED_TRIAL, size="120 participants", quotation=None)
WOMEN = replace(UNSTATED, sex=Sex.FEMALE)
OLDER = replace(UNSTATED, groups=(Group.OLDER,))
LABEL = "Randomised controlled trial, 120 participants"


def resting_on(*tags: Directness, text: str = "Drug A helped.", study: Study = TRIAL) -> Claim:
    cited = (replace(citation(1, "Drug A helped.", "Results"), directness=one) for one in tags)
    return claim("c", text, *cited, study=study)


@pytest.mark.parametrize(
    ("tags", "label"),
    [
        ([UNSTATED], LABEL),
        ([WOMEN], f"{LABEL}, women only"),
        ([OLDER], f"{LABEL}, older people"),
        ([WOMEN, UNSTATED], LABEL),
        ([replace(WOMEN, groups=(Group.PREGNANT,))], LABEL),
    ],
)
def test_the_study_is_told_with_those_in_whom_alone_it_was_done(
    tags: list[Directness], label: str
) -> None:
    assert basis_label(resting_on(*tags)) == label


def test_what_sentence_or_size_say_is_not_said_again() -> None:
    assert basis_label(resting_on(WOMEN, text="Drug A helped women.")) == LABEL
    sized = replace(TRIAL, size="120 women")
    assert basis_label(resting_on(WOMEN, study=sized)) == "Randomised controlled trial, 120 women"
    assert basis_label(resting_on(OLDER, text="Drug A helped the elderly.")) == LABEL
