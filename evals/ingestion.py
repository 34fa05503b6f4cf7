"""Times of ingesting and of searching, as a user sees them: process start to end.

    python evals/ingestion.py ../shared/data/scifact/corpus.jsonl.gz [--runs 5] [--documents N]
                              [--work DIR]

The corpus is a folder with the set as one JSON Lines file, and gets files beside it. "CPU" is that
of all processes of the command, parsing children included. Small changes are measured on the full
index, each several times (median); a first ingest is measured once, and again as a rebuild, for
which every vector is cached: what is left is everything but embedding. With --work, index and
corpus are kept there, and the two are left out where that index is found again.

Python may keep what it compiles, as where ragqa is installed for use; the first run warms that up.
"""

import argparse
import ctypes
import gzip
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

PR_SET_CHILD_SUBREAPER = 36
RAGQA = str(Path(sys.executable).with_name("ragqa"))
ENVIRONMENT = {
    name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """Seconds of one command."""

    wall: float
    cpu: float


def measured(*arguments: str) -> Cost:
    """Run `ragqa` and wait for it, and for the children that it leaves behind."""
    began = time.perf_counter()
    process = subprocess.Popen([RAGQA, *arguments], stdout=subprocess.DEVNULL, env=ENVIRONMENT)
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - began
    if status:
        raise SystemExit(f"ragqa {' '.join(arguments)} failed")
    cpu = usage.ru_utime + usage.ru_stime
    while True:
        try:
            _, _, usage = os.wait4(-1, 0)
        except ChildProcessError:
            return Cost(wall=wall, cpu=cpu)
        cpu += usage.ru_utime + usage.ru_stime


class Corpus:
    """A folder with one JSON Lines file, and whatever is put beside it."""

    def __init__(self, folder: Path, rows: list[str]) -> None:
        self._lines = folder / "corpus.jsonl"
        self._beside = folder / "one-more.md"
        self._rows = rows
        self._turn = 0
        folder.mkdir(parents=True, exist_ok=True)
        self._beside.unlink(missing_ok=True)
        self._write()

    def change_a_line(self) -> None:
        """Let the text of one row say something else."""
        self._turn += 1
        row = json.loads(self._rows[self._turn])
        row["text"] += f" Drug A{self._turn} was safe."
        self._rows[self._turn] = json.dumps(row) + "\n"
        self._write()

    def add_a_line(self) -> None:
        """Put one row more at the end."""
        self._turn += 1
        text = f"Drug A{self._turn} improved condition X in adults. It was safe."
        row = {"_id": f"added-{self._turn}", "title": f"Trial {self._turn}", "text": text}
        self._rows.append(json.dumps(row) + "\n")
        self._write()

    def remove_a_line(self) -> None:
        """Take out the first row."""
        del self._rows[0]
        self._write()

    def add_a_file(self) -> None:
        """Put a file beside it."""
        self._turn += 1
        text = f"# Trial {self._turn}\n\nDrug A{self._turn} improved condition X in adults.\n"
        self._beside.write_text(text, encoding="utf-8")

    def remove_a_file(self) -> None:
        """Take the file away."""
        self._beside.unlink()

    def _write(self) -> None:
        self._lines.write_text("".join(self._rows), encoding="utf-8")


def main(source: Path, runs: int, documents: int | None, work: Path | None) -> None:
    """Print one line for each step."""
    # Parsing children outlive their parent for a moment: they become ours, to be counted.
    ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    with gzip.open(source, "rt", encoding="utf-8") as stream:
        rows = stream.readlines()[:documents]
    print(f"{source.name}, {len(rows)} documents, {os.cpu_count()} cores")
    with tempfile.TemporaryDirectory() as temporary:
        scratch = work or Path(temporary)
        is_there = (scratch / "index").exists()
        corpus = Corpus(scratch / "corpus", rows)
        ingest = ["ingest", f"{scratch}/corpus", "--prune", "--index", f"{scratch}/index"]
        if is_there:
            measured(*ingest)  # back to where the steps begin
        else:
            show("first ingest", [measured(*ingest)])
            show("rebuild, all vectors cached", [measured(*ingest, "--rebuild")])
        steps(corpus, ingest, scratch / "index", runs)


def steps(corpus: Corpus, ingest: list[str], index: Path, runs: int) -> None:
    """Change the corpus in small ways, and search what became of it."""
    show("process start alone (--help)", [measured("ingest", "--help") for _ in range(runs)])
    show("unchanged", [measured(*ingest) for _ in range(runs)])

    def after(change: Callable[[], None]) -> Cost:
        change()
        return measured(*ingest)

    show("one line changed", [after(corpus.change_a_line) for _ in range(runs)])
    show("one line added", [after(corpus.add_a_line) for _ in range(runs)])
    show("one line removed", [after(corpus.remove_a_line) for _ in range(runs)])
    pairs = [(after(corpus.add_a_file), after(corpus.remove_a_file)) for _ in range(runs)]
    show("one file added", [added for added, _ in pairs])
    show("one file removed", [removed for _, removed in pairs])
    ask = ["search", "vitamin D deficiency", "--index", str(index)]
    show("search", [measured(*ask) for _ in range(runs)])
    graph = next(index.rglob("graph.blob"))

    def compiling() -> Cost:
        graph.unlink()
        return measured(*ask)

    show("search, encoder not compiled", [compiling() for _ in range(runs)])
    show("index verify", [measured("index", "verify", "--index", str(index))])
    show("index gc", [measured("index", "gc", "--index", str(index))])


def show(step: str, costs: list[Cost]) -> None:
    """Print the medians of some runs, and the longest."""
    wall, cpu = (statistics.median(getattr(one, name) for one in costs) for name in ("wall", "cpu"))
    longest = max(one.wall for one in costs)
    print(f"{step:<30} {wall:7.2f} s wall (longest {longest:.2f}) {cpu:7.2f} s CPU", flush=True)


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("source", type=Path)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--documents", type=int)
    parser.add_argument("--work", type=Path)
    given = parser.parse_args()
    main(given.source, given.runs, given.documents, given.work)
