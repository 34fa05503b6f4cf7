import pytest
from hypothesis import given
from hypothesis import strategies as st

from ragqa.linguistics.terms import STOP_WORDS, content_terms, terms


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("HbA1c", ["hba1c"]),
        ("IL-6 and CYP2C19", ["il-6", "and", "cyp2c19"]),
        ("COVID-19", ["covid-19"]),
        ("25(OH)D", ["25(oh)d"]),
        ("ferritin ≤ 3.5", ["ferritin", "≤", "3.5"]),
        ("p<.05", ["p", "<", "0.05"]),
        ("12,500 IU", ["12500", "iu"]),
        ("5mg", ["5", "mg"]),
        ("iron-deficiency", ["iron", "defici"]),
        ("non-inferior", ["noninferior"]),
        ("U.S.", ["us"]),
    ],
)
def test_names_and_numbers_stay_whole(text: str, expected: list[str]) -> None:
    assert terms(text) == expected


@pytest.mark.parametrize(
    ("british", "american"),
    [
        ("haemoglobin", "hemoglobin"),
        ("anaemia", "anemia"),
        ("ischaemic", "ischemic"),
        ("oestrogen", "estrogen"),
        ("oesophageal", "esophageal"),
        ("oedema", "edema"),
        ("paediatric", "pediatric"),
        ("orthopaedic", "orthopedic"),
        ("tumour", "tumor"),
        ("labour", "labor"),
        ("behaviour", "behavior"),
        ("randomised", "randomized"),
        ("hospitalisation", "hospitalization"),
        ("analysed", "analyzed"),
        ("fibre", "fiber"),
        ("litres", "liters"),
        ("centre", "center"),
        ("diarrhoea", "diarrhea"),
        ("dyspnoea", "dyspnea"),
        ("coeliac", "celiac"),
        ("leukaemia", "leukemia"),
        ("leucocyte", "leukocyte"),
        ("neutropaenia", "neutropenia"),
        ("foetal", "fetal"),
        ("counselling", "counseling"),
        ("programme", "program"),
        ("Barré", "Barre"),
        ("Sjögren", "Sjogren"),
    ],
)
def test_british_and_american_spellings_are_one_term(british: str, american: str) -> None:
    assert terms(british) == terms(american)


@pytest.mark.parametrize(
    ("one", "other"),
    [("five", "fiver"), ("metre", "meter reader"), ("exercise", "exertion"), ("rise", "rize")],
)
def test_words_that_only_look_alike_stay_apart(one: str, other: str) -> None:
    assert terms(one) != terms(other)


def test_inflected_forms_share_a_term() -> None:
    assert terms("treating treated treats") == ["treat"] * 3


def test_question_words_patients_and_auxiliaries_are_no_content() -> None:
    assert content_terms("What is the dose of iron for patients with RLS?") == [
        "dose",
        "iron",
        "rls",
    ]


def test_negations_are_content() -> None:
    assert content_terms("There is no iron") == ["no", "iron"]


@given(st.text(max_size=80))
def test_content_terms_are_a_subsequence_of_the_terms(text: str) -> None:
    remaining = iter(terms(text))
    assert all(term in remaining for term in content_terms(text))


@given(st.sampled_from(sorted(STOP_WORDS)))
def test_a_stop_word_alone_has_no_content(word: str) -> None:
    assert content_terms(word) == []


@given(st.lists(st.sampled_from(["Iron", "FERRITIN", "tumour", "IL-6"]), max_size=5))
def test_case_does_not_matter(words: list[str]) -> None:
    text = " ".join(words)
    assert terms(text) == terms(text.lower()) == terms(text.upper())
