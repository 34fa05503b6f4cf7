"""Choosing sentences that answer the question and say different things."""

from collections import Counter
from itertools import combinations
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ragqa.generation.candidates import Candidate, candidates
from ragqa.generation.selection import Ranking
from ragqa.schema.evidence import EvidenceSentence
from ragqa.schema.source import Design, Kind
from tests.factories import make_sentences, make_source

QUESTION = "Does exampline relieve fictosis?"
WORDS = (
    ("Exampline", "Samplamine"),
    ("relieved pain", "caused fever", "changed the heart rate", "prevented nausea"),
    ("greatly", "within weeks", "at night"),
)


def _about(text: str, work: str = "a", **given: Any) -> list[EvidenceSentence]:
    title = given.pop("title", f"Study {work}")
    kind = given.pop("kind", Kind.RESEARCH)
    source = make_source(title=title, kind=kind, design=given.pop("design", None))
    return make_sentences(text, source=source, document_id=work, section=("Results",), **given)


def _ranking(question: str, *groups: list[EvidenceSentence]) -> tuple[Ranking, list[Candidate]]:
    pool = candidates([sentence for group in groups for sentence in group])
    return Ranking(question, pool), pool


@st.composite
def _pools(draw: st.DrawFn) -> list[EvidenceSentence]:
    """Draw sentences of a few works; some say the same, some nearly the same."""
    share = st.floats(0, 1, width=16)
    pool: list[EvidenceSentence] = []
    for number in range(draw(st.integers(0, 12))):
        words = [draw(st.sampled_from(choices)) for choices in WORDS]
        text = f"{' '.join(words)} in adults with fictosis."
        title, kind = f"Study {draw(st.integers(0, 2))}", draw(st.sampled_from(Kind))
        scores = {"similarity": draw(share), "coverage": draw(share)}
        pool += _about(text, f"doc{number}", title=title, kind=kind, **scores)
    return pool


def _shared(one: Candidate, other: Candidate) -> float:
    return len(one.terms & other.terms) / min(len(one.terms), len(other.terms))


@given(_pools())
@settings(max_examples=40)
def test_what_is_on_topic_or_answers_comes_in_the_order_of_its_worth(
    pool: list[EvidenceSentence],
) -> None:
    ranking, known = _ranking(QUESTION, pool)
    for chosen in (ranking.on_topic(), ranking.answering()):
        worths = [ranking.worth(candidate) for candidate in chosen]
        assert worths == sorted(worths, reverse=True)
        assert all(candidate in known for candidate in chosen)


@given(pool=_pools(), limit=st.integers(0, 8), per_source=st.integers(1, 3))
@settings(max_examples=40)
def test_a_diverse_choice_never_repeats_and_keeps_its_limits(
    pool: list[EvidenceSentence], limit: int, per_source: int
) -> None:
    ranking, known = _ranking(QUESTION, pool)
    chosen = ranking.diverse(known, limit=limit, per_source=per_source, said=known[:1])
    assert len(chosen) <= limit
    works = Counter(c.sentence.evidence.source.work_key for c in chosen)
    assert all(count <= per_source for count in works.values())
    # Two sentences that share 0.85 of the shorter one's terms say the same.
    assert all(_shared(one, other) < 0.85 for one, other in combinations([*known[:1], *chosen], 2))


@given(_pools())
@settings(max_examples=25)
def test_a_diverse_choice_without_limits_leaves_out_repetitions_alone(
    pool: list[EvidenceSentence],
) -> None:
    ranking, known = _ranking(QUESTION, pool)
    chosen = ranking.diverse(known, limit=len(known), per_source=len(known))
    for left_out in (candidate for candidate in known if candidate not in chosen):
        assert any(_shared(left_out, candidate) >= 0.85 for candidate in chosen)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Exampline relieved the pain of adults.", "Exampline did not relieve the pain of adults."),
        ("Exampline increased the pain of adults.", "Exampline decreased the pain of adults."),
        ("Exampline relieved the pain of adults.", "Samplamine relieved the pain of adults."),
        (
            "After 9 weeks pain was gone in 53.1% on exampline and in 19.3% on placebo.",
            "After 24 weeks pain was gone in 34.7% on exampline and in 12.7% on placebo.",
        ),
    ],
)
def test_findings_that_differ_in_what_matters_are_no_repetition(one: str, other: str) -> None:
    ranking, pool = _ranking(QUESTION, _about(one, "a"), _about(other, "b"))
    assert len(ranking.diverse(pool, limit=5, per_source=5)) == 2


def test_no_candidates_give_no_choice() -> None:
    ranking, pool = _ranking(QUESTION)
    assert pool == ranking.on_topic() == ranking.answering() == []


def test_recommendations_that_differ_in_the_drug_alone_are_two() -> None:
    text = "The panel recommends {} for the pain of adults with fictosis (strong recommendation)."
    groups = [
        _about(text.format(drug), work, kind=Kind.GUIDELINE)
        for drug, work in (("exampline", "a"), ("samplamine", "b"))
    ]
    ranking, pool = _ranking(QUESTION, *groups)
    assert _shared(*pool) >= 0.85
    assert len(ranking.diverse(pool, limit=5, per_source=5)) == 2


