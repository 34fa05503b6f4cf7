"""The Markdown form: prose reviewed as goldens, and properties against hostile text."""

import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from ragqa.rendering.as_markdown import render_markdown
from ragqa.rendering.plain_text import prose
from ragqa.schema.article import Abstention, Article, Outcome
from ragqa.schema.review import ReviewState
from tests.rendering.hostile import HOSTILE, hostile_abstention, hostile_article
from tests.rendering.samples import ABSTENTION, ARTICLE, REVIEWS

GOLDEN = Path(__file__).parent / "golden"
VIEWER = MarkdownIt("commonmark").enable(["table", "strikethrough"])
INVISIBLE = {"text", "softbreak", "text_special"}
WORDS = st.lists(st.text("abcdefgh", min_size=1, max_size=10), min_size=1, max_size=60)


def tokens(markdown: str) -> list[Token]:
    """Return block and inline tokens in the order in which a viewer meets them."""
    blocks = VIEWER.parse(markdown)
    return [inner for block in blocks for inner in (block, *(block.children or ()))]


def structure(markdown: str) -> list[tuple[str, str]]:
    """Return everything a viewer makes of `markdown` but its words and its links' ends."""
    return [(token.type, token.tag) for token in tokens(markdown) if token.type not in INVISIBLE]


def links(markdown: str) -> list[str]:
    return [str(token.attrs["href"]) for token in tokens(markdown) if "href" in token.attrs]


def visible(markdown: str) -> str:
    """Return the words that a viewer shows, addresses left out, a line for each block."""
    return "\n".join(_words(block) for block in VIEWER.parse(markdown) if block.type == "inline")


def _words(block: Token) -> str:
    inside_link = False
    words = ""
    for token in block.children or ():
        inside_link = token.type == "link_open" or (inside_link and token.type != "link_close")
        if not inside_link:
            words += " " if token.type == "softbreak" else token.content
    return words


@pytest.mark.parametrize(("name", "answer"), [("article", ARTICLE), ("abstention", ABSTENTION)])
def test_the_page_reads_as_its_reviewed_golden(name: str, answer: Article | Abstention) -> None:
    golden = (GOLDEN / f"{name}.md").read_text(encoding="utf-8")
    assert render_markdown(answer) == golden


@given(HOSTILE)
@example("] [1](http://evil.example) [2]: http://evil.example")
@example("- 1. > # ``` ~~~ === ---")
@settings(max_examples=80)
def test_no_text_of_a_source_becomes_markup(text: str) -> None:
    assert structure(render_markdown(hostile_article(text))) == structure(
        render_markdown(hostile_article("word"))
    )
    assert structure(render_markdown(hostile_abstention(text))) == structure(
        render_markdown(hostile_abstention("word"))
    )


@given(HOSTILE, st.integers(min_value=10, max_value=60))
@settings(max_examples=80)
def test_no_text_becomes_markup_wherever_the_lines_break(text: str, width: int) -> None:
    assert structure(render_markdown(hostile_article(text), width)) == structure(
        render_markdown(hostile_article("word"), width)
    )


@given(HOSTILE)
@settings(max_examples=80)
def test_every_text_is_shown_as_it_is_meant(text: str) -> None:
    page = visible(render_markdown(hostile_article(text)))
    assert page.split("\n")[0] == prose(text)
    assert prose(text) in page.split("\n")[3]


@given(HOSTILE)
@settings(max_examples=80)
def test_links_of_works_without_an_address_lead_where_identifiers_lead(text: str) -> None:
    for link in links(render_markdown(hostile_article(text))):
        assert link.startswith("https://doi.org/")
        assert not re.search(r"[\s<>\"'()\[\]]", link)


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", "//evil", "ftp://x/"])
def test_an_address_that_is_not_of_the_web_is_no_link(url: str) -> None:
    reference = replace(ARTICLE.references[1], url=url)
    page = render_markdown(replace(ABSTENTION, nearest=(reference,)))
    assert links(page) == []


def numbers(text: str) -> list[int]:
    return [int(number) for number in re.findall(r"\[(\d+)\]", text)]


@given(HOSTILE)
@example("see [7] and [8, 9]")
@settings(max_examples=80)
def test_the_numbers_in_the_text_are_the_numbers_of_the_list(text: str) -> None:
    for article in (ARTICLE, hostile_article(text)):
        body, _, listed = visible(render_markdown(article)).partition("\nReferences\n")
        known = [reference.number for reference in article.references]
        assert set(numbers(body)) == set(known)
        assert numbers(listed) == known


def test_a_work_quoted_twice_for_one_sentence_is_cited_once() -> None:
    twice = replace(
        ARTICLE,
        claims=tuple(replace(c, citations=(*c.citations, *c.citations)) for c in ARTICLE.claims),
    )
    body, _, _ = visible(render_markdown(twice)).partition("\nReferences\n")
    assert numbers(body) == numbers(
        visible(render_markdown(ARTICLE)).partition("\nReferences\n")[0]
    )


@given(WORDS, st.integers(min_value=40, max_value=120))
@settings(max_examples=80)
def test_no_line_is_longer_than_the_width(words: list[str], width: int) -> None:
    page = render_markdown(hostile_article(" ".join(words)), width)
    prose_lines = [line for line in page.splitlines() if not line.startswith(("#", "  <"))]
    whole = [line for line in prose_lines if " " in line.strip(" ->")]
    assert [line for line in whole if len(line) > width] == []


def test_continued_lines_of_an_item_are_indented() -> None:
    lines = render_markdown(ARTICLE).splitlines()
    start = next(index for index, line in enumerate(lines) if line.startswith("- Drug A 1,000"))
    assert lines[start + 1].startswith("  below 75")


def test_a_reference_keeps_its_number_in_a_viewer() -> None:
    listed = visible(render_markdown(ARTICLE)).split("\nReferences\n")[1]
    assert "[3] Trot L, Aur S. Drug A for condition X." in listed


@pytest.mark.parametrize(
    ("state", "line"),
    [
        (ReviewState.SUBMITTED, "**Submitted · not yet reviewed by a person**"),
        (ReviewState.UNDER_REVIEW, "**Under Review · a person is reviewing it, not yet approved**"),
        (ReviewState.SENT_BACK, "**Submitted · sent back by a reviewer, not approved**"),
        (ReviewState.APPROVED, "**Approved · approved by Ann Roe, MD, on 9 March 2026**"),
    ],
)
def test_the_review_line_tells_the_truth(state: ReviewState, line: str) -> None:
    assert render_markdown(replace(ARTICLE, review=REVIEWS[state])).splitlines()[2] == line


def test_a_whole_answer_lists_nothing_as_open_or_withheld() -> None:
    whole = replace(ARTICLE, outcome=Outcome.ANSWERED, gaps=(), withheld=(), concordance=())
    page = render_markdown(whole)
    for heading in ("leave open", "Withheld", "side by side"):
        assert heading not in page


def test_terminal_escapes_never_reach_the_terminal() -> None:
    assert "\x1b" not in render_markdown(hostile_article("red \x1b[31m title"))


def test_ordinary_medical_text_needs_no_backslash() -> None:
    text = "In 61/104 (58.7 %) ferritin was < 75 µg/L; p < 0.001, R&D, β-blockers + drug A_1."
    assert text in render_markdown(replace(ABSTENTION, reason=text), 200)
