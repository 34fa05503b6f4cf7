"""Readers in processes of their own, while the index is rebuilt and tidied under them.

    python evals/readers.py [--readers 8] [--rebuilds 100] [--documents 200]

Every rebuild replaces every document by one of the next generation, and `gc` follows it at once.
A reader opens the index, searches by words and by vector, reads what it found, waits a little and
reads again: all of it must come from one generation. Vectors are random ones seeded by the text.
"""

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

from seeded import SeededEmbedder

from ragqa.errors import RagqaError
from ragqa.indexing.snapshot import Snapshot
from ragqa.indexing.store import IndexStore
from ragqa.ingestion.chunker import Chunker
from ragqa.ingestion.ingester import Ingester
from ragqa.ingestion.sandbox import Sandbox

LONGEST_READ = 0.5
LIMIT = 30


@dataclass(kw_only=True)
class Tally:
    """What one reader saw."""

    answers: int = 0
    snapshots: set[str] = field(default_factory=set)
    mixed: int = 0
    errors: list[str] = field(default_factory=list)

    def line(self) -> str:
        """Return it as one line of JSON."""
        return json.dumps({**vars(self), "snapshots": sorted(self.snapshots)})


def read(index: Path, stop: Path, seed: int) -> None:
    """Answer until the file `stop` is there, and print what was seen."""
    chance, tally = random.Random(seed), Tally()
    store, embedder = IndexStore(index), SeededEmbedder()
    while not stop.exists():
        try:
            with store.open() as snapshot:
                seen = generations(snapshot, embedder, chance)
                time.sleep(chance.uniform(0.0, LONGEST_READ))
                seen |= generations(snapshot, embedder, chance)
        except Exception as error:  # whatever it is, it is what this counts
            tally.errors.append(f"{type(error).__name__}: {error}")
            continue
        tally.answers += 1
        tally.mixed += len(seen) != 1
        tally.snapshots.add(snapshot.snapshot_id)
    print(tally.line())


def generations(snapshot: Snapshot, embedder: SeededEmbedder, chance: random.Random) -> set[str]:
    """Search in both ways, and return the generations of all that is found and read."""
    (vector,) = embedder.embed([str(chance.random())])
    hits = [*snapshot.dense(vector, LIMIT), *snapshot.lexical("condition", LIMIT)]
    passages = snapshot.passages([hit.passage_id for hit in hits])
    documents = [snapshot.document(one.document_id) for one in passages]
    if len(hits) != 2 * LIMIT:
        raise RagqaError(f"{len(hits)} hits instead of {2 * LIMIT}.")
    texts = [*(one.text for one in passages), *(one.text for one in documents)]
    return {text.split()[0] for text in texts}


def rebuild(corpus: Path, index: Path, documents: int, generation: int) -> None:
    """Publish the next generation in place of the last one, and tidy up."""
    rows = [
        {"_id": str(number), "title": "", "text": f"g{generation} drug{number} for a condition."}
        for number in range(documents)
    ]
    corpus.write_text("".join(f"{json.dumps(row)}\n" for row in rows), encoding="utf-8")
    store, embedder = IndexStore(index), SeededEmbedder()
    sandbox = Sandbox(workers=1)
    Ingester(store=store, embedder=embedder, chunker=Chunker(embedder), sandbox=sandbox).ingest(
        [corpus], rebuild=True
    )
    store.gc()


def main(readers: int, rebuilds: int, documents: int) -> int:
    """Print the counts; exit 1 where a reader met an error or a mixture."""
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        corpus, index, stop = (Path(folder) / name for name in ("works.jsonl", "index", "stop"))
        rebuild(corpus, index, documents, 0)
        command = [sys.executable, __file__, "--read", str(index), str(stop)]
        processes = [
            subprocess.Popen([*command, str(seed)], stdout=subprocess.PIPE, text=True)
            for seed in range(readers)
        ]
        for generation in range(1, rebuilds + 1):
            rebuild(corpus, index, documents, generation)
        stop.touch()
        tallies = [json.loads(process.communicate()[0]) for process in processes]
        store = IndexStore(index)
        store.gc()
        left, clean = len(list((index / "snapshots").iterdir())), store.verify().ok
    seen = set().union(*(tally["snapshots"] for tally in tallies))
    errors = [error for tally in tallies for error in tally["errors"]]
    mixed = sum(tally["mixed"] for tally in tallies)
    print(f"{readers} readers, {rebuilds} rebuilds of {documents} documents, ", end="")
    print(f"{os.cpu_count()} cores, {time.monotonic() - began:.0f} s")
    print(f"answers {sum(tally['answers'] for tally in tallies)}, from {len(seen)} snapshots")
    print(f"errors {len(errors)}, answers from more than one snapshot {mixed}")
    print(f"snapshots left after a last gc {left}, verified {'clean' if clean else 'with faults'}")
    print("\n".join(errors[:10]), file=sys.stderr)
    return 1 if errors or mixed or not clean or left != 1 else 0


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--readers", type=int, default=8)
    parser.add_argument("--rebuilds", type=int, default=100)
    parser.add_argument("--documents", type=int, default=200)
    parser.add_argument("--read", nargs=3, metavar=("INDEX", "STOP", "SEED"))
    given = parser.parse_args()
    if given.read:
        read(Path(given.read[0]), Path(given.read[1]), int(given.read[2]))
    else:
        sys.exit(main(given.readers, given.rebuilds, given.documents))
