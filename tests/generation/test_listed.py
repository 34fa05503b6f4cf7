"""Items of treatment lists as candidates, their order, and the claims made of them."""

from dataclasses import replace

import pytest

from ragqa.generation.candidates import candidates
from ragqa.generation.extractive_composer import ExtractiveComposer, told_after
from ragqa.generation.selection import Ranking
from ragqa.schema.claim import Quotation
from ragqa.schema.evidence import EvidenceSentence, Listed
from ragqa.schema.question import Question
from ragqa.schema.source import Kind
from tests.factories import make_sentences, make_source

GUIDELINE = make_source(title="Fictosis", kind=Kind.GUIDELINE)
TRIAL = make_source(title="Fictosis", kind=Kind.RESEARCH)
ABOVE = "Fictosis, drug treatment"


def listed(
    items: str, *, above: str = ABOVE, order: int = 0, lead_in: Quotation | None = None
) -> EvidenceSentence:
    """Return items as the statement that a reader of lists makes of them."""
    (sentence,) = make_sentences("Items of a list.", source=GUIDELINE, document_id=items[:12])
    statement = Listed(text=f"{above}: {items}", above=above, order=order, lead_in=lead_in)
    return replace(sentence, listed=statement)


def ranked(question: str, *sentences: EvidenceSentence) -> list[str]:
    ranking = Ranking(question, candidates(sentences))
    return [candidate.text.partition(": ")[2] for candidate in ranking.on_topic()]


MENTIONING = "Fictosis: Exampline 7 mg daily by mouth for a week."
FIRST = listed("Exampline: Adult: 5 mg daily; Child: 1 mg daily.")
SECOND = listed("or: Samplamine: Adult: 9 mg daily; Child: 2 mg daily.", order=1)


def test_items_are_candidates_as_they_are_worded() -> None:
    (found,) = candidates([FIRST])
    assert (
        found.text == "Fictosis, drug treatment: Exampline: Adult: 5 mg daily; Child: 1 mg daily."
    )


def test_items_of_a_trial_recommend_nothing() -> None:
    evidence = replace(FIRST.evidence, source=TRIAL)
    assert candidates([replace(FIRST, evidence=evidence)]) == []


def test_items_with_an_abbreviation_that_nobody_explains_are_left_out() -> None:
    assert candidates([listed("Exampline: Adult: 5 mg daily by the QXZ route.")]) == []


def test_of_signs_only_the_item_with_such_an_abbreviation_is_left_out() -> None:
    signs = listed("Fever; Positive QXZ; Cough that lasts for weeks.", above="Fictosis, signs")
    (found,) = candidates([signs])
    assert found.text == "Fictosis, signs: Fever; Cough that lasts for weeks."


@pytest.mark.parametrize(
    ("above", "items"),
    [
        ("Fictosis, treatment", "Rest in bed; The QXZ diet; Fluids as long as there is fever."),
        ("Fictosis, signs", "Early: fever and cough; Late: a QXZ that is high; Weight loss."),
        ("QXZ of fictosis, signs", "Fever; Cough that lasts for many weeks."),
    ],
)
def test_where_items_lean_on_each_other_all_are_left_out(above: str, items: str) -> None:
    assert candidates([listed(items, above=above)]) == []


def test_what_a_guideline_lists_answers_before_trials_do() -> None:
    (trial,) = make_sentences(
        "Samplamine relieved fictosis in one country.", source=TRIAL, similarity=0.9
    )
    ranking = Ranking("How is fictosis treated?", candidates([trial, FIRST]))
    assert [c.sentence.listed for c in ranking.answering()] == [FIRST.listed]


def test_a_single_list_of_a_guideline_is_the_direct_answer() -> None:
    (trial,) = make_sentences(
        "Samplamine relieved fictosis in one country.", source=TRIAL, similarity=0.9
    )
    asked = Question(text="How is fictosis treated?")
    draft = ExtractiveComposer().compose(asked, [trial, FIRST]).draft
    assert [claim.text.partition(": ")[2] for claim in draft.summary] == [
        "Exampline: Adult: 5 mg daily; Child: 1 mg daily."
    ]


def test_drugs_come_before_other_measures() -> None:
    care = listed("Rest in bed for a week; fluids.", above="Fictosis, non-drug treatment")
    drugs = listed("Exampline: Adult: 5 mg daily for a week.", order=1)
    assert ranked("How is fictosis treated?", care, drugs)[0].startswith("Exampline")


def test_what_is_listed_first_comes_first() -> None:
    assert ranked("How is fictosis treated?", SECOND, FIRST)[0].startswith("Exampline")


def test_what_is_listed_under_treatment_answers_what_should_be_done() -> None:
    assert len(ranked("How should I treat fictosis?", SECOND, FIRST)) == 2


def test_cautions_come_behind_treatments_unless_they_are_asked_for() -> None:
    caution = listed(
        "Exampline: Avoid in people with samplosis.",
        above="Fictosis, notable adverse drug reactions and caution",
    )
    assert ranked("How is fictosis treated?", caution, FIRST)[0].startswith("Exampline: Adult")
    assert ranked("How is fictosis treated?", caution) == []


