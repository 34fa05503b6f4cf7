"""Whether the evidence speaks of what was asked, and how likely it answers."""

from collections import Counter
from dataclasses import asdict, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ragqa.linguistics.terms import content_terms, naming_terms
from ragqa.retrieval.coverage import CoverageAssessor, Signals, learned_coverage, signals_of
from ragqa.retrieval.subject import SubjectReader
from ragqa.schema.evidence import EvidenceSentence
from tests.factories import make_sentences, make_source

TEXTS = [
    "Ferritin was low in condition X.",
    "Drug A relieved condition X in adults.",
    "Gabapentin relieved condition X.",
    "Smoking raises blood pressure.",
]
FAR = 0.45


class WordCounts:
    """Word counts of the texts above."""

    passage_count = len(TEXTS)

    def passage_frequency(self, term: str) -> int:
        return Counter(t for text in TEXTS for t in set(content_terms(text)))[term]


WEIGHTS = learned_coverage()
ASSESSOR = CoverageAssessor(WordCounts(), WEIGHTS)
SHARES = st.floats(0, 1)
ANY = st.builds(Signals, likeness=st.floats(-1, 1), agreement=SHARES, lead=SHARES)


def _evidence(question: str, similarity: float) -> list[EvidenceSentence]:
    """Return the texts as evidence, the one that holds most of the question `similarity` to it."""
    subject = SubjectReader(WordCounts()).read(question)
    best = max(TEXTS, key=lambda text: subject.share((naming_terms(text), 1.0)))
    return [
        sentence
        for number, text in enumerate(TEXTS)
        for sentence in make_sentences(
            text,
            source=make_source(title="A study"),
            similarity=similarity if text == best else min(FAR, similarity),
            coverage=subject.share((naming_terms(text), 1.0)),
            jointly=subject.weakest((naming_terms(text), 1.0)),
            document_id=str(number),
        )
    ]


def _assess(question: str, similarity: float = 0.65) -> tuple[bool, tuple[str, ...]]:
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
    assert _assess("What soothes restlessness?", similarity=0.9)[0] is True


def test_words_that_agree_somewhere_leave_nothing_reworded() -> None:
    for question, reworded in (("What soothes restlessness?", True), ("Gabapentin?", False)):
        coverage = ASSESSOR.assess(question, _evidence(question, 0.9))
        assert (coverage.answerable, coverage.reworded) == (True, reworded)


def test_what_is_not_answerable_is_not_reworded_either() -> None:
    coverage = ASSESSOR.assess("What soothes restlessness?", _evidence("What soothes it?", 0.5))
    assert (coverage.answerable, coverage.reworded) == (False, False)


def test_another_letter_is_never_the_same_in_other_words() -> None:
    assert _assess("Vitamin K in restlessness?", similarity=0.99) == (
        False,
        ("Vitamin K", "restlessness"),
    )


def test_evidence_may_make_an_answer_likely_by_itself() -> None:
    for similarity, likely in ((0.9, True), (0.5, False)):
        coverage = ASSESSOR.assess("Gabapentin?", _evidence("Gabapentin?", similarity))
        assert coverage.likely is likely


def test_nothing_similar_is_not_covered_whatever_the_words() -> None:
    assert _assess("Ferritin in condition X?", similarity=0.2)[0] is False


def test_a_word_that_some_sentence_holds_is_not_missing() -> None:
    assert _assess("Does gabapentin relieve condition X after smoking?") == (False, ())


def test_no_evidence_covers_nothing() -> None:
    coverage = ASSESSOR.assess("Ferritin?", [])
    assert (coverage.answerable, coverage.probability, coverage.share) == (False, 0.0, 0.0)
    assert coverage.missing == ("Ferritin",)


def test_signals_are_those_worked_out_by_hand() -> None:
    scores = {"a": 0.8, "b": 0.5, "c": 0.2}
    sentences = [
        sentence
        for name, score in scores.items()
        for sentence in make_sentences(
            "Drug A works. It is safe.", similarity=score, coverage=score, document_id=name
        )
    ]
    found = signals_of(sentences)
    assert asdict(found) == pytest.approx({"likeness": 0.8, "agreement": 0.5, "lead": 0.3})


def test_words_and_meaning_have_to_agree_among_the_first_sentences_alone() -> None:
    near = make_sentences("Drug A works. " * 8, similarity=0.8, coverage=1.0, document_id="near")
    far = make_sentences("Drug A works. " * 9, similarity=0.1, coverage=0.0, document_id="far")
    assert signals_of([*far, *near]).agreement == 1.0
    assert signals_of([*far, *near[:4]]).agreement == 0.5


@given(signals=ANY, more=SHARES)
def test_more_of_a_signal_never_makes_an_answer_less_likely(signals: Signals, more: float) -> None:
    said = WEIGHTS.probability(signals)
    assert 0 < said < 1
    for name, value in asdict(signals).items():
        assert WEIGHTS.probability(replace(signals, **{name: value + more})) >= said


def test_the_fewer_words_agree_the_more_certain_it_has_to_be() -> None:
    whole = WEIGHTS.enough(share=1.0, covered=1.0)
    most = WEIGHTS.enough(share=0.3, covered=0.7)
    few = WEIGHTS.enough(share=0.3, covered=0.4)
    assert 0 < whole < most < few < 1
    assert most > 0.5
