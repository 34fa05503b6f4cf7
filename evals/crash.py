"""Kill `ingest` at random moments, and count what that cost.

    python evals/crash.py [--kills 200] [--documents 600] [--seed 0] [--real]

Every round changes a corpus of synthetic works (added, changed and removed, as single files and
as lines of one JSON Lines file) and ingests it in a process of its own, which gets SIGKILL after
a random time. Then the index must hold every work that was acknowledged, that is, that a
published snapshot held or a run that ended well reported; none twice; nothing that was in no
corpus; it must pass `index verify`, and be searchable at once.

Without --real, vectors are random ones seeded by the text, so that the time goes into what is
tested; the wait stands for a model's work. With it, `ragqa ingest` itself is killed.
"""

import argparse
import json
import os
import random
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from seeded import SeededEmbedder

from ragqa.errors import NoIndexError
from ragqa.indexing.store import IndexStore
from ragqa.ingestion.chunker import Chunker
from ragqa.ingestion.ingester import Ingester, NoProgress
from ragqa.ingestion.pace import Pace
from ragqa.ingestion.sandbox import Sandbox

SECONDS_A_TEXT = 0.0005
UNDISTURBED = 10
"""One round in so many is left to end, which shows how long a run takes."""
WORDS = ("adults", "children", "improves", "reduces", "condition", "dose", "placebo", "weeks")

Works = dict[str, str]
"""The text of each work by its title."""


class Acknowledging(NoProgress):
    """Prints what can be searched whenever a snapshot is published."""

    def __init__(self, store: IndexStore) -> None:
        self._store = store

    def published(self, documents: int) -> None:
        """Print the works as one line."""
        print(json.dumps(works_in(self._store)), flush=True)


def ingest(corpus: Path, index: Path, log: Path) -> None:
    """Be the process that is killed: ingest, and publish as often as possible."""
    embedder = SeededEmbedder(seconds=SECONDS_A_TEXT, log=log)
    store = IndexStore(index)
    ingester = Ingester(
        store=store,
        embedder=embedder,
        chunker=Chunker(embedder),
        sandbox=Sandbox(),
        pace=Pace(every=0.05, share=0.5),
    )
    ingester.ingest([corpus], prune=True, progress=Acknowledging(store))


def works_in(store: IndexStore) -> list[tuple[str, str]]:
    """Return title and text of every document that can be searched."""
    try:
        snapshot = store.open()
    except NoIndexError:
        return []
    with snapshot:
        documents = [snapshot.document(one) for one in snapshot.document_ids()]
        # The text of a Markdown file begins with its title.
        return sorted((one.source.title, one.text.splitlines()[-1]) for one in documents)


