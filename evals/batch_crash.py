"""Kill `ragqa batch run` at random moments, and count what that cost.

    python evals/batch_crash.py [--kills 100] [--articles 200] [--seed 0] [--work DIR]

The command itself answers the questions of a file into a library and gets SIGKILL at a random
moment, again and again; when all are answered it begins with a new library. After each kill every
article that was there before must be there byte for byte (else it is lost), none twice, each with
one version and one submission in the log, and the hash chain of the log must be whole. The
questions are those of the demo, worded in several ways and for several audiences.
"""

import argparse
import random
import signal
import sqlite3
import subprocess
import tempfile
import time
from collections import Counter
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from editor_library import CORPUS, ragqa, started, write_questions

from ragqa.library.review_tables import LOG
from ragqa.library.reviewing import Reviewing
from ragqa.library.store import Library
from ragqa.library.tables import VERSIONS

MOST_A_RUN = 4
"""Articles that one run stores before it is killed, so that the kills spread over the batch."""
LONGEST_MOMENT = 1.5
STARTING = 0.1


def state(place: Path) -> tuple[dict[str, str], Counter[str]]:
    """Return the text of every version by its id, and faults by name."""
    faults: Counter[str] = Counter()
    if not place.exists():
        return {}, faults
    try:
        library = Library.open(str(place), create=True)
    except Exception as error:
        print(f"  {error}")
        return {}, Counter(unreadable=1)
    with library, library.reading() as connection:
        versions = connection.execute(VERSIONS.select()).all()
        submitted = Counter(row.article_id for row in connection.execute(LOG.select()))
    with Library.open(str(place)) as library:
        shown = library.article_ids()
    held = Counter(row.article_id for row in versions)
    faults["doubled"] += sum(count - 1 for count in held.values())
    faults["without a version"] += len(shown - held.keys())
    faults["without their article"] += len(held.keys() - shown)
    reviewed = {row.article_id for row in versions if row.content_hash}
    faults["not submitted once"] += sum(submitted[name] != 1 for name in reviewed)
    return {row.version_id: row.answer for row in versions}, faults


def chain_is_whole(place: Path) -> bool:
    """Tell whether the log is as it was written, as `ragqa review verify-log` does."""
    with Library.open(str(place), create=True) as library:
        return Reviewing(library, now=lambda: datetime.now(UTC)).check(None).fault is None


def main() -> None:
    """Run the rounds and print the counts."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--articles", type=int, default=200)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--work", type=Path, default=None)
    given = parser.parse_args()
    work = given.work or Path(tempfile.mkdtemp(prefix="batch-crash-"))
    work.mkdir(parents=True, exist_ok=True)
    chance = random.Random(given.seed)
    index, file = work / "index", write_questions(work / "questions.jsonl", given.articles)
    ragqa("ingest", CORPUS, "--index", index)
    totals: Counter[str] = Counter()
    kills = libraries = 0
    while kills < given.kills:
        libraries += 1
        place = work / f"library-{given.seed}-{libraries}.sqlite"
        known: dict[str, str] = {}
        while True:
            run = started("batch", "run", file, "--library", place, "--index", index, "--by", "e")
            killed = kills < given.kills and killed_at_random(run, place, len(known), chance)
            status = run.wait()
            found, faults = state(place)
            faults["lost"] += sum(found.get(name) != text for name, text in known.items())
            faults["log broken"] += place.exists() and not chain_is_whole(place)
            totals += faults
            known = found
            if not killed:
                totals["failed"] += status != 0
                totals["unanswered"] += given.articles - len(known)
                break
            kills += 1
            print(f"  kill {kills}: {len(known)} articles", flush=True)
    print(f"{kills} kills over {libraries} libraries of {given.articles} articles")
    names = ("lost", "doubled", "without a version", "without their article", "not submitted once",
             "log broken", "unreadable", "failed", "unanswered")  # fmt: skip
    print(", ".join(f"{name} {totals[name]}" for name in names))


def killed_at_random(
    run: subprocess.Popen[bytes], place: Path, known: int, chance: random.Random
) -> bool:
    """Kill the run a moment after some more articles are stored; False where it ended before.

    One in ten is killed while it starts.
    """
    wanted = known + chance.randint(0, MOST_A_RUN) if chance.random() > STARTING else 0
    while wanted and stored(place) < max(wanted, 1) and run.poll() is None:
        time.sleep(0.02)
    time.sleep(chance.uniform(0, LONGEST_MOMENT))
    if run.poll() is not None:
        return False
    run.send_signal(signal.SIGKILL)
    return True


def stored(place: Path) -> int:
    """Return how many articles are stored, without getting in the way."""
    if not place.exists():
        return 0
    with closing(sqlite3.connect(f"file:{place}?mode=ro", uri=True)) as connection:
        try:
            return int(connection.execute("SELECT count(*) FROM articles").fetchone()[0])
        except sqlite3.OperationalError:  # not made yet
            return 0


if __name__ == "__main__":
    main()
