"""`ragqa lint`: faults of references and citations in any article."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from ragqa.cli.options import JsonOption
from ragqa.errors import UsageError
from ragqa.ingestion.text_files import read_text
from ragqa.linting.findings import MEANINGS, Finding
from ragqa.linting.linter import lint as lint_text
from ragqa.linting.source_list import NOTHING_KNOWN, read_source_list

_LARGEST = 2_000_000
"""Bytes; some twenty times the longest guideline, and still read in seconds."""

HELP = (
    """Find faults of references and citations in an article: plain text, Markdown, HTML or the
JSON of `ragqa ask`. One line for each fault: its line in FILE, its code, and what to do.

Exit status: 0 nothing found, 1 something found or FILE cannot be read, 2 wrong use.

Codes:

\b
"""
    + "\n".join(f"{code.value:<23} {meaning}" for code, meaning in MEANINGS.items())
    + """

--sources names a JSON file that says where works stand and what they say:

\b
{"as_of": "2026-01-31", "publisher_names": ["name of the article's own site"],
 "sources": [{"doi": …, "pmid": …, "title": …,
              "status": "current|superseded|corrected|retracted|concern",
              "superseded_by": …, "date": …, "text": "file beside it"}]}

Without it no code but retracted-source knows where works stand, and near-verbatim-copy is silent.

Example: ragqa lint article.md --sources sources.json --json
"""
)


def lint(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The article.")],
    sources: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="What is known of the sources, as JSON."),
    ] = None,
    as_json: JsonOption = False,
) -> int:
    """Lint and print what was found; exit 1 when something was."""
    text = _article(file)
    found = lint_text(text, NOTHING_KNOWN if sources is None else read_source_list(sources))
    if as_json:
        print(json.dumps([asdict(finding) for finding in found], ensure_ascii=False))
    else:
        _print(file, found)
    return 1 if found else 0


def _article(file: Path) -> str:
    """Return the text of the article.

    Raises:
        UsageError: there is no such file, or it is too large for an article.
        ReadError: it is empty or binary.
    """
    if not file.is_file():
        what = "is a folder" if file.is_dir() else "is not there"
        raise UsageError(f"{str(file)!r} {what}. Name the file of one article.")
    size = file.stat().st_size
    if size > _LARGEST:
        raise UsageError(
            f"{str(file)!r} has {size / 1e6:,.0f} MB; an article may have {_LARGEST // 10**6}. "
            "Lint one article at a time."
        )
    return read_text(file)


def _print(file: Path, found: Sequence[Finding]) -> None:
    for finding in found:
        print(f"{file}:{finding.line}: {finding.code}: {finding.message}")
    if not found:
        print("Nothing found.")