class Corpus:
    """Works that change from round to round."""

    def __init__(self, folder: Path, size: int, chance: random.Random) -> None:
        self.folder = folder
        self._size = size
        self._chance = chance
        self._next = 0
        self.works: Works = {}
        folder.mkdir()

    def change(self) -> None:
        """Remove, change and add about a fifth of the works each, and write the files."""
        for title in self._some():
            del self.works[title]
        for title in self._some():
            self.works[title] = self._text()
        while len(self.works) < self._size:
            self.works[f"Work {self._next}"] = self._text()
            self._next += 1
        self._write()

    def _some(self) -> list[str]:
        return self._chance.sample(sorted(self.works), len(self.works) // 5)

    def _text(self) -> str:
        word = f"drug{self._chance.getrandbits(40):x}"
        return f"{word} {' '.join(self._chance.choices(WORDS, k=8))}."

    def _write(self) -> None:
        for path in self.folder.iterdir():
            path.unlink()
        lines = []
        for title, text in self.works.items():
            if int(title.split()[-1]) % 10:
                lines.append(json.dumps({"_id": title, "title": title, "text": text}))
            else:
                name = title.replace(" ", "-")
                (self.folder / f"{name}.md").write_text(f"# {title}\n\n{text}\n", encoding="utf-8")
        (self.folder / "works.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")


@dataclass(kw_only=True)
class Tally:
    """What was found over all rounds."""

    rounds: int = 0
    kills: int = 0
    finished: int = 0
    published_before_death: int = 0
    failed: int = 0
    lost: int = 0
    duplicates: int = 0
    invented: int = 0
    unclean: int = 0
    not_found: int = 0
    left_running: int = 0
    faults: list[str] = field(default_factory=list)


class Trial:
    """Rounds of change, ingestion, death and inspection."""

    def __init__(self, folder: Path, *, documents: int, seed: int, real: bool) -> None:
        self._chance = random.Random(seed)
        self._corpus = Corpus(folder / "corpus", documents, self._chance)
        self._index = folder / "index"
        self._store = IndexStore(self._index)
        self._log = folder / "embedded.txt"
        self._log.touch()
        self._real = real
        self._acknowledged: Works = {}
        self._seconds: list[float] = []
        self.tally = Tally()

    def round(self) -> None:
        """Change the corpus, or go on with it, ingest it, kill that, and look."""
        self.tally.rounds += 1
        if self._chance.random() < 0.5 or not self._corpus.works:
            self._corpus.change()
        before = dict(self._acknowledged)
        finished, printed = self._ingest(self._patience())
        for line in printed:
            self._acknowledged = dict(json.loads(line))
        self.tally.published_before_death += bool(printed) and not finished
        self._inspect(before, finished)
        self._acknowledged = dict(works_in(self._store))

    def embedded_again(self) -> tuple[int, int]:
        """Return how many texts were embedded more than once, and how many there were."""
        asked = Counter(self._log.read_text().split())
        return sum(count - 1 for count in asked.values()), len(asked)

    def _patience(self) -> float | None:
        """Return how long a run may take: any time up to its end, and now and then for ever."""
        if self.tally.rounds % UNDISTURBED == 1:
            return None
        return self._chance.uniform(0.0, statistics.median(self._seconds[-5:]))

    def _ingest(self, patience: float | None) -> tuple[bool, list[str]]:
        """Return whether the run ended before it was killed, and what it printed."""
        began = time.monotonic()
        with tempfile.TemporaryFile("w+") as out, tempfile.TemporaryFile("w+") as err:
            process = subprocess.Popen(
                self._command(), stdout=out, stderr=err, start_new_session=True
            )
            try:
                process.wait(patience)
                if patience is None:
                    self._seconds.append(time.monotonic() - began)
            except subprocess.TimeoutExpired:
                process.kill()
            status = process.wait()
            self._await_children(process.pid)
            err.seek(0)
            self._note(status, err.read())
            out.seek(0)
            printed = [] if self._real else [line for line in out if line.endswith("\n")]
        return status == 0, printed

    def _note(self, status: int, said: str) -> None:
        self.tally.finished += status == 0
        self.tally.kills += status == -signal.SIGKILL
        if status not in (0, -signal.SIGKILL):
            self._count("failed", [said.strip().rpartition("\n")[2]])

    def _command(self) -> list[str]:
        if self._real:
            ragqa = str(Path(sys.executable).with_name("ragqa"))
            folder = ["--index", str(self._index)]
            return [ragqa, "ingest", str(self._corpus.folder), "--prune", "--json", *folder]
        here = [str(self._corpus.folder), str(self._index), str(self._log)]
        return [sys.executable, __file__, "--be-killed", *here]

    def _await_children(self, group: int) -> None:
        """Wait until the parsing children have noticed that their parent is gone."""
        for _ in range(100):
            try:
                os.killpg(group, 0)
            except ProcessLookupError:
                return
            time.sleep(0.1)
        self.tally.left_running += 1
        os.killpg(group, signal.SIGKILL)

    def _inspect(self, before: Works, finished: bool) -> None:
        found = works_in(self._store)
        held, wanted = dict(found), self._corpus.works
        times = Counter(title for title, _ in found)
        self._count("duplicates", [title for title in held if times[title] > 1])
        safe = wanted.keys() & (before.keys() | self._acknowledged.keys())
        self._count("lost", sorted((wanted.keys() if finished else safe) - held.keys()))
        texts = {title: {*self._texts(title, wanted)} for title in held}
        if not finished:
            texts = {title: {*texts[title], *self._texts(title, before)} for title in held}
        self._count("invented", [title for title, text in held.items() if text not in texts[title]])
        if found:
            self._count("unclean", self._store.verify().faults)
            self._count("not_found", self._not_found(found))

    @staticmethod
    def _texts(title: str, works: Works) -> list[str]:
        return [works[title]] if title in works else []

    def _not_found(self, found: Sequence[tuple[str, str]]) -> list[str]:
        """Search a few works by the one word that no other holds, and return those missed."""
        missed = []
        with self._store.open() as snapshot:
            for title, text in self._chance.sample(found, min(20, len(found))):
                hits = snapshot.lexical(text.split()[0], 3)
                passages = snapshot.passages([hit.passage_id for hit in hits])
                if [one.text.splitlines()[-1] for one in passages] != [text]:
                    missed.append(title)
        return missed

    def _count(self, what: str, cases: Sequence[str]) -> None:
        setattr(self.tally, what, getattr(self.tally, what) + len(cases))
        self.tally.faults += [f"round {self.tally.rounds}, {what}: {case}" for case in cases[:3]]


def main(kills: int, documents: int, seed: int, real: bool) -> int:
    """Print the counts; exit 1 where anything was lost, doubled, unclean or not found."""
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        trial = Trial(Path(folder), documents=documents, seed=seed, real=real)
        while trial.tally.kills < kills:
            trial.round()
        again, texts = trial.embedded_again()
    tally = trial.tally
    print(
        f"{'ragqa ingest' if real else 'seeded vectors'}, {documents} works, seed {seed}, ", end=""
    )
    print(f"{os.cpu_count()} cores, {time.monotonic() - began:.0f} s")
    print(f"killed {tally.kills} times, {tally.finished} runs ended first, {tally.failed} failed")
    if not real:
        print(f"published something before they were killed: {tally.published_before_death}")
        print(f"texts embedded {texts}, embedded again after a kill {again}")
    print(f"acknowledged works lost {tally.lost}, held twice {tally.duplicates}, ", end="")
    print(f"in no corpus {tally.invented}")
    print(f"faults of `index verify` {tally.unclean}, not found by a search {tally.not_found}")
    print(f"parsing children that outlived their parent {tally.left_running}")
    print("\n".join(tally.faults[:20]), file=sys.stderr)
    return 1 if tally.faults or tally.left_running else 0


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--documents", type=int, default=600)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--real", action="store_true")
    parser.add_argument("--be-killed", nargs=3, type=Path, metavar=("CORPUS", "INDEX", "LOG"))
    given = parser.parse_args()
    if given.be_killed:
        ingest(*given.be_killed)
    else:
        sys.exit(main(given.kills, given.documents, given.seed, given.real))
