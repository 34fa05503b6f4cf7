"""Reference numbers of a conversation: stable, one for each work, and nothing else changed."""

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ragqa.conversation.numbering import names_of, numbers_for, renumbered
from ragqa.rendering.as_json import render_json
from ragqa.rendering.as_markdown import render_markdown
from ragqa.rendering.from_json import read_json
from ragqa.schema.article import Article, GlossaryEntry, Reference
from ragqa.schema.claim import Citation
from ragqa.schema.document import DocumentId
from tests.rendering.samples import ARTICLE

WORKS = 6


def work(number: int, which: int) -> Reference:
    """Return one of a few works; every second is named by its title alone."""
    identified = which % 2
    return replace(
        ARTICLE.references[0],
        number=number,
        document_id=DocumentId(f"d{which}"),
        title=f"Work {which}",
        doi=f"10.1000/{which}" if identified else None,
        pmid=f"{which}" if identified else None,
        pmcid=None,
        year=2000 + which,
    )


def article_citing(works: Sequence[int]) -> Article:
    """Return an article whose references, from 1, are these works; each is cited and glossed."""
    (claim, *_), (citation, *_) = ARTICLE.claims, ARTICLE.claims[0].citations
    cited = tuple(replace(citation, reference=number) for number in range(1, len(works) + 1))
    return replace(
        ARTICLE,
        summary=(claim.claim_id,),
        sections=(),
        concordance=(),
        claims=(replace(claim, citations=cited),),
        references=tuple(work(number, which) for number, which in enumerate(works, start=1)),
        glossary=(GlossaryEntry(term="X", meaning="Condition X.", citations=cited),),
    )


ARTICLES = st.lists(st.integers(1, WORKS), unique=True, min_size=1).map(article_citing)


def conversation_of(articles: Sequence[Article]) -> list[Article]:
    """Number articles as the turns of one conversation."""
    turns: list[Article] = []
    for one in articles:
        turns.append(renumbered(one, numbers_for(one, turns)))
    return turns


@given(st.lists(ARTICLES, max_size=5))
def test_each_work_has_one_number_and_each_number_one_work(articles: list[Article]) -> None:
    references = [one for turn in conversation_of(articles) for one in turn.references]
    numbers: dict[str, set[int]] = {}
    works: dict[int, set[str]] = {}
    for one in references:
        numbers.setdefault(one.title, set()).add(one.number)
        works.setdefault(one.number, set()).add(one.title)
    assert all(len(found) == 1 for found in numbers.values())
    assert all(len(found) == 1 for found in works.values())
    assert sorted(works) == list(range(1, len(works) + 1))


@given(st.lists(ARTICLES, min_size=1, max_size=5))
def test_numbers_grow_in_the_order_of_first_use(articles: list[Article]) -> None:
    seen: dict[str, int] = {}
    for turn, alone in zip(conversation_of(articles), articles, strict=True):
        numbers = {one.title: one.number for one in turn.references}
        for reference in alone.references:
            seen.setdefault(reference.title, len(seen) + 1)
        assert numbers == {title: seen[title] for title in numbers}


@given(st.lists(ARTICLES, min_size=1, max_size=4))
def test_citations_point_to_the_works_that_they_pointed_to(articles: list[Article]) -> None:
    for turn, alone in zip(conversation_of(articles), articles, strict=True):
        now = {one.number: one.title for one in turn.references}
        before = {one.number: one.title for one in alone.references}
        for ours, theirs in zip(_citations(turn), _citations(alone), strict=True):
            assert [now[one.reference] for one in ours] == [before[one.reference] for one in theirs]


def _citations(article: Article) -> list[tuple[Citation, ...]]:
    glossed = [entry.citations for entry in article.glossary]
    return [*(claim.citations for claim in article.claims), *glossed]


@given(st.lists(ARTICLES, min_size=2, max_size=4))
def test_nothing_but_the_numbers_changes(articles: list[Article]) -> None:
    turn, alone = conversation_of(articles)[-1], articles[-1]
    back = {
        number: place
        for place, number in numbers_for(alone, conversation_of(articles)[:-1]).items()
    }
    assert renumbered(turn, back) == alone


def test_an_article_that_begins_a_conversation_keeps_its_numbers() -> None:
    assert renumbered(ARTICLE, numbers_for(ARTICLE, ())) == ARTICLE


def test_a_turn_with_gaps_between_its_numbers_is_read_and_shown() -> None:
    later = conversation_of([article_citing([1, 2, 3]), article_citing([5, 2])])[-1]
    assert [one.number for one in later.references] == [2, 4]
    text = render_json(later)
    assert render_json(read_json(text)) == text
    page = render_markdown(later)
    assert "[2]" in page
    assert "[4]" in page
    assert "[1]" not in page


@pytest.mark.parametrize(
    ("before", "after", "same"),
    [
        ({"doi": "10.1000/A"}, {"doi": "10.1000/a"}, True),
        ({"doi": "10.1/a", "pmid": "7"}, {"pmid": "7"}, True),
        ({"pmcid": "PMC8"}, {"pmcid": "8"}, True),
        ({"doi": "10.1/a"}, {"doi": "10.1/b"}, False),
        ({}, {}, True),
        ({}, {"doi": "10.1/a"}, False),
    ],
)
def test_a_work_is_known_by_its_identifiers_else_by_its_title(
    before: dict[str, str], after: dict[str, str], same: bool
) -> None:
    bare = replace(work(1, 1), doi=None, pmid=None)
    ours, theirs = (replace(bare, **given) for given in (before, after))  # type: ignore[arg-type]
    assert (not names_of(ours).isdisjoint(names_of(theirs))) is same
