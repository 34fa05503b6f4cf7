"""All checks of an article, in the order of its lines."""

from collections.abc import Iterator

from ragqa.linting.contradiction import self_contradictions
from ragqa.linting.copying import near_verbatim_copies
from ragqa.linting.findings import Code, Finding
from ragqa.linting.listed_works import duplicate_works, missing_identifiers
from ragqa.linting.numbering import (
    dangling_numbers,
    numbering_gaps,
    unnumbered_list,
    unused_references,
)
from ragqa.linting.parsed_article import ParsedArticle, parse_article
from ragqa.linting.publisher import publisher_as_guideline
from ragqa.linting.source_list import NOTHING_KNOWN, SourceList
from ragqa.linting.standing import outdated_sources
from ragqa.linting.uncited import uncited_statements

_ORDER = {code: place for place, code in enumerate(Code)}


def lint(text: str, known: SourceList = NOTHING_KNOWN) -> list[Finding]:
    """Return every fault of an article's references and citations, by line.

    Args:
        text: plain text, Markdown, HTML, or the JSON of an article that ragqa printed.
        known: what is known of the sources it may cite.
    """
    found = _found(parse_article(text), known)
    return sorted(found, key=lambda one: (one.line, _ORDER[one.code], one.message))


def _found(article: ParsedArticle, known: SourceList) -> Iterator[Finding]:
    yield from dangling_numbers(article)
    yield from unused_references(article)
    yield from numbering_gaps(article)
    yield from unnumbered_list(article)
    yield from duplicate_works(article)
    yield from missing_identifiers(article)
    yield from publisher_as_guideline(article, known.publisher_names)
    yield from outdated_sources(article, known)
    yield from near_verbatim_copies(article, known.sources)
    yield from self_contradictions(article)
    yield from uncited_statements(article)
