"""References in the Vancouver manner."""

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ragqa.rendering.bibliography import (
    authors_line,
    identifiers,
    imprint,
    link_to,
    own_address,
    quoted_words,
)
from ragqa.rendering.plain_text import plain, prose, shortened
from tests.rendering.hostile import HOSTILE
from tests.rendering.samples import ARTICLE

GUIDELINE = ARTICLE.references[0]


def test_the_first_six_authors_are_named() -> None:
    six = ["Roe A", "Doe B", "Poe C", "Loe D", "Moe E", "Noe F"]
    assert authors_line(six) == "Roe A, Doe B, Poe C, Loe D, Moe E, Noe F"
    assert authors_line([*six, "Voe G"]) == "Roe A, Doe B, Poe C, Loe D, Moe E, Noe F, et al"


@pytest.mark.parametrize(
    ("name", "printed"),
    [
        ("Roe, Anna B.", "Roe AB"),
        ("van der Roe, Jean-Luc", "van der Roe JL"),
        ("O'Roe, Ann", "O'Roe A"),
        ("Roe AB", "Roe AB"),
        ("Anna Roe", "Anna Roe"),
        ("World Health Organization, Geneva", "World Health Organization, Geneva"),
    ],
)
def test_only_a_persons_inverted_name_is_abbreviated(name: str, printed: str) -> None:
    assert authors_line([name]) == printed


def test_missing_parts_leave_no_stray_marks() -> None:
    assert imprint(replace(GUIDELINE, container=None)) == "2025"
    assert authors_line([]) == ""


def test_a_work_without_a_year_is_undated() -> None:
    assert imprint(replace(GUIDELINE, container=None, year=None)) == "n.d."
    assert imprint(replace(GUIDELINE, container="Journal of X", year=None)) == "Journal of X. n.d."


def test_each_identifier_has_its_page() -> None:
    work = replace(GUIDELINE, doi="10.1000/a<b>(c)", pmid="12", pmcid="PMC34")
    assert [(item.label, item.value, item.link) for item in identifiers(work)] == [
        ("doi", "10.1000/a<b>(c)", "https://doi.org/10.1000/a%3Cb%3E%28c%29"),
        ("PMID", "12", "https://pubmed.ncbi.nlm.nih.gov/12/"),
        ("PMCID", "PMC34", "https://pmc.ncbi.nlm.nih.gov/articles/PMC34/"),
    ]


def test_a_work_without_a_safe_address_links_by_its_identifier() -> None:
    assert link_to(replace(GUIDELINE, url="javascript:alert(1)")) == (
        "https://doi.org/10.1000/x.2025.001"
    )
    assert link_to(replace(GUIDELINE, url=None, doi=None, pmid=None)) is None


@pytest.mark.parametrize("url", ["http://[", "https://user@evil.example/", "https://", "x"])
def test_an_address_that_deceives_or_does_not_parse_is_no_link(url: str) -> None:
    assert link_to(replace(GUIDELINE, url=url, doi=None, pmid=None)) is None


def test_white_space_about_an_address_is_no_part_of_it() -> None:
    unnamed = replace(GUIDELINE, url=" HTTP://x.example/a\nb ", doi=None, pmid=None, pmcid=None)
    assert link_to(unnamed) == own_address(unnamed) == "http://x.example/ab"


def test_an_identifier_goes_before_the_address_that_a_work_gives_itself() -> None:
    claimed = replace(GUIDELINE, url="https://elsewhere.example/")
    assert link_to(claimed) == "https://doi.org/10.1000/x.2025.001"
    assert own_address(claimed) is None


@given(HOSTILE, st.sampled_from(["", "http://", "https://evil.example/"]))
def test_a_link_is_of_the_web_and_ends_nothing_around_it(text: str, start: str) -> None:
    link = link_to(replace(GUIDELINE, url=start + text, doi=None, pmid=text))
    assert link is not None
    assert re.fullmatch(r"(?i:https?)://[^\s<>\"'()\[\]`\\|]+", link)


def test_words_quoted_twice_are_listed_once() -> None:
    twice = replace(ARTICLE, claims=(*ARTICLE.claims, *ARTICLE.claims))
    assert quoted_words(twice, 3) == quoted_words(ARTICLE, 3)
    assert [words.locator for words in quoted_words(ARTICLE, 4)] == [
        "§\u202fResults, p.\u202f3",
        "§\u202fResults, p.\u202f4",
    ]


def test_a_long_quote_keeps_its_first_and_last_words() -> None:
    quote = "First words " + "and so on " * 40 + "last words."
    short = shortened(quote)
    assert len(short) <= 220 + len(" … ")
    assert short.startswith("First words and")
    assert short.endswith("last words.")
    assert " … " in short


def test_only_hidden_characters_and_foreign_numbers_change() -> None:
    assert plain(" a\tb\u202e \x1b[31mc\u200bd\n") == "a b [31mcd"
    assert (
        prose("helped [12, 13–15] more [95% CI 1 to 2]")
        == "helped (12, 13–15) more [95% CI 1 to 2]"
    )
