"""Articles of many layouts with planted faults: all of them are found, and nothing else is."""

from collections import Counter

import pytest

from ragqa.linting.findings import Code
from ragqa.linting.linter import lint
from tests.linting.planted import Planted, planted_articles, planted_sources

ARTICLES = planted_articles()


def found(text: str) -> set[tuple[str, int]]:
    return {(str(finding.code), finding.line) for finding in lint(text, planted_sources())}


@pytest.mark.parametrize("article", ARTICLES, ids=lambda article: article.name)
def test_every_planted_fault_is_found_on_its_line_and_nothing_else(article: Planted) -> None:
    assert found(article.text) == article.faults


@pytest.mark.parametrize("ending", ["\r\n", "\r"])
def test_line_ends_and_a_byte_order_mark_change_nothing(ending: str) -> None:
    for article in ARTICLES:
        assert found("\ufeff" + article.text.replace("\n", ending)) == article.faults, article.name


def test_the_articles_hold_every_kind_of_fault_and_some_hold_none() -> None:
    counts = Counter(code for article in ARTICLES for code, _ in article.faults)
    assert set(counts) == {str(code) for code in Code}
    assert len(ARTICLES) >= 30
    assert sum(counts.values()) >= 100
    assert sum(not article.faults for article in ARTICLES) >= 2
