"""Our own articles lint clean in every form, and one fault put into them is found as that one."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ragqa.assembly import build_pipeline, open_snapshot
from ragqa.config import Settings
from ragqa.evaluation.gold import read_gold
from ragqa.linting.linter import lint
from ragqa.linting.source_list import NOTHING_KNOWN, KnownSource, SourceList, Status
from ragqa.rendering.as_html import render_html
from ragqa.rendering.as_json import render_json
from ragqa.rendering.as_markdown import render_markdown
from ragqa.schema.article import Abstention, Article, Style
from ragqa.schema.question import Question
from tests.conftest import ROOT
from tests.linting.own_articles import articles
from tests.rendering.samples import ABSTENTION, ARTICLE, block, citation, claim

FORMS: tuple[Callable[[Article | Abstention], str], ...] = (
    render_markdown,
    render_html,
    render_json,
)


def codes(text: str, known: SourceList = NOTHING_KNOWN) -> list[str]:
    return [str(finding.code) for finding in lint(text, known)]


def found(text: str, known: SourceList = NOTHING_KNOWN) -> list[tuple[str, str]]:
    """Return each code with the line of the text that it names."""
    lines = text.split("\n")
    return [(str(finding.code), lines[finding.line - 1]) for finding in lint(text, known)]


def wide(article: Article) -> str:
    return render_markdown(article, 10_000)


def entry(page: str, number: int) -> str:
    return next(line for line in page.split("\n") if line.startswith(f"- [{number}] "))


@pytest.mark.parametrize("render", FORMS)
@pytest.mark.parametrize("answer", [ARTICLE, ABSTENTION], ids=["article", "abstention"])
def test_the_sample_is_clean(
    answer: Article | Abstention, render: Callable[[Article | Abstention], str]
) -> None:
    assert lint(render(answer)) == []


@given(articles(), st.integers(40, 120))
@settings(max_examples=25)
def test_any_article_is_clean_in_every_form_and_width(article: Article, width: int) -> None:
    for page in (render_markdown(article, width), render_html(article), render_json(article)):
        assert codes(page) == []


@given(articles())
@settings(max_examples=12)
def test_sentences_cut_from_a_source_are_no_copies_where_the_list_quotes_them(
    article: Article,
) -> None:
    known = SourceList(
        as_of=None, publisher_names=(), sources=(known_source(text=_all_text(article)),)
    )
    for render in FORMS:
        assert codes(render(article), known) == []
    unquoted = re.sub(r"\n  - “.*", "", wide(article))
    copies = [line for code, line in found(unquoted, known) if code == "near-verbatim-copy"]
    assert len(copies) == len(article.claims) - 1


def _all_text(article: Article) -> str:
    return " Apart from that, more was said. ".join(
        one.text for one in article.claims if one.claim_id != "last"
    )


def known_source(**known: str) -> KnownSource:
    bare = KnownSource(
        doi=None,
        pmid=None,
        title="A work",
        status=Status.CURRENT,
        superseded_by=None,
        date=None,
        text="",
    )
    return replace(bare, **known)  # type: ignore[arg-type]  # fields by name


@given(articles(), st.data())
@settings(max_examples=15)
def test_a_dropped_entry_leaves_its_number_dangling_where_it_is_cited(
    article: Article, data: st.DataObject
) -> None:
    number = data.draw(st.sampled_from([one.number for one in article.references]))
    kept = tuple(one for one in article.references if one.number != number)
    page = wide(replace(article, references=kept))
    citing = [line for line in page.split("\n") if f"[{number}]" in line]
    assert found(page) == [("dangling-number", line) for line in citing]


@given(articles())
@settings(max_examples=12)
def test_an_entry_that_nothing_cites_is_unused(article: Article) -> None:
    number = len(article.references) + 1
    extra = replace(
        article.references[0],
        number=number,
        title="A treatise on nothing that is told here",
        doi=f"10.1000/extra.{number}",
        pmid=None,
        url=None,
    )
    page = wide(replace(article, references=(*article.references, extra)))
    assert found(page) == [("unused-reference", entry(page, number))]


@given(articles(), st.data())
@settings(max_examples=15)
def test_a_work_listed_twice_is_found_in_another_dress(
    article: Article, data: st.DataObject
) -> None:
    twin = data.draw(st.sampled_from(article.references))
    number = len(article.references) + 1
    dressed = replace(
        twin,
        number=number,
        title=twin.title.upper(),
        container="J Trials",
        doi=twin.doi and f"https://doi.org/{twin.doi.upper()}",
    )
    last = article.claims[-1]
    cited = replace(last, citations=(*last.citations, citation(number, "Harms are told.", "")))
    page = wide(
        replace(
            article,
            claims=(*article.claims[:-1], cited),
            references=(*article.references, dressed),
        )
    )
    # The list is set by kind; the later line repeats the earlier one.
    (only,) = found(page)
    assert only[0] == "duplicate-work"
    assert only[1] in {entry(page, number), entry(page, twin.number)}


@given(articles(), st.data())
@settings(max_examples=15)
def test_an_entry_without_identifiers_is_found(article: Article, data: st.DataObject) -> None:
    bare = data.draw(st.sampled_from(article.references))
    stripped = tuple(
        replace(one, doi=None, pmid=None, url=None) if one is bare else one
        for one in article.references
    )
    page = wide(replace(article, references=stripped))
    assert found(page) == [("missing-identifiers", entry(page, bare.number))]


@given(articles(), st.data())
@settings(max_examples=15)
def test_a_sentence_without_its_citation_is_found(article: Article, data: st.DataObject) -> None:
    printed = article.claims[1:-1]
    if not printed:
        return
    silent = data.draw(st.sampled_from(printed))
    claims = tuple(replace(one, citations=()) if one is silent else one for one in article.claims)
    (only,) = found(wide(replace(article, claims=claims)))
    assert only[0] in {"uncited-statement", "uncited-recommendation"}
    assert silent.text[:-1] in only[1]


@given(articles())
@settings(max_examples=12)
def test_a_list_that_lost_its_numbers_is_found(article: Article) -> None:
    page = re.sub(r"^- \[\d+\] ", "- ", wide(article), flags=re.MULTILINE)
    assert ("unnumbered-list", "## References") in found(page)
    assert "dangling-number" not in codes(page)
    assert "unused-reference" not in codes(page)


@given(articles(), st.sampled_from([Status.SUPERSEDED, Status.RETRACTED]), st.data())
@settings(max_examples=15)
def test_a_work_that_no_longer_stands_is_found_by_any_identifier(
    article: Article, status: Status, data: st.DataObject
) -> None:
    fallen = data.draw(st.sampled_from(article.references))
    key = "doi" if fallen.doi else "pmid" if fallen.pmid else "title"
    source = known_source(**{key: str(getattr(fallen, key))}, status=status)
    page = wide(article)
    known = SourceList(as_of="2026-01-31", publisher_names=(), sources=(source,))
    assert found(page, known) == [(f"{status}-source", entry(page, fallen.number))]


@given(articles())
@settings(max_examples=15)
def test_a_sentence_turned_round_contradicts_the_other(article: Article) -> None:
    text = "Drug Zuna lowers the mortality of adults with condition Zunao."
    sides = [
        claim("one", text, citation(1, text, "")),
        claim("other", text.replace("lowers", "does not lower"), citation(1, text, "")),
    ]
    first, second = article.sections
    turned = replace(
        article,
        claims=(*article.claims, *sides),
        sections=(
            replace(first, blocks=(*first.blocks, block("Mortality", Style.BULLETS, "one"))),
            replace(second, blocks=(*second.blocks, block("Mortality", Style.BULLETS, "other"))),
        ),
    )
    (only,) = found(wide(turned))
    assert only[0] == "self-contradiction"
    assert "does not lower" in only[1]


@pytest.fixture(scope="module")
def demo_answers(demo_index: object) -> Iterator[list[Article | Abstention]]:
    gold = read_gold(ROOT / "evals" / "gold" / "demo.jsonl")
    covered = [one.question for one in gold if not one.should_abstain][::9]
    settings = Settings(index=demo_index)
    with open_snapshot(settings) as snapshot:
        pipeline = build_pipeline(settings, snapshot)
        yield [pipeline.answer(Question(text=question)) for question in covered]


def test_articles_of_the_demo_corpus_are_clean(demo_answers: list[Article | Abstention]) -> None:
    assert sum(isinstance(answer, Article) for answer in demo_answers) >= 5
    for answer in demo_answers:
        for render in FORMS:
            page = render(answer)
            assert lint(page) == [], answer.question.text
