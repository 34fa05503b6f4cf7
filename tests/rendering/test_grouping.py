"""Sentences that begin with the same words, printed below them."""

from dataclasses import replace

from ragqa.rendering.as_html import render_html
from ragqa.rendering.as_markdown import render_markdown
from ragqa.rendering.grouping import grouped
from ragqa.schema.article import Article, ArticleSection, Style
from ragqa.schema.claim import Claim
from ragqa.schema.source import Kind
from tests.rendering.samples import ARTICLE, block, citation, claim

HEAD = "Condition X, drug treatment"


def listed(name: str, items: str, number: int = 1) -> Claim:
    return claim(name, f"{HEAD}: {items}", citation(number, items, "Treatment"))


FIRST = listed("first", "drug A: adult: 5 mg daily.")
SECOND = listed("second", "or: drug B: adult: 9 mg daily.")
PLAIN = claim("plain", "Most adults recover.", citation(1, "Most adults recover.", "Course"))


def shown(*claims: Claim) -> list[tuple[str, list[str]]]:
    return [(group.shared, [line.text for line in group.lines]) for group in grouped(claims)]


def test_a_common_beginning_is_told_once() -> None:
    below = ["Drug A: adult: 5 mg daily.", "Or: drug B: adult: 9 mg daily."]
    assert shown(PLAIN, FIRST, SECOND, PLAIN) == [
        ("", [PLAIN.text]), (f"{HEAD}:", below), ("", [PLAIN.text]),
    ]  # fmt: skip


def test_one_statement_alone_and_statements_of_two_works_stay_whole() -> None:
    other = listed("other", "drug B: adult: 9 mg daily.", number=2)
    assert shown(FIRST) == [("", [FIRST.text])]
    assert shown(FIRST, other) == [("", [FIRST.text, other.text])]


def test_every_claim_is_shown_once_and_in_order() -> None:
    claims = [FIRST, SECOND, PLAIN, replace(FIRST, text="Course: good."), SECOND]
    assert [line.claim for group in grouped(claims) for line in group.lines] == claims


def _article() -> Article:
    points = block(None, Style.BULLETS, "first", "second")
    section = ArticleSection(kind=Kind.GUIDELINE, notice=None, blocks=(points,))
    return replace(
        ARTICLE, summary=(FIRST.claim_id, SECOND.claim_id), sections=(section,),
        claims=(*ARTICLE.claims, FIRST, SECOND),
    )  # fmt: skip


def test_markdown_nests_what_shares_its_beginning() -> None:
    text = render_markdown(_article())
    assert (
        f"> **Direct answer.** {HEAD}:\n>\n"
        "> - Drug A: adult: 5 mg daily [1].\n> - Or: drug B: adult: 9 mg daily [1].\n"
    ) in text
    assert (
        f"- {HEAD}:\n  - Drug A: adult: 5 mg daily [1].\n  - Or: drug B: adult: 9 mg daily [1].\n"
    ) in text


def test_html_nests_what_shares_its_beginning_and_keeps_each_claim() -> None:
    page = render_html(_article())
    assert page.count(f"{HEAD}:") == 2
    assert page.count('data-claim="second"') == 2
