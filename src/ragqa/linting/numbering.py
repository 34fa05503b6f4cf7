"""Numbers of the text and of the list that do not match one to one."""

from collections import Counter
from collections.abc import Iterator

from ragqa.linting.entries import Entry
from ragqa.linting.findings import Code, Finding
from ragqa.linting.parsed_article import ParsedArticle


def dangling_numbers(article: ParsedArticle) -> Iterator[Finding]:
    """Find numbers in the text for which the list has no entry, on every line that cites one."""
    known = {entry.cited_as for entry in article.entries}
    listed = f"the list has {len(article.entries)}" if known else "there is no reference list"
    for number, line in dict.fromkeys((one.number, one.line) for one in article.cited):
        if number not in known:
            yield Finding(
                code=Code.DANGLING_NUMBER,
                line=line,
                message=f"Reference {number} is cited, and {listed}"
                f"{_entries(article) if known else ''}. Add the reference or take the number out.",
            )


def _entries(article: ParsedArticle) -> str:
    return " entry" if len(article.entries) == 1 else " entries"


def unused_references(article: ParsedArticle) -> Iterator[Finding]:
    """Find entries that no sentence cites by number; lists cited by name are left alone."""
    used = {one.number for one in article.cited}
    if not used and any(statement.named for statement in article.statements):
        return
    for entry in article.entries:
        if entry.cited_as not in used:
            yield Finding(
                code=Code.UNUSED_REFERENCE,
                line=entry.line,
                message=f"Nothing in the text cites {_named(entry)}. Cite it or take it out.",
            )


def _named(entry: Entry) -> str:
    return f"reference {entry.cited_as}, {shown(entry.work.title)}"


def shown(words: str, longest: int = 70) -> str:
    """Return words of the article in quotation marks, cut to a readable length."""
    words = " ".join(words.split()).strip(" .")
    return f"“{words}”" if len(words) <= longest else f"“{words[:longest].rsplit(' ', 1)[0]} …”"


def numbering_gaps(article: ParsedArticle) -> Iterator[Finding]:
    """Find numbers of the list that repeat or skip, and entries without one among numbered ones.

    A number that the text cites and the list skips is dangling, and reported as that alone.
    """
    numbers = [entry.number for entry in article.entries if entry.number is not None]
    if not numbers:
        return
    cited = {one.number for one in article.cited}
    yield from _unnumbered_entries(article)
    yield from _repeated(article)
    present = sorted(set(numbers))
    for before, number in zip([0, *present], present, strict=False):
        missing = [n for n in range(before + 1, number) if n not in cited]
        if missing:
            entry = next(entry for entry in article.entries if entry.number == number)
            skipped = f"{missing[0]} to {missing[-1]}" if len(missing) > 1 else str(missing[0])
            yield Finding(
                code=Code.NUMBERING_GAP,
                line=entry.line,
                message=f"The list skips {skipped} before reference {number}. Number it 1 to n.",
            )


def _unnumbered_entries(article: ParsedArticle) -> Iterator[Finding]:
    for entry in article.entries:
        if entry.number is None:
            yield Finding(
                code=Code.NUMBERING_GAP,
                line=entry.line,
                message=f"{shown(entry.work.title)} has no number in a numbered list. Give it one.",
            )


def _repeated(article: ParsedArticle) -> Iterator[Finding]:
    counts = Counter[int]()
    for entry in article.entries:
        if entry.number is None:
            continue
        counts[entry.number] += 1
        if counts[entry.number] > 1:
            yield Finding(
                code=Code.NUMBERING_GAP,
                line=entry.line,
                message=f"The number {entry.number} stands in the list for a second time. "
                "Give each work a number of its own.",
            )


def unnumbered_list(article: ParsedArticle) -> Iterator[Finding]:
    """Find a list without any number where the text cites by number."""
    entries = article.entries
    if entries and article.cited and all(entry.number is None for entry in entries):
        yield Finding(
            code=Code.UNNUMBERED_LIST,
            line=article.list_line or entries[0].line,
            message=f"The text cites by number, and the {len(entries)} entries of the list have "
            "none. Number them in the order in which they are cited.",
        )
