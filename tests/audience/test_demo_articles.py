"""Every article of the demo, told to every audience: the same claims, whatever their words."""

import re
from collections import Counter

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ragqa.audience.plain_english import Authority, PlainWord
from ragqa.audience.recheck import Recheck
from ragqa.audience.retelling import Retelling
from ragqa.audience.rewording import all_of, plain_edits
from ragqa.linguistics.word_list import word_list
from ragqa.rendering.as_json import render_json
from ragqa.rendering.from_json import read_json
from ragqa.schema.article import Article
from ragqa.schema.claim import Claim, Label
from ragqa.schema.question import Audience
from ragqa.verification.verifier import Verifier
from tests.audience.conftest import Demo

FIGURES = re.compile(r"\d+(?:[.,]\d+)*|[<>≤≥%=±]")
NEGATIONS = re.compile(
    r"\b(?:not|no|nor|never|without|none|neither|against|cannot|contraindicated|avoid(?:s|ed)?|"
    r"insufficient|inadequate|unclear|unlikely)\b"
)
HEDGES = re.compile(
    r"\b(?:may|might|can|could|possibly|probably|perhaps|appears?|suggests?|propose|considers?|"
    r"should|recommends?|advises?|likely|linked|associated|insufficient|moderate|limited|most|some|"
    r"few|only|all)\b"
)
WARNINGS = re.compile(r"\b(?:contraindicat\w+|avoid\w*|warn\w*|harms?|risks?|serious|severe)\b")
UNITS = re.compile(r"\d ?(mg|g|kg|μg/L|ng/mL|mg/dL|mmol/L|IU|weeks?|months?|years?|%)")


def _said(claim: Claim) -> list[Counter[str]]:
    """Return what a wording must leave alone, found here by other means than there."""
    text = claim.text.lower()
    return [
        Counter(FIGURES.findall(claim.text)),
        Counter(UNITS.findall(claim.text)),
        Counter(NEGATIONS.findall(text)),
        Counter(HEDGES.findall(text)),
        Counter(WARNINGS.findall(text)),
    ]


@pytest.mark.parametrize("audience", list(Audience))
def test_every_version_holds_the_same_claims(demo: Demo, audience: Audience) -> None:
    assert len(demo.articles) == 66
    for article in demo.articles:
        told = demo.pipeline.retold(article, audience)
        assert len(told.claims) == len(article.claims)
        assert (told.summary, told.sections) == (article.summary, article.sections)
        assert (told.references, told.gaps) == (article.references, article.gaps)
        assert (told.withheld, told.concordance) == (article.withheld, article.concordance)
        for before, after in zip(article.claims, told.claims, strict=True):
            assert after.claim_id == before.claim_id
            assert after.citations == before.citations
            assert (after.role, after.strength) == (before.role, before.strength)
            assert after.study == before.study
            assert _said(after) == _said(before), (before.text, after.text)
            assert after.verdict.label is Label.SUPPORTED
            assert (after.original or after.text) == before.text


def test_the_clinicians_version_is_the_article_itself(demo: Demo) -> None:
    for article in demo.articles:
        assert demo.pipeline.retold(article, Audience.CLINICIAN) == article
        assert article.reading_grade is not None
        assert not article.glossary


def test_versions_lead_to_each_other_and_back(demo: Demo) -> None:
    for article in demo.articles[::7]:
        patient = demo.pipeline.retold(article, Audience.PATIENT)
        trainee = demo.pipeline.retold(patient, Audience.TRAINEE)
        assert trainee == demo.pipeline.retold(article, Audience.TRAINEE)
        back = demo.pipeline.retold(trainee, Audience.CLINICIAN)
        assert [claim.text for claim in back.claims] == [claim.text for claim in article.claims]
        assert demo.pipeline.retold(patient, Audience.PATIENT) == patient


def test_every_version_is_read_back_from_its_json(demo: Demo) -> None:
    for article in demo.articles[::5]:
        for audience in Audience:
            told = demo.pipeline.retold(article, audience)
            printed = render_json(told)
            read = read_json(printed)
            assert isinstance(read, Article)
            assert (read.glossary, read.reading_grade) == (told.glossary, told.reading_grade)
            assert render_json(read) == printed


def test_patients_read_hardly_any_abbreviation(demo: Demo) -> None:
    for article in demo.articles:
        texts = [one.text for one in demo.pipeline.retold(article, Audience.PATIENT).claims]
        assert not [
            text for text in texts if re.search(r"\b(?:RLS(?! Foundation)|AASM|AAN|IRLSSG)\b", text)
        ]


WORDS = st.sampled_from(
    sorted(
        word_list(
            """
            not no may should recommends suggests against insufficient iron adults children higher
            lower increase 75 20 mg more only risk of for placebo significantly
            """
        )
    )
)


@given(
    at=st.integers(0, 10**6),
    technical=st.one_of(WORDS, st.integers(0, 40)),
    plain=st.lists(WORDS, max_size=3).map(" ".join),
)
@settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_a_table_says_no_figure_negation_or_hedge_is_lost(
    demo: Demo, at: int, technical: str | int, plain: str
) -> None:
    claims = [(article, claim) for article in demo.articles for claim in article.claims]
    article, claim = claims[at % len(claims)]
    words = re.findall(r"[A-Za-z]+", claim.text)
    word = technical if isinstance(technical, str) else words[technical % len(words)]
    entry = PlainWord(technical=word.lower(), plain=plain, authority=Authority.CDC)
    edits = plain_edits(claim.text, [entry])
    recheck = Recheck(article, demo.snapshot, Verifier())
    told = recheck.worded(claim, all_of(edits)(claim.text))
    if told is not None:
        assert _said(told)[:4] == _said(claim)[:4]
        assert len(NEGATIONS.findall(told.text)) == len(NEGATIONS.findall(claim.text))


BAD = {
    "not": "",
    "no": "some",
    "against": "for",
    "suggests": "strongly recommends",
    "insufficient": "sufficient",
    "may": "will",
    "can": "does",
    "probably": "certainly",
    "adults": "children",
    "lower": "higher",
    "higher": "lower",
    "more": "less",
    "iron": "zinc",
    "risk": "benefit",
    "only": "",
    "most": "all",
    "some": "all",
    "placebo": "vitamin C",
    "recommends": "mentions",
}


@pytest.mark.parametrize(("technical", "plain"), BAD.items())
def test_an_entry_that_changes_what_is_said_changes_nothing(
    demo: Demo, technical: str, plain: str
) -> None:
    entry = PlainWord(technical=technical, plain=plain, authority=Authority.CDC)
    retelling = Retelling(verifier=Verifier(), plain_words=[entry])
    word = re.compile(rf"(?<![\w-]){technical}(?![\w-])")
    tried = 0
    for article in demo.articles:
        told = retelling.retold(article, Audience.PATIENT, demo.snapshot)
        for before, after in zip(article.claims, told.claims, strict=True):
            tried += len(word.findall(before.text))
            assert len(word.findall(after.text)) == len(word.findall(before.text)), after.text
    assert tried