def test_so_are_those_that_state_no_strength() -> None:
    text = "The panel suggests against the use of {} for adults with fictosis because of its harms."
    groups = [
        _about(text.format(drug), kind=Kind.GUIDELINE) for drug in ("exampline", "samplamine")
    ]
    ranking, pool = _ranking(QUESTION, *groups)
    assert len(ranking.diverse(pool, limit=5, per_source=5)) == 2


def test_what_most_studies_found_comes_before_what_one_did() -> None:
    one = _about("One imaging study of ten adults found lower exampline in fictosis.", "a")
    most = _about("Most imaging studies listed there found lower exampline in fictosis.", "b")
    ranking, _ = _ranking(QUESTION, one, most)
    assert ranking.on_topic()[0].text.startswith("Most imaging studies")


def test_covering_the_question_is_worth_more_than_a_slightly_nearer_form() -> None:
    ranking, pool = _ranking(
        QUESTION,
        _about("Exampline relieved the pain of fictosis.", "a", similarity=0.5, coverage=1.0),
        _about("Placebo relieved the pain of samplitis.", "b", similarity=0.6, coverage=0.2),
    )
    assert max(pool, key=ranking.worth).sentence.coverage == 1.0


def test_a_sentence_that_covers_little_of_the_question_is_neither_printed_nor_an_answer() -> None:
    good = _about("Exampline relieved the pain of fictosis.", "a", coverage=1.0)
    poor = _about("Exampline relieved the itching of samplitis.", coverage=0.4, similarity=0.6)
    ranking, _ = _ranking(QUESTION, good, poor)
    for chosen in (ranking.on_topic(), ranking.answering()):
        assert [c.sentence.coverage for c in chosen] == [1.0]


def test_a_work_far_from_the_question_is_off_topic_and_a_guideline_may_stand_further_off() -> None:
    best = _about("Exampline relieved the pain of fictosis.", "a", similarity=0.9)
    far = 0.42  # with its coverage and its part, 0.63 of the best sentence's worth
    text = "Exampline is one of the options in most adults."
    for kind, printed in ((Kind.GUIDELINE, 2), (Kind.RESEARCH, 1)):
        ranking, _ = _ranking(QUESTION, best, _about(text, "b", similarity=far, kind=kind))
        assert len(ranking.on_topic()) == printed


def test_further_sentences_of_a_work_on_topic_need_less() -> None:
    text = "On exampline 40% of adults were free of symptoms at night."
    good = _about("Exampline relieved the pain of fictosis.", "a", similarity=0.9)
    for work, printed in (("a", 2), ("b", 1)):
        ranking, _ = _ranking(QUESTION, good, _about(text, work, similarity=0.3))
        assert len(ranking.on_topic()) == printed


@pytest.mark.parametrize(
    "given_source",
    [
        {"text": "Exampline relieved the fictosis of male rats."},
        {"text": "Exampline relieved fictosis at every dose.", "title": "Exampline in mice"},
        {"text": "Exampline relieved fictosis at every dose.", "design": Design.ANIMAL},
    ],
)
def test_animals_are_never_printed_unless_asked_for(given_source: dict[str, Any]) -> None:
    animal = _about(**given_source, work="animal", similarity=0.7)
    people = _about("Exampline did nothing for adults with fictosis.", "b", similarity=0.4)
    for groups, printed in (((animal, people), ["b"]), ((animal,), [])):
        ranking, _ = _ranking(QUESTION, *groups)
        for chosen in (ranking.on_topic(), ranking.answering()):
            assert [c.sentence.evidence.passage.document_id for c in chosen] == printed
    asked, _ = _ranking("Does exampline relieve fictosis in animals?", animal)
    assert len(asked.on_topic()) == 1


@pytest.mark.parametrize(
    ("question", "better", "worse"),
    [
        (QUESTION, "people", "children"),
        (QUESTION, "people", "pregnant women"),
        (QUESTION, "people", "people on haemodialysis"),
        ("Does exampline relieve fictosis in children?", "children", "adults"),
        ("Does exampline relieve fictosis in children?", "infants", "pregnant women"),
        ("Does exampline relieve fictosis in pregnancy?", "pregnant women", "adults"),
    ],
)
def test_people_whom_the_question_does_not_name_come_after(
    question: str, better: str, worse: str
) -> None:
    groups = [
        _about(f"Exampline relieved the fictosis of {people}.", work)
        for work, people in (("a", worse), ("b", better))
    ]
    ranking, pool = _ranking(question, *groups)
    worth = {worse in candidate.text: ranking.worth(candidate) for candidate in pool}
    assert worth[False] > worth[True]


