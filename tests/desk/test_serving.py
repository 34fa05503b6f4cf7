"""One snapshot for a whole answer: lent to many at one time, renewed under them, closed after."""

import json
import random
import shutil
import sqlite3
import threading
import time
import weakref
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import cycle
from pathlib import Path

import pytest

from ragqa.assembly import build_ingester
from ragqa.config import Settings
from ragqa.desk import serving as serving_module
from ragqa.desk.serving import Serving, ServingIndex
from ragqa.desk.watching import watched
from ragqa.errors import BusyError, IndexCorruptError, IndexMismatchError, NoIndexError
from ragqa.schema.question import Question

DOCUMENTS = 6
SECONDS = 30.0
QUESTION = Question(text="Does drug A help in condition X?")


def publish(index: Path, generation: int) -> str:
    """Replace every document by one that names its generation; return the line of CURRENT."""
    corpus = index.parent / "corpus" / "works.jsonl"
    corpus.parent.mkdir(exist_ok=True)
    rows = (
        {
            "_id": f"g{generation}-{number}",
            "title": f"Trial {number} of generation g{generation}",
            "text": f"In generation g{generation} drug A helped {number + 30} of 90 patients "
            f"with condition X. Placebo helped {number + 10} of 90.",
        }
        for number in range(DOCUMENTS)
    )
    corpus.write_text("".join(json.dumps(row) + "\n" for row in rows))
    build_ingester(Settings(index=index)).ingest([corpus])
    return (index / "CURRENT").read_text()


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[str]]:
    """An index with three snapshots, and the lines of CURRENT that name them."""
    index = tmp_path_factory.mktemp("serving") / "index"
    return index, [publish(index, generation) for generation in range(3)]


@pytest.fixture
def index(published: tuple[Path, list[str]], tmp_path: Path) -> Path:
    """A copy of it, of which the first snapshot serves."""
    original, lines = published
    copy = shutil.copytree(original, tmp_path / "index")
    serve(copy, lines[0])
    return copy


@pytest.fixture
def lines(published: tuple[Path, list[str]]) -> list[str]:
    return published[1]


@pytest.fixture
def serving(index: Path) -> Iterator[ServingIndex]:
    serving = ServingIndex(Settings(index=index))
    yield serving
    serving.close()


def name_of(line: str) -> str:
    """Return the name of the snapshot that a line of CURRENT names."""
    return line.partition(" ")[0]


def serve(index: Path, line: str) -> None:
    """Name another snapshot in CURRENT, as a publication does."""
    aside = index / "CURRENT.new"
    aside.write_text(line)
    aside.replace(index / "CURRENT")


def generations(serving: Serving) -> set[str]:
    """Search and answer, and return the generations of all that is found, read and cited."""
    found = serving.retriever.retrieve(QUESTION.text, limit=20)
    answered = serving.pipeline.answered(QUESTION)
    evidence = [*found, *answered.evidence]
    documents = [serving.snapshot.document(one.passage.document_id) for one in evidence]
    assert len(found) == DOCUMENTS
    assert answered.answer.provenance.snapshot == serving.snapshot.snapshot_id
    return {str(one.document_id).split("-")[0] for one in documents}


def is_closed(serving: Serving) -> bool:
    try:
        serving.snapshot.document_ids()
    except sqlite3.ProgrammingError:
        return True
    return False


def test_every_answer_comes_from_one_snapshot_whatever_is_published_meanwhile(
    serving: ServingIndex, index: Path, lines: list[str]
) -> None:
    ended = threading.Event()
    lent: dict[int, Serving] = {}

    def read(seed: int) -> list[set[str]]:
        chance, seen = random.Random(seed), []
        while not ended.is_set() or len(seen) < 3:
            with serving.lease() as one:
                lent[id(one)] = one
                first = generations(one)
                time.sleep(chance.uniform(0, 0.02))
                seen.append(first | generations(one))
        return seen

    with ThreadPoolExecutor(4) as threads:
        readers = [threads.submit(read, seed) for seed in range(4)]
        for _, line in zip(range(12), cycle(lines), strict=False):
            serve(index, line)
            serving.renew()
        ended.set()
        seen = [one for reader in readers for one in reader.result()]
    assert all(len(one) == 1 for one in seen)
    assert set.union(*seen) <= {"g0", "g1", "g2"}
    current = serving.snapshot_id
    assert [one for one in lent.values() if not is_closed(one)] == [
        one for one in lent.values() if one.snapshot.snapshot_id == current and not one.retired
    ]


