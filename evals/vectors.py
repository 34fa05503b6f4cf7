"""What the vector structures cost and find: build, bytes, recall@10 and latency beside flat search.

    python evals/vectors.py ../shared/data/scifact --sizes 5000 100000 1000000 --work DIR

Vectors are made from real ones: the passages' embeddings of SciFact, mixed in pairs with noise as
../shared/bench/bench_faiss.py does, since random vectors are nothing like text. Questions are the
train claims. Building may use all cores; searching is measured in a process of its own, on one.
`--others` adds structures that were tried and not taken. DIR keeps embeddings and vectors.
"""

import argparse
import gzip
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from ragqa.assembly import build_embedder
from ragqa.config import Settings
from ragqa.embedding.embedder import FloatArray
from ragqa.indexing.vectors import VectorIndex, structures_in
from ragqa.schema.source import Kind

if TYPE_CHECKING:
    import faiss

NEAREST = 10
BLOCK = 50_000
QUERIES = 300
HEAD = f"{'vectors':>9} {'structure':<26} {'build s':>8} {'disk MB':>8} {'of flat':>7} " + (
    f"{'memory MB':>9} {'recall@10':>9} {'p50 ms':>7} {'p95 ms':>7}"
)

Search = Callable[[FloatArray], list[int]]


def embedded(data: Path, work: Path) -> tuple[FloatArray, FloatArray]:
    """Return the vectors of SciFact's abstracts and train claims, computed once."""
    files = (work / "abstracts.npy", work / "claims.npy")
    if not all(file.exists() for file in files):
        embedder = build_embedder(Settings())
        for file, texts in zip(files, (abstracts(data), claims(data)), strict=True):
            short = [shortened(text, embedder.limit, embedder.count) for text in texts]
            np.save(file, embedder.embed(short))
    return np.load(files[0]), np.load(files[1])[:QUERIES]


def abstracts(data: Path) -> list[str]:
    with gzip.open(data / "corpus.jsonl.gz", "rt", encoding="utf-8") as lines:
        return [f"{row['title']} {row['text']}" for row in map(json.loads, lines)]


