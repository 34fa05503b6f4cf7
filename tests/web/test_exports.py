"""Answers to take along."""

import json

import pytest
from starlette.testclient import TestClient

from ragqa.rendering.forms import SUFFIXES, Form
from tests.web.pages import QUESTION, asked


@pytest.mark.parametrize("form", list(Form))
def test_an_answer_leaves_in_every_form_as_a_file(site: TestClient, form: Form) -> None:
    sent = site.get(f"{asked(site, QUESTION)}/turns/1/export/{form}")
    assert sent.status_code == 200
    assert sent.headers["content-disposition"].endswith(f'"answer-1{SUFFIXES[form]}"')
    assert sent.content


def test_the_json_is_the_article_that_the_page_shows(site: TestClient) -> None:
    address = asked(site, QUESTION)
    article = json.loads(site.get(f"{address}/turns/1/export/json").text)
    page = site.get(address).text
    assert {f'data-claim="{claim["id"]}"' in page for claim in article["claims"]} == {True}


def test_text_to_paste_has_the_references_it_cites(site: TestClient) -> None:
    text = site.get(f"{asked(site, QUESTION)}/turns/1/export/txt").text
    body, _, references = text.partition("\nReferences\n")
    listed = [line.partition(".")[0] for line in references.splitlines()]
    assert listed == [str(number) for number in range(1, len(listed) + 1)]
    assert all(f"[{number}]" in body for number in listed)


def test_an_unknown_form_names_those_there_are(site: TestClient) -> None:
    refused = site.get(f"{asked(site, QUESTION)}/turns/1/export/pdf")
    assert refused.status_code == 404
    assert "There are md, html, json, docx" in refused.text