def test_a_snapshot_is_closed_when_its_last_reader_is_done_and_not_before(
    serving: ServingIndex, index: Path, lines: list[str]
) -> None:
    with serving.lease() as old:
        with serving.lease() as same:
            assert same is old
            serve(index, lines[1])
            assert serving.renew()
            with serving.lease() as new:
                assert generations(new) == {"g1"}
        assert generations(old) == {"g0"}
    assert is_closed(old)
    assert not is_closed(new)


def test_an_unread_snapshot_is_closed_at_once(
    serving: ServingIndex, index: Path, lines: list[str]
) -> None:
    with serving.lease() as old:
        pass
    assert not is_closed(old)
    serve(index, lines[1])
    serving.renew()
    assert is_closed(old)


def test_the_same_snapshot_is_not_opened_again(serving: ServingIndex) -> None:
    assert serving.renew()
    with serving.lease() as one:
        assert not serving.renew()
    with serving.lease() as other:
        assert other is one


def test_many_first_readers_open_one_snapshot(serving: ServingIndex) -> None:
    together = threading.Barrier(8)

    def read(_: int) -> Serving:
        together.wait(SECONDS)
        with serving.lease() as one:
            return one

    with ThreadPoolExecutor(8) as threads:
        assert len({id(one) for one in threads.map(read, range(8))}) == 1


