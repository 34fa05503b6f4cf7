import pytest
from hypothesis import given
from hypothesis import strategies as st

from ragqa.linguistics.abbreviations import (
    abbreviations_in,
    definitions,
    expansion,
    initialism_in,
    meanings_in,
    meant_terms,
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("restless legs syndrome (RLS)", {"RLS": "restless legs syndrome"}),
        (
            "by the American Academy of Sleep Medicine (AASM)",
            {"AASM": "American Academy of Sleep Medicine"},
        ),
        ("ESRD (end-stage renal disease)", {"ESRD": "end-stage renal disease"}),
        ("glucagon-like peptide-1 (GLP-1)", {"GLP-1": "glucagon-like peptide-1"}),
        ("randomised controlled trials (RCTs)", {"RCT": "randomised controlled trial"}),
        ("the confidence interval (CI; 95%)", {"CI": "confidence interval"}),
        ("messenger RNA (mRNA)", {"mRNA": "messenger RNA"}),
        ("(mean difference [MD], 2 [95% CI])", {"MD": "mean difference"}),
        ("QUIET ZONE EXAM (QZE) IN ADULTS", {"QZE": "quiet zone exam"}),
        ("ST-ELEVATED DISEASE OF X (STEDX)", {"STEDX": "ST-elevated disease of X"}),
        ("combination therapies (CTs)", {"CT": "combination therapy"}),
        ("a dose (in mg) was given", {}),
        ("it improved (P = 0.01)", {}),
        ("many patients (34) left", {}),
    ],
)
def test_definitions_are_read_in_both_orders(text: str, expected: dict[str, str]) -> None:
    assert definitions(text) == expected


def test_the_first_definition_holds() -> None:
    text = "mean difference (MD) was small. A muscular dystrophy (MD) is rare."
    assert definitions(text) == {"MD": "mean difference"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("RLS and IV iron, 95% CI, then RLS again", ["RLS", "IV", "CI"]),
        ("GLP-1 and COVID-19", ["GLP-1", "COVID-19"]),
        ("two RCTs", ["RCT"]),
        ("mRNA and eGFR", ["mRNA", "eGFR"]),
        ("stage IV disease, type II", []),
        ("5 mmHg and 3 IU", []),
        ("RESULTS: METHODS AND AIMS", []),
        ("BTBD9 and CYP2C19", []),
        ("Iron and HbA1c", []),
        ("7PP with SCr and ACEi, not CD4", ["7PP", "SCr", "ACEi"]),
    ],
)
def test_abbreviations_are_listed_by_first_appearance(text: str, expected: list[str]) -> None:
    assert abbreviations_in(text) == expected


def test_a_document_s_own_definition_beats_common_usage() -> None:
    assert expansion("OR", {"OR": "operating room"}) == "operating room"
    assert expansion("OR", {}) == "odds ratio"
    assert expansion("XQZ", {}) is None


def test_what_an_abbreviation_means_is_told_in_words_without_any() -> None:
    known = {"QTX": "guided TX", "TX": "test exercise"}
    assert {"guid", "test", "exercis"} <= meant_terms("QTX helped.", known)


initials = st.lists(
    st.sampled_from(["alpha", "beta", "gamma", "kappa", "sigma"]), min_size=2, max_size=5
)


@given(initials)
def test_initials_of_any_words_are_found(words: list[str]) -> None:
    long, short = " ".join(words), "".join(word[0].upper() for word in words)
    assert definitions(f"We studied {long} ({short}).") == {short: long}


def test_meanings_are_told_one_by_one_with_those_within_them() -> None:
    known = {"CCBT": "computerised CBT", "CBT": "cognitive therapy"}
    assert meanings_in("CCBT helped.", known) == ["computerised CBT", "cognitive therapy"]


@pytest.mark.parametrize(
    ("short", "text", "expected"),
    [
        ("EBV", "Latent Epstein-Barr virus infection", "Epstein-Barr virus"),
        ("mTOR", "the mammalian target of rapamycin", "mammalian target of rapamycin"),
        ("SAA", "serum albumin, and amyloid", None),
        ("NK", "natural killer cells", None),
    ],
)
def test_three_letters_speak_for_the_words_that_begin_with_them(
    short: str, text: str, expected: str | None
) -> None:
    assert initialism_in(short, text) == expected
