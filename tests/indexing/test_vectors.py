"""The vector index by itself."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ragqa.embedding.embedder import FloatArray
from ragqa.indexing.nearest import IdArray, rows_of
from ragqa.indexing.structure import StructureName
from ragqa.indexing.vectors import EXACT_LIMIT, VectorIndex, fault_of, id_array, structures_in
from ragqa.schema.source import Kind
from tests.indexing.samples import run_python, unit_vectors

DIMENSION = 16


def written(folder: Path, parts: dict[Kind, tuple[IdArray, FloatArray]]) -> VectorIndex:
    """Write an index of some vectors and read it again."""

    def vectors_of(wanted: IdArray) -> FloatArray:
        for ids, vectors in parts.values():
            if (rows_of(ids, wanted) >= 0).all():
                return vectors[rows_of(ids, wanted)]
        raise AssertionError("vectors of two kinds were asked for at once")

    VectorIndex.write(
        folder, {kind: ids for kind, (ids, _) in parts.items()}, DIMENSION, vectors_of
    )
    return VectorIndex.read(folder, DIMENSION)


def test_equal_scores_are_ordered_by_id(tmp_path: Path) -> None:
    vector = unit_vectors(1, seed=3)
    ids = id_array([5, 7, 2**62])
    index = written(tmp_path / "v", {Kind.RESEARCH: (ids, np.repeat(vector, 3, axis=0))})
    assert index.search(vector[0], 3).ids.tolist() == [5, 7, 2**62]
    assert index.search(vector[0], 2).ids.tolist() == [5, 7]


@given(
    guidelines=st.sets(st.integers(0, 60), max_size=30),
    research=st.sets(st.integers(61, 2**63 - 1), max_size=30),
    limit=st.integers(1, 70),
    kind=st.sampled_from([None, *Kind]),
    seed=st.integers(0, 5),
)
@settings(max_examples=60)
def test_small_indexes_agree_with_an_oracle(
    tmp_path_factory: pytest.TempPathFactory,
    guidelines: set[int],
    research: set[int],
    limit: int,
    kind: Kind | None,
    seed: int,
) -> None:
    parts = {
        name: (id_array(sorted(ids)), unit_vectors(len(ids), seed=seed + len(name)))
        for name, ids in ((Kind.GUIDELINE, guidelines), (Kind.RESEARCH, research))
    }
    index = written(tmp_path_factory.mktemp("v") / "v", parts)
    query = unit_vectors(1, seed=99)[0]
    scores = {
        int(i): float(vector.astype(np.float64) @ query.astype(np.float64))
        for name, (ids, vectors) in parts.items()
        if kind in (None, name)
        for i, vector in zip(ids, vectors, strict=True)
    }
    ids, cosines = index.search(query, limit, kind)
    assert ids.tolist() == sorted(scores, key=lambda i: -scores[i])[:limit]
    assert cosines.tolist() == pytest.approx([scores[i] for i in ids.tolist()], abs=1e-6)
    assert index.ids.tolist() == sorted(guidelines | research)


def test_vectors_come_back_in_the_order_asked_for_whatever_their_kind(tmp_path: Path) -> None:
    ids, vectors = id_array([3, 9]), unit_vectors(2, seed=5)
    more, others = id_array([4, 2**63 - 1]), unit_vectors(2, seed=6)
    index = written(tmp_path / "v", {Kind.GUIDELINE: (ids, vectors), Kind.RESEARCH: (more, others)})
    wanted = id_array([2**63 - 1, 3, 4, 9, 3])
    expected = np.stack([others[1], vectors[0], others[0], vectors[1], vectors[0]])
    assert np.array_equal(index.vectors(wanted), expected)
    assert index.vectors(id_array([])).shape == (0, DIMENSION)
    with pytest.raises(KeyError, match="5"):
        index.vectors(id_array([3, 5]))


def test_one_vector_is_an_index(tmp_path: Path) -> None:
    vector = unit_vectors(1, seed=1)
    index = written(tmp_path / "v", {Kind.GUIDELINE: (id_array([8]), vector)})
    ids, cosines = index.search(vector[0], 10)
    assert (ids.tolist(), cosines.tolist()) == ([8], [pytest.approx(1.0)])
    assert not len(index.search(vector[0], 10, Kind.RESEARCH).ids)


def test_ten_thousand_equal_vectors_are_ordered_by_id(tmp_path: Path) -> None:
    vector = unit_vectors(1, seed=2)
    ids = id_array(range(100, 10_100))
    index = written(tmp_path / "v", {Kind.RESEARCH: (ids, np.repeat(vector, 10_000, axis=0))})
    assert index.search(vector[0], 5).ids.tolist() == [100, 101, 102, 103, 104]


def test_an_index_of_nothing_finds_nothing(tmp_path: Path) -> None:
    index = written(tmp_path / "v", {Kind.RESEARCH: (id_array([]), unit_vectors(0, seed=1))})
    assert not len(index.search(unit_vectors(1, seed=1)[0], 3).ids)
    assert index.ids.tolist() == []


def test_the_structure_is_chosen_by_size_and_says_why(tmp_path: Path) -> None:
    written(tmp_path / "v", {Kind.RESEARCH: (id_array([1, 2]), unit_vectors(2, seed=1))})
    structure = structures_in(tmp_path / "v")[Kind.RESEARCH]
    assert structure.name is StructureName.EXACT
    assert structure.reason.startswith("Comparing a query with all 2 vectors")
    assert (structure.recall, structure.vectors) == (1.0, 2)
    assert EXACT_LIMIT > 10_000


def test_vectors_that_cannot_be_indexed_are_described() -> None:
    good = unit_vectors(3, seed=1)
    zero, infinite = good.copy(), good.copy()
    zero[1] = 0
    infinite[2, 3] = np.inf
    assert fault_of(good, 3, DIMENSION) is None
    assert fault_of(unit_vectors(0, seed=1), 0, DIMENSION) is None
    assert fault_of(zero, 3, DIMENSION) == "they are not of unit length"
    assert fault_of(infinite, 3, DIMENSION) == "they hold numbers that are not finite"
    assert fault_of(good, 4, DIMENSION) == "they have the shape (3, 16) instead of (4, 16)"
    assert fault_of(good, 3, 8) == "they have the shape (3, 16) instead of (3, 8)"


@pytest.mark.parametrize("name", ["ids.npy", "rows.npy", "structure.json"])
def test_files_that_hold_something_else_are_os_errors(tmp_path: Path, name: str) -> None:
    """Their hashes are checked before; this is for what a hash cannot know."""
    written(tmp_path / "v", {Kind.RESEARCH: (id_array([1]), unit_vectors(1, seed=1))})
    (tmp_path / "v" / "research" / name).write_bytes(b"\x93NUMPY\x01\x00 something else")
    with pytest.raises(OSError, match=name):
        VectorIndex.read(tmp_path / "v", DIMENSION)


@pytest.mark.parametrize("count", [5_000, 30_000])
def test_a_failing_disk_is_an_os_error(tmp_path: Path, count: int) -> None:
    script = (
        "import resource, sys\n"
        "from pathlib import Path\n"
        "from ragqa.indexing.vectors import VectorIndex, id_array\n"
        "from ragqa.schema.source import Kind\n"
        "from tests.indexing.samples import unit_vectors\n"
        "count = int(sys.argv[2])\n"
        "vectors = unit_vectors(count, seed=1)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (100_000,) * 2)\n"
        "ids = {Kind.RESEARCH: id_array(range(count))}\n"
        "try:\n"
        "    VectorIndex.write(Path(sys.argv[1]), ids, 16, lambda some: vectors[some])\n"
        "except OSError as error:\n"
        "    print('refused')\n"
    )
    assert run_python(script, tmp_path / "vectors", count) == "refused\n"