def damage(index: Path, line: str) -> None:
    """Change one byte of the passages of a snapshot."""
    victim = index / "snapshots" / name_of(line) / "passages.sqlite"
    data = bytearray(victim.read_bytes())
    data[len(data) // 2] ^= 1
    victim.chmod(0o644)
    victim.unlink()
    victim.write_bytes(data)


def test_a_damaged_snapshot_does_not_stop_the_one_that_serves(
    serving: ServingIndex, index: Path, lines: list[str]
) -> None:
    serving.renew()
    damage(index, lines[1])
    serve(index, lines[1])
    with pytest.raises(IndexCorruptError, match=r"passages\.sqlite"):
        serving.renew()
    with serving.lease() as one:
        assert generations(one) == {"g0"}
    serve(index, lines[2])
    assert serving.renew()
    with serving.lease() as one:
        assert generations(one) == {"g2"}


def test_a_snapshot_that_is_missing_does_not_stop_the_one_that_serves(
    serving: ServingIndex, index: Path, lines: list[str]
) -> None:
    serving.renew()
    shutil.rmtree(index / "snapshots" / name_of(lines[1]))
    serve(index, lines[1])
    with pytest.raises(IndexCorruptError, match="is missing from"):
        serving.renew()
    (index / "CURRENT").unlink()
    with pytest.raises(NoIndexError):
        serving.renew()
    with serving.lease() as one:
        assert generations(one) == {"g0"}


def test_a_damaged_snapshot_is_not_read_again_by_everybody_who_asks(
    index: Path, lines: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    serving = ServingIndex(Settings(index=index))
    damage(index, lines[0])
    told = []
    for _ in range(3):
        with pytest.raises(IndexCorruptError) as raised, serving.lease():
            pass
        told.append(str(raised.value))
        monkeypatch.setattr(serving_module, "open_snapshot", None)
    assert len(set(told)) == 1


def test_a_mended_snapshot_is_tried_again_after_a_while(
    index: Path, lines: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(serving_module, "RETRY_SECONDS", 0.0)
    serving = ServingIndex(Settings(index=index))
    manifest = index / "snapshots" / name_of(lines[0]) / "manifest.json"
    hidden = manifest.rename(index / "aside.json")
    with pytest.raises(IndexCorruptError):
        serving.renew()
    hidden.rename(manifest)
    assert serving.renew()
    serving.close()


def test_a_snapshot_that_cannot_answer_is_refused_before_it_serves(
    serving: ServingIndex, index: Path, tmp_path: Path
) -> None:
    serving.renew()
    settings = Settings(index=index)
    none = settings.reranker.model_copy(update={"model": "none"})
    corpus = tmp_path / "wordless.jsonl"
    corpus.write_text(json.dumps({"_id": "w", "title": "W", "text": "Drug B helped nobody."}))
    build_ingester(settings.model_copy(update={"reranker": none})).ingest([corpus], rebuild=True)
    with pytest.raises(IndexMismatchError, match="keeps no words"):
        serving.renew()
    with serving.lease() as one:
        assert generations(one) == {"g0"}


def test_without_an_index_the_next_step_is_told_until_one_appears(tmp_path: Path) -> None:
    index = tmp_path / "index"
    serving = ServingIndex(Settings(index=index))
    with pytest.raises(NoIndexError, match="ragqa ingest"), serving.lease():
        pass
    assert serving.snapshot_id is None
    publish(index, 7)
    with serving.lease() as one:
        assert generations(one) == {"g7"}
        assert serving.snapshot_id == one.snapshot.snapshot_id
    serving.close()


def test_an_index_without_documents_serves(tmp_path: Path) -> None:
    index = tmp_path / "index"
    (tmp_path / "broken.pdf").write_bytes(b"%PDF-1.4 nothing")
    build_ingester(Settings(index=index)).ingest([tmp_path / "broken.pdf"])
    serving = ServingIndex(Settings(index=index))
    with serving.lease() as one:
        assert one.retriever.retrieve(QUESTION.text, limit=5) == []
    serving.close()


def test_nothing_is_lent_when_it_is_closed_and_what_is_lent_stays(serving: ServingIndex) -> None:
    with serving.lease() as one:
        serving.close()
        assert generations(one) == {"g0"}
        with pytest.raises(BusyError, match="stopping"), serving.lease():
            pass
    assert is_closed(one)


def test_a_renewal_that_ends_after_the_close_leaves_nothing_open(
    serving: ServingIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[Serving] = []
    build = serving_module.build_retriever

    def closing_meanwhile(*given: object) -> object:
        serving.close()
        return build(*given)  # type: ignore[arg-type]

    def noting(**given: object) -> Serving:
        opened.append(Serving(**given))  # type: ignore[arg-type]
        return opened[-1]

    monkeypatch.setattr(serving_module, "build_retriever", closing_meanwhile)
    monkeypatch.setattr(serving_module, "Serving", noting)
    with pytest.raises(BusyError, match="stopping"):
        serving.renew()
    assert [is_closed(one) for one in opened] == [True]


def test_warming_asks_no_language_model(index: Path) -> None:
    settings = Settings(index=index)
    llm = settings.composer.model_copy(update={"kind": "llm"})
    judge = settings.verification.model_copy(update={"entailment": "language-model"})
    dead = settings.language_model.model_copy(update={"base_url": "http://192.0.2.1/v1"})
    serving = ServingIndex(
        settings.model_copy(update={"composer": llm, "verification": judge, "language_model": dead})
    )
    assert serving.renew()  # the guard of the tests would fail a connection
    serving.close()


def until(happened: str, serving: ServingIndex) -> None:
    """Wait until the snapshot of this id serves."""
    end = time.monotonic() + SECONDS
    while serving.snapshot_id != happened:
        assert time.monotonic() < end
        time.sleep(0.01)


def snapshot_of(line: str, index: Path) -> str:
    manifest = index / "snapshots" / name_of(line) / "manifest.json"
    snapshot_id: str = json.loads(manifest.read_text())["snapshot_id"]
    return snapshot_id


def test_what_is_published_serves_soon(
    serving: ServingIndex, index: Path, lines: list[str]
) -> None:
    before = set(threading.enumerate())
    with watched(serving, seconds=0.01):
        for line in lines:
            serve(index, line)
            until(snapshot_of(line, index), serving)
    assert "index-watch" not in {one.name for one in set(threading.enumerate()) - before}


def test_closed_snapshots_leave_nothing_mapped(
    serving: ServingIndex, index: Path, lines: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(serving_module, "_LAST_LOOK", 0.0)
    opened = []
    for line in lines:
        serve(index, line)
        with serving.lease() as one:
            serving.renew()
            generations(one)
        del one
        with serving.lease() as one:
            opened.append(weakref.ref(one.snapshot))
        del one
    serving.tidy()
    assert [snapshot() is None for snapshot in opened] == [True, True, False]


def test_what_cannot_serve_is_logged_once(
    serving: ServingIndex,
    index: Path,
    lines: list[str],
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    serving.renew()
    damage(index, lines[1])
    serve(index, lines[1])
    looks = threading.Semaphore(0)
    renew = serving.renew

    def counted() -> bool:
        try:
            return renew()
        finally:
            looks.release()

    monkeypatch.setattr(serving, "renew", counted)
    with watched(serving, seconds=0.001):
        for _ in range(20):
            assert looks.acquire(timeout=SECONDS)
    told = [record.message for record in caplog.records if "passages.sqlite" in record.message]
    assert len(told) == 1
    assert serving.snapshot_id == snapshot_of(lines[0], index)
