"""What goes wrong around an ingest is one clear sentence, and the last good snapshot serves."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest

from ragqa.embedding.embedder import FloatArray
from ragqa.errors import (
    IndexCorruptError,
    IndexLockedError,
    IndexMismatchError,
    ModelError,
    SnapshotError,
)
from ragqa.indexing.embedding_cache import BATCHES_AT_ONCE
from ragqa.indexing.store import IndexStore
from ragqa.ingestion.chunker import Chunker
from ragqa.ingestion.ingester import Ingester
from ragqa.ingestion.report import IngestReport
from ragqa.ingestion.sandbox import Sandbox
from tests.embedding.hashing import HashingEmbedder
from tests.ingestion.samples import write
from tests.ingestion.test_ingester import CountingEmbedder, many

ROOT = Path(__file__).parents[2]
CHILD = """
import resource, sys, time
from pathlib import Path
from ragqa.errors import RagqaError
from ragqa.ingestion.ingester import NoProgress
from tests.ingestion.test_trouble import ingest

class Waiting(NoProgress):
    def indexed(self, documents):
        print("indexed", flush=True)
        time.sleep(60)

if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]), -1))
    try:
        ingest(Path(sys.argv[1]), progress=Waiting() if sys.argv[3:] else None)
    except RagqaError as error:
        print(error)
"""


def ingest(
    folder: Path,
    *,
    dimension: int = 64,
    embedder: HashingEmbedder | None = None,
    rebuild: bool = False,
    progress: object = None,
) -> IngestReport:
    """Ingest `folder/corpus` into `folder/index`."""
    embedder = embedder or HashingEmbedder(dimension=dimension)
    ingester = Ingester(
        store=IndexStore(folder / "index"),
        embedder=embedder,
        chunker=Chunker(embedder),
        sandbox=Sandbox(workers=1),
    )
    return ingester.ingest([folder / "corpus"], rebuild=rebuild, progress=progress)  # type: ignore[arg-type]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with a corpus and its index."""
    write(tmp_path / "corpus" / "a.md", "Ferritin was low.")
    ingest(tmp_path)
    return tmp_path


@contextmanager
def still_serving(folder: Path) -> Iterator[None]:
    """Check that the snapshot from before goes on serving what it did."""
    store = IndexStore(folder / "index")
    with store.open() as reader:
        yield
        assert reader.lexical("ferritin", 1)
    assert store.verify().ok
    with store.open() as reader:
        assert reader.lexical("ferritin", 1)
        assert reader.snapshot_id == store.stats().snapshot


def child(folder: Path, limit: int, *arguments: str) -> "subprocess.Popen[str]":
    command = [sys.executable, "-c", CHILD, str(folder), str(limit), *arguments]
    return subprocess.Popen(
        command, cwd=ROOT, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )


@pytest.mark.parametrize("limit", [4_000, 100_000, 400_000])
def test_a_disk_that_is_full_in_the_middle_of_an_ingest(folder: Path, limit: int) -> None:
    """A limit on the size of files fails a write as a full disk does: cache, draft or snapshot."""
    write(folder / "corpus" / "b.jsonl", many(1500))
    with still_serving(folder):
        said, faults = child(folder, limit).communicate()
        assert faults == ""
        assert said.count("\n") == 1
        assert "cannot be written" in said
        assert "Free some disk space" in said
    assert ingest(folder).added == 1500


def test_tidying_a_full_disk_gives_up_the_cached_vectors(folder: Path) -> None:
    write(folder / "corpus" / "a.md", "Ferritin was high.")
    ingest(folder)
    script = (
        "import resource, sys\n"
        "from pathlib import Path\n"
        "from ragqa.indexing.store import IndexStore\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (0, -1))\n"
        "print(len(IndexStore(Path(sys.argv[1])).gc().removed))\n"
    )
    with still_serving(folder):
        command = [sys.executable, "-c", script, str(folder / "index")]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout == "1\n"
    assert "no room to tidy it" in done.stderr
    assert not list((folder / "index").glob("embeddings.sqlite*"))


def test_another_ingest_at_the_same_time_is_told_to_wait_until_the_first_is_gone(
    folder: Path,
) -> None:
    write(folder / "corpus" / "b.md", "Drug A helps.")
    with still_serving(folder), child(folder, -1, "wait") as first:
        assert first.stdout is not None
        assert first.stdout.readline() == "indexed\n"
        with pytest.raises(IndexLockedError, match="Wait until it has finished"):
            ingest(folder)
        os.kill(first.pid, signal.SIGKILL)
    assert ingest(folder).added == 1


