"""Tokens in which equal quantities are one."""

from ragqa.linguistics.tokens import Tokeniser, is_quantity


def test_equal_quantities_are_one_token_in_whatever_dress() -> None:
    tokeniser = Tokeniser()
    source = tokeniser.tokens("Give at least 1 g twice daily.")
    assert tokeniser.tokens("Give ≥ 1000 mg twice daily.") == source


def test_other_quantities_and_other_bounds_are_other_tokens() -> None:
    tokeniser = Tokeniser()
    (one,), (two,), (three,) = (tokeniser.tokens(text) for text in ("5 mg", "6 mg", "over 5 mg"))
    assert len({one, two, three}) == 3
    assert is_quantity(one)
    assert tokeniser.shown(two) == "6 mg"


def test_names_with_figures_are_words() -> None:
    assert not any(map(is_quantity, Tokeniser().tokens("HbA1c and IL-6")))


def test_only_quantities_of_one_kind_are_alike() -> None:
    tokeniser = Tokeniser()
    (dose,), (other,), (share,) = (tokeniser.tokens(text) for text in ("5 mg", "1 g", "6%"))
    assert tokeniser.alike(dose, other)
    assert not tokeniser.alike(dose, share)
