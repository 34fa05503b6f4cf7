"""Progress bars on a terminal."""

from types import TracebackType
from typing import Self

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TextColumn,
    TimeRemainingColumn,
)

from ragqa.cli.progress import ProgressLines


class ProgressBars(ProgressLines):
    """Shows how many files are read and how many of their documents are indexed."""

    def __init__(self) -> None:
        self._bars = Progress(
            TextColumn("{task.description:<18}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeRemainingColumn(),
            console=Console(stderr=True),
            transient=True,
        )
        self._files = self._bars.add_task("files read", total=None)
        self._documents = self._bars.add_task("documents indexed", total=0)
        self._found = 0

    def __enter__(self) -> Self:
        self._bars.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._bars.stop()

    def started(self, files: int) -> None:
        """Show how many files there are to read."""
        self._bars.update(self._files, total=files)

    def read(self, name: str, documents: int) -> None:
        """Count a file as read, and expect its documents."""
        self._found += documents
        self._bars.advance(self._files)
        self._bars.update(self._documents, total=self._found)

    def indexed(self, documents: int) -> None:
        """Count so many more documents as indexed."""
        self._bars.advance(self._documents, documents)
