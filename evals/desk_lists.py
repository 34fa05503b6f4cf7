"""How long a page of sources takes on many documents, and an answer while documents are read.

    python evals/desk_lists.py [DOCUMENTS]

Builds an index of synthetic documents in a temporary folder, lists it cold and warm, then reads
as many documents anew by an upload while questions are answered, and compares with none being read.
"""

import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from ragqa.access.audit import Audit
from ragqa.access.roles import Principal, Role
from ragqa.assembly import build_ingester
from ragqa.config import ServerSettings, Settings
from ragqa.desk.current_articles import CurrentArticles
from ragqa.desk.serving import ServingIndex
from ragqa.desk.source_list import SourceList, SourceOrder, SourceWish
from ragqa.desk.uploads import Uploads
from ragqa.library.database import Database
from ragqa.library.store import Library
from ragqa.schema.progress import NoAnswerProgress
from ragqa.schema.question import Question

WHO = Principal(name="Eve Poe", credential="", roles=frozenset({Role.EDITOR}))
QUESTION = Question(text="Does drug 7 relieve condition 7?")
LOOKS = 20


def main() -> None:
    """Build, list, upload and print what each took."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 5000
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        settings = Settings(
            index=folder / "index", server=ServerSettings(uploads=folder / "uploads")
        )
        write(folder / "corpus", count, "first")
        began = time.perf_counter()
        build_ingester(settings).ingest([folder / "corpus"])
        print(f"index of {count:,} documents: {time.perf_counter() - began:.1f} s")
        with Library.open(str(folder / "library.sqlite"), create=True) as library:
            measure(settings, library, folder, count)


def measure(settings: Settings, library: Library, folder: Path, count: int) -> None:
    """List cold and warm, then answer with and without an upload under way."""
    serving = ServingIndex(settings)
    with serving.lease():
        pass
    sources = SourceList(serving, CurrentArticles(library))
    wish = SourceWish(words="drug 7", order=SourceOrder.CLAIMS)
    print(f"sources, first look: {1000 * timed(lambda: sources.found(wish)):.0f} ms")
    warm = [timed(lambda: sources.found(wish)) for _ in range(LOOKS)]
    print(f"sources, later looks: median {1000 * statistics.median(warm):.1f} ms")
    alone = answers(serving, LOOKS)
    database = Database.open(str(folder / "library.sqlite"), create=False)
    uploads = Uploads(settings, serving, Audit(database, now=_now), now=_now)
    write(folder / "more", max(200, count // 5), "second")
    receiving = uploads.receiving()
    for place in sorted((folder / "more").iterdir()):
        receiving.take(place.name, [place.read_bytes()])
    job = uploads.read_in(receiving.received, WHO)
    during: list[float] = []
    while not uploads.read(job.job_id).is_over:
        during += answers(serving, 1)
    uploads.close()
    print(f"an answer alone: median {1000 * statistics.median(alone):.0f} ms")
    print(
        f"an answer while {len(receiving.received):,} documents are read: median "
        f"{1000 * statistics.median(during):.0f} ms, worst {1000 * max(during):.0f} ms, "
        f"{len(during)} answers; ratio {statistics.median(during) / statistics.median(alone):.2f}"
    )


def answers(serving: ServingIndex, times: int) -> list[float]:
    """Answer a question some times and return the seconds that each took."""

    def once() -> None:
        with serving.lease() as lent:
            lent.pipeline.answered(QUESTION, NoAnswerProgress())

    return [timed(once) for _ in range(times)]


def timed(what: Callable[[], object]) -> float:
    """Return the seconds that something takes."""
    began = time.perf_counter()
    what()
    return time.perf_counter() - began


def write(folder: Path, count: int, mark: str) -> None:
    """Write synthetic documents."""
    folder.mkdir()
    for number in range(count):
        text = (
            f"# {mark} trial {number} of drug {number % 97} in condition {number % 89}\n\n"
            f"Drug {number % 97} relieved condition {number % 89} in {number % 50} of 90 adults "
            f"of the {mark} trial {number} after {number % 12 + 1} weeks.\n"
        )
        (folder / f"{mark}-{number}.md").write_text(text)


def _now() -> datetime:
    return datetime.now(UTC)


if __name__ == "__main__":
    main()
