"""Cancers told apart by their organs."""

import pytest

from ragqa.linguistics.terms import content_terms
from ragqa.retrieval.sites import of_another_site

ASKED = content_terms("Should women be screened for breast cancer?")


def test_a_sentence_on_another_cancer_is_of_another_site() -> None:
    assert of_another_site(ASKED, content_terms("It advises no screening for ovarian cancer."))


@pytest.mark.parametrize(
    "said",
    [
        "Breast cancer and ovarian cancer run in families.",
        "Cancer is common in women.",
        "The ovarian cyst was no cancer.",
    ],
)
def test_a_sentence_on_the_same_or_on_no_named_cancer_is_not(said: str) -> None:
    assert not of_another_site(ASKED, content_terms(said))


def test_a_question_without_an_organ_asks_of_all() -> None:
    asked = content_terms("Does drug A prevent cancer?")
    assert not of_another_site(asked, content_terms("Drug A prevented ovarian cancer."))
