"""What lists tell, by the headings above them."""

import pytest

from ragqa.linguistics.aspects import Aspect
from ragqa.retrieval.list_headings import answers, governing, told

TITLE = "CONDITION X"


@pytest.mark.parametrize(
    ("path", "aspect"),
    [
        (("TREATMENT OF CONDITION X", "Drug treatment"), Aspect.TREATMENT),
        (("TREATMENT OF CONDITION X", "Goals of treatment"), None),
        (("TREATMENT OF CONDITION X", "Prevention"), Aspect.PREVENTION),
        (("TREATMENT OF CONDITION X", "Adverse reactions, complications and caution"),
         Aspect.TREATMENT),
        (("CLINICAL FEATURES OF CONDITION X", "On the scalp"), Aspect.FEATURES),
        (("DIFFERENTIAL DIAGNOSES OF CONDITION X",), Aspect.DIFFERENTIAL),
        (("DIFFERENTIAL DIAGNOSES OF CONDITION X", "Other causes of itching"),
         Aspect.DIFFERENTIAL),
        (("DIFFERENTIAL DIAGNOSES OF CONDITION X", "Complications"), Aspect.COMPLICATIONS),
        (("INVESTIGATIONS OF CONDITION X",), Aspect.DIAGNOSIS),
        (("PREDISPOSING FACTORS TO CONDITION X",), Aspect.RISK),
        (("Aetiology",), Aspect.CAUSE),
        (("Introduction", "Four kinds"), None),
        ((), None),
    ],
)  # fmt: skip
def test_the_innermost_heading_that_tells_anything_decides(
    path: tuple[str, ...], aspect: Aspect | None
) -> None:
    assert told(TITLE, path) is aspect


def test_a_title_tells_where_no_heading_does() -> None:
    assert told("Treatment of condition X", ("In adults",)) is Aspect.TREATMENT


def test_what_is_described_answers_only_those_who_ask_for_it() -> None:
    assert answers(Aspect.FEATURES, Aspect.FEATURES)
    assert not answers(Aspect.FEATURES, Aspect.TREATMENT)
    assert not answers(Aspect.TREATMENT, Aspect.FEATURES)
    assert not answers(Aspect.FEATURES, None)


@pytest.mark.parametrize("asked", [None, Aspect.TREATMENT, Aspect.DOSE, Aspect.EFFECT])
def test_what_is_done_answers_all_the_rest(asked: Aspect | None) -> None:
    assert answers(Aspect.TREATMENT, asked)
    assert answers(Aspect.PREVENTION, asked)


def test_causes_and_risks_answer_for_each_other() -> None:
    assert answers(Aspect.CAUSE, Aspect.RISK)
    assert answers(Aspect.RISK, Aspect.CAUSE)
    assert not answers(Aspect.FEATURES, Aspect.CAUSE)


def test_treatment_is_no_prevention() -> None:
    assert answers(Aspect.PREVENTION, Aspect.PREVENTION)
    assert not answers(Aspect.TREATMENT, Aspect.PREVENTION)


def test_the_subject_is_named_once() -> None:
    path = ("CLINICAL FEATURES OF CONDITION X", "On the scalp")
    assert governing(TITLE, (*path, "Signs")) == [TITLE, "On the scalp", "Signs"]


def test_a_heading_stays_where_those_below_it_do_not_say_what_they_tell() -> None:
    path = ("CLINICAL FEATURES OF CONDITION X", "On the scalp")
    assert governing(TITLE, path) == list(path)


def test_what_stands_below_goals_is_none_of_them() -> None:
    assert governing(TITLE, (TITLE, "Treatment goals", "Drug treatment")) == [
        TITLE,
        "Drug treatment",
    ]
    assert governing(TITLE, ("TREATMENT GOALS OF CONDITION X", "Drug treatment")) == [
        "CONDITION X",
        "Drug treatment",
    ]


def test_a_section_without_headings_is_about_its_title() -> None:
    assert governing(TITLE, ()) == [TITLE]
    assert governing(TITLE, ("Aetiology",)) == [TITLE, "Aetiology"]
    assert governing(TITLE, ("CLINICAL FEATURES OF CONDITION X",)) == [
        "CLINICAL FEATURES OF CONDITION X"
    ]