@pytest.mark.parametrize("harm", [b"", b"rubbish"], ids=["truncated", "altered"])
def test_damage_to_what_serves_is_not_built_upon_and_a_rebuild_mends_it(
    folder: Path, harm: bytes
) -> None:
    snapshot = folder / "index" / "snapshots"
    for path in sorted(one for one in snapshot.rglob("*") if one.is_file()):
        whole = path.read_bytes()
        path.write_bytes(harm)
        with pytest.raises(SnapshotError, match=r"--rebuild") as told:
            ingest(folder)
        assert isinstance(told.value, IndexCorruptError)
        assert str(told.value).count("\n") == 0
        path.write_bytes(whole)
    path.write_bytes(harm)
    assert ingest(folder, rebuild=True).added == 1
    assert IndexStore(folder / "index").verify().ok


def test_an_embedder_of_another_dimension_is_refused_until_the_index_is_rebuilt(
    folder: Path,
) -> None:
    with still_serving(folder), pytest.raises(IndexMismatchError, match=r"hashing-64.*hashing-32"):
        ingest(folder, dimension=32)
    assert ingest(folder, dimension=32, rebuild=True).added == 1


class WithoutNumbers(HashingEmbedder):
    """Gives NaN where a number should stand, as a damaged model does."""

    def embed(self, texts: Sequence[str]) -> FloatArray:
        vectors = super().embed(texts)
        vectors[:, 3] = np.nan
        return vectors


def test_vectors_that_are_no_numbers_are_refused(folder: Path) -> None:
    write(folder / "corpus" / "b.md", "Drug A helps.")
    with still_serving(folder), pytest.raises(ModelError) as caught:
        ingest(folder, embedder=WithoutNumbers())
    assert "they hold numbers that are not finite. Name another model" in str(caught.value)
    assert ingest(folder).added == 1


def test_ten_thousand_identical_documents_are_read_a_time_or_two_and_all_found(
    folder: Path,
) -> None:
    same = {"title": "Drug A", "text": "Drug A helps adults with condition X."}
    lines = [json.dumps({"_id": f"copy{number}", **same}) for number in range(10_000)]
    write(folder / "corpus" / "copies.jsonl", "\n".join(lines))
    counting = CountingEmbedder()
    report = ingest(folder, embedder=counting)
    assert (report.added, report.failed) == (10_000, 0)
    assert 1 <= counting.embedded <= BATCHES_AT_ONCE
    store = IndexStore(folder / "index")
    assert store.verify().ok
    (vector,) = counting.embed(["Drug A\nDrug A helps adults with condition X."])
    with store.open() as snapshot:
        nearest = snapshot.dense(vector, 10_000)
        assert len({hit.passage_id for hit in nearest}) == 10_000
        assert {round(hit.score, 5) for hit in nearest} == {1.0}
        assert len(snapshot.lexical("condition", 10)) == 10
    assert ingest(folder).unchanged == 10_001


def test_an_empty_corpus_makes_an_empty_index_that_can_be_searched(tmp_path: Path) -> None:
    write(tmp_path / "corpus" / "a.jsonl", "")
    report = ingest(tmp_path)
    assert (report.passages, report.no_text, len(report.failures)) == (0, 1, 1)
    store = IndexStore(tmp_path / "index")
    assert store.verify().ok
    with store.open() as snapshot:
        assert snapshot.lexical("ferritin", 3) == []
        (vector,) = HashingEmbedder().embed(["ferritin"])
        assert snapshot.dense(vector, 3) == []


def test_a_document_of_one_word_is_found_by_it(tmp_path: Path) -> None:
    write(tmp_path / "corpus" / "a.txt", "Ferritin")
    write(tmp_path / "corpus" / "b.jsonl", '{"_id": "1", "title": "", "text": "Hepcidin"}\n')
    assert ingest(tmp_path).added == 2
    with IndexStore(tmp_path / "index").open() as snapshot:
        for word in ("Ferritin", "Hepcidin"):
            (vector,) = HashingEmbedder().embed([word])
            for (hit,) in (snapshot.lexical(word, 1), snapshot.dense(vector, 1)):
                (passage,) = snapshot.passages([hit.passage_id])
                assert passage.text == word


@pytest.mark.skipif(os.getuid() != 0, reason="only root can become somebody else")
def test_an_index_that_cannot_be_written_is_one_sentence_and_is_read(folder: Path) -> None:
    write(folder / "corpus" / "b.md", "Drug A helps.")
    for place in (folder, *folder.parents):
        place.chmod(place.stat().st_mode | 0o055)
    script = CHILD.replace(
        "resource.setrlimit(", "import os; os.setuid(65534); resource.setrlimit("
    )
    with still_serving(folder):
        command = [sys.executable, "-c", script, str(folder), "-1"]
        done = subprocess.run(command, cwd=ROOT, text=True, capture_output=True, check=True)
    assert done.stdout.count("\n") == 1
    assert "cannot be written (Permission denied)" in done.stdout
    assert "Check its permissions" in done.stdout
