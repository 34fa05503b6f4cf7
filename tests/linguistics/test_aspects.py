"""What a question wants to know, and which sentences say it."""

import pytest

from ragqa.linguistics.aspects import Aspect, asked_aspect, headed, hints_at, says
from ragqa.linguistics.terms import naming_terms

ASKED = [
    ("What dose of drug A in condition X?", Aspect.DOSE),
    ("How much drug A prevents condition X?", Aspect.DOSE),
    ("How much drug A is used in condition X?", Aspect.DOSE),
    ("By how much does drug A lower pain?", Aspect.EFFECT),
    ("How much does drug A lower pain?", Aspect.EFFECT),
    ("How much weight loss matters?", None),
    ("Does low-dose drug A prevent condition X?", Aspect.EFFECT),
    ("What are the side effects of drug A?", Aspect.HARM),
    ("Is drug A safe in pregnancy?", Aspect.HARM),
    ("Which drugs should be avoided in condition X?", Aspect.HARM),
    ("Whom to screen for condition X?", Aspect.SCREENING),
    ("How common is condition X?", Aspect.FREQUENCY),
    ("How is condition X diagnosed?", Aspect.DIAGNOSIS),
    ("What are the clinical features of condition X?", Aspect.FEATURES),
    ("What are the complications of condition X?", Aspect.COMPLICATIONS),
    ("What are the differential diagnoses of condition X?", Aspect.DIFFERENTIAL),
    ("What causes condition X?", Aspect.CAUSE),
    ("What are the risk factors for condition X?", Aspect.RISK),
    ("What is the best inhaler?", Aspect.CHOICE),
    ("Is it iron or another factor that causes condition X?", Aspect.CAUSE),
    ("Should adults take drug A?", Aspect.ADVICE),
    ("Is drug A recommended in condition X?", Aspect.ADVICE),
    ("Does drug A cause condition X?", Aspect.EFFECT),
    ("Drug A versus drug B?", Aspect.EFFECT),
    ("Which antibiotics are used for condition X?", Aspect.TREATMENT),
    ("Exampline or samplamine in condition X?", Aspect.EFFECT),
    ("How can condition X be prevented?", Aspect.PREVENTION),
    ("How is condition X treated?", Aspect.TREATMENT),
    ("Treatment of condition X?", Aspect.TREATMENT),
    ("Condition X and ferritin?", None),
    ("What is the mechanism of action of exampline?", None),
    ("What is the mechanism of condition X?", Aspect.CAUSE),
]
SAID = {
    Aspect.DOSE: "Drug A 5 mg daily relieved condition X.",
    Aspect.HARM: "Adverse events were seen in two adults on drug A.",
    Aspect.SCREENING: "The panel recommends screening for condition X.",
    Aspect.FREQUENCY: "Condition X affects one in nine adults.",
    Aspect.DIAGNOSIS: "Condition X is confirmed by a blood test.",
    Aspect.FEATURES: "The first symptom of condition X is pain.",
    Aspect.DIFFERENTIAL: "Condition X is easily mistaken for condition Y.",
    Aspect.COMPLICATIONS: "Condition X may cause blindness.",
    Aspect.CAUSE: "Condition X is caused by a lack of iron.",
    Aspect.RISK: "Smoking predisposes to condition X.",
    Aspect.CHOICE: "Drug A is preferred to drug B.",
    Aspect.ADVICE: "The panel recommends drug A.",
    Aspect.EFFECT: "Drug A relieved condition X.",
    Aspect.PREVENTION: "Vaccination protects against condition X.",
    Aspect.TREATMENT: "Drug A is the medicine of choice for condition X.",
}
NOTHING = "Condition X was named by Doe in her book of that year."


def _says(aspect: Aspect, text: str, question: str = "", **known: str) -> bool:
    return says(aspect, text, naming_terms(question), known)


