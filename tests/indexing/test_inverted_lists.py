"""Inverted lists against exact search."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from ragqa.embedding.embedder import FloatArray
from ragqa.errors import IndexCorruptError
from ragqa.indexing import vectors as vectors_module
from ragqa.indexing.inverted_lists import InvertedLists
from ragqa.indexing.list_search import read_lists
from ragqa.indexing.nearest import IdArray, rows_of
from ragqa.indexing.store import IndexStore
from ragqa.indexing.structure import StructureName
from ragqa.indexing.vectors import EXACT_LIMIT, VectorIndex, id_array, structures_in
from ragqa.schema.source import Kind
from tests.indexing.samples import publish, put, unit_vectors, work, writing

DIMENSION = 32
COUNT = EXACT_LIMIT + 2_000


def clustered(count: int, *, seed: int) -> FloatArray:
    """Make unit vectors on some subjects, as passages are, rather than all over the sphere."""
    random = np.random.default_rng(seed)
    subjects = unit_vectors(300, seed=7, dimension=DIMENSION)
    raw = subjects[random.integers(300, size=count)]
    raw = raw + 0.5 * unit_vectors(count, seed=seed, dimension=DIMENSION)
    return np.asarray(raw / np.linalg.norm(raw, axis=1, keepdims=True), dtype=np.float32)


VECTORS = clustered(COUNT, seed=1)
IDS = id_array(range(11, 11 + 3 * COUNT, 3))


def build(folder: Path, ids: IdArray, kind: Kind = Kind.RESEARCH) -> VectorIndex:
    VectorIndex.write(folder, {kind: ids}, DIMENSION, lambda some: VECTORS[rows_of(IDS, some)])
    return VectorIndex.read(folder, DIMENSION)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("lists") / "vectors"
    build(folder, IDS)
    return folder


@pytest.fixture(scope="module")
def index(folder: Path) -> VectorIndex:
    return VectorIndex.read(folder, DIMENSION)


def recall(index: VectorIndex, queries: FloatArray, among: IdArray, limit: int = 10) -> float:
    exact = VECTORS[rows_of(IDS, among)] @ queries.T
    found = 0
    for query, scores in zip(queries, exact.T, strict=True):
        true = set(among[np.argsort(-scores)[:limit]].tolist())
        found += len(true & set(index.search(query, limit).ids.tolist()))
    return found / (limit * len(queries))


def test_many_vectors_are_put_into_lists_which_say_what_they_give(folder: Path) -> None:
    structure = structures_in(folder)[Kind.RESEARCH]
    assert structure.name is StructureName.INVERTED_LISTS
    assert structure.recall >= 0.98
    assert structure.probing is not None
    assert f"{structure.probing.probes} of {structure.probing.lists} lists" in structure.reason
    assert not (folder / "research" / "draft.npy").exists()


@pytest.mark.parametrize("limit", [10, 100, 500])
def test_lists_find_what_exact_search_finds(index: VectorIndex, limit: int) -> None:
    assert recall(index, clustered(100, seed=2), IDS, limit) >= 0.98


def test_questions_unlike_any_passage_find_their_nearest_too(index: VectorIndex) -> None:
    assert recall(index, unit_vectors(100, seed=3, dimension=DIMENSION), IDS) >= 0.95


def test_scores_are_cosines_and_fall(index: VectorIndex) -> None:
    query = clustered(1, seed=4)[0]
    ids, cosines = index.search(query, 50)
    exact = VECTORS[rows_of(IDS, ids)] @ query
    assert cosines.tolist() == pytest.approx(exact.tolist(), abs=5e-4)
    assert np.lexsort((ids, -cosines)).tolist() == list(range(50))


def test_vectors_come_back_to_four_digits(index: VectorIndex) -> None:
    some = IDS[[5, 3, COUNT - 1, 5]]
    assert np.abs(index.vectors(some) - VECTORS[[5, 3, COUNT - 1, 5]]).max() < 5e-4
    with pytest.raises(KeyError):
        index.vectors(id_array([12]))


def test_what_was_removed_leaves_no_trace_and_the_rest_does_not_drift(
    folder: Path, index: VectorIndex, tmp_path: Path
) -> None:
    kept, gone = IDS[: EXACT_LIMIT + 1], IDS[EXACT_LIMIT + 1 :]
    VectorIndex.write(tmp_path / "v", {Kind.RESEARCH: kept}, DIMENSION, index.vectors)
    after = VectorIndex.read(tmp_path / "v", DIMENSION)
    assert np.array_equal(after.vectors(kept), index.vectors(kept))
    for vector in index.vectors(gone[:50]):
        assert not set(after.search(vector, 100).ids.tolist()) & set(gone.tolist())
    codes = (folder / "research" / "codes.npy").read_bytes()
    width = DIMENSION * 12 // 8
    left = b"".join(p.read_bytes() for p in (tmp_path / "v").rglob("*") if p.is_file())
    assert codes[-2 * width : -width] not in left


def test_a_small_kind_is_searched_exactly_beside_a_large_one(tmp_path: Path) -> None:
    few, many = IDS[: COUNT - EXACT_LIMIT - 1], IDS[COUNT - EXACT_LIMIT - 1 :]
    ids = {Kind.GUIDELINE: few, Kind.RESEARCH: many}
    VectorIndex.write(tmp_path / "v", ids, DIMENSION, lambda some: VECTORS[rows_of(IDS, some)])
    index = VectorIndex.read(tmp_path / "v", DIMENSION)
    for query in clustered(20, seed=5):
        scores = VECTORS[rows_of(IDS, few)] @ query
        exact = few[np.argsort(-scores, kind="stable")[:10]].tolist()
        assert index.search(query, 10, Kind.GUIDELINE).ids.tolist() == exact
        assert not np.isin(index.search(query, 50, Kind.RESEARCH).ids, few).any()
    assert recall(index, clustered(50, seed=6), IDS) >= 0.98


def test_the_same_vectors_are_found_however_many_threads_made_the_lists(
    index: VectorIndex, tmp_path: Path
) -> None:
    import faiss

    threads = faiss.omp_get_max_threads()
    faiss.omp_set_num_threads(1 if threads > 1 else 2)
    try:
        other = build(tmp_path / "v", IDS)
    finally:
        faiss.omp_set_num_threads(threads)
    queries = clustered(50, seed=8)
    both = [
        np.intersect1d(index.search(query, 10).ids, other.search(query, 10).ids)
        for query in queries
    ]
    assert sum(map(len, both)) >= 0.97 * 500


def test_equal_vectors_fill_lists_without_harm(tmp_path: Path) -> None:
    vector = unit_vectors(1, seed=9, dimension=DIMENSION)[0]
    ids = IDS[: EXACT_LIMIT + 1]
    VectorIndex.write(
        tmp_path / "v",
        {Kind.RESEARCH: ids},
        DIMENSION,
        lambda some: np.tile(vector, (len(some), 1)),
    )
    found = VectorIndex.read(tmp_path / "v", DIMENSION).search(vector, 10)
    assert found.scores.tolist() == pytest.approx([1.0] * 10, abs=1e-3)


def centres(folder: Path) -> FloatArray:
    lists = read_lists(folder / "research" / "lists.faiss")
    return np.asarray(lists.quantizer.reconstruct_n(0, lists.nlist))


def test_growing_a_little_takes_over_the_training_and_measures_again(
    folder: Path, index: VectorIndex, tmp_path: Path
) -> None:
    more = IDS[: EXACT_LIMIT + 1]
    for name, ids in (("less", more), ("same", IDS)):
        VectorIndex.write(
            tmp_path / name, {Kind.RESEARCH: ids}, DIMENSION, index.vectors, base=index
        )
        assert np.array_equal(centres(tmp_path / name), centres(folder))
        grown = VectorIndex.read(tmp_path / name, DIMENSION)
        assert recall(grown, clustered(100, seed=2), ids) >= 0.98
        assert structures_in(tmp_path / name)[Kind.RESEARCH].recall >= 0.98


def test_growing_far_trains_anew(
    index: VectorIndex, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(vectors_module, "EXACT_LIMIT", 100)
    few = IDS[:5000]
    VectorIndex.write(tmp_path / "v", {Kind.RESEARCH: few}, DIMENSION, index.vectors, base=index)
    assert len(centres(tmp_path / "v")) < len(centres(folder))


@pytest.mark.parametrize("content", [b"", b"IwPf", b"\x00" * 100])
def test_lists_that_faiss_cannot_read_are_an_os_error(
    folder: Path, tmp_path: Path, content: bytes
) -> None:
    for path in (folder / "research").iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    (tmp_path / "lists.faiss").write_bytes(content)
    with pytest.raises(OSError, match="FAISS could not read"):
        InvertedLists.read(tmp_path)


def snapshot_ids(store: IndexStore, histories: Sequence[Sequence[int]]) -> str:
    """Publish works in several goes and return the id of the last snapshot."""
    last = ""
    for numbers in histories:
        last = publish(store, [work(number) for number in numbers])
    return last


def test_a_store_whose_vectors_outgrow_exact_search_stays_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The id comes from the content: neither the structure nor the history shows in it."""
    exact = snapshot_ids(IndexStore(tmp_path / "exact"), [range(500)])
    monkeypatch.setattr(vectors_module, "EXACT_LIMIT", 300)
    store = IndexStore(tmp_path / "lists")
    grown = snapshot_ids(store, [range(100), range(100, 350), range(350, 500)])
    assert grown == exact
    assert store.verify().faults == ()
    assert {s.vectors.name for s in store.stats().by_kind.values() if s.vectors} == {
        StructureName.INVERTED_LISTS
    }
    with store.open() as snapshot:
        for number in (3, 250, 499):
            one = work(number)
            hit = snapshot.dense(one.vectors[1], 1, one.document.source.kind)[0]
            assert hit.passage_id == one.passages[1].passage_id
            assert hit.score == pytest.approx(1.0, abs=1e-3)


