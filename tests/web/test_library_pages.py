"""Articles and sources: searched, read, compared, taken along and ordered."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from ragqa.desk.desk import Desk
from tests.web.desk_site import QUESTIONS, desk_site, finished
from tests.web.pages import Page, shown

Site = tuple[TestClient, Desk]
NEW = "Is iron recommended for children with restless legs?"


@pytest.fixture(scope="module")
def editors(demo_index: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with desk_site(demo_index, tmp_path_factory.mktemp("library")) as made:
        yield made


@pytest.fixture(scope="module")
def site(editors: Site) -> TestClient:
    return editors[0]


@pytest.fixture(scope="module")
def article(editors: Site) -> str:
    return _id_of(editors[1], QUESTIONS[0])


def _id_of(desk: Desk, question: str) -> str:
    return next(
        one.article_id for one in desk.reviewing.listed(None) if one.question.text == question
    )


def _titles(page: Page) -> list[str]:
    return page.links(r"^/articles/a[0-9a-f]+$")


def test_articles_are_found_by_the_words_of_question_and_text(
    site: TestClient, article: str
) -> None:
    assert _titles(shown(site, "/articles?q=DOPAMINE+agonists")) == [f"/articles/{article}"]
    assert f"/articles/{article}" in _titles(shown(site, "/articles?q=ropinirole"))
    assert _titles(shown(site, "/articles?q=zzz")) == []


def test_an_empty_choice_of_a_form_leaves_it_open(site: TestClient) -> None:
    page = shown(site, "/articles?q=&state=&audience=&fresh=&order=question")
    assert len(_titles(page)) == len(QUESTIONS)


@pytest.mark.parametrize(
    ("chosen", "count"),
    [
        *(("state=submitted", 2), ("state=approved", 0), ("audience=patient", 0)),
        *(("fresh=stale", 0), ("fresh=current", 2), ("audience=clinician", 2), ("page=99", 2)),
    ],
)
def test_articles_are_chosen_by_where_they_stand(site: TestClient, chosen: str, count: int) -> None:
    assert len(_titles(shown(site, f"/articles?{chosen}"))) == count


def test_an_article_shows_its_text_its_versions_and_its_exports(
    site: TestClient, article: str
) -> None:
    page = shown(site, f"/articles/{article}")
    for words in ("Direct answer", "References", "Versions", "not approved", "Version 1"):
        assert words in page.words
    for address in page.links(r"/export/"):
        response = site.get(address)
        assert response.status_code == 200
        assert "attachment" in response.headers["content-disposition"]


def test_every_citation_of_an_article_leads_to_its_evidence(site: TestClient, article: str) -> None:
    links = dict.fromkeys(shown(site, f"/articles/{article}").links(r"/evidence/"))
    assert links
    for address in links:
        assert "Checks this sentence passed" in shown(site, address).words
        part = site.get(address, headers={"HX-Request": "true"}).text
        assert "<html" not in part


@pytest.mark.parametrize(
    "address",
    [
        *("/articles/aaaa", "/articles/{}/versions/9", "/articles/{}/versions/1/export/exe"),
        "/articles/{}/versions/1/evidence/cccc/1",
        "/articles/orders/none",
        "/sources/none/articles",
    ],
)
def test_what_is_not_there_is_told_as_a_page(site: TestClient, article: str, address: str) -> None:
    response = site.get(address.format(article))
    assert response.status_code == 404
    assert Page(response.text).all("section", role="alert")


def test_a_question_is_answered_for_the_library_once(editors: Site) -> None:
    site, desk = editors
    first = site.post("/articles", data={"question": NEW}, follow_redirects=False)
    page = finished(site, first.headers["location"])
    assert "submitted for review" in page.words
    again = site.post("/articles", data={"question": NEW}, follow_redirects=False)
    assert again.headers["location"] == f"/articles/{_id_of(desk, NEW)}"


def test_an_article_is_written_anew_as_a_further_version(editors: Site) -> None:
    site, desk = editors
    article = _id_of(desk, QUESTIONS[1])
    ordered = site.post(f"/articles/{article}/anew", follow_redirects=False)
    finished(site, ordered.headers["location"])
    page = shown(site, f"/articles/{article}/changes")
    assert "No claim, reference or notice changed" in page.words
    assert (
        "This is version 1, not the current one"
        in shown(site, f"/articles/{article}/versions/1").words
    )


def test_what_is_no_question_comes_back_with_the_reason(site: TestClient) -> None:
    response = site.post("/articles", data={"question": "1234"})
    page = Page(response.text)
    assert response.status_code == 422
    assert page.all("textarea", **{"aria-invalid": "true"})
    assert "The question is empty" in page.words


def test_sources_tell_how_many_claims_rest_on_each(site: TestClient) -> None:
    page = shown(site, "/sources?cited=true&order=claims")
    resting = page.links(r"^/sources/.+/articles$")
    assert resting
    for address in resting:
        assert _titles(shown(site, address))


def test_sources_are_searched_and_chosen(site: TestClient) -> None:
    every = len(shown(site, "/sources").links(r"^/documents/"))
    some = shown(site, "/sources?q=iron&kind=guideline&design=&status=current&order=newest")
    assert 0 < len(some.links(r"^/documents/")) < every
    assert "No documents" in shown(site, "/sources?q=zzz").words


@pytest.mark.parametrize("chosen", ["state=gone", "page=0", "page=x", "order=colour"])
def test_a_choice_that_does_not_exist_is_refused(site: TestClient, chosen: str) -> None:
    assert site.get(f"/articles?{chosen}").status_code == 422
