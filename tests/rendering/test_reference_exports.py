"""CSL-JSON, RIS and BibTeX, each read again by a library of its own and compared field by field."""

import json
import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import bibtexparser
import pytest
import rispy
from bibtexparser.middlewares import LatexDecodingMiddleware
from citeproc.source.json import CiteProcJSON
from hypothesis import example, given, settings
from hypothesis import strategies as st

from ragqa.rendering.as_bibtex import render_bibtex
from ragqa.rendering.as_csl_json import render_csl_json
from ragqa.rendering.as_ris import render_ris
from ragqa.rendering.author_names import author_names
from ragqa.rendering.bibliography import link_to
from ragqa.rendering.citation_keys import citation_key
from ragqa.rendering.plain_text import plain
from ragqa.rendering.wording import sentence
from ragqa.schema.article import Abstention, Article, Reference
from ragqa.schema.source import Kind
from tests.rendering.hostile import HOSTILE, hostile_article
from tests.rendering.samples import ABSTENTION, ARTICLE, REFERENCES

RENDERERS: list[Callable[[Article | Abstention], str]] = [
    render_bibtex,
    render_csl_json,
    render_ris,
]
ODD = (
    "50 % of {X} & Y_z # $5 ~ \\alpha^2",
    "unbalanced { brace",
    "a } b",
    "dash -- and --- ''quotes`` ?` !`",
    "Ω-3 für “Rœ” und 漢字",
    "TY  - JOUR",
    "ends with a backslash \\",
    "@article{x,",
    "=, \" ' ;",
)
TEXTS = st.one_of(st.sampled_from(ODD), HOSTILE).filter(plain)
NAMES = st.sampled_from(
    ("Roe, Anna B.", "van der Roe JL", "Health and Safety Agency", "this and That, Ann", "{X} & Co")
)


@st.composite
def references(draw: st.DrawFn) -> Reference:
    """Any reference, with an address that the gate would have given it."""
    work = Reference(
        number=draw(st.integers(1, 99)),
        kind=draw(st.sampled_from(Kind)),
        document_id=REFERENCES[0].document_id,
        title=draw(TEXTS),
        authors=tuple(draw(st.lists(NAMES, max_size=3))),
        container=draw(st.none() | TEXTS),
        year=draw(st.none() | st.integers(1500, 2100)),
        doi=draw(st.none() | st.sampled_from(("10.1000/a_b(c)<1::2>", "10.1000/X%20"))),
        pmid=draw(st.none() | st.just("123")),
        pmcid=draw(st.none() | st.just("PMC9")),
        url=draw(st.none() | st.just("https://x.example/?a=1;b_c=%7e&d")),
        notices=tuple(draw(st.lists(TEXTS, max_size=2))),
    )
    return replace(work, url=link_to(work))


def with_references(*works: Reference) -> Article:
    return replace(ARTICLE, references=works)


@given(st.lists(references(), min_size=1, max_size=3, unique_by=citation_key))
@settings(max_examples=25)
def test_csl_json_holds_every_field(works: list[Reference]) -> None:
    text = render_csl_json(with_references(*works))
    read = CiteProcJSON(json.loads(text))
    assert list(read) == [citation_key(work) for work in works]
    for work, item in zip(works, json.loads(text), strict=True):
        assert item["citation-number"] == work.number
        assert item["keyword"] == work.kind.value
        assert item["title"] == plain(work.title)
        names = [
            one.get("literal") or (one["family"], one["given"]) for one in item.get("author", [])
        ]
        assert names == [
            (name.family, name.given) if name.family else name.whole
            for name in author_names(work.authors)
        ]
        assert item.get("container-title", "") == plain(work.container or "")
        issued = item.get("issued", {"date-parts": [[None]]})
        assert issued["date-parts"] == [[work.year]]
        assert (item.get("DOI"), item.get("PMID"), item.get("PMCID")) == (
            work.doi,
            work.pmid,
            work.pmcid,
        )
        assert item.get("URL") == work.url
        assert item.get("note", "").split("\n") == [*map(plain, work.notices)] or not work.notices


@given(st.lists(references(), min_size=1, max_size=3, unique_by=citation_key))
@settings(max_examples=25)
def test_ris_holds_every_field(works: list[Reference]) -> None:
    text = render_ris(with_references(*works))
    assert text.startswith("TY  - ")
    read = rispy.loads(text, implementation=WholeAddresses)
    assert len(read) == len(works)
    for work, entry in zip(works, read, strict=True):
        assert entry["id"] == citation_key(work)
        assert entry["label"] == str(work.number)
        assert entry["keywords"] == [work.kind.value]
        assert entry["title"] == plain(work.title)
        assert entry.get("authors", []) == [name.inverted for name in author_names(work.authors)]
        assert entry.get("secondary_title", "") == plain(work.container or "")
        assert entry.get("year") == (None if work.year is None else str(work.year))
        assert (entry.get("doi"), entry.get("accession_number"), entry.get("custom2")) == (
            work.doi,
            work.pmid,
            work.pmcid,
        )
        assert entry.get("urls", []) == ([work.url] if work.url else [])
        assert entry.get("notes", []) == [plain(notice) for notice in work.notices]


