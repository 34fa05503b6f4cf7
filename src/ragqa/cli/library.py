"""`ragqa library show|export`: the articles of a library, read and taken elsewhere."""

import json
import sys
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from ragqa.cli.opened_library import open_reviewing
from ragqa.cli.options import JsonOption, LibraryOption, chosen_form, require_command
from ragqa.errors import UsageError
from ragqa.library.export import INDEX, Exported, chosen, export
from ragqa.rendering.forms import Form, rendered

app = typer.Typer(
    help="Read the articles of a library, and take them elsewhere.",
    invoke_without_command=True,
    callback=require_command,
    rich_markup_mode=None,
)


class Shape(StrEnum):
    """How an article is printed."""

    MARKDOWN = "md"
    HTML = "html"
    JSON = "json"


class ExportFormat(StrEnum):
    """What is written for each article: all of it, or its references alone."""

    MARKDOWN = "md"
    HTML = "html"
    DOCX = "docx"
    CSL_JSON = "csl-json"
    RIS = "ris"
    BIBTEX = "bibtex"


def _folder(text: str) -> Path:
    if not text or "\x00" in text:
        raise UsageError("The folder to export to is empty. Name one with --out DIR.")
    return Path(text)


@app.command(
    help="""Print an article as it is stored: its current version, or an older one.

    ARTICLE is an id, the beginning of one, or the whole question; `ragqa review list` lists them,
    and `ragqa review show` tells what reviewers said of one.

    Example: ragqa library show a1b2c3 --version 1 --format html > article.html
    """
)
def show(
    article: Annotated[str, typer.Argument(metavar="ARTICLE", help="Id or question.")],
    version: Annotated[
        int | None, typer.Option(min=1, help="Number of an older version.  [default: the current]")
    ] = None,
    library: LibraryOption = None,
    shape: Annotated[
        Shape | None, typer.Option("--format", help="Form of the article.  [default: md]")
    ] = None,
    as_json: JsonOption = False,
) -> int:
    """Print one version with the review of its own text."""
    shape = chosen_form(shape, Shape.JSON, Shape.MARKDOWN, as_json=as_json)
    with open_reviewing(library) as reviewing:
        answer = reviewing.read(article, number=version).answer
    print(rendered(answer, Form(shape)).decode())
    return 0


@app.command(
    "export",
    help="""Write articles into a folder: one file for each article and format, and index.md.

    The current version of each ARTICLE is written, or of all; with --approved-only the last
    approved one, whatever came later. Files are named after the question, and what did not change
    is written the same again, byte for byte. csl-json, ris and bibtex hold the references alone.

    Example: ragqa library export --format docx --format ris --out articles --approved-only
    """,
)
def export_articles(
    articles: Annotated[
        list[str] | None,
        typer.Argument(metavar="[ARTICLE]…", help="Ids or questions.  [default: all]"),
    ] = None,
    formats: Annotated[
        list[ExportFormat] | None,
        typer.Option("--format", help="May be given several times.  [default: md]"),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(
            "--out", metavar="DIR", parser=_folder, help="Folder to write to.  [default: export]"
        ),
    ] = None,
    approved_only: Annotated[
        bool, typer.Option("--approved-only", help="Only what a person has approved.")
    ] = False,
    library: LibraryOption = None,
    as_json: JsonOption = False,
) -> int:
    """Write the files and print their names."""
    folder = out or Path("export")
    forms = [Form(one) for one in dict.fromkeys(formats or [ExportFormat.MARKDOWN])]
    with open_reviewing(library) as reviewing:
        shown = chosen(reviewing, articles or (), approved_only=approved_only)
    exported = export(shown, folder, forms)
    if as_json:
        print(json.dumps(_told(exported, folder), ensure_ascii=False, indent=2))
    else:
        for one in exported:
            print("\n".join(str(folder / name) for name in one.files))
        print(folder / INDEX)
    many = "1 article is" if len(exported) == 1 else f"{len(exported):,} articles are"
    print(f"ragqa: {many} in {str(folder)!r}.", file=sys.stderr)
    return 0


def _told(exported: Sequence[Exported], folder: Path) -> dict[str, object]:
    return {
        "folder": str(folder),
        "index": INDEX,
        "articles": [
            {
                "article_id": one.shown.article_id,
                "version": one.shown.version,
                "question": one.shown.answer.question.text,
                "audience": one.shown.answer.question.audience,
                "status": one.status,
                "files": list(one.files),
            }
            for one in exported
        ],
    }
