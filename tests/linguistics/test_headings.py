import pytest

from ragqa.linguistics.headings import in_running_text, sentence_case, words_in_use

WORDS = words_in_use("TREATMENT OF FICTOSIS\nThe fictosis of HIV is rare. See Parkinson.")


@pytest.mark.parametrize(
    ("heading", "running"),
    [
        ("TREATMENT OF FICTOSIS", "treatment of fictosis"),
        ("FICTOSIS IN HIV INFECTION", "fictosis in HIV infection"),
        ("MOPP FOR FICTOSIS", "MOPP for fictosis"),
        ("Drug Treatment", "drug treatment"),
        ("Parkinson Disease", "Parkinson Disease"),
        ("Fictosis (FX-12)", "fictosis (FX-12)"),
    ],
)
def test_a_heading_gets_the_capitals_of_its_document(heading: str, running: str) -> None:
    assert in_running_text(heading, WORDS) == running


def test_lines_in_capitals_say_nothing_of_the_spelling_of_words() -> None:
    assert "FICTOSIS" not in WORDS
    assert {"fictosis", "HIV", "Parkinson"} <= WORDS


def test_only_the_first_letter_is_made_large() -> None:
    assert sentence_case("drug treatment of HIV") == "Drug treatment of HIV"
    assert sentence_case("") == ""