@pytest.mark.parametrize(("question", "aspect"), ASKED)
def test_the_wording_of_a_question_tells_what_it_asks(question: str, aspect: Aspect | None) -> None:
    assert asked_aspect(question) is aspect


@pytest.mark.parametrize("aspect", Aspect)
def test_a_sentence_says_its_own_aspect_and_an_idle_one_says_none(aspect: Aspect) -> None:
    assert _says(aspect, SAID[aspect], "What causes condition X?")
    assert not _says(aspect, NOTHING, "What causes condition X?")


def test_a_question_word_alone_hints_and_does_not_say() -> None:
    text = "Presumptive treatment of condition X is an old habit."
    assert hints_at(Aspect.TREATMENT, text)
    assert not _says(Aspect.TREATMENT, text)


@pytest.mark.parametrize(
    ("aspect", "text"),
    [
        (Aspect.TREATMENT, "The findings suggest that condition X is spreading."),
        (Aspect.TREATMENT, "Condition X is characterised by reduced endurance."),
        (Aspect.TREATMENT, "A diary of condition X was kept daily by each child."),
        (Aspect.TREATMENT, "Analyses indicated that condition X is common."),
        (Aspect.TREATMENT, "Prophylaxis of condition X is effective."),
        (Aspect.RISK, "There is no way to tell who is at increased risk of condition X."),
        (Aspect.TREATMENT, "Screening for condition X is effective."),
        (Aspect.FEATURES, "Heat pain thresholds were equal in condition X."),
        (Aspect.DIAGNOSIS, "Drug A brought radiographic improvement in condition X."),
        (Aspect.DIAGNOSIS, "Time to relapse was alike in condition X (log rank test p = 0.3)."),
        (Aspect.PREVENTION, "Patients with condition X should be treated for 6 weeks."),
        (Aspect.HARM, "Clinicians prescribe drug A to those likely to have an event."),
        (Aspect.RISK, "Guidelines advise drug A for those at risk of condition X."),
        (Aspect.CHOICE, "A mobile phone was found to be an adequate interface."),
    ],
)
def test_words_of_an_aspect_that_tell_something_else_do_not_say_it(
    aspect: Aspect, text: str
) -> None:
    assert not _says(aspect, text)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Low iron causes condition X in adults.", True),
        ("Condition X can be caused by low iron.", True),
        ("Low iron causes CXQ in adults.", True),
        ("Exercise causes no harm in adults with condition X.", False),
        ("Pain results in bad sleep among adults with condition X.", False),
        ("Age is a risk factor for condition X.", True),
        ("Condition X is common in the old because of low iron.", True),
    ],
)
def test_a_cause_has_to_be_one_of_what_is_asked_about(text: str, told: bool) -> None:
    asked = "Where does condition X come from?"
    assert _says(Aspect.CAUSE, text, asked, CXQ="condition X") is told


@pytest.mark.parametrize("aspect", Aspect)
def test_an_idle_heading_announces_nothing(aspect: Aspect) -> None:
    assert not headed(aspect, ("CONDITION X", "Notes"))


def test_a_heading_announces_its_aspect() -> None:
    assert headed(Aspect.RISK, ("CONDITION X", "Risk factors"))
    assert not headed(Aspect.TREATMENT, ("Benefits of early detection and treatment",))
    assert headed(Aspect.TREATMENT, ("CONDITION X", "Drug treatment"))
    assert not headed(Aspect.TREATMENT, ("CONDITION X", "Introduction"))


def test_common_signs_tell_no_frequency() -> None:
    assert not says(Aspect.FREQUENCY, "Common clinical signs of condition X are A.", set(), {})
    assert says(Aspect.FREQUENCY, "Condition X is common in adults.", set(), {})
    assert says(Aspect.FREQUENCY, "Condition X affects about 3 in 100 adults.", set(), {})


def test_a_second_test_hints_at_no_treatment() -> None:
    assert not hints_at(Aspect.TREATMENT, "Treated women should be retested.")