def test_a_removed_and_a_replaced_document_are_gone_from_the_lists(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(vectors_module, "EXACT_LIMIT", 100)
    store = IndexStore(tmp_path / "index")
    works = [work(number) for number in range(200)]
    publish(store, works)
    replaced = work(8, text="Drug A8 is another text now.")
    with writing(store) as writer:
        writer.remove_file("doc0004.txt")
        put(writer, [replaced])
        writer.commit()
    store.gc()
    gone = {passage.passage_id for passage in (*works[4].passages, works[8].passages[0])}
    with store.open() as snapshot:
        for vector in (*works[4].vectors, *works[8].vectors):
            assert not {hit.passage_id for hit in snapshot.dense(vector, 100)} & gone
        found = snapshot.dense(replaced.vectors[0], 1)[0]
        assert found.passage_id == replaced.passages[0].passage_id
        for passage_id in gone:
            with pytest.raises(KeyError):
                snapshot.vectors([passage_id])
    assert store.verify().faults == ()


@pytest.mark.parametrize("name", ["lists.faiss", "codes.npy", "exponents.npy", "structure.json"])
def test_altered_and_cut_lists_are_refused_before_faiss_reads_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setattr(vectors_module, "EXACT_LIMIT", 100)
    store = IndexStore(tmp_path / "index")
    publish(store, [work(number) for number in range(200)])
    path = next((tmp_path / "index" / "snapshots").rglob(name))
    whole = path.read_bytes()
    for damaged in (whole[:-1], whole[:40], bytes([*whole[:-1], whole[-1] ^ 1]), b""):
        path.write_bytes(damaged)
        with pytest.raises(IndexCorruptError, match=name):
            store.open()
    path.write_bytes(whole)
    store.open().close()


def test_threads_search_the_same_lists(index: VectorIndex) -> None:
    queries = clustered(60, seed=12)
    alone = [index.search(query, 10).ids.tolist() for query in queries]
    with ThreadPoolExecutor(6) as threads:
        together = list(threads.map(lambda query: index.search(query, 10).ids.tolist(), queries))
    assert together == alone


def test_the_next_snapshot_takes_over_the_lists_of_the_last(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(vectors_module, "EXACT_LIMIT", 100)
    store = IndexStore(tmp_path / "index")
    found = []
    for numbers in (range(200), range(200, 204)):
        publish(store, [work(number) for number in numbers])
        current = (tmp_path / "index" / "CURRENT").read_text().split()[0]
        found.append(centres(tmp_path / "index" / "snapshots" / current / "vectors"))
    assert np.array_equal(*found)
