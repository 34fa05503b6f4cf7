"""A comparison of two versions on a terminal, or as plain lines where there is none."""

import sys
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from ragqa.rendering import diff_wording as told
from ragqa.rendering.plain_text import prose
from ragqa.schema.claim_diff import Change, ClaimChange, ClaimDiff, Edition

if TYPE_CHECKING:
    from rich.console import RenderableType
    from rich.text import Text

_WIDTH = 100
"""Characters a line where no terminal says otherwise."""
_GONE, _CAME = "red", "green"
_GRAVE = {
    Change.DIRECTION: "bold red",
    Change.NUMBER: "bold yellow",
    Change.STRENGTH: "bold yellow",
}


def print_diff(diff: ClaimDiff) -> None:
    """Print what changed, gravest first; in colour on a terminal, unless NO_COLOR is set."""
    from rich.console import Console

    console = Console(highlight=False, width=None if sys.stdout.isatty() else _WIDTH)
    with console.capture() as printed:
        for part in _parts(diff):
            console.print(part)
    # Cells of a table are filled up with blanks, which nobody wants in a file.
    print("\n".join(line.rstrip() for line in printed.get().splitlines()))


def _parts(diff: ClaimDiff) -> Iterator["RenderableType"]:
    yield _text(prose(diff.question), "bold")
    for label, edition in ((told.BEFORE, diff.before), (told.NOW, diff.after)):
        yield _row(f"{label:<7}", _edition(edition))
    yield _text(f"\n{told.NOTHING if diff.is_empty else told.summary_line(diff)}")
    for change, claims in told.grouped(diff):
        yield _text(f"\n{told.HEADINGS[change].upper()}", _GRAVE.get(change, "bold"))
        for at, claim in enumerate(claims):
            yield from _claim(claim, diff, first=at == 0)
    yield from _references(diff)
    yield from _texts(diff)


def _edition(edition: Edition) -> "Text":
    reason = f" · {edition.reason}" if edition.reason else ""
    return _text(prose(told.edition_line(edition) + reason), "dim")


def _claim(claim: ClaimChange, diff: ClaimDiff, *, first: bool) -> Iterator["RenderableType"]:
    if not first:
        yield ""
    said, says = told.marked(claim)
    if said == says:
        yield _row(" ", _pieces(says, ""))
    else:
        yield from (_row("-", _pieces(words, _GONE)) for words in (said,) if words)
        yield from (_row("+", _pieces(words, _CAME)) for words in (says,) if words)
    shown, edition = (claim.after, diff.after) if claim.after else (claim.before, diff.before)
    for label, before, after in told.differences(claim):
        yield _row(" ", _text(f"{label}: {told.turn(before, after)}"))
    if shown is not None:
        for number, work in told.works_of(shown, edition):
            yield _row(" ", _text(f"[{number}] {work}", "dim"))


def _references(diff: ClaimDiff) -> Iterator["RenderableType"]:
    if diff.references:
        yield _text(f"\n{told.REFERENCES.upper()}", "bold")
    for change in diff.references:
        what, work = told.reference_lines(change)
        mark = "!" if told.is_setback(change) else " "
        yield _row(mark, _text(f"{what}: {work}", "bold red" if mark == "!" else ""))


def _texts(diff: ClaimDiff) -> Iterator["RenderableType"]:
    if diff.texts:
        yield _text(f"\n{told.BESIDES.upper()}", "bold")
    for change in diff.texts:
        part, before, after = told.text_line(change)
        yield _row(" ", _text(f"{part}: {told.turn(before, after)}"))


def _pieces(words: Sequence[told.Words], style: str) -> "Text":
    from rich.text import Text

    pieces = [(piece.text, f"bold {style}" if piece.changed else style) for piece in words]
    return Text(" ").join(Text(text, style) for text, style in pieces)


def _row(mark: str, text: "Text") -> "RenderableType":
    """Return a mark, and a text whose further lines stand below its first."""
    from rich.table import Table

    style = {"-": _GONE, "+": _CAME, "!": "bold red"}.get(mark, "")
    row = Table.grid(padding=(0, 1))
    row.add_column(width=len(mark), style=style)
    row.add_column(overflow="fold")
    row.add_row(_text(mark), text)
    return row


def _text(text: str, style: str = "") -> "Text":
    from rich.text import Text

    return Text(text, style)
