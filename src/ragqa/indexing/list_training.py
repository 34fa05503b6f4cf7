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
# Centres serve on while the number of lists that the vectors ask for is within this factor.
REUSED_WITHIN = 1.25
SAMPLES_PER_LIST = 32
ITERATIONS = 8
QUANTISER_SAMPLES = 20_000
SEED = 1


def filled_lists(
    vectors: FloatArray, like: "faiss.IndexIVFPQFastScan | None"
) -> "faiss.IndexIVFPQFastScan":
    """Return lists that hold the rows of `vectors`, shape (count, dimension), mapped or not.

    Their centres and codes are those of `like` where that was made for about as many vectors:
    adding to a large index then costs no training.
    """
    import faiss

    count = list_count(len(vectors))
    if like is not None and count / REUSED_WITHIN <= like.nlist <= count * REUSED_WITHIN:
        lists = _emptied(like)
    else:
        lists = _empty_lists(_sample(vectors, SAMPLES_PER_LIST * count), count)
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


def _emptied(like: "faiss.IndexIVFPQFastScan") -> "faiss.IndexIVFPQ":
    """Return lists with the same centres and codes, and nothing in them."""
    import faiss

    centres = faiss.IndexFlatIP(like.d)
    centres.add(like.quantizer.reconstruct_n(0, like.nlist))
    lists = faiss.IndexIVFPQ(
        centres, like.d, like.nlist, like.pq.M, like.pq.nbits, faiss.METRIC_INNER_PRODUCT
    )
    lists.by_residual = False
    faiss.copy_array_to_vector(faiss.vector_to_array(like.pq.centroids), lists.pq.centroids)
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
