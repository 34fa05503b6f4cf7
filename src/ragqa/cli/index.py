"""`ragqa index verify|gc|stats`: the state of the snapshots."""

import json
from collections.abc import Iterator
from dataclasses import asdict

import typer

from ragqa.assembly import build_store
from ragqa.cli.options import IndexOption, JsonOption, require_command, settings_with
from ragqa.indexing.statistics import IndexStats

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
    help="""Say what the snapshot that serves holds, how it was made and how it is searched.

    Example: ragqa index stats --json
    """
)
def stats(index: IndexOption = None, as_json: JsonOption = False) -> int:
    """Print the figures of the index."""
    figures = build_store(settings_with(index)).stats()
    if as_json:
        print(json.dumps(asdict(figures)))
    else:
        rows = dict(_rows(figures))
        width = max(map(len, rows))
        for name, value in rows.items():
            print(f"{name:<{width}}  {value}")
    return 0


def _rows(figures: IndexStats) -> Iterator[tuple[str, str]]:
    yield "snapshot", figures.snapshot
    yield "created", figures.created_at
    yield "embedder", f"{figures.embedder_id}, {figures.dimension} numbers a vector"
    yield "chunker", figures.chunker_id
    yield "files", f"{figures.files:,}"
    yield "documents", f"{figures.documents:,}"
    yield "passages", f"{figures.passages:,}"
    for kind, held in figures.by_kind.items():
        yield kind, f"{held.documents:,} documents, {held.passages:,} passages"
        if held.vectors is not None:
            found = f"Finds {held.vectors.recall:.1%} of the ten nearest."
            yield f"{kind} vectors", f"{held.vectors.name}. {held.vectors.reason} {found}"
    for part, size in figures.bytes.items():
        yield f"{part} on disk", f"{size:,} bytes"
    yield "snapshot on disk", f"{figures.snapshot_bytes:,} bytes"
    yield "index on disk", f"{figures.index_bytes:,} bytes, with caches and older snapshots"
