"""How far an ingest is, told on standard error: lines anywhere, bars on a terminal too."""

import sys
from contextlib import AbstractContextManager, nullcontext

from ragqa.ingestion.ingester import NoProgress, Progress


class ProgressLines(NoProgress):
    """Says what has been published, and nothing else."""

    def published(self, documents: int) -> None:
        """Say that so many documents can be searched already, whatever becomes of the run."""
        print(f"ragqa: {documents:,} documents are in the index.", file=sys.stderr)


def ingest_progress() -> AbstractContextManager[Progress]:
    """Return what tells of an ingest; what draws on terminals loads only where there is one."""
    if not sys.stderr.isatty():
        return nullcontext(ProgressLines())
    from ragqa.cli.progress_bars import ProgressBars

    return ProgressBars()
