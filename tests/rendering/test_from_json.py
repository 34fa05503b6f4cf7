"""An article comes back from its JSON as it was, and nothing else comes back as an article."""

import json
from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given, settings

from ragqa.errors import ArticleError
from ragqa.rendering.as_json import render_json
from ragqa.rendering.from_json import read_json
from ragqa.schema.article import Abstention, Article
from tests.rendering.any_answers import abstentions, articles
from tests.rendering.hostile import HOSTILE, hostile_article
from tests.rendering.samples import ABSTENTION, ARTICLE

Printed = dict[str, object]


@given(articles())
@settings(max_examples=60)
def test_any_article_comes_back_equal(article: Article) -> None:
    assert read_json(render_json(article)) == article


@given(abstentions())
@settings(max_examples=30)
def test_any_abstention_comes_back_equal(abstention: Abstention) -> None:
    assert read_json(render_json(abstention)) == abstention


@given(HOSTILE)
@settings(max_examples=40)
def test_what_was_read_is_printed_byte_for_byte(text: str) -> None:
    printed = render_json(hostile_article(text))
    assert render_json(read_json(printed)) == printed


def test_only_an_address_that_nobody_should_follow_is_lost() -> None:
    trap = replace(ARTICLE.references[1], url="javascript:alert(1)")
    article = replace(ARTICLE, references=(ARTICLE.references[0], trap, *ARTICLE.references[2:]))
    read = read_json(render_json(article))
    assert isinstance(read, Article)
    assert read.references[1] == replace(trap, url=None)


def _changed(change: Callable[[Printed], object]) -> str:
    printed = json.loads(render_json(ARTICLE))
    change(printed)
    return json.dumps(printed)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "it is not valid JSON"),
        ("# An article\n", "it is not valid JSON"),
        ("[" * 100_000, "it is not valid JSON"),
        ("[1]", "it is not one JSON object"),
        ("{}", "its schema_version is None, not 1"),
        (_changed(lambda one: one.update(schema_version=2)), "its schema_version is 2, not 1"),
        (_changed(lambda one: one.pop("claims")), "claims: input should be a valid array"),
        (_changed(lambda one: one.pop("question")), "question.text: input should be a valid"),
        (_changed(lambda one: one.update(usage=3)), "usage: input should be an object"),
        (_changed(lambda one: one.update(claims=[3])), "claims.0: input should be an object"),
        (_changed(lambda one: one.update(outcome="maybe")), "outcome: input should be"),
        (_changed(lambda one: one.update(review={"state": "done"})), "review.state: input should"),
        (
            _changed(lambda one: one["review"].update(state="approved")),  # type: ignore[attr-defined]
            "an approved article, and no other, carries its approval",
        ),
        (_changed(lambda one: one.update(sections=[{"kind": "x"}])), "sections.0.kind: input"),
        (_changed(lambda one: one.update(usage={"cost": float("nan")})), "is not finite"),
        (_changed(lambda one: one.update(summary=["c9"])), "the claim 'c9', which it does not"),
        (_changed(lambda one: one.update(references=[])), "it cites [1], which its references"),
    ],
)
def test_a_text_that_is_no_article_is_refused_in_one_sentence(text: str, told: str) -> None:
    with pytest.raises(ArticleError, match=r"^This is no article as ragqa prints it: ") as caught:
        read_json(text)
    assert told in str(caught.value)


def test_types_are_not_guessed() -> None:
    for path, value in (("number", "1"), ("year", True), ("title", 5)):
        printed = json.loads(render_json(ABSTENTION))
        printed["nearest"][0][path] = value
        with pytest.raises(ArticleError, match=rf"nearest\.0\.{path}"):
            read_json(json.dumps(printed))