def test_a_list_for_the_opposite_of_what_is_asked_is_never_printed() -> None:
    chronic = listed("Exampline: Adult: 7 mg daily.", above="Chronic fictosis, drug treatment")
    assert ranked("How is acute fictosis treated?", chronic) == []


@pytest.mark.parametrize(
    ("question", "above", "printed"),
    [
        ("How is severe fictosis treated?", "Fictosis, uncomplicated fictosis", False),
        ("How is mild fictosis treated?", "Fictosis, severe fictosis", False),
        ("How is severe fictosis treated?", "Fictosis, treatment of severe fictosis", True),
        ("How is severe fictosis treated?", "Fictosis, drug treatment", True),
        ("How is fictosis treated?", "Fictosis in children, drug treatment", False),
        ("How is fictosis treated in children?", "Fictosis in children, drug treatment", True),
        ("How is fictosis treated?", "Fictosis, treatment in pregnancy", False),
    ],
)
def test_doses_are_printed_for_those_alone_who_are_asked_about(
    question: str, above: str, *, printed: bool
) -> None:
    assert (
        bool(ranked(question, listed("Exampline: 7 mg daily by mouth for a week.", above=above)))
        is printed
    )


def test_a_list_that_only_mentions_what_is_asked_about_is_not_printed() -> None:
    mentioning = replace(listed(MENTIONING, above="Samplosis, treatment"), coverage=0.6)
    assert ranked("How is fictosis treated?", mentioning) == []
    assert ranked("How is fictosis treated?", replace(mentioning, coverage=0.7)) != []


def test_doses_that_differ_in_a_number_are_no_repetition() -> None:
    other = listed("Exampline: Adult: 6 mg daily; Child: 1 mg daily.", order=2)
    pool = candidates([FIRST, other])
    chosen = Ranking("How is fictosis treated?", pool).diverse(pool, limit=4, per_source=4)
    assert len(chosen) == 2


def test_a_claim_of_items_quotes_them_and_what_announces_them() -> None:
    own = FIRST.quotations[0]
    lead_in = Quotation(passage_id=own.passage_id, start=0, end=5)
    announced = replace(
        FIRST, listed=Listed(text=FIRST.text, above=ABOVE, order=0, lead_in=lead_in)
    )
    draft = (
        ExtractiveComposer().compose(Question(text="How is fictosis treated?"), [announced]).draft
    )
    claims = [
        *draft.summary,
        *(claim for part in draft.sections for block in part.blocks for claim in block.claims),
    ]
    assert claims
    assert {claim.quotations for claim in claims} == {(lead_in, own)}


def test_points_of_one_list_keep_their_order_in_the_article() -> None:
    further = [
        listed(f"Drug {name}: Adult: {order} mg daily.", order=order)
        for order, name in enumerate("BCDEFGH", start=2)
    ]
    together = [
        replace(one, span=(place, place + 1), evidence=FIRST.evidence)
        for place, one in enumerate([FIRST, *further])
    ]
    draft = ExtractiveComposer().compose(Question(text="How is fictosis treated?"), together).draft
    printed = [
        claim.quotations[0].start
        for part in draft.sections
        for block in part.blocks
        for claim in block.claims
    ]
    assert len(printed) > 2
    assert printed == sorted(printed)


def _claims(*sentences: EvidenceSentence) -> list[str]:
    question = Question(text="How is fictosis treated?")
    draft = ExtractiveComposer().compose(question, sentences).draft
    blocks = [block.claims for part in draft.sections for block in part.blocks]
    return [claim.text for claims in (draft.summary, *blocks) for claim in claims]


def test_or_is_kept_behind_its_alternative_alone() -> None:
    together = replace(SECOND, evidence=FIRST.evidence, span=(3, 4))
    kept = [text for text in _claims(FIRST, together) if "Samplamine" in text]
    alone = [text for text in _claims(together) if "Samplamine" in text]
    assert alone == [f"{ABOVE}: Samplamine: Adult: 9 mg daily; Child: 2 mg daily."]
    first, *_ = candidates([FIRST])
    second, *_ = candidates([together])
    assert told_after(second, first) == SECOND.text
    assert told_after(second, None) == alone[0]
    assert kept


@pytest.mark.parametrize("items", ["Exampline eradication.", "Exampline: 25 daily in the morning."])
def test_lists_of_a_word_or_of_damaged_doses_are_left_out(items: str) -> None:
    assert candidates([listed(items)]) == []


def test_a_sentence_that_is_an_item_of_a_printed_list_is_a_repetition() -> None:
    items = listed("Adults with fictosis should rest in bed; Exampline: Adult: 5 mg daily.")
    prose = make_sentences("Adults with fictosis should rest in bed.", source=GUIDELINE)
    pool = candidates([items, *prose])
    chosen = Ranking("How is fictosis treated?", pool).diverse(pool, limit=4, per_source=4)
    assert len(pool) == 2
    assert len(chosen) == 1
