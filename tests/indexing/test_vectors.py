"""The vector index by itself."""

from pathlib import Path

import numpy as np
import pytest

from ragqa.indexing.vectors import VectorIndex, id_array
from tests.indexing.samples import run_python, unit_vectors


def test_equal_scores_are_ordered_by_id() -> None:
    vector = unit_vectors(1, seed=3)
    index = VectorIndex.build(id_array([5, 7, 2**62]), np.repeat(vector, 3, axis=0))
    assert [found for found, _ in index.search(vector[0], 3)] == [5, 7, 2**62]


def test_a_search_among_some_ids_ignores_all_others() -> None:
    ids = id_array(range(0, 400, 2))
    vectors = unit_vectors(len(ids), seed=4)
    index = VectorIndex.build(ids, vectors)
    some = ids[10:20]
    scores = vectors[10:20] @ vectors[0]
    found = index.search(vectors[0], 5, index.subset(some))
    assert [i for i, _ in found] == some[np.argsort(-scores)][:5].tolist()
    assert index.search(vectors[0], 5, index.subset(id_array([1, 3]))) == []


def test_an_index_comes_back_from_its_file(tmp_path: Path) -> None:
    ids, vectors = id_array([3, 2**63 - 1]), unit_vectors(2, seed=5)
    VectorIndex.build(ids, vectors).write(tmp_path / "vectors")
    index = VectorIndex.read(tmp_path / "vectors")
    assert index.ids.tolist() == ids.tolist()
    assert np.array_equal(index.vectors(ids[::-1]), vectors[::-1])
    with pytest.raises(KeyError):
        index.vectors(id_array([4]))


def test_a_failing_disk_is_an_os_error(tmp_path: Path) -> None:
    script = (
        "import resource, sys\n"
        "from pathlib import Path\n"
        "from ragqa.indexing.vectors import VectorIndex, id_array\n"
        "from tests.indexing.samples import unit_vectors\n"
        "index = VectorIndex.build(id_array(range(5000)), unit_vectors(5000, seed=1))\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (10_000,) * 2)\n"
        "try:\n"
        "    index.write(Path(sys.argv[1]))\n"
        "except OSError as error:\n"
        "    print(error)\n"
    )
    assert run_python(script, tmp_path / "vectors") == "FAISS could not write vectors\n"
