"""The review on pages: sentence by sentence, step by step, and nothing typed is lost."""

import itertools
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from ragqa.desk.desk import Desk
from ragqa.library.review_log import submitting
from ragqa.library.reviewing import Reviewer
from ragqa.library.store import Library, NewVersion
from ragqa.schema.article import Article
from ragqa.schema.review import ReviewState
from tests.web.desk_site import desk_site, field, written
from tests.web.pages import Page, shown

Site = tuple[TestClient, Desk]
ANN = Reviewer(name="Ann Roe", credential="MD")
ASKED = itertools.cycle(
    (
        "At what ferritin should iron be given in RLS?",
        "Is oral iron recommended for restless legs in children?",
        "Which drugs should be avoided in restless legs?",
        "Is brain iron low in restless legs syndrome?",
        "How common is restless legs syndrome in iron deficiency anaemia?",
        "Does iron sucrose work in dialysis patients with restless legs?",
        "Which blood tests are recommended in restless legs syndrome?",
        "What are the adverse events of ferric carboxymaltose in restless legs syndrome?",
    )
)


@pytest.fixture(scope="module")
def editors(demo_index: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with desk_site(demo_index, tmp_path_factory.mktemp("review")) as made:
        yield made


@pytest.fixture
def article(editors: Site) -> str:
    """An article that nobody has begun to review."""
    return written(editors[1], next(ASKED))


def _step(site: TestClient, article: str, step: str, **fields: str) -> tuple[int, Page]:
    """Take a step as the form of the page would, and return what comes of it."""
    text = field(shown(site, f"/review/{article}"), "text")
    response = site.post(f"/review/{article}/{step}", data={"text": text, **fields})
    return response.status_code, Page(response.text)


def _changed(desk: Desk, article: str) -> None:
    """Put another text in the article's place, as a regeneration would."""
    answer = desk.articles.read(article).answer
    assert isinstance(answer, Article)
    kept = next(one for one in desk.library.kept() if one.article_id == article)
    first = replace(answer.claims[0], text=f"Now {answer.claims[0].text}")
    new = NewVersion(
        answer=replace(answer, claims=(first, *answer.claims[1:])),
        dependencies=kept.dependencies,
        vector=kept.vector,
        reason="A source has changed.",
    )
    Library(desk.library.database, stored=submitting("Eve Poe")).keep(new)


def test_the_queue_lists_and_counts_each_state(editors: Site, article: str) -> None:
    site, desk = editors
    desk.reviewing.start(article, ANN, take_over=False)
    for state in ReviewState:
        listed = desk.reviewing.listed(state)
        page = shown(site, f"/review?state={state.value}")
        assert set(page.links(r"^/review/a")) == {f"/review/{one.article_id}" for one in listed}
        assert f"{state.value.capitalize()} {len(listed)}" in " ".join(page.words.split())


def test_each_sentence_stands_beside_its_quotation(editors: Site, article: str) -> None:
    site, desk = editors
    answer = desk.articles.read(article).answer
    assert isinstance(answer, Article)
    page = shown(site, f"/review/{article}")
    assert [one["id"] for one in page.all("section", **{"class": "claim-review"})] == [
        f"claim-{claim.claim_id}" for claim in answer.claims
    ]
    for claim in answer.claims:
        for citation in claim.citations:
            assert citation.quote in page.words


def test_an_article_is_started_commented_on_and_approved(editors: Site, article: str) -> None:
    site, desk = editors
    claim = desk.articles.read(article).answer.claims[0].claim_id  # type: ignore[union-attr]
    assert _step(site, article, "start")[0] == 200
    said = "For how long?\nAnd in whom?"
    assert said in _step(site, article, "comment", claim=claim, comment=said)[1].words
    status, page = _step(site, article, "approve", credential="MD")
    assert status == 200
    assert "Approved by" in page.words
    assert "approved" in shown(site, f"/articles/{article}").words


def test_a_step_on_another_text_is_refused_and_keeps_what_was_typed(
    editors: Site, article: str
) -> None:
    site, desk = editors
    _step(site, article, "start")
    before = shown(site, f"/review/{article}")
    claim = desk.articles.read(article).answer.claims[1].claim_id  # type: ignore[union-attr]
    _changed(desk, article)
    typed = "The dose lacks its duration."
    response = site.post(
        f"/review/{article}/comment",
        data={"text": field(before, "text"), "claim": claim, "comment": typed},
    )
    page = Page(response.text)
    assert response.status_code == 409
    assert "another text by now" in page.words
    assert typed in page.words
    assert not desk.articles.read(article).case.comments  # type: ignore[union-attr]
    approving = {"text": field(before, "text"), "credential": "MD"}
    assert site.post(f"/review/{article}/approve", data=approving).status_code == 409
    assert site.post(f"/review/{article}/start", data={}).status_code == 409


def test_two_reviewers_at_once_are_told_of_each_other(editors: Site, article: str) -> None:
    site, desk = editors
    before = shown(site, f"/review/{article}")
    desk.reviewing.start(article, ANN, take_over=False)
    response = site.post(f"/review/{article}/start", data={"text": field(before, "text")})
    assert response.status_code == 409
    assert "is under review by Ann Roe" in Page(response.text).words
    status, page = _step(site, article, "take-over")
    assert status == 200
    assert "You review it already" in page.words


def test_sending_back_needs_words_and_keeps_them(editors: Site, article: str) -> None:
    site = editors[0]
    _step(site, article, "start")
    assert _step(site, article, "send-back", comment=" ")[0] == 409
    status, page = _step(site, article, "send-back", comment="No duration.")
    assert status == 200
    assert "No duration." in page.words
    assert _step(site, article, "submit", comment="None is given.")[0] == 200


def test_nobody_reviews_what_they_submitted(editors: Site) -> None:
    site, desk = editors
    mine = written(desk, "How much oral iron is used for restless legs syndrome?", by=_me(site))
    page = shown(site, f"/review/{mine}")
    assert "You submitted this text" in page.words
    text = desk.articles.read(mine).version.content_hash
    assert site.post(f"/review/{mine}/start", data={"text": text}).status_code == 409


def _me(site: TestClient) -> str:
    words = shown(site, "/articles").all("span", **{"class": "who src"})
    assert words
    text = site.get("/articles").text
    return text.partition('<span class="who src">')[2].partition("<")[0]


def test_what_changed_since_the_approved_version_stands_in_the_review(
    editors: Site, article: str
) -> None:
    site, desk = editors
    desk.reviewing.start(article, ANN, take_over=False)
    desk.reviewing.approve(article, ANN)
    _changed(desk, article)
    page = shown(site, f"/review/{article}")
    assert "What changed since the last approved version" in page.words
    assert "approved by Ann Roe" in page.words
    assert "A source has changed." in page.words
    assert page.all("ins") or page.all("del")
    current = shown(site, f"/articles/{article}")
    assert "This text is not approved" in current.words


def test_a_comment_of_markup_is_shown_as_it_was_typed(editors: Site, article: str) -> None:
    site, desk = editors
    claim = desk.articles.read(article).answer.claims[0].claim_id  # type: ignore[union-attr]
    _step(site, article, "start")
    payload = "<script>alert(1)</script><img src=x onerror=alert(1)>"
    _, page = _step(site, article, "comment", claim=claim, comment=payload)
    assert payload in page.words
    assert not page.all("img")
