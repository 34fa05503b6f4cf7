"""The page that asks, and conversations as pages."""

import pytest
from starlette.testclient import TestClient

from tests.web.pages import QUESTION, UNANSWERABLE, Page, asked, shown

IDENTIFIED = "Mr John Smith, born 12/03/1956, has restless legs. Should he be given iron?"


def test_examples_are_questions_that_the_index_answers(site: TestClient) -> None:
    examples = [str(button["value"]) for button in shown(site, "/").all("button", name="question")]
    assert len(examples) == 6
    for example in examples:
        page = shown(site, asked(site, example))
        assert page.all("ol", **{"class": "steps"}), example


def test_a_question_becomes_an_article_that_a_reload_shows_again(site: TestClient) -> None:
    address = asked(site, QUESTION)
    once, again = shown(site, address), shown(site, address)
    assert once.words == again.words
    assert QUESTION in once.words
    assert [li["class"] for li in once.all("li", **{"aria-current": "step"})] == ["active"]
    for heading in ("Direct answer", "From the Guidelines", "From the Research", "References"):
        assert heading in once.words


def test_a_question_without_an_answer_says_so_and_offers_no_review(site: TestClient) -> None:
    page = shown(site, asked(site, UNANSWERABLE))
    assert "No answer from the indexed sources" in page.words
    assert not page.all("ol", **{"class": "steps"})


def test_a_follow_up_is_shown_as_it_was_understood(site: TestClient) -> None:
    address = asked(site, "At what ferritin should iron be given in restless legs syndrome?")
    name = address.rpartition("/")[2]
    asked(site, "what about children?", conversation=name)
    page = shown(site, address)
    assert "You asked" in page.words
    assert "what about children?" in page.words
    assert [str(one["id"]) for one in page.all("article")] == ["turn-1", "turn-2"]


def test_ids_of_a_page_with_several_articles_are_each_there_once(site: TestClient) -> None:
    address = asked(site, QUESTION)
    asked(site, "what about children?", conversation=address.rpartition("/")[2])
    page = shown(site, address)
    ids = [attributes["id"] for _, attributes in page.tags if "id" in attributes]
    assert len(ids) == len(set(ids))
    assert {link[1:] for link in page.links(r"^#")} <= set(ids)


@pytest.mark.parametrize("question", ["", "   ", "1234", "a" * 20_000])
def test_what_is_no_question_comes_back_with_the_reason(site: TestClient, question: str) -> None:
    before = site.get("/conversations").text
    response = site.post("/ask", data={"question": question})
    page = Page(response.text)
    assert response.status_code == 422
    assert page.all("p", role="alert")
    assert page.all("textarea", **{"aria-invalid": "true"})
    assert site.get("/conversations").text == before


def test_a_question_that_names_a_patient_is_not_stored_unasked(site: TestClient) -> None:
    before = site.get("/conversations").text
    page = Page(site.post("/ask", data={"question": IDENTIFIED}).text)
    assert "date of birth" in page.words
    assert "[name]" in page.words
    assert site.get("/conversations").text == before


def test_a_question_that_names_a_patient_can_be_asked_as_it_is(site: TestClient) -> None:
    address = asked(site, IDENTIFIED, as_it_is="true")
    assert "John Smith" in shown(site, address).words


def test_the_audience_of_the_last_question_is_offered_again(site: TestClient) -> None:
    asked(site, QUESTION, audience="patient")
    chosen = [one["value"] for one in shown(site, "/").all("input") if "checked" in one]
    assert chosen == ["patient"]
    asked(site, QUESTION, audience="clinician")


def test_an_answer_told_for_patients_keeps_every_citation(site: TestClient) -> None:
    address = asked(site, "Does calcium with vitamin D raise kidney stones?")
    clinical = shown(site, f"{address}/turns/1")
    plain = shown(site, f"{address}/turns/1?audience=patient")
    assert "In short" in plain.words
    assert "In short" not in clinical.words
    told = [link.partition("?")[0] for link in plain.links("/evidence/")]
    assert told == clinical.links("/evidence/")
    assert all(link.endswith("?audience=patient") for link in plain.links("/evidence/"))


def test_a_conversation_is_listed_and_can_be_removed(site: TestClient) -> None:
    address = asked(site, "Is red yeast rice easier on the muscles than simvastatin?")
    assert address in shown(site, "/conversations").links("/conversations/")
    site.post(f"{address}/delete")
    assert address not in shown(site, "/conversations").links("/conversations/")
    assert site.get(address).status_code == 404


def test_an_unknown_conversation_says_what_to_do(site: TestClient) -> None:
    response = site.get("/conversations/v0")
    page = Page(response.text)
    assert response.status_code == 404
    assert "You have no conversation 'v0'" in page.words
    assert page.all("nav", **{"aria-label": "Main"})


def test_a_page_that_waits_for_its_answer_sends_browsers_without_script_on(
    site: TestClient,
) -> None:
    sent = site.post("/ask", data={"question": QUESTION}, follow_redirects=False)
    address = sent.headers["location"].partition("#")[0]
    page = shown(site, address)
    (refresh,) = page.all("meta", **{"http-equiv": "refresh"})
    assert refresh["content"] == f"0; url={address}/turns/1/wait"


@pytest.mark.parametrize("path", ["/", "/conversations", "/nothing-here"])
def test_pages_hold_no_inline_script_or_style(site: TestClient, path: str) -> None:
    page = Page(site.get(path).text)
    assert not page.all("style")
    assert all("src" in script for script in page.all("script"))
    for _, attributes in page.tags:
        assert not [name for name in attributes if name == "style" or name.startswith("on")]
