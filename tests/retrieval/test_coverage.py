"""Whether the evidence speaks of what was asked."""

from collections import Counter

from ragqa.linguistics.terms import content_terms
from ragqa.retrieval.coverage import CoverageAssessor
from ragqa.schema.evidence import EvidenceSentence
from tests.factories import make_sentences

TEXTS = [
    "Ferritin was low in condition X.",
    "Drug A relieved condition X in adults.",
    "Gabapentin relieved condition X.",
    "Smoking raises blood pressure.",
]


class WordCounts:
    """Word counts of the texts above."""

    passage_count = len(TEXTS)

    def passage_frequency(self, term: str) -> int:
        return Counter(t for text in TEXTS for t in set(content_terms(text)))[term]


ASSESSOR = CoverageAssessor(WordCounts(), similar=0.6, related=0.3, share=0.5)


def _evidence(similarity: float) -> list[EvidenceSentence]:
    return [
        sentence
        for number, text in enumerate(TEXTS)
        for sentence in make_sentences(text, similarity=similarity, document_id=str(number))
    ]


def test_a_question_whose_words_one_document_holds_is_covered() -> None:
    coverage = ASSESSOR.assess("Does gabapentin relieve condition X?", _evidence(0.45))
    assert coverage.answerable
    assert coverage.missing == ()


def test_a_question_on_an_absent_subject_is_not_covered_and_the_subject_is_named() -> None:
    coverage = ASSESSOR.assess("How is malaria treated?", _evidence(0.45))
    assert not coverage.answerable
    assert coverage.missing == ("malaria",)


def test_words_spread_over_several_documents_do_not_add_up() -> None:
    coverage = ASSESSOR.assess("Does gabapentin change smoking and ferritin?", _evidence(0.45))
    assert not coverage.answerable
    assert coverage.missing == ()


def test_other_words_are_covered_when_the_meaning_is_near_enough() -> None:
    assert ASSESSOR.assess("What soothes restlessness?", _evidence(0.7)).answerable


def test_nothing_similar_is_not_covered_whatever_the_words() -> None:
    assert not ASSESSOR.assess("Ferritin in condition X?", _evidence(0.2)).answerable


def test_no_evidence_covers_nothing() -> None:
    coverage = ASSESSOR.assess("Ferritin?", [])
    assert (coverage.answerable, coverage.similarity, coverage.share) == (False, 0.0, 0.0)
    assert coverage.missing == ("Ferritin",)
