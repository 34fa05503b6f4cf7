"""The HTML form: one sound, closed page, whatever its texts hold."""

import re
from dataclasses import replace
from html.parser import HTMLParser
from importlib.resources import files
from itertools import pairwise, product

import pytest
from hypothesis import example, given, settings

from ragqa.rendering.as_html import render_html
from ragqa.rendering.plain_text import prose
from ragqa.schema.article import Abstention, Article
from ragqa.schema.review import ReviewState
from tests.rendering.hostile import HOSTILE, hostile_abstention, hostile_article
from tests.rendering.samples import ABSTENTION, ARTICLE, REVIEWS

CSS = (files("ragqa.rendering") / "templates" / "page.css").read_text(encoding="utf-8")
STRIP = ["Submitted", "Under Review", "Approved"]
Attributes = dict[str, str | None]


class Page(HTMLParser):
    """Tags with their attributes in order, and the words inside a tag."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, Attributes]] = []
        self.words: list[tuple[str, str]] = []
        self.oddities: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        if self.tags:
            self.words.append((self.tags[-1][0], data))

    def handle_comment(self, data: str) -> None:
        self.oddities.append(data)

    def handle_pi(self, data: str) -> None:
        self.oddities.append(data)

    def structure(self) -> list[tuple[str, tuple[str, ...]]]:
        return [(tag, tuple(attributes)) for tag, attributes in self.tags]

    def all(self, tag: str) -> list[Attributes]:
        return [attributes for name, attributes in self.tags if name == tag]

    def text_of(self, tag: str) -> str:
        return "".join(words for name, words in self.words if name == tag).strip()


@given(HOSTILE)
@example("<img src=x onerror=alert(1)>")
@example("\" autofocus onfocus='alert(1)'")
@settings(max_examples=80)
def test_no_text_of_a_source_becomes_a_tag_or_an_attribute(text: str) -> None:
    for hostile, harmless in (
        (hostile_article(text), hostile_article("word")),
        (hostile_abstention(text), hostile_abstention("word")),
    ):
        page = Page(render_html(hostile))
        assert page.structure() == Page(render_html(harmless)).structure()
        assert page.oddities == []
        assert page.text_of("h1") == prose(text)


@given(HOSTILE)
@settings(max_examples=80)
def test_links_lead_to_the_page_itself_or_to_the_web(text: str) -> None:
    for link in Page(render_html(hostile_article(text))).all("a"):
        assert re.match(r"#|https?://", str(link["href"]))


@pytest.mark.parametrize("answer", [ARTICLE, ABSTENTION])
def test_the_page_needs_no_script_and_no_other_file(answer: Article | Abstention) -> None:
    page = Page(render_html(answer))
    tags = {tag for tag, _ in page.tags}
    assert not tags & {"script", "link", "img", "iframe", "object", "embed", "form"}
    assert not re.search(r"url\(|@import|expression\(", CSS)
    policy = next(meta["content"] for meta in page.all("meta") if "http-equiv" in meta)
    assert str(policy).startswith("default-src 'none'")


@pytest.mark.parametrize("answer", [ARTICLE, ABSTENTION])
def test_links_out_give_nothing_away(answer: Article | Abstention) -> None:
    for link in Page(render_html(answer)).all("a"):
        outward = not str(link["href"]).startswith("#")
        assert link.get("rel") == ("noopener noreferrer" if outward else None)


@pytest.mark.parametrize("answer", [ARTICLE, ABSTENTION])
def test_every_anchor_exists_once(answer: Article | Abstention) -> None:
    page = Page(render_html(answer))
    ids = [attributes["id"] for _, attributes in page.tags if "id" in attributes]
    assert len(ids) == len(set(ids))
    pointers = [
        name
        for _, attributes in page.tags
        for key in ("aria-labelledby", "aria-describedby")
        for name in str(attributes.get(key) or "").split()
    ]
    inner = [str(a["href"])[1:] for a in page.all("a") if str(a["href"]).startswith("#")]
    assert {*pointers, *inner} <= set(ids)


@pytest.mark.parametrize("answer", [ARTICLE, ABSTENTION])
def test_the_page_has_a_language_landmarks_and_one_title(answer: Article | Abstention) -> None:
    page = Page(render_html(answer))
    assert page.all("html") == [{"lang": "en"}]
    for landmark in ("header", "main", "footer", "h1"):
        assert len(page.all(landmark)) == 1


def test_headings_never_skip_a_level() -> None:
    levels = [int(tag[1]) for tag, _ in Page(render_html(ARTICLE)).tags if re.match(r"h\d$", tag)]
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


@pytest.mark.parametrize("state", list(ReviewState))
def test_exactly_one_review_step_is_active(state: ReviewState) -> None:
    html = render_html(replace(ARTICLE, review=REVIEWS[state]))
    active = re.findall(r'<li class="active" aria-current="step">([^<]+)</li>', html)
    shown = ReviewState.SUBMITTED if state is ReviewState.SENT_BACK else state
    assert [label.lower() for label in active] == [shown.value]
    assert re.findall(r"<li[^>]*>(Submitted|Under Review|Approved)</li>", html) == STRIP


def test_an_abstention_has_no_review_strip() -> None:
    assert 'aria-current="step"' not in render_html(ABSTENTION)


def test_the_numbers_in_the_text_are_the_numbers_of_the_list() -> None:
    page = Page(render_html(ARTICLE))
    cited = {str(a["href"])[5:] for a in page.all("a") if str(a["href"]).startswith("#ref-")}
    listed = [str(li["value"]) for li in page.all("li") if "value" in li]
    assert listed == [str(reference.number) for reference in ARTICLE.references]
    assert cited == set(listed)


def test_a_work_quoted_twice_for_one_sentence_is_cited_once() -> None:
    twice = replace(
        ARTICLE,
        claims=tuple(replace(c, citations=(*c.citations, *c.citations)) for c in ARTICLE.claims),
    )
    once, again = (Page(render_html(article)).all("a") for article in (ARTICLE, twice))
    assert [a["href"] for a in again] == [a["href"] for a in once]


def test_each_citation_carries_the_words_it_cites() -> None:
    html = render_html(ARTICLE)
    for claim in ARTICLE.claims:
        for citation in claim.citations:
            assert f'<mark class="src">“{citation.quote}”</mark>' in html


def test_a_sentence_of_one_endless_word_can_still_break() -> None:
    html = render_html(hostile_article("w" * 400 + "."))
    assert (
        f'<span class="src">{"w" * 400}</span><span class="cites"><span class="src"></span>' in html
    )


def test_study_labels_stand_in_the_research_part_only() -> None:
    html = render_html(hostile_article("word"))
    before, _, research = html.partition('id="research"')
    assert 'class="study' not in before
    assert 'class="study' in research


def palettes(css: str) -> tuple[dict[str, str], dict[str, str]]:
    """Return the light colours and the dark ones, by name."""
    pairs = re.findall(r"--([a-z-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\);", css)
    return {name: light for name, light, _ in pairs}, {name: dark for name, _, dark in pairs}


def luminance(colour: str) -> float:
    """Return the relative luminance of WCAG 2.2."""
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


LIGHT, DARK = palettes(CSS)
PAIRS = [
    *product(["ink", "quiet", "accent"], ["paper", "card", "raised", "accent-soft"]),
    ("ink", "mark"),
    ("warn", "warn-soft"),
    ("warn", "card"),
    ("paper", "accent"),
]


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("text", "ground"), PAIRS)
def test_text_stands_out_as_wcag_aa_asks(palette: dict[str, str], text: str, ground: str) -> None:
    assert contrast(palette[text], palette[ground]) >= 4.5
