"""Opening, locking, checking and tidying an index folder."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest

from ragqa.embedding.converted_weights import folder_of_converted
from ragqa.embedding.kept_files import MODELS
from ragqa.embedding.passage_text import embedding_text
from ragqa.errors import (
    IndexCorruptError,
    IndexLockedError,
    IndexMismatchError,
    NoIndexError,
)
from ragqa.indexing.embedding_cache import CACHE, EmbeddingCache, embedding_key
from ragqa.indexing.store import IndexStore
from ragqa.schema.source import Kind
from tests.indexing.samples import (
    CHUNKER,
    DIMENSION,
    EMBEDDER,
    publish,
    put,
    run_python,
    work,
    writing,
)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tmp_path / "index"


def published_files(root: Path) -> list[Path]:
    return [root / "CURRENT", *sorted(p for p in (root / "snapshots").rglob("*") if p.is_file())]


def test_an_empty_folder_has_no_index(store: IndexStore) -> None:
    for ask in (store.open, store.verify, store.gc, store.stats):
        with pytest.raises(NoIndexError, match="Build one with `ragqa ingest PATH`"):
            ask()


def test_asking_where_there_is_no_index_creates_nothing(store: IndexStore, root: Path) -> None:
    with pytest.raises(NoIndexError):
        store.gc()
    assert not root.exists()


def test_stats_tell_size_and_make(store: IndexStore, root: Path) -> None:
    snapshot_id = publish(store, [work(0), work(1)])
    stats = store.stats()
    assert (stats.snapshot, stats.documents, stats.passages, stats.files) == (snapshot_id, 2, 4, 2)
    assert (stats.embedder_id, stats.dimension, stats.chunker_id) == (EMBEDDER, DIMENSION, CHUNKER)
    assert stats.kinds == (Kind.GUIDELINE, Kind.RESEARCH)
    assert stats.snapshot_bytes < stats.index_bytes
    assert stats.index_bytes == sum(p.stat().st_size for p in root.rglob("*") if p.is_file())


def test_the_folder_is_named_after_content_and_manifest(store: IndexStore, root: Path) -> None:
    snapshot_id = publish(store, [work(1)])
    name, manifest_sha256 = (root / "CURRENT").read_text().split()
    assert name == f"{snapshot_id[:12]}-{manifest_sha256[:8]}"
    assert (root / "snapshots" / name / "manifest.json").is_file()


def test_opening_for_another_embedder_is_refused(store: IndexStore) -> None:
    publish(store, [work(1)])
    store.open(embedder_id=EMBEDDER).close()
    with pytest.raises(IndexMismatchError, match=r"built with the embedder 'synthetic@1'.*rebuild"):
        store.open(embedder_id="another@2")


@pytest.mark.parametrize(
    ("embedder_id", "dimension", "chunker_id", "what"),
    [
        ("another@2", DIMENSION, CHUNKER, "embedder"),
        (EMBEDDER, 8, CHUNKER, "dimension"),
        (EMBEDDER, DIMENSION, "sentences@1", "chunker"),
    ],
)
def test_building_on_another_make_is_refused_and_rebuilding_is_not(
    store: IndexStore, embedder_id: str, dimension: int, chunker_id: str, what: str
) -> None:
    publish(store, [work(1)])
    with (
        pytest.raises(
            IndexMismatchError, match=rf"with the {what} .* `ragqa ingest PATH --rebuild`"
        ),
        store.write(embedder_id=embedder_id, dimension=dimension, chunker_id=chunker_id),
    ):
        pass
    with store.write(
        embedder_id=embedder_id, dimension=dimension, chunker_id=chunker_id, rebuild=True
    ) as writer:
        assert writer.files() == {}
        writer.commit()
    assert store.stats().documents == 0
    assert store.verify().ok


def test_a_second_writer_is_told_to_wait(store: IndexStore, root: Path) -> None:
    with (
        writing(store),
        pytest.raises(IndexLockedError, match=r"index'\. Wait until it has finished"),
        writing(IndexStore(root)),
    ):
        pass
    with writing(store), pytest.raises(IndexLockedError):
        publish(store, [work(1)])
    publish(store, [work(1)])


def test_tidying_waits_for_the_writer(store: IndexStore) -> None:
    publish(store, [work(1)])
    with writing(store), pytest.raises(IndexLockedError):
        store.gc()


def test_an_intact_index_has_no_faults(store: IndexStore, root: Path) -> None:
    snapshot_id = publish(store, [work(number) for number in range(4)])
    report = store.verify()
    assert report.ok
    assert report.snapshot == snapshot_id
    assert report.files == len(published_files(root)) - 1


def test_reading_changes_no_file(store: IndexStore, root: Path) -> None:
    publish(store, [work(1)])
    before = {path: path.stat().st_mtime_ns for path in published_files(root)}
    with store.open() as snapshot:
        snapshot.lexical("drug", 3)
        snapshot.dense(work(1).vectors[0], 3)
        store.verify()
    assert {path: path.stat().st_mtime_ns for path in published_files(root)} == before


def test_every_flipped_byte_is_found(store: IndexStore, root: Path) -> None:
    """CURRENT at every byte, the other files at both ends and a dozen places between."""
    publish(store, [work(number) for number in range(3)])
    for path in published_files(root):
        whole = path.read_bytes()
        step = 1 if path.name == "CURRENT" else 1 + len(whole) // 12
        for offset in sorted({*range(0, len(whole), step), max(0, len(whole) - 1)}):
            flipped = bytes([whole[offset] ^ 1])
            path.write_bytes(whole[:offset] + flipped + whole[offset + 1 :])
            assert not store.verify().ok, (path, offset)
        path.write_bytes(whole)
    assert store.verify().ok


Damage = Callable[[Path], object]
DAMAGES: dict[str, Damage] = {
    "cut": lambda path: path.write_bytes(path.read_bytes()[: path.stat().st_size // 2]),
    "emptied": lambda path: path.write_bytes(b""),
    "lengthened": lambda path: path.write_bytes(path.read_bytes() + b"\n"),
    "overwritten": lambda path: path.write_bytes(b"\xff\x00" * 5000),
    "removed": lambda path: path.unlink(),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_damage_to_any_file_is_one_sentence_with_the_next_step(
    store: IndexStore, root: Path, damage: str
) -> None:
    publish(store, [work(1)])
    for path in published_files(root):
        whole = path.read_bytes()
        DAMAGES[damage](path)
        if path.exists() and path.read_bytes() == whole:
            continue
        with pytest.raises((IndexCorruptError, NoIndexError)) as caught:
            store.open()
        assert "`ragqa ingest" in str(caught.value)
        assert "\n" not in str(caught.value)
        if path.name != "CURRENT":
            (fault,) = store.verify().faults
            assert "`ragqa ingest" in fault
        path.write_bytes(whole)
    assert store.verify().ok


def test_bytes_that_change_beneath_a_writer_are_not_vouched_for(
    store: IndexStore, root: Path
) -> None:
    publish(store, [work(1)])
    with writing(store) as writer:
        put(writer, [work(2)])
        words = next((root / "snapshots").rglob("words/0/rows.npy"))
        content = words.read_bytes()
        words.write_bytes(content[:-1] + bytes([content[-1] ^ 1]))
        writer.commit()
    (fault,) = store.verify().faults
    assert "words" in fault


def test_a_file_that_does_not_belong_is_found(store: IndexStore, root: Path) -> None:
    publish(store, [work(1)])
    folder = next((root / "snapshots").iterdir())
    (folder / "terms" / "stray").write_bytes(b"")
    (fault,) = store.verify().faults
    assert fault.endswith("does not belong to the snapshot. Remove it.")


def test_a_file_that_the_system_refuses_is_no_reason_to_rebuild(
    store: IndexStore, root: Path
) -> None:
    publish(store, [work(1)])
    path = next((root / "snapshots").rglob("rows.npy"))
    path.unlink()
    path.symlink_to(path.name)  # a circle, which not even root can read
    (fault,) = store.verify().faults
    assert "Check its permissions" in fault
    assert "--rebuild" not in fault
    with pytest.raises(IndexCorruptError, match="Check its permissions"):
        store.open()


def test_nothing_is_built_on_damaged_ground_but_rebuilding_mends_it(
    store: IndexStore, root: Path
) -> None:
    works = [work(number) for number in range(3)]
    snapshot_id = publish(store, works)
    vectors = next((root / "snapshots").rglob("rows.npy"))
    content = bytearray(vectors.read_bytes())
    content[-5] ^= 255
    vectors.write_bytes(content)
    with pytest.raises(IndexCorruptError, match="--rebuild"):
        publish(store, works)
    with writing(store, rebuild=True) as writer:
        put(writer, works)
        assert writer.commit() == snapshot_id
    assert store.verify().ok


def test_rebuilding_mends_a_broken_current(store: IndexStore, root: Path) -> None:
    publish(store, [work(1)])
    (root / "CURRENT").write_bytes(b"\x80nonsense")
    assert "does not name a snapshot" in store.verify().faults[0]
    with pytest.raises(IndexCorruptError):
        store.gc()
    with writing(store, rebuild=True) as writer:
        put(writer, [work(2)])
        writer.commit()
    assert store.verify().ok


def test_an_index_of_another_format_asks_to_be_rebuilt(
    store: IndexStore, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(store, [work(1)])
    monkeypatch.setattr("ragqa.indexing.manifest.format_version", lambda: "9.future")
    with pytest.raises(IndexMismatchError, match=r"reads '9\.future'.*--rebuild"):
        store.open()
    with pytest.raises(IndexMismatchError, match=r"reads '9\.future'"):
        publish(store, [work(1)])


def test_tidying_removes_what_no_longer_serves(store: IndexStore, root: Path) -> None:
    publish(store, [work(1)])
    publish(store, [work(2)])
    (root / "building" / "snapshot").mkdir(parents=True)
    (root / "building" / "draft.sqlite").write_bytes(b"left by a killed writer")
    report = store.gc()
    assert len(report.removed) == 2
    assert report.pinned == ()
    assert report.freed_bytes > 0
    assert len(list((root / "snapshots").iterdir())) == 1
    assert store.verify().ok
    assert store.gc().removed == ()


def test_tidying_removes_conversions_that_this_version_does_not_use(
    store: IndexStore, root: Path
) -> None:
    publish(store, [work(1)])
    used = folder_of_converted(root / MODELS)
    old = root / MODELS / "0123456789abcdef"
    for folder in (used, old):
        folder.mkdir(parents=True)
        (folder / "weights.safetensors").write_bytes(b"weights")
        (folder / ".half.part").write_bytes(b"left by a killed process")
    (root / MODELS / "stray.part").write_bytes(b"left by a killed process")
    assert store.gc().removed == ("0123456789abcdef", "stray.part", ".half.part")
    assert [path.name for path in (root / MODELS).rglob("*")] == [used.name, "weights.safetensors"]
    assert store.gc().removed == ()


def test_tidying_forgets_the_vectors_of_what_was_removed(store: IndexStore, root: Path) -> None:
    works = [work(number) for number in range(3)]
    publish(store, works)
    texts = [embedding_text(one.document.source, p) for one in works for p in one.passages]
    with closing(EmbeddingCache(root / CACHE)) as cache:
        cache.put({embedding_key(EMBEDDER, text): b"value" for text in texts})
        cache.put({embedding_key("another", texts[0]): b"value"})
    with writing(store) as writer:
        writer.remove_file("doc0001.txt")
        writer.commit()
    assert store.gc().forgotten == 3
    with closing(EmbeddingCache(root / CACHE)) as cache:
        known = cache.get(embedding_key(EMBEDDER, text) for text in texts)
        assert len(known) == 4
    assert store.gc().forgotten == 0


def test_tidying_a_damaged_index_keeps_the_vectors_for_its_rebuild(
    store: IndexStore, root: Path
) -> None:
    publish(store, [work(1)])
    key = embedding_key(EMBEDDER, "Of no passage.")
    with closing(EmbeddingCache(root / CACHE)) as cache:
        cache.put({key: b"value"})
    (damaged,) = root.glob("snapshots/*/passages.sqlite")
    damaged.write_bytes(b"")
    assert store.gc().forgotten == 0
    with closing(EmbeddingCache(root / CACHE)) as cache:
        assert key in cache.get([key])


def test_tidying_spares_a_snapshot_that_is_being_read(store: IndexStore, root: Path) -> None:
    first = publish(store, [work(1)])
    with store.open() as snapshot:
        publish(store, [work(1, text="Changed.")])
        assert [name[:12] for name in store.gc().pinned] == [first[:12]]
        assert snapshot.document(work(1).document_id) == work(1).document
        assert snapshot.lexical("improves", 1)
        assert snapshot.dense(work(1).vectors[0], 1)[0].score == pytest.approx(1.0)
        assert snapshot.snapshot_id == first
    assert [name[:12] for name in store.gc().removed] == [first[:12]]


def test_a_reader_in_another_process_pins_too(store: IndexStore, root: Path) -> None:
    publish(store, [work(1)])
    reader = subprocess.Popen(
        [
            sys.executable,
            "-c",
            "import sys; from pathlib import Path; from ragqa.indexing.store import IndexStore\n"
            "snapshot = IndexStore(Path(sys.argv[1])).open(); print('open', flush=True)\n"
            "sys.stdin.read()",
            str(root),
        ],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    with reader:
        assert reader.stdout is not None
        assert reader.stdout.readline() == b"open\n"
        publish(store, [work(2)])
        assert len(store.gc().pinned) == 1
        reader.kill()
    assert len(store.gc().removed) == 1


def test_readers_always_see_one_whole_snapshot_while_others_are_published(
    store: IndexStore,
) -> None:
    """Each publication changes every document; a reader must never see a mixture."""
    numbers = range(5)
    publish(store, [work(number, text="Round 0.") for number in numbers])

    def read(_: int) -> set[str]:
        with store.open() as snapshot:
            ids = snapshot.document_ids()
            return {snapshot.document(i).text.split(".")[0] for i in ids}

    with ThreadPoolExecutor(3) as threads:
        seen = [threads.submit(read, turn) for turn in range(40)]
        for turn in range(1, 8):
            publish(store, [work(number, text=f"Round {turn}.") for number in numbers])
            store.gc()
    assert {len(future.result()) for future in seen} == {1}
    assert read(0) == {"Round 7"}


def test_a_path_that_is_a_file_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    store = IndexStore(tmp_path / "file")
    with pytest.raises(NoIndexError, match=r"it is a file.*--index"):
        store.open()
    with pytest.raises(NoIndexError, match=r"it is a file.*--index"), writing(store):
        pass


def test_a_folder_in_the_place_of_current_is_named_with_what_mends_it(tmp_path: Path) -> None:
    store = IndexStore(tmp_path)
    (tmp_path / "CURRENT").mkdir()
    with pytest.raises(IndexCorruptError, match=r"is a folder.*Remove it\. Rebuild"):
        store.open()
    with pytest.raises(IndexCorruptError, match="Remove it"), writing(store):
        pass
    (fault,) = store.verify().faults
    assert "Remove it. Rebuild it with" in fault


def test_gc_without_the_snapshot_that_serves_says_so_and_removes_nothing(
    store: IndexStore, root: Path
) -> None:
    publish(store, [work(1)])
    publish(store, [work(2)])
    shutil.rmtree(root / "snapshots" / (root / "CURRENT").read_text().split()[0])
    left = sorted(path.name for path in (root / "snapshots").iterdir())
    with pytest.raises(IndexCorruptError, match=r"is missing.*ingest PATH --rebuild"):
        store.gc()
    assert sorted(path.name for path in (root / "snapshots").iterdir()) == left
    shutil.rmtree(root / "snapshots")
    with pytest.raises(IndexCorruptError, match=r"is missing.*ingest PATH --rebuild"):
        store.gc()


def test_gc_leaves_what_is_no_snapshot(store: IndexStore, root: Path) -> None:
    publish(store, [work(1)])
    (root / "snapshots" / "note.txt").write_text("mine")
    (root / "snapshots" / "elsewhere").symlink_to(root)
    assert store.gc().removed == ()
    assert (root / "snapshots" / "note.txt").read_text() == "mine"


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs a forked child of another user")
def test_a_read_only_folder_can_be_read_and_says_that_it_cannot_be_written(
    store: IndexStore, root: Path
) -> None:
    publish(store, [work(1)])
    for folder in (root, *(p for p in root.rglob("*") if p.is_dir())):
        folder.chmod(0o555)
    for folder in (root, *root.parents):
        if folder.stat().st_mode & 0o055 != 0o055:
            folder.chmod(folder.stat().st_mode | 0o055)
    script = (
        "import os, sys\n"
        "from pathlib import Path\n"
        "import faiss, mmap, tantivy\n"
        "from ragqa.errors import SnapshotError\n"
        "from tests.indexing.samples import *\n"
        "os.getuid() or os.setuid(65534)\n"
        "store = IndexStore(Path(sys.argv[1]))\n"
        "with store.open() as snapshot:\n"
        "    assert snapshot.lexical('drug', 1)\n"
        "try:\n"
        "    publish(store, [work(2)])\n"
        "except SnapshotError as error:\n"
        "    print(error)\n"
    )
    said = run_python(script, root)
    for folder in (root, *(p for p in root.rglob("*") if p.is_dir())):
        folder.chmod(0o755)
    assert "cannot be written (Permission denied)" in said
    assert said.count("\n") == 1


@pytest.mark.parametrize("limit", [0, 1000, 200_000])
def test_a_full_disk_is_one_sentence_and_the_old_snapshot_serves(
    store: IndexStore, root: Path, limit: int
) -> None:
    """A limit on the size of files fails a write as a full disk does."""
    before = publish(store, [work(1)])
    script = (
        "import resource, sys\n"
        "from pathlib import Path\n"
        "import faiss, mmap, tantivy\n"
        "from ragqa.errors import SnapshotError\n"
        "from tests.indexing.samples import *\n"
        "works = [work(number) for number in range(1500)]\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]),) * 2)\n"
        "try:\n"
        "    publish(IndexStore(Path(sys.argv[1])), works)\n"
        "except SnapshotError as error:\n"
        "    print(error)\n"
    )
    said = run_python(script, root, limit)
    assert "cannot be written" in said
    assert said.count("\n") == 1
    assert store.verify().ok
    assert store.stats().snapshot == before
    publish(store, [work(2)])
    assert store.stats().documents == 2
