"""The shipped 8-bit embedder beside plain sentence-transformers, in one run.

    python evals/encoder.py ../shared/data/scifact [--passages 600] [--claims 300]

Speed: the same passages through both, in turns, on the cores of this machine; medians, and the
ratio of the medians. Quality: nDCG@10 of the train claims by the vectors alone, over the
abstracts judged for them and others drawn at random (`--passages 0`: all of them), for both.
Load time and the latency of one query are taken in a process of their own on one core.
"""

import argparse
import csv
import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from pathlib import Path

import ir_measures
from ir_measures import nDCG

from ragqa.embedding.embedder import FloatArray
from ragqa.embedding.int8_embedder import Int8Embedder
from ragqa.embedding.model_files import locate
from ragqa.embedding.passage_text import embedding_text
from ragqa.ingestion.chunker import Chunker
from ragqa.ingestion.reading import read_file

ROUNDS = 3
QUERY = "Does vitamin D prevent falls in older adults?"
LATENCY = """
import sys, time
began = time.perf_counter()
from pathlib import Path
from ragqa.embedding.int8_embedder import Int8Embedder
embedder = Int8Embedder(cache=Path(sys.argv[1]), threads=1)
embedder.embed([sys.argv[2]])
loaded = time.perf_counter() - began
times = []
for _ in range(300):
    start = time.perf_counter()
    embedder.embed([sys.argv[2]])
    times.append(time.perf_counter() - start)
print(loaded, sorted(times)[150] * 1000)
"""

Encode = Callable[[Sequence[str]], FloatArray]
Passages = list[tuple[str, str]]


def passages_of(folder: Path, embedder: Int8Embedder) -> Passages:
    """Return document id and embedded text of every passage, cut as `ragqa ingest` does."""
    chunker = Chunker(embedder)
    return [
        (document.document_id, embedding_text(document.source, passage))
        for document in read_file(folder / "corpus.jsonl.gz", 20_000_000).documents
        for passage in chunker.passages(document)
    ]


def judged(folder: Path, claims: int) -> tuple[dict[str, str], dict[str, dict[str, int]]]:
    """Return the text and the relevant documents of so many train claims."""
    qrels: defaultdict[str, dict[str, int]] = defaultdict(dict)
    with (folder / "qrels/train.tsv").open(encoding="utf-8") as stream:
        for row in csv.DictReader(stream, delimiter="\t"):
            qrels[row["query-id"]][row["corpus-id"]] = int(row["score"])
    rows = map(json.loads, (folder / "queries_train.jsonl").read_text("utf-8").splitlines())
    queries = {row["_id"]: row["text"] for row in rows if row["_id"] in qrels}
    drawn = random.Random(3).sample(sorted(queries), min(claims, len(queries)))
    return {name: queries[name] for name in drawn}, {name: qrels[name] for name in drawn}


def pool(passages: Passages, relevant: set[str], others: int) -> Passages:
    """Return the passages of the judged documents and about so many others; 0 means all."""
    if not others:
        return passages
    rest = [document for document, _ in passages if document not in relevant]
    drawn = relevant | set(random.Random(4).sample(rest, min(others, len(rest))))
    return [passage for passage in passages if passage[0] in drawn]


def ndcg(
    encode: Encode, passages: Passages, queries: dict[str, str], qrels: dict[str, dict[str, int]]
) -> float:
    """Return nDCG@10 in points, a document being as good as its best passage."""
    scores = encode(list(queries.values())) @ encode([text for _, text in passages]).T
    run = []
    for query, row in zip(queries, scores, strict=True):
        best: dict[str, float] = {}
        for (document, _), score in zip(passages, row.tolist(), strict=True):
            best[document] = max(score, best.get(document, -1.0))
        run += [ir_measures.ScoredDoc(query, name, score) for name, score in best.items()]
    wanted = [ir_measures.Qrel(q, d, grade) for q, row in qrels.items() for d, grade in row.items()]
    return 100 * float(ir_measures.calc_aggregate([nDCG @ 10], wanted, run)[nDCG @ 10])


def measured(work: Callable[[], object]) -> tuple[float, float]:
    """Return wall seconds and processor seconds."""
    wall, processor = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - wall, time.process_time() - processor


def speed(encoders: dict[str, Encode], texts: list[str], tokens: int) -> None:
    """Print how fast each encodes, and the ratio to the first."""
    for encode in encoders.values():
        encode(texts[:64])
    taken: defaultdict[str, list[tuple[float, float]]] = defaultdict(list)
    for _ in range(ROUNDS):
        for name, encode in encoders.items():
            taken[name].append(measured(lambda encode=encode: encode(texts)))
    walls = {name: statistics.median(wall for wall, _ in both) for name, both in taken.items()}
    cpus = {name: statistics.median(cpu for _, cpu in both) for name, both in taken.items()}
    first = next(iter(encoders))
    for name in encoders:
        print(
            f"{name:<22} {len(texts) / walls[name]:8.1f} passages/s {tokens / walls[name]:9.0f} "
            f"tokens/s   ratio {walls[first] / walls[name]:5.2f}   "
            f"(by processor time {cpus[first] / cpus[name]:5.2f})"
        )


def plain(cores: int) -> Encode:
    """Return sentence-transformers as anyone would call it."""
    import torch
    from sentence_transformers import SentenceTransformer

    torch.set_num_threads(cores)
    model = SentenceTransformer(str(locate(None).folder), device="cpu")
    return lambda texts: model.encode(
        list(texts), normalize_embeddings=True, show_progress_bar=False, convert_to_numpy=True
    )


def main() -> None:
    """Print everything."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("scifact", type=Path)
    parser.add_argument("--passages", type=int, default=600)
    parser.add_argument("--claims", type=int, default=300)
    parser.add_argument("--timed", type=int, default=512, help="passages that are timed")
    options = parser.parse_args()
    cores = len(os.sched_getaffinity(0))
    with tempfile.TemporaryDirectory() as cache:
        ours = Int8Embedder(cache=Path(cache) / "models", threads=cores)
        queries, qrels = judged(options.scifact, options.claims)
        every = passages_of(options.scifact, ours)
        timed = [text for _, text in random.Random(1).sample(every, options.timed)]
        tokens = sum(ours.count(text) + 2 for text in timed)
        print(f"{cores} cores, {len(timed)} passages of SciFact with {tokens} tokens")
        encoders: dict[str, Encode] = {"sentence-transformers": plain(cores), "ours": ours.embed}
        speed(encoders, timed, tokens)
        relevant = {document for row in qrels.values() for document in row}
        chosen = pool(every, relevant, options.passages)
        points = {name: ndcg(one, chosen, queries, qrels) for name, one in encoders.items()}
        shown = ", ".join(f"{name} {value:.2f}" for name, value in points.items())
        print(f"nDCG@10 of {len(queries)} train claims over {len(chosen)} passages: {shown}")
        script = [sys.executable, "-c", LATENCY, str(Path(cache) / "models"), QUERY]
        runs = [
            subprocess.run(script, capture_output=True, check=True, text=True) for _ in range(5)
        ]
        loads, queried = zip(*(map(float, run.stdout.split()) for run in runs), strict=True)
        print(
            f"import and load {statistics.median(loads):.2f} s, one query on one core "
            f"{statistics.median(queried):.2f} ms (medians of 5 processes)"
        )


if __name__ == "__main__":
    main()
