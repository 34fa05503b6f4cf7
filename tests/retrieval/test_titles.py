"""A title counts where it names what was asked about."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ragqa.linguistics.terms import content_terms, terms
from ragqa.retrieval.titles import title_shares


def share(question: str, title: str) -> float:
    rarities = dict.fromkeys(content_terms(question), 1.0)
    return float(title_shares(question, rarities, [" ".join(terms(title))])[0])


def test_rare_words_in_common_count_more() -> None:
    rarities = {"gonorrhoea": 5.0, "treat": 1.0}
    found = title_shares("How is gonorrhoea treated?", rarities, ["gonorrhoea", "treat"])
    assert found[0] > found[1] > 0


def test_a_title_that_asks_the_same_is_all_in_common() -> None:
    assert share("How is gonorrhoea treated?", "How is gonorrhoea treated?") == pytest.approx(1)


def test_a_title_that_names_what_is_asked_about_shares_more_than_one_that_names_another() -> None:
    named = share("How is gonorrhoea treated?", "Gonorrhoea")
    assert named > share("How is gonorrhoea treated?", "Malaria treated") > 0
    assert share("How is gonorrhoea treated?", "Malaria") == 0


LONG = "effect of early treatment of gonorrhoea on fertility among women in rural clinics"


def test_the_long_title_of_a_paper_does_not_count() -> None:
    assert share("How is gonorrhoea treated?", LONG) == 0


def test_a_long_title_that_asks_counts() -> None:
    assert share("How is gonorrhoea treated?", f"What is the {LONG}?") > 0


@pytest.mark.parametrize("claim", ["Gonorrhoea is treated with drug A.", "Gonorrhoea impairs. "])
def test_no_title_counts_beside_a_claim(claim: str) -> None:
    assert share(claim, "Gonorrhoea") == 0


def test_a_question_may_end_with_a_full_stop() -> None:
    assert share("What is gonorrhoea.", "Gonorrhoea") > 0


@given(st.text(max_size=60), st.lists(st.text(max_size=60)))
def test_shares_are_between_nothing_and_all(question: str, titles: list[str]) -> None:
    rarities = dict.fromkeys(content_terms(question), 2.0)
    found = title_shares(question, rarities, [" ".join(terms(title)) for title in titles])
    assert found.shape == (len(titles),)
    assert all(0 <= one <= 1 + 1e-6 for one in found.tolist())