@pytest.mark.parametrize(
    ("question", "choice"),
    [
        ("Is fictosis caused by iron or by something else?", True),
        ("Exampline versus samplamine in fictosis?", True),
        ("Does exampline relieve disorders of sleep?", False),
    ],
)
def test_a_choice_is_recognised_and_prefers_a_contrast(question: str, choice: bool) -> None:
    plain = _about("Low iron was found in most adults with fictosis.", "a")
    contrast = _about("Fictosis was found in adults despite ample iron.", "b")
    ranking, pool = _ranking(question, plain, contrast)
    worth = {str(c.sentence.evidence.passage.document_id): ranking.worth(c) for c in pool}
    assert ranking.choice is choice
    assert worth["b"] - worth["a"] == pytest.approx(0.1 if choice else 0.0)


GRADED = make_source(title="Exampline for fictosis", kind=Kind.GUIDELINE, grade="B")
UNGRADED = make_source(title="Guideline on fictosis", kind=Kind.GUIDELINE)


def _answers(question: str, *groups: list[EvidenceSentence]) -> list[str]:
    ranking, _ = _ranking(question, *groups)
    return [candidate.text for candidate in ranking.answering()]


def test_what_is_recommended_the_graded_recommendations_answer() -> None:
    advice = "The panel recommends exampline for adults with fictosis."
    told = "Exampline for fictosis should be discussed with every adult."
    sentences = [
        make_sentences(told, source=UNGRADED, document_id="told", similarity=0.7),
        make_sentences(advice, source=GRADED, document_id="graded", similarity=0.6),
    ]
    assert _answers("Should adults with fictosis take exampline?", *sentences) == [advice]


def test_what_trials_of_screening_found_is_no_advice_on_whom_to_screen() -> None:
    found = "Screening for fictosis lowered the risk of death from fictosis in all adults."
    advice = "Adults with fictosis in the family should be offered screening for fictosis."
    pool = [
        make_sentences(found, source=UNGRADED, document_id="found", similarity=0.8),
        make_sentences(advice, source=UNGRADED, document_id="advice", similarity=0.6),
    ]
    assert _answers("Should adults be screened for fictosis?", *pool) == [advice]


def test_advice_for_pregnancy_is_printed_where_nobody_else_is_advised() -> None:
    pregnant = make_sentences(
        "The panel recommends exampline in every pregnancy with fictosis.",
        source=UNGRADED,
        document_id="pregnant",
    )
    adults = make_sentences(
        "The panel recommends exampline for adults with fictosis.",
        source=GRADED,
        document_id="adults",
    )
    question = "Is exampline recommended in fictosis?"
    both, _ = _ranking(question, pregnant, adults)
    alone, _ = _ranking(question, pregnant)
    assert [c.text for c in both.on_topic()] == [adults[0].text]
    assert [c.text for c in alone.on_topic()] == [pregnant[0].text]


def test_what_only_goes_with_a_recommendation_comes_behind_it() -> None:
    text = (
        "Before deciding, clinicians should discuss exampline with adults who have fictosis. "
        "The panel recommends exampline for adults with fictosis."
    )
    pool = make_sentences(text, source=GRADED, document_id="graded")
    answer = _answers("Should adults with fictosis take exampline?", pool)
    assert answer == ["The panel recommends exampline for adults with fictosis."]


def test_a_recommendation_told_at_second_hand_comes_behind() -> None:
    texts = ("The Society of A recommends exampline.", "The panel recommends exampline today.")
    own, others = (
        make_sentences(
            f"{text[:-1]} for adults with fictosis.",
            source=UNGRADED,
            document_id=text,
            section=place,
        )
        for text, place in zip(texts, ((), ("Recommendations of Others",)), strict=True)
    )
    ranking, pool = _ranking("Should adults with fictosis take exampline?", others, own)
    first = max(pool, key=ranking.worth)
    assert first.text.startswith("The Society of A")


def test_what_research_found_answers_before_what_it_advises() -> None:
    advised = _about("Exampline should be given to all who have fictosis.", "a")
    found = _about("Exampline relieved fictosis in most adults.", "b", similarity=0.45)
    assert _answers(QUESTION, advised, found) == ["Exampline relieved fictosis in most adults."]


def test_costs_are_beside_the_point_unless_asked_for() -> None:
    costs = _about("Exampline relieved fictosis in adults at a low cost.", "a")
    plain = _about("Exampline relieved fictosis in adults at a low rate.", "b")
    for question, gap in ((QUESTION, 0.2), ("Does exampline relieve fictosis at low cost?", 0.0)):
        ranking, pool = _ranking(question, costs, plain)
        worth = {str(c.sentence.evidence.passage.document_id): ranking.worth(c) for c in pool}
        assert worth["b"] - worth["a"] == pytest.approx(gap)


def test_what_raises_the_risk_of_a_condition_is_no_treatment_of_it() -> None:
    risk = _about("Treated adults had an increased risk of fictosis.", "a")
    plain = _about("Treated adults had an early end of fictosis.", "b")
    ranking, pool = _ranking("How is fictosis treated?", risk, plain)
    worth = {str(c.sentence.evidence.passage.document_id): ranking.worth(c) for c in pool}
    assert worth["b"] - worth["a"] == pytest.approx(0.2)
