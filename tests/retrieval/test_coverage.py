"""Whether the evidence speaks of what was asked."""

from collections import Counter

from ragqa.linguistics.terms import content_terms, naming_terms
from ragqa.retrieval.coverage import CoverageAssessor
from ragqa.retrieval.subject import SubjectReader
from ragqa.schema.evidence import EvidenceSentence
from tests.factories import make_sentences, make_source

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


ASSESSOR = CoverageAssessor(WordCounts())


def _evidence(question: str, similarity: float) -> list[EvidenceSentence]:
    subject = SubjectReader(WordCounts()).read(question)
    return [
        sentence
        for number, text in enumerate(TEXTS)
        for sentence in make_sentences(
            text,
            source=make_source(title="A study"),
            similarity=similarity,
            coverage=subject.share((naming_terms(text), 1.0)),
            jointly=subject.weakest((naming_terms(text), 1.0)),
            document_id=str(number),
        )
    ]


def _assess(question: str, similarity: float = 0.45) -> tuple[bool, tuple[str, ...]]:
    coverage = ASSESSOR.assess(question, _evidence(question, similarity))
    return coverage.answerable, coverage.missing


def test_a_question_whose_subject_one_sentence_names_is_covered() -> None:
    assert _assess("Does gabapentin relieve condition X?") == (True, ())


def test_a_question_on_an_absent_subject_is_not_covered_and_the_subject_is_named() -> None:
    assert _assess("How is malaria treated?") == (False, ("malaria",))


def test_a_subject_spread_over_several_sentences_is_not_covered() -> None:
    assert _assess("Does gabapentin change smoking and ferritin?")[0] is False


def test_one_of_two_things_asked_about_is_not_enough() -> None:
    assert _assess("Does gabapentin relieve blood pressure?") == (False, ())


def test_other_words_are_covered_when_the_meaning_is_near_enough() -> None:
    assert _assess("What soothes restlessness?", similarity=0.85)[0] is True


def test_words_that_agree_somewhere_leave_nothing_reworded() -> None:
    for question, reworded in (("What soothes restlessness?", True), ("Gabapentin?", False)):
        coverage = ASSESSOR.assess(question, _evidence(question, 0.85))
        assert (coverage.answerable, coverage.reworded) == (True, reworded)


def test_nothing_similar_is_not_covered_whatever_the_words() -> None:
    assert _assess("Ferritin in condition X?", similarity=0.2)[0] is False


def test_no_evidence_covers_nothing() -> None:
    coverage = ASSESSOR.assess("Ferritin?", [])
    assert (coverage.answerable, coverage.similarity, coverage.share) == (False, 0.0, 0.0)
    assert coverage.missing == ("Ferritin",)
