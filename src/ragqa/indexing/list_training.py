"""Making inverted lists: centres by k-means on a sample, then every vector into its list."""

import math
from typing import TYPE_CHECKING

import numpy as np

from ragqa.embedding.embedder import FloatArray
from ragqa.indexing.arrays import blocks
from ragqa.indexing.nearest import IdArray

if TYPE_CHECKING:
    import faiss

# Lists for n vectors: twice the root of n. More lists cost more to train and fill than they
# save in reading; see evals/vectors.py.
LISTS_PER_ROOT = 2
SAMPLES_PER_LIST = 32
ITERATIONS = 8
QUANTISER_SAMPLES = 20_000
SEED = 1


def filled_lists(vectors: FloatArray) -> "faiss.IndexIVFPQFastScan":
    """Return lists that hold the rows of `vectors`, shape (count, dimension), mapped or not."""
    import faiss

    sample = _sample(vectors, SAMPLES_PER_LIST * list_count(len(vectors)))
    lists = _empty_lists(sample, list_count(len(vectors)))
    first = 0
    for block in blocks(vectors):
        _add(lists, np.ascontiguousarray(block), first)
        first += len(block)
    # Lists of plain codes take vectors together with the list they belong to; packed for
    # scanning they are only afterwards.
    return faiss.IndexIVFPQFastScan(lists)


def list_count(count: int) -> int:
    """Return the number of lists for so many vectors."""
    return max(1, round(LISTS_PER_ROOT * math.sqrt(count)))


def _sample(vectors: FloatArray, size: int) -> FloatArray:
    """Return rows drawn without replacement, always the same ones."""
    generator = np.random.default_rng(SEED)
    rows = generator.choice(len(vectors), size=min(size, len(vectors)), replace=False)
    return np.ascontiguousarray(vectors[np.sort(rows)])


def _empty_lists(sample: FloatArray, count: int) -> "faiss.IndexIVFPQ":
    import faiss

    dimension = sample.shape[1]
    means = faiss.Kmeans(
        dimension,
        count,
        niter=ITERATIONS,
        spherical=True,
        seed=SEED,
        min_points_per_centroid=1,
        max_points_per_centroid=len(sample),
    )
    means.train(sample)
    centres = faiss.IndexFlatIP(dimension)
    centres.add(np.asarray(means.centroids, dtype=np.float32))
    lists = faiss.IndexIVFPQ(
        centres, dimension, count, _codes_for(dimension), 4, faiss.METRIC_INNER_PRODUCT
    )
    # Codes of the vectors themselves: those of residuals were no better, and cost a table a list.
    lists.by_residual = False
    lists.pq.train(sample[:QUANTISER_SAMPLES])
    lists.is_trained = True
    return lists


def _codes_for(dimension: int) -> int:
    """Return the number of codes a vector: one for each pair of numbers.

    One for four numbers halves the lists, but of a million vectors the best 800 had to be scored
    again where now 200 do.
    """
    return dimension // 2 if dimension % 2 == 0 else dimension


def _add(lists: "faiss.IndexIVFPQ", block: FloatArray, first: int) -> None:
    import faiss

    _, nearest = lists.quantizer.search(block, 1)
    places = np.ascontiguousarray(nearest[:, 0])
    rows: IdArray = np.arange(first, first + len(block), dtype=np.int64)
    pointer = faiss.swig_ptr
    lists.add_core(len(block), pointer(block), pointer(rows), pointer(places))
