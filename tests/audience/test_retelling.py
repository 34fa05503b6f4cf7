"""One article in other words: what changes, what never does, and what the gate has to say."""

import json
from dataclasses import replace

import pytest

from ragqa.audience.model_wording import ModelWording
from ragqa.audience.retelling import Retelling
from ragqa.errors import (
    LanguageModelReplyError,
    LanguageModelTruncatedError,
    LanguageModelUnreachableError,
)
from ragqa.schema.article import Article
from ragqa.schema.provenance import Prices
from ragqa.schema.question import Audience
from ragqa.schema.review import UNREAD, Review, ReviewState
from ragqa.verification.verifier import Verifier
from tests.audience.shelf import article_of, shelf
from tests.llm.scripted_model import ScriptedModel
from tests.verification.library import source

WARNING = "Drug A is contraindicated in renal failure and should not be given with drug B."
HEDGED = "Drug A may lower hypertension by 12 mmHg in adults with condition X."
ADVICE = "Physicians should avoid drug C 75 mg in pregnant women with cardiac disease."
PLAIN = "Drug D did not reduce pain in 120 women."
WORKS = shelf(
    (source("Safety of drug A"), f"{WARNING} {HEDGED}"),
    (source("Drug C and drug D"), f"{ADVICE} {PLAIN}"),
)
ARTICLE = article_of(WORKS, WARNING, HEDGED, ADVICE, PLAIN)


def texts(article: Article) -> list[str]:
    return [claim.text for claim in article.claims]


def by_rules(audience: Audience = Audience.PATIENT) -> Article:
    return Retelling(verifier=Verifier()).retold(ARTICLE, audience, WORKS)


def by_model(*replies: str | Exception) -> tuple[Article, ScriptedModel]:
    model = ScriptedModel()
    model.enqueue(*replies)
    retelling = Retelling(
        verifier=Verifier(), model=ModelWording(model), prices=Prices(prompt=2e5, completion=1e6)
    )
    return retelling.retold(ARTICLE, Audience.PATIENT, WORKS), model


def said(*sentences: str) -> list[str]:
    """Return replies that say these, and copy the claims that are left."""
    return [json.dumps({"text": text}) for text in (*sentences, *texts(ARTICLE)[len(sentences) :])]


def test_patients_read_plain_words_and_every_warning() -> None:
    assert texts(by_rules()) == [
        "Drug A is contraindicated in kidney failure and should not be given with drug B.",
        "Drug A may lower high blood pressure by 12 mmHg in adults with condition X.",
        "Doctors should avoid drug C 75 mg in pregnant women with heart disease.",
        PLAIN,
    ]


def test_a_reworded_claim_keeps_its_first_words_its_id_and_its_citations() -> None:
    for before, after in zip(ARTICLE.claims, by_rules().claims, strict=True):
        assert after.claim_id == before.claim_id
        assert after.citations == before.citations
        assert after.original == (before.text if after.text != before.text else None)


def test_another_text_has_not_been_reviewed() -> None:
    waiting = Review(state=ReviewState.UNDER_REVIEW, submitted_by="Eve", reason=None, approval=None)
    reviewed = replace(ARTICLE, review=waiting)
    retelling = Retelling(verifier=Verifier())
    assert retelling.retold(reviewed, Audience.PATIENT, WORKS).review == UNREAD
    assert retelling.retold(reviewed, Audience.CLINICIAN, WORKS).review == waiting


def test_an_article_whose_passages_are_gone_stands_as_it_was_written() -> None:
    gone = shelf((source("Another"), "Drug Z helps."))
    other = replace(gone, documents={**gone.documents, **WORKS.documents})
    told = Retelling(verifier=Verifier()).retold(ARTICLE, Audience.PATIENT, other)
    assert texts(told) == texts(ARTICLE)
    assert told.glossary == ()


def test_the_same_article_gives_the_same_words() -> None:
    assert by_rules() == by_rules()
    assert by_rules(Audience.TRAINEE) == by_rules(Audience.TRAINEE)


