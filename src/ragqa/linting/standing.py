"""Cited works that are not what they were: replaced, corrected, doubted or retracted."""

import re
from collections.abc import Iterator, Sequence

from ragqa.linguistics.identifiers import identifier_of
from ragqa.linguistics.terms import terms
from ragqa.linting.entries import Entry
from ragqa.linting.findings import Code, Finding
from ragqa.linting.numbering import shown
from ragqa.linting.parsed_article import ParsedArticle
from ragqa.linting.source_list import KnownSource, SourceList, Status
from ragqa.linting.works import Work

_SAID = {
    Status.SUPERSEDED: re.compile(
        r"supersed|replaced by|updated (?:by|in)|newer version|(?:earlier|older|previous|first) "
        r"version|withdrawn|no longer current",
        re.IGNORECASE,
    ),
    Status.CORRECTED: re.compile(r"\bcorrect(?:ed|ion)|corrigend|errat", re.IGNORECASE),
    Status.CONCERN: re.compile(r"expressions? of concern", re.IGNORECASE),
    Status.RETRACTED: re.compile(r"retract|withdrawn", re.IGNORECASE),
}
_CODES = {
    Status.SUPERSEDED: Code.SUPERSEDED_SOURCE,
    Status.CORRECTED: Code.SUPERSEDED_SOURCE,
    Status.CONCERN: Code.RETRACTED_SOURCE,
    Status.RETRACTED: Code.RETRACTED_SOURCE,
}
_FATES = {
    Status.SUPERSEDED: ("has been superseded", "Cite the current version, or say so beside it."),
    Status.CORRECTED: ("has been corrected", "Check the sentence against it, or say so beside it."),
    Status.CONCERN: ("is under an expression of concern", "Say so beside it, or take it out."),
    Status.RETRACTED: ("has been retracted", "Take out what rests on it."),
}
_MARKED = re.compile(
    r"\A\W*(?:retracted|withdrawn)\b(?: article)?|[\[(]retracted[\])]", re.IGNORECASE
)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_SHORTEST_MAIN = 4  # terms of a title that names a work without its subtitle


def outdated_sources(article: ParsedArticle, known: SourceList) -> Iterator[Finding]:
    """Find entries whose work no longer stands as it did, unless the article says so.

    Beside an entry a notice is enough for all but a retraction: what is retracted carries nothing,
    and only a sentence that says it is retracted may cite it.
    """
    for entry in article.entries:
        source = source_of(entry.work, known.sources)
        if source is not None and source.status is not Status.CURRENT:
            if not _is_said(article, entry, source.status):
                yield _finding(entry, source, known.as_of)
        elif _MARKED.search(entry.work.text) and not _is_said(article, entry, Status.RETRACTED):
            yield Finding(
                code=Code.RETRACTED_SOURCE,
                line=entry.line,
                message=f"Reference {entry.cited_as}, {shown(entry.work.title)}, is marked as "
                "retracted in the list itself. Take out what rests on it.",
            )


def source_of(work: Work, sources: Sequence[KnownSource]) -> KnownSource | None:
    """Return what is known of a work: by DOI, by PMID, or by title and year."""
    for source in sources:
        if source.doi and source.doi == work.doi:
            return source
    for source in sources:
        if source.pmid and source.pmid == work.pmid:
            return source
    named = [one for one in sources if _may_be(work, one) and _has_title(work, one)]
    return _by_year(work, named)


def _may_be(work: Work, source: KnownSource) -> bool:
    """Tell a work that is certainly another one: both have the same kind of identifier."""
    return not (work.doi and source.doi) and not (work.pmid and source.pmid)


def _has_title(work: Work, source: KnownSource) -> bool:
    title = tuple(terms(source.title))
    main = tuple(terms(source.title.split(":")[0]))
    return bool(title) and (
        title in work.segments or (len(main) >= _SHORTEST_MAIN and main in work.segments)
    )


def _by_year(work: Work, named: Sequence[KnownSource]) -> KnownSource | None:
    """Choose between the versions of one title.

    A version that is dated as the entry is, the current one first; else an older one that was not
    yet replaced when the entry's appeared. `date` may be the day of the work or of its notice.
    """
    if work.year is None:
        statuses = {source.status for source in named}
        return named[0] if named and Status.CURRENT not in statuses else None
    dated = [source for source in named if _year_of(source) == work.year]
    current = [source for source in dated if source.status is Status.CURRENT]
    if dated:
        return (current or dated)[0]
    open_ = [
        source
        for source in named
        if source.status is not Status.CURRENT
        and ((year := _year_of(source)) is None or work.year <= year + 1)
    ]
    return open_[0] if open_ else None


def _year_of(source: KnownSource) -> int | None:
    found = _YEAR.search(source.date or "")
    return int(found.group()) if found else None


def _is_said(article: ParsedArticle, entry: Entry, status: Status) -> bool:
    said = _SAID[status]
    citing = article.citing(entry)
    in_text = bool(citing) and all(said.search(one.text) for one in citing)
    if status is Status.RETRACTED:
        return in_text
    beside = entry.work.text.replace(entry.work.title, " ") if entry.work.title else entry.work.text
    return in_text or said.search(beside) is not None


def _finding(entry: Entry, source: KnownSource, as_of: str | None) -> Finding:
    fate, step = _FATES[source.status]
    by = f" by {_readable(source.superseded_by)}" if source.superseded_by else ""
    when = f" (dated {source.date})" if source.date else ""
    known = f", as of {as_of}" if as_of else ""
    return Finding(
        code=_CODES[source.status],
        line=entry.line,
        message=f"Reference {entry.cited_as}, {shown(source.name)}, {fate}{by}{when}{known}. "
        f"{step}",
    )


def _readable(identifier: str) -> str:
    """Write an identifier as reference lists do; leave a title as it is."""
    named = identifier_of(identifier)
    if named is None:
        return shown(identifier)
    scheme, _, value = named.partition(":")
    return {"pmid": f"PMID {value}", "pmcid": value.upper(), "url": value}.get(scheme, named)
