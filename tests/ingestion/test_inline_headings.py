import pytest
from hypothesis import given
from hypothesis import strategies as st

from ragqa.ingestion.inline_headings import split_inline


def sections(text: str) -> list[tuple[str, str]]:
    """Return (title, prose) pairs in order."""
    pairs: list[tuple[str, str]] = []
    title = ""
    for block in split_inline(text):
        if block.level:
            title = block.title
        else:
            pairs.append((title, block.text))
    return pairs


@pytest.mark.parametrize(
    "text",
    [
        "Background: X is common. Methods: We gave drug A. Results: 5 of 9 improved. "
        "Conclusion: A helps.",
        "Background X is common. Methods We gave drug A. Results 5 of 9 improved. "
        "Conclusion A helps.",
        "BACKGROUND X is common. METHODS We gave drug A. RESULTS 5 of 9 improved. "
        "CONCLUSION A helps.",
    ],
)
def test_abstract_labels_become_sections_with_or_without_colon(text: str) -> None:
    assert [(title.lower(), prose) for title, prose in sections(text)] == [
        ("background", "X is common."),
        ("methods", "We gave drug A."),
        ("results", "5 of 9 improved."),
        ("conclusion", "A helps."),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Results of this kind are rare. Methods vary. Conclusions differ between groups.",
        "We treated patients. Patients in Group A improved. Design II was used. Group B did not.",
        "The United States Preventive Services Task Force met. Vitamin D was given.",
    ],
)
def test_words_that_only_look_like_labels_stay_prose(text: str) -> None:
    assert sections(text) == [("", text)]


def test_compound_labels_are_one_label() -> None:
    text = "Aims and Objectives: To test A. Materials and Methods: We did. Results: It works."
    assert [title for title, _ in sections(text)] == [
        "Aims and Objectives",
        "Materials and Methods",
        "Results",
    ]


def test_headings_flattened_into_a_long_text_are_found_before_sentence_openers() -> None:
    filler = "The panel weighed what was known about drug A in adults and found it to be sound. "
    text = (
        f"Importance Condition X is common. {filler * 18}"
        "Harms of Early Detection and Intervention or Treatment The panel found small harms. "
        "Screening Tests In adults the test is sound."
    )
    titles = [title for title, _ in sections(text)]
    assert titles == [
        "Importance",
        "Harms of Early Detection and Intervention or Treatment",
        "Screening Tests",
    ]


@given(st.text(alphabet=" .:AabBMethodsResults\n[1]", max_size=300))
def test_no_character_of_a_paragraph_is_lost(text: str) -> None:
    paragraph = " ".join(text.split())
    assert " ".join(block.text for block in split_inline(paragraph)).split() == paragraph.split()