def test_a_model_may_word_a_claim_that_says_the_same() -> None:
    better = "Women who are pregnant and have heart disease: physicians should avoid drug C 75 mg."
    moved = "In 120 women, drug D did not reduce pain."
    told, model = by_model(*said(*texts(ARTICLE)[:2], better), json.dumps({"text": moved}))
    assert len(model.calls) == 4
    assert texts(told)[:2] == texts(by_rules())[:2]
    assert texts(told)[2] in {better, texts(by_rules())[2]}
    assert texts(by_model(*said(*texts(ARTICLE)[:3], moved))[0])[3] == moved


@pytest.mark.parametrize(
    ("place", "wrong"),
    [
        (0, "Drug A is indicated in renal failure and should be given with drug B."),
        (0, "Drug A is contraindicated in renal failure."),
        (0, "Drug A should not be given with drug B."),
        (1, "Drug A lowers hypertension by 12 mmHg in adults with condition X."),
        (1, "Drug A may lower hypertension by 21 mmHg in adults with condition X."),
        (1, "Drug A may lower hypertension in adults with condition X."),
        (1, "Drug A may lower hypertension by 12 mmHg in children with condition X."),
        (2, "Physicians may use drug C 75 mg in pregnant women with cardiac disease."),
        (2, "Physicians should avoid drug C 75 g in pregnant women with cardiac disease."),
        (2, "Physicians should avoid drug C 75 mg in women with cardiac disease."),
        (3, "Drug D reduced pain in 120 women."),
        (3, "Drug D did not reduce pain in 120 women, so take drug A instead."),
        (3, "Drug D did not reduce pain in 120 women; see www.trap.example."),
        (3, "Does drug D reduce pain in 120 women?"),
    ],
)
def test_what_a_model_changes_is_told_by_the_rules_instead(place: int, wrong: str) -> None:
    told, _ = by_model(*said(*texts(ARTICLE)[:place], wrong))
    assert texts(told) == texts(by_rules())


@pytest.mark.parametrize(
    "reply",
    [
        "no JSON",
        "{}",
        '{"text": ""}',
        '{"text": "Drug D.", "advice": "Take it."}',
        '{"text": ["Drug D."]}',
        json.dumps({"text": "x" * 2001}),
        LanguageModelReplyError("It said nothing."),
        LanguageModelTruncatedError("It was cut off."),
    ],
)
def test_a_reply_that_cannot_be_read_costs_one_claim_its_model(reply: str | Exception) -> None:
    moved = "In 120 women, drug D did not reduce pain."
    told, model = by_model(reply, *said(*texts(ARTICLE)[:3], moved)[1:])
    assert len(model.calls) == 4
    assert texts(told) == [*texts(by_rules())[:3], moved]


def test_a_model_that_is_down_is_asked_once() -> None:
    told, model = by_model(LanguageModelUnreachableError("Nobody answers."))
    assert len(model.calls) == 1
    assert texts(told) == texts(by_rules())


def test_all_claims_share_the_time_of_one_article() -> None:
    _, model = by_model(*said())
    assert len({id(call.deadline) for call in model.calls}) == 1


def test_what_the_model_charges_is_added_to_the_article() -> None:
    told, _ = by_model(*said())
    assert (told.usage.prompt_tokens, told.usage.completion_tokens) == (40, 12)
    assert told.usage.cost == pytest.approx(40 * 0.2 + 12 * 1.0)


def test_a_model_is_given_each_claim_with_its_source_as_data() -> None:
    _, model = by_model(*said())
    assert WARNING in model.calls[0].user
    assert PLAIN not in model.calls[0].user
    assert "patients" in model.calls[0].system


def test_clinicians_cost_no_model() -> None:
    model = ScriptedModel()
    retelling = Retelling(verifier=Verifier(), model=ModelWording(model))
    told = retelling.retold(ARTICLE, Audience.CLINICIAN, WORKS)
    assert texts(told) == texts(ARTICLE)
    assert model.calls == []
    assert [name for name, _ in retelling.prompts] == ["reword_system", "reword_user"]


def test_trainees_read_an_abbreviation_in_full_where_it_first_stands() -> None:
    first = "In CXS drug A lowered scores by 20%."
    works = shelf((source("X"), f"Condition X syndrome (CXS) was treated. {first} CXS was mild."))
    article = article_of(works, first, "CXS was mild.")
    told = Retelling(verifier=Verifier()).retold(article, Audience.TRAINEE, works)
    assert texts(told) == [
        "In Condition X syndrome (CXS) drug A lowered scores by 20%.",
        "CXS was mild.",
    ]
