"""Entries in which the publisher of the article cites itself where a guideline should stand."""

import re
from collections.abc import Iterable, Iterator

from ragqa.linguistics.terms import terms
from ragqa.linting.entries import Entry
from ragqa.linting.findings import Code, Finding
from ragqa.linting.numbering import shown
from ragqa.linting.parsed_article import ParsedArticle
from ragqa.linting.regions import Region

_NAME = r"(?P<name>[A-Z][\w.&'’-]*(?:\s[A-Z][\w.&'’-]*){0,4})"
# How a page speaks of its own publisher.
_OWN = tuple(
    re.compile(pattern)
    for pattern in (
        rf"{_NAME}\s(?:assumes|accepts|disclaims|is not (?:liable|responsible))\b",
        rf"(?:©|\(c\)|Copyright)\s*(?:(?:19|20)\d\d(?:[–-]\d+)?,?\s*)?{_NAME}",
        rf"\b(?:[Bb]y|[Ff]rom) our\s{_NAME}",
        rf"\b[Pp]ublished by\s{_NAME}",
    )
)
_EDITORS = re.compile(
    r"\b(?:medical advisory board|(?:editorial|medical|clinical) (?:board|team|staff))\b",
    re.IGNORECASE,
)
_GUIDELINE = re.compile(r"\bguid(?:eline|ance)|\brecommendation|\bconsensus\b", re.IGNORECASE)
_EMPTY = frozenset({"inc", "ltd", "llc", "the", "medical", "advisori", "board", "editor"})


def publisher_as_guideline(
    article: ParsedArticle, publisher_names: Iterable[str]
) -> Iterator[Finding]:
    """Find entries under which the publisher itself stands as a guideline.

    Args:
        article: the article.
        publisher_names: names of its publisher; those by which the page calls itself are added.
    """
    names = [*publisher_names, *_own_names(article)]
    for entry in article.entries:
        by = _publisher(entry, names)
        if by and _stands_as_guideline(article, entry):
            yield Finding(
                code=Code.PUBLISHER_AS_GUIDELINE,
                line=entry.line,
                message=f"Reference {entry.cited_as}, {shown(entry.work.title)}, is by {by}, the "
                "publisher of this article, and stands as a guideline. Cite the guideline itself.",
            )


def _own_names(article: ParsedArticle) -> list[str]:
    return [
        match["name"].strip(" .")
        for _, text in article.surroundings
        for pattern in _OWN
        for match in pattern.finditer(text)
    ]


def _publisher(entry: Entry, names: Iterable[str]) -> str | None:
    """Return the name of the publisher under which an entry stands; published works have ids."""
    work = entry.work
    if work.doi or work.pmid or work.pmcid:
        return None
    outside = " ".join(terms(work.text.replace(work.title, " ") if work.title else work.text))
    for name in names:
        wanted = terms(name)
        known = set(wanted) - _EMPTY
        if known and f" {' '.join(wanted)} " in f" {outside} ":
            return name
    board = _EDITORS.search(work.text)
    return f"its own {board.group()}" if board else None


def _stands_as_guideline(article: ParsedArticle, entry: Entry) -> bool:
    return (
        "guideline" in entry.label
        or _GUIDELINE.search(entry.work.text) is not None
        or any(
            statement.region is Region.GUIDELINES or _GUIDELINE.search(statement.text)
            for statement in article.citing(entry)
        )
    )
