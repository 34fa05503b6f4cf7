"""ragqa in the harness that its peers run in, phase by phase: sample, ingest, cold, query, incr.

    python evals/peer.py            (from the repository root; `make bench` runs it with the peers)

The harness lies in `../shared/bench`. Each document goes in as one row of a JSON Lines file, as
the harness hands it to every peer; a document added later is a file of its own, one removed is a
row less.
"""

import json
import sys
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path

from ragqa.assembly import build_ingester, build_retriever, open_snapshot
from ragqa.config import Settings
from ragqa.indexing.snapshot import Snapshot
from ragqa.retrieval.retriever import Retriever

HARNESS = Path(__file__).resolve().parents[2] / "shared" / "bench"


class Peer:
    """What the harness calls; `folder` is its own to write in."""

    def __init__(self, folder: str) -> None:
        self._sources = Path(folder) / "sources"
        self._settings = Settings(index=Path(self.path(folder)))
        self._folder = folder
        self._snapshot: Snapshot | None = None

    def path(self, folder: str | None = None) -> str:
        """Return what the index takes on disk."""
        return f"{folder or self._folder}/index"

    def ingest(self, documents: Sequence[tuple[str, str]]) -> None:
        """Build the index from nothing, whatever an earlier run left."""
        self._write(documents)
        self._update(rebuild=True)

    def load(self) -> None:
        """Open what was built."""
        self._snapshot = open_snapshot(self._settings)

    def search(self, query: str, limit: int) -> list[tuple[str, float]]:
        """Return documents by their best passage."""
        found = self._retriever.retrieve(query, limit=limit if limit <= 10 else 10 * limit)
        best: dict[str, float] = {}
        for item in found:
            best.setdefault(str(item.passage.document_id), item.score)
        return list(best.items())[:limit]

    def add(self, document: tuple[str, str]) -> None:
        """Put in one document, as a file of its own."""
        (self._sources / f"{document[0]}.jsonl").write_text(_row(document), encoding="utf-8")
        self._update()

    def delete(self, name: str) -> None:
        """Take one row out of the file, and its document out of the index."""
        path = self._sources / "corpus.jsonl"
        rows = path.read_text(encoding="utf-8").splitlines(keepends=True)
        kept = [row for row in rows if json.loads(row)["_id"] != name]
        path.write_text("".join(kept), encoding="utf-8")
        self._update()

    def reingest(self, documents: Sequence[tuple[str, str]]) -> None:
        """Bring the index up to date with what it holds."""
        self._update()

    @cached_property
    def _retriever(self) -> Retriever:
        assert self._snapshot is not None
        return build_retriever(self._settings, self._snapshot)

    def _write(self, documents: Sequence[tuple[str, str]]) -> None:
        self._sources.mkdir(parents=True, exist_ok=True)
        path = self._sources / "corpus.jsonl"
        path.write_text("".join(map(_row, documents)), encoding="utf-8")

    def _update(self, *, rebuild: bool = False) -> None:
        build_ingester(self._settings).ingest([self._sources], prune=True, rebuild=rebuild)


def _row(document: tuple[str, str]) -> str:
    name, text = document
    kind = {"kind": "research"}
    return json.dumps({"_id": name, "title": "", "text": text, "metadata": kind}) + "\n"


if __name__ == "__main__":
    sys.path.insert(0, str(HARNESS))
    from common import main

    main(Peer, "ragqa")
