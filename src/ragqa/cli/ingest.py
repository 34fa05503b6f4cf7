"""`ragqa ingest`: files into the index."""

import json
from pathlib import Path
from typing import Annotated

import typer

from ragqa.assembly import build_ingester
from ragqa.cli.options import IndexOption, JsonOption, settings_with
from ragqa.cli.progress import ingest_progress
from ragqa.ingestion.report import IngestReport

HELP = """Read files or folders into the index.

Reads .pdf .xml .nxml .nbib .html .md .txt .jsonl .jsonl.gz; what has not changed since the
last run is left alone. Links in folders are followed, and each file is read once.

Example: ragqa ingest corpus/
"""


def ingest(
    paths: Annotated[list[Path], typer.Argument(metavar="PATH...", help="Files or folders.")],
    index: IndexOption = None,
    prune: Annotated[
        bool, typer.Option("--prune", help="Remove documents that are not under PATH any more.")
    ] = False,
    retry: Annotated[
        bool, typer.Option("--retry", help="Read files again that failed before.")
    ] = False,
    rebuild: Annotated[
        bool, typer.Option("--rebuild", help="Start from nothing, e.g. for another model.")
    ] = False,
    as_json: JsonOption = False,
) -> int:
    """Ingest and print the report."""
    ingester = build_ingester(settings_with(index))
    with ingest_progress() as progress:
        report = ingester.ingest(
            paths, prune=prune, retry=retry, rebuild=rebuild, progress=progress
        )
    if report.warnings:
        files = len({one.path for one in report.warnings})
        typer.echo(
            f"ragqa: left out {len(report.warnings)} pieces of text in {files} files that address "
            "the system or do not show; --json lists them.",
            err=True,
        )
    print(json.dumps(report.to_json()) if as_json else _text(report))
    return 1 if report.failures and report.passages == 0 else 0


def _text(report: IngestReport) -> str:
    lines = [
        f"{report.added} added, {report.updated} updated, {report.unchanged} unchanged, "
        f"{report.removed} removed, {report.failed} failed, {report.no_text} without text "
        f"({report.seconds:.1f} s).",
        f"The index holds {report.passages} passages; snapshot {report.snapshot[:12]}.",
    ]
    if report.assumed_kind:
        lines.append(
            f"Taken as research, because nothing says whether guideline or research: "
            f"{report.assumed_kind}. `kind` in the metadata, or a folder named guidelines, says it."
        )
    lines += [f"  {failure.sentence}" for failure in report.failures]
    return "\n".join(lines)
