"""Who took part in a study, and how many."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ragqa.linguistics.participants import enrolment, sample_size


def size_in(sentence: str) -> int | None:
    return sample_size(enrolment([sentence]))


@pytest.mark.parametrize(
    ("sentence", "size"),
    [
        ("We randomised 120 women with condition X.", 120),
        ("A total of 12,500 eligible patients were enrolled.", 12_500),
        ("Two hundred and fifty participants were randomly assigned.", 250),
        ("Three-hundred-and-seven term infants were recruited.", 307),
        ("Participants (N = 197) were randomised.", 197),
        ("Fifty‐eight individuals with condition X were included.", 58),
        ("A total of 63 patients completed it: 42 in the A group and 21 in the B group.", 63),
        ("Patients were randomised to drug A (n = 36) or placebo (n = 32).", 68),
        ("43 soldiers and patients were assigned to A (n = 20; 16 males) or B (n = 23).", 43),
        ("294 children were assigned to the A group and 297 to the placebo group.", 591),
        ("The study included 40 (20 females and 20 males) participants.", 40),
        ("Forty dogs were divided into two groups.", 40),
        ("Each group included 20 patients.", None),
        ("140 participants were randomised into each group.", None),
        ("Of the 28 infants randomised to drug A, 19 died.", None),
        ("Patients with diabetes type 2 patients were enrolled.", None),
        ("Year 9 students were included.", None),
        ("In 2010 infants were enrolled.", None),
        ("It included three groups of women.", None),
        ("Previous trials enrolled 300 patients.", None),
        ("We excluded 30 patients.", None),
        ("About 5 million people took part worldwide.", None),
        ("Drug A was given.", None),
    ],
)
def test_the_size_is_the_count_of_those_enrolled(sentence: str, size: int | None) -> None:
    assert size_in(sentence) == size


def test_only_the_first_sentences_on_enrolment_count() -> None:
    told = [f"We enrolled {n} patients." for n in range(10, 20)]
    assert enrolment(["Drug A is old.", *told]) == told[:3]


@given(st.integers(2, 999_999))
def test_any_number_of_people_is_read_with_and_without_separators(count: int) -> None:
    assert size_in(f"We enrolled {count} patients.") == count
    assert size_in(f"We enrolled {count:,} patients.") == count