def claims(data: Path) -> list[str]:
    lines = (data / "queries_train.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line)["text"] for line in lines]


def shortened(text: str, limit: int, count: Callable[[str], int]) -> str:
    """Cut whole words from the end until the embedder can read the text."""
    words = text.split()
    while count(" ".join(words)) > limit:
        words = words[: len(words) * 9 // 10]
    return " ".join(words)


def mixed(real: FloatArray, count: int, path: Path) -> FloatArray:
    """Return `count` vectors mixed from real ones, mapped from a file that is made once."""
    if not path.exists():
        made = np.lib.format.open_memmap(path, "w+", np.float32, (count, real.shape[1]))
        random = np.random.default_rng(0)
        for first in range(0, count, BLOCK):
            made[first : first + BLOCK] = block(real, min(BLOCK, count - first), random)
        made.flush()
    return np.load(path, mmap_mode="r")


def block(real: FloatArray, size: int, random: np.random.Generator) -> FloatArray:
    one, other = real[random.integers(len(real), size=(2, size))]
    return mixture(one, other, random)


def mixture(one: FloatArray, other: FloatArray, random: np.random.Generator) -> FloatArray:
    """Mix each vector with another of the same row, and with noise."""
    share = random.uniform(0.5, 1, (len(one), 1))
    noise = random.normal(0, 0.35 / np.sqrt(one.shape[1]), one.shape)
    raw = share * one + (1 - share) * other + noise
    return np.asarray(raw / np.linalg.norm(raw, axis=1, keepdims=True), dtype=np.float32)


def nearest(vectors: FloatArray, queries: FloatArray) -> list[set[int]]:
    """Return the rows of the ten nearest vectors to each query, by exact search."""
    rows = np.zeros((len(queries), 0), dtype=np.int64)
    scores = np.zeros((len(queries), 0), dtype=np.float32)
    for first in range(0, len(vectors), BLOCK):
        new = queries @ vectors[first : first + BLOCK].T
        scores = np.concatenate([scores, new], axis=1)
        here = np.broadcast_to(np.arange(first, first + new.shape[1]), new.shape)
        rows = np.concatenate([rows, here], axis=1)
        best = np.argpartition(-scores, NEAREST - 1, axis=1)[:, :NEAREST]
        scores, rows = (np.take_along_axis(array, best, axis=1) for array in (scores, rows))
    return [set(row) for row in rows.tolist()]


def resident(name: str) -> float:
    """Return a figure of /proc/self/status in MB."""
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith(name))


def measure(structure: str, place: Path, work: Path) -> None:
    """Print, as JSON, what searching costs and finds in this process."""
    queries = np.load(work / "claims.npy")[:QUERIES]
    before = resident("RssAnon")
    search = dict(searches(place, queries.shape[1]))[structure]
    for query in queries[:20]:
        search(query)
    found, times = [], []
    for query in queries:
        began = time.perf_counter()
        found.append(search(query))
        times.append(1000 * (time.perf_counter() - began))
    p50, p95 = np.percentile(times, [50, 95])
    memory = resident("RssAnon") - before
    print(json.dumps({"found": found, "p50": p50, "p95": p95, "memory": memory}))


def searches(place: Path, dimension: int) -> Iterator[tuple[str, Search]]:
    """Yield the searches over what lies at `place`: vectors, an index of ours, or one of FAISS."""
    if place.suffix == ".npy":
        rows = np.asarray(np.load(place, mmap_mode="r"))

        def flat(query: FloatArray) -> list[int]:
            scores = np.vecdot(rows, query)
            best = np.argpartition(scores, len(scores) - NEAREST)[len(scores) - NEAREST :]
            return [int(row) for row in best]

        yield "flat", flat
    elif place.is_dir():
        index = VectorIndex.read(place, dimension)
        yield "chosen", lambda query: index.search(query, NEAREST).ids.tolist()
    else:
        import faiss

        lists = faiss.read_index(str(place), faiss.IO_FLAG_MMAP_IFC)
        yield "faiss", lambda query: [int(row) for row in lists.search(query[None], NEAREST)[1][0]]


def report(
    name: str, structure: str, place: Path, seconds: float, flat: int, truth: list[set[int]]
) -> None:
    """Measure in a process of its own, on one core, and print a line."""
    one_core = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"), "1")
    command = [sys.executable, __file__, "--measure", structure, str(place)]
    done = subprocess.run(
        [*command, "--work", str(place.parent)],
        env={**os.environ, **one_core},
        capture_output=True,
        text=True,
        check=True,
    )
    figures = json.loads(done.stdout)
    pairs = zip(figures["found"], truth, strict=True)
    recall = np.mean([len(set(rows) & true) / NEAREST for rows, true in pairs])
    paths = [place] if place.is_file() else [path for path in place.rglob("*") if path.is_file()]
    size = sum(path.stat().st_size for path in paths)
    print(
        f"{flat // (4 * 384):>9,} {name:<26} {seconds:>8.1f} {size / 1e6:>8.1f} "
        f"{size / flat:>7.2f} {figures['memory']:>9.1f} {recall:>9.4f} "
        f"{figures['p50']:>7.2f} {figures['p95']:>7.2f}",
        flush=True,
    )


def others(vectors: FloatArray) -> Iterator[tuple[str, Callable[[], "faiss.Index"]]]:
    """Yield FAISS indexes that were tried and not taken."""
    import faiss

    def hnsw() -> faiss.Index:
        graph = faiss.IndexHNSWFlat(vectors.shape[1], 32, faiss.METRIC_INNER_PRODUCT)
        graph.hnsw.efConstruction, graph.hnsw.efSearch = 100, 128
        graph.add(np.ascontiguousarray(vectors))
        return graph

    def lists(codes: str, probes: int) -> faiss.Index:
        count = round(2 * np.sqrt(len(vectors)))
        index = faiss.index_factory(
            vectors.shape[1], f"IVF{count},{codes}", faiss.METRIC_INNER_PRODUCT
        )
        index.train(np.ascontiguousarray(vectors[:: max(1, len(vectors) // (32 * count))]))
        for first in range(0, len(vectors), BLOCK):
            index.add(np.ascontiguousarray(vectors[first : first + BLOCK]))
        index.nprobe = probes
        return index

    yield "HNSW32 flat, ef 128", hnsw
    yield "IVF SQ8, 64 probes", lambda: lists("SQ8", 64)
    yield "IVF PQ96x4fs, 64 probes", lambda: lists("PQ96x4fs", 64)


def main(data: Path, sizes: list[int], work: Path, also_others: bool) -> None:
    """Print one line for each structure at each size."""
    import faiss

    work.mkdir(parents=True, exist_ok=True)
    real, queries = embedded(data, work)
    print(f"{os.cpu_count()} cores; {len(real)} real vectors, {len(queries)} questions\n{HEAD}")
    for size in sizes:
        vectors = mixed(real, size, work / f"mixed-{size}.npy")
        truth = nearest(vectors, queries)
        report("flat", "flat", work / f"mixed-{size}.npy", 0.0, vectors.nbytes, truth)
        folder = work / f"index-{size}"
        shutil.rmtree(folder, ignore_errors=True)
        began = time.perf_counter()
        ids = {Kind.RESEARCH: np.arange(size, dtype=np.int64)}
        VectorIndex.write(folder, ids, vectors.shape[1], lambda rows, held=vectors: held[rows])
        seconds = time.perf_counter() - began
        structure = structures_in(folder)[Kind.RESEARCH]
        report(f"ragqa: {structure.name}", "chosen", folder, seconds, vectors.nbytes, truth)
        print(f"{'':>10}{structure.reason} Expected recall {structure.recall:.4f}.")
        for name, build in others(vectors) if also_others else ():
            began = time.perf_counter()
            faiss.write_index(build(), str(work / "other.faiss"))
            seconds = time.perf_counter() - began
            report(name, "faiss", work / "other.faiss", seconds, vectors.nbytes, truth)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path, nargs="?")
    parser.add_argument("--sizes", type=int, nargs="+", default=[5_000, 100_000, 1_000_000])
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--others", action="store_true")
    parser.add_argument("--measure", nargs=2, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.measure:
        measure(given.measure[0], Path(given.measure[1]), given.work)
    else:
        main(given.data, given.sizes, given.work, given.others)
