"""The Flesch-Kincaid grade, worked out by hand."""

import pytest

from ragqa.audience.reading_grade import reading_grade


def test_the_formula_of_1975() -> None:
    # 6 words in 1 sentence, 7 syllables: 0.39 * 6 + 11.8 * 7 / 6 - 15.59
    assert reading_grade(["The doctor gave her the pills."]) == pytest.approx(0.5)
    # 10 words in 2 sentences, 12 syllables: 0.39 * 5 + 11.8 * 1.2 - 15.59
    two = ["The doctor gave her the pills.", "She took one pill daily."]
    assert reading_grade(two) == pytest.approx(0.39 * 11 / 2 + 11.8 * 13 / 11 - 15.59, abs=0.05)


def test_an_abbreviation_is_read_letter_by_letter() -> None:
    assert reading_grade(["RLS is bad."]) == pytest.approx(0.39 * 3 + 11.8 * 5 / 3 - 15.59, abs=0.1)


def test_figures_are_no_words() -> None:
    assert reading_grade(["He took 75 mg (p < 0.05)."]) == reading_grade(["He took mg (p)."])


def test_harder_words_and_longer_sentences_ask_for_more_years() -> None:
    easy = reading_grade(["The pill helps. Take it with food."])
    hard = reading_grade(["Pharmacological intervention demonstrates considerable efficacy."])
    longer = reading_grade(["The pill helps and you should take it with food at noon or at night."])
    assert easy is not None
    assert hard is not None
    assert longer is not None
    assert easy < longer < hard


@pytest.mark.parametrize("texts", [[], [""], ["75 (0.5)"]])
def test_what_holds_no_word_has_no_grade(texts: list[str]) -> None:
    assert reading_grade(texts) is None