class WholeAddresses(rispy.RisParser):  # type: ignore[misc]  # rispy has no types
    """Does not take an address apart at a semicolon."""

    DEFAULT_DELIMITER_MAPPING: dict[str, str] = {}  # noqa: RUF012  # named by rispy


def decoded(field: str, value: str) -> str:
    """Return what TeX sets for a field; the library reads the sign ^ as its small twin."""
    if field in {"doi", "url", "pmid", "pmcid"}:
        return value.replace("%7B", "{").replace("%7D", "}").replace("%5C", "\\")
    text, fault = LatexDecodingMiddleware()._transform_python_value_string(value)
    assert not fault
    return text.replace("ˆ", "^")


@given(st.lists(references(), min_size=1, max_size=3, unique_by=citation_key))
@settings(max_examples=25)
@example([replace(REFERENCES[1], title=title, authors=("Roe, Anna B.", title)) for title in ODD])
def test_bibtex_holds_every_field(works: list[Reference]) -> None:
    text = render_bibtex(with_references(*works))
    assert balanced(text)
    read = bibtexparser.parse_string(text)
    assert not read.failed_blocks
    assert [entry.key for entry in read.entries] == [citation_key(work) for work in works]
    for work, entry in zip(works, read.entries, strict=True):
        fields = {field.key: decoded(field.key, field.value) for field in entry.fields}
        assert entry.entry_type == ("article" if work.container else "misc")
        assert fields["title"] == plain(work.title)
        assert fields["keywords"] == work.kind.value
        assert fields.get("journal", "") == plain(work.container or "")
        assert fields.get("year") == (None if work.year is None else str(work.year))
        assert (fields.get("doi"), fields.get("pmid"), fields.get("pmcid")) == (
            work.doi,
            work.pmid,
            work.pmcid,
        )
        assert fields.get("url") == work.url
        assert fields.get("note", "") == " ".join(sentence(plain(one)) for one in work.notices)
        assert people(entry["author"] if work.authors else "") == [
            name.inverted for name in author_names(work.authors)
        ]


def people(authors: str) -> list[str]:
    """Take a list of authors apart as BibTeX does: at each "and" outside of braces."""
    found, depth = [""], 0
    for word in authors.split(" "):
        if word == "and" and depth == 0:
            found.append("")
        else:
            found[-1] += f" {word}"
        depth += word.count("{") - word.count("}")
    return [decoded("author", name.strip()) for name in found if name.strip()]


def balanced(text: str) -> bool:
    """Count braces as BibTeX does, which knows no escaped ones."""
    depth = 0
    for sign in text:
        depth += (sign == "{") - (sign == "}")
        if depth < 0:
            return False
    return depth == 0


@given(HOSTILE)
@settings(max_examples=25)
def test_whatever_a_source_holds_each_format_stays_whole(text: str) -> None:
    """Works of this article that are called the same are one work to BibTeX."""
    article = hostile_article(text)
    count = len(article.references)
    assert len(json.loads(render_csl_json(article))) == count
    assert len(rispy.loads(render_ris(article))) == count
    read = bibtexparser.parse_string(render_bibtex(article))
    assert not read.failed_blocks
    keys = dict.fromkeys(map(citation_key, article.references))
    assert [entry.key for entry in read.entries] == list(keys)


@pytest.mark.parametrize("render", RENDERERS)
def test_an_abstention_cites_nothing(render: Callable[..., str]) -> None:
    assert render(ABSTENTION) in {"", "[]\n"}


@pytest.mark.parametrize("render", RENDERERS)
def test_a_superseded_work_says_so_in_every_format(render: Callable[..., str]) -> None:
    assert "Superseded by doi:10.1000/rev.pub3" in render(ARTICLE)


def test_a_work_has_one_key_in_whatever_article_and_place_it_is_cited() -> None:
    (first, *others) = (citation_key(work) for work in REFERENCES)
    assert citation_key(replace(REFERENCES[0], number=7, notices=())) == first
    assert len({first, *others}) == len(REFERENCES)
    assert re.fullmatch(r"roe2025[0-9a-f]{6}", first)


@pytest.mark.parametrize(
    ("known", "key"),
    [
        ({"authors": ("Łukasz Ångström",)}, r"ukasz2025"),
        ({"authors": ("漢字",)}, r"work2025"),
        ({"authors": (), "year": None}, r"treatmentnd"),
        ({"authors": ("van der Roe, J",)}, r"van2025"),
    ],
)
def test_a_key_is_of_plain_letters_whatever_the_author_is_called(
    known: dict[str, Any], key: str
) -> None:
    assert re.fullmatch(rf"{key}[0-9a-f]{{6}}", citation_key(replace(REFERENCES[0], **known)))
