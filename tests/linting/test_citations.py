"""Citation marks in every style, and figures that only look like them."""

import pytest

from ragqa.linting.citations import Style, marks, style_of

STYLES = [
    (Style.BRACKETS, "as shown [1], twice [2, 4–6] and [refs 7 and 8].", [1, 2, 4, 5, 6, 7, 8]),
    (Style.BRACKETS, "with a page [3, p. 12] and another bracket【9†source】.", [3, 9]),
    (Style.BRACKETS, "(95% CI [12, 45]; IQR [3-8]) in 54 [45-62] adults of 2019 [3].", [3]),
    (Style.SUPERSCRIPTS, "shown.¹,³⁻⁵ In 10⁹ cells, 30 kg/m² and R² of 2019.²", [1, 3, 4, 5, 2]),
    (Style.SUPERSCRIPTS, "shown^1,2^ but 5 m^2 large", [1, 2]),
    (Style.PARENTHESES, "shown (1,2) in 12 (1) cases: (1) here, (2) there (3).", [1, 2, 3]),
    (Style.PARENTHESES, "between 2010 and 2020 (5). In step (2) all (n = 4) left (4).", [5, 4]),
    (Style.BARE, "as the guideline shows 3, 4.", [3, 4]),
    (Style.BARE, "in adults aged 18 to 65 3.", [3]),
    (Style.BARE, "of the RLS.1,2 It lasts.3", [1, 2, 3]),
    (Style.BARE, "of the syndrome1,2.", [1, 2]),
]


@pytest.mark.parametrize(("style", "text", "numbers"), STYLES)
def test_numbers_are_read_in_each_style(style: Style, text: str, numbers: list[int]) -> None:
    assert [number for mark in marks(text, style, 9) for number in mark.numbers] == numbers


@pytest.mark.parametrize(
    "text",
    [
        "in type 2.",
        "with a level below 75.",
        "at week 12.",
        "in stage 3.",
        "measured vitamin B12.",
        "see doi:10.1000/rev.pub3.",
        "the HbA1c rose.",
        "the dose was 5.",
    ],
)
def test_figures_of_their_own_words_are_no_citations(text: str) -> None:
    assert marks(text, Style.BARE, 9) == []


def test_the_style_used_most_is_the_style_of_the_article() -> None:
    assert style_of(["shown [1].", "shown [2].", "in 4 (12) of m²"], 2) is Style.BRACKETS
    assert style_of(["shown (1).", "shown (2)."], 2) is Style.PARENTHESES
    assert style_of(["as shown 1.", "as told 2."], 2) is Style.BARE
    assert style_of(["nothing here"], 2) is None
