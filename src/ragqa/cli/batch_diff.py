"""`ragqa batch diff`: what changed in an article, claim by claim."""

from enum import StrEnum
from typing import Annotated

import typer

from ragqa.cli.diff_lines import print_diff
from ragqa.cli.opened_library import open_reviewing
from ragqa.cli.options import JsonOption, LibraryOption, chosen_form
from ragqa.library.comparison import compared
from ragqa.rendering.diff_as_html import render_diff_html
from ragqa.rendering.diff_as_json import render_diff_json
from ragqa.schema.claim_diff import ClaimDiff

HELP = """Say what changed in an article: claims whose direction, numbers, strength, content or
sources changed, claims that are new or withdrawn, and works and notices, gravest change first.

The current version is compared with the last approved one before it, or else with the one before.
ARTICLE is an id, the beginning of one, or the whole question.

Example: ragqa batch diff a1b2c3 --format html > changes.html
"""


class DiffFormat(StrEnum):
    """How the comparison is printed."""

    TEXT = "text"
    JSON = "json"
    HTML = "html"


def diff(
    article: Annotated[str, typer.Argument(metavar="ARTICLE", help="Id or question.")],
    library: LibraryOption = None,
    against: Annotated[
        int | None,
        typer.Option(min=1, metavar="VERSION", help="Number of the version to compare with."),
    ] = None,
    form: Annotated[
        DiffFormat | None, typer.Option("--format", help="Form of the comparison.  [default: text]")
    ] = None,
    as_json: JsonOption = False,
) -> int:
    """Compare the current version with an earlier one and print what changed."""
    form = chosen_form(form, DiffFormat.JSON, DiffFormat.TEXT, as_json=as_json)
    with open_reviewing(library) as reviewing:
        reading = reviewing.read(article, number=None)
    _print(compared(reading, against), form)
    return 0


def _print(found: ClaimDiff, form: DiffFormat) -> None:
    match form:
        case DiffFormat.TEXT:
            print_diff(found)
        case DiffFormat.JSON:
            print(render_diff_json(found), end="")
        case DiffFormat.HTML:
            print(render_diff_html(found))
