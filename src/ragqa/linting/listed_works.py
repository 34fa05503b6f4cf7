"""Works that stand in the list twice, and works that cannot be found."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from ragqa.linting.entries import Entry
from ragqa.linting.findings import Code, Finding
from ragqa.linting.numbering import shown
from ragqa.linting.parsed_article import ParsedArticle
from ragqa.linting.works import Work

_SHORTEST_TITLE = 3  # terms; "Editorial" or "Reply" is the title of many works


def duplicate_works(article: ParsedArticle) -> Iterator[Finding]:
    """Find entries that name the work of an earlier entry, however it is dressed."""
    for earlier, later, reason in _repeated(article.entries):
        yield Finding(
            code=Code.DUPLICATE_WORK,
            line=later.line,
            message=f"Reference {later.cited_as} is reference {earlier.cited_as} once more "
            f"(line {earlier.line}): {reason}. Keep one of the two.",
        )


def _repeated(entries: Iterable[Entry]) -> Iterator[tuple[Entry, Entry, str]]:
    """Yield each entry that repeats an earlier one; only those that share a key are compared."""
    seen: dict[tuple[str, ...], list[Entry]] = defaultdict(list)
    for later in entries:
        keys = _keys(later.work)
        rivals = {one.place: one for key in keys for one in seen[key]}
        for place in sorted(rivals):
            if reason := _sameness(rivals[place].work, later.work):
                yield rivals[place], later, reason
                break
        for key in keys:
            seen[key].append(later)


def _keys(work: Work) -> list[tuple[str, ...]]:
    """Return what two entries of one work share at least one of."""
    told = (("doi", work.doi), ("pmid", work.pmid), ("pmcid", work.pmcid))
    named = [(scheme, value) for scheme, value in told if value]
    title = work.title_terms[:_SHORTEST_TITLE]
    return [*named, *([("title", *title)] if len(title) == _SHORTEST_TITLE else [])]


def _sameness(one: Work, other: Work) -> str | None:
    """Return why two entries are one work; an identifier that differs outweighs a title."""
    told = [
        ("DOI", one.doi, other.doi),
        ("PMID", one.pmid, other.pmid),
        ("PMCID", one.pmcid, other.pmcid),
    ]
    both = [(name, a, b) for name, a, b in told if a and b]
    same = next((f"the same {name} {a}" for name, a, b in both if a == b), None)
    if same or both:
        return same
    years = {one.year, other.year} - {None}
    if len(one.title_terms) < _SHORTEST_TITLE or len(years) > 1:
        return None
    return "the same title" if _same_title(one, other) else None


def _same_title(one: Work, other: Work) -> bool:
    """Compare titles; one may leave out its subtitle where authors and year agree."""
    if one.title_terms == other.title_terms:
        return not (one.authors and other.authors) or bool(one.authors & other.authors)
    short, long = sorted((one, other), key=lambda work: len(work.title_terms))
    begins = long.title_terms[: len(short.title_terms)] == short.title_terms
    named = bool(one.authors & other.authors) and one.year == other.year is not None
    return begins and named and ":" in long.title


def missing_identifiers(article: ParsedArticle) -> Iterator[Finding]:
    """Find entries that give a reader no way to the work itself; books are let pass.

    So are documents of the house, neither by a person nor in a journal, whose words the list shows.
    """
    for entry in article.entries:
        shows_its_words = bool(entry.quotes) and not entry.work.is_article
        if not (entry.work.can_be_found or shows_its_words):
            yield Finding(
                code=Code.MISSING_IDENTIFIERS,
                line=entry.line,
                message=f"Reference {entry.cited_as}, {_title(entry)}, has no DOI, PMID, PMCID or "
                "link. Add one.",
            )


def _title(entry: Entry) -> str:
    return shown(entry.work.title or entry.work.text)
