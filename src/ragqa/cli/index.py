"""`ragqa index verify|gc|stats`: the state of the snapshots."""

import json
from dataclasses import asdict

import typer

from ragqa.assembly import build_store
from ragqa.cli.options import IndexOption, JsonOption, require_command, settings_with

app = typer.Typer(
    help="Check, tidy and describe the index.",
    invoke_without_command=True,
    callback=require_command,
    rich_markup_mode=None,
)


@app.command(
    help="""Check every byte of the snapshot that serves; exit 0 only when all are as written.

    Example: ragqa index verify
    """
)
def verify(index: IndexOption = None, as_json: JsonOption = False) -> int:
    """Verify and print what was found."""
    report = build_store(settings_with(index)).verify()
    if as_json:
        print(json.dumps(asdict(report)))
    elif report.faults:
        print("\n".join(report.faults))
    else:
        print(f"{report.files} files, {report.size:,} bytes: all as written.")
    return 1 if report.faults else 0


@app.command(
    help="""Remove snapshots that no longer serve and that nobody reads.

    Example: ragqa index gc
    """
)
def gc(index: IndexOption = None, as_json: JsonOption = False) -> int:
    """Tidy and print what was removed."""
    report = build_store(settings_with(index)).gc()
    if as_json:
        print(json.dumps(asdict(report)))
    else:
        print(f"{len(report.removed)} removed, {report.freed_bytes:,} bytes freed.")
    return 0


@app.command(
    help="""Say what the snapshot that serves holds and how it was made.

    Example: ragqa index stats --json
    """
)
def stats(index: IndexOption = None, as_json: JsonOption = False) -> int:
    """Print the figures of the index."""
    figures = asdict(build_store(settings_with(index)).stats())
    if as_json:
        print(json.dumps(figures))
    else:
        width = max(map(len, figures))
        for name, value in figures.items():
            shown = ", ".join(value) if isinstance(value, tuple) else value
            print(f"{name.replace('_', ' '):<{width}}  {shown}")
    return 0
