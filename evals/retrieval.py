"""What retrieval finds, and what each part of its ranking gives.

    python evals/retrieval.py scifact medlars --work /tmp/indexes

Reads the sets from ../shared/data; the index of each is built under --work once. Prints nDCG@10 and
recall@100 of BM25, of the cosine, of their equal-weight sum, of the shipped fusion, of that without
one of its parts, and of the whole search with and without the reranker. How long a search takes is
measured by `latency.py`.
"""

import argparse
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from ranking import Scores, by_document, measured, opened, pools
from relevance import NAMES, RelevanceSet, load

from ragqa.assembly import build_retriever
from ragqa.config import Settings
from ragqa.embedding.embedder import FloatArray
from ragqa.indexing.records import passage_id_of
from ragqa.indexing.snapshot import Snapshot
from ragqa.retrieval.candidates import Candidates
from ragqa.retrieval.fusion import FusionWeights, fused, learned_weights
from ragqa.retrieval.retriever import Retriever

Ranking = Callable[[Candidates, FloatArray], FloatArray]
"""Takes candidates and their BM25 scores."""

# Passages of a search from which 100 documents are taken.
_SEARCHED = 300


def bm25(snapshot: Snapshot, question: str, pool: Candidates) -> FloatArray:
    """Return the plain BM25 score of each candidate, with its title weighed as the index does."""
    found = {hit.passage_id: hit.score for hit in snapshot.lexical(question, 2000)}
    names = map(passage_id_of, pool.ids.tolist())
    return np.array([found.get(name, 0.0) for name in names], dtype=np.float32)


def _scaled(scores: FloatArray) -> FloatArray:
    low, high = float(scores.min()), float(scores.max())
    return (scores - low) / max(high - low, 1e-9)


def rankings() -> dict[str, Ranking]:
    """Return everything that is compared."""
    ours = learned_weights()
    without = {f"without {name}": replace(ours, **{name: 0.0}) for name in ("title", "neighbours")}
    without["passages alone"] = replace(ours, passage=1.0)
    without["documents alone"] = replace(ours, passage=0.0)
    shown: dict[str, Ranking] = {
        "BM25": lambda pool, words: words,
        "cosine": lambda pool, words: pool.cosines,
        "equal sum": lambda pool, words: _scaled(pool.cosines) + _scaled(words),
        "ours": lambda pool, words: fused(pool, ours),
    }
    return shown | {name: _weighed(weights) for name, weights in without.items()}


def _weighed(weights: FusionWeights) -> Ranking:
    return lambda pool, words: fused(pool, weights)


def rerankings(settings: Settings) -> dict[str, Settings]:
    """Return the settings of a whole search without the reranker, and with it."""
    none = settings.reranker.model_copy(update={"model": "none"})
    return {
        "search, no reranker": settings.model_copy(update={"reranker": none}),
        f"search, {settings.reranker.model}": settings,
    }


def found_by(retriever: Retriever, question: str) -> Scores:
    """Return the score of the best passage of each document that a search brings."""
    best: dict[str, float] = {}
    for place, item in enumerate(retriever.retrieve(question, limit=_SEARCHED)):
        # The order says more than the score: superseded versions come last.
        best.setdefault(str(item.passage.document_id), -float(place))
    return best


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sets", nargs="*", default=NAMES, choices=NAMES)
    parser.add_argument("--work", type=Path, required=True, help="folder for the indexes")
    parser.add_argument("--most", type=int, default=1000, help="questions taken from a set")
    given = parser.parse_args()
    for name in given.sets:
        one = load(name)
        snapshot, settings = opened(one, given.work)
        with snapshot:
            compare(one, one.answered(given.most), snapshot, settings)


def compare(
    one: RelevanceSet, asked: Sequence[str], snapshot: Snapshot, settings: Settings
) -> None:
    """Print what every ranking reaches on one set."""
    found = pools(one, asked, snapshot, settings)
    print(f"{one.name}: {snapshot.document_count} documents, {len(asked)} questions")
    words = {name: bm25(snapshot, one.questions[name], pool) for name, pool in found.items()}
    for label, ranking in rankings().items():
        show(
            one, label, {q: by_document(pool, ranking(pool, words[q])) for q, pool in found.items()}
        )
    for label, chosen in rerankings(settings).items():
        retriever = build_retriever(chosen, snapshot)
        show(one, label, {name: found_by(retriever, one.questions[name]) for name in asked})


def show(one: RelevanceSet, label: str, runs: Mapping[str, Scores]) -> None:
    gain, recall = measured(one, runs)
    print(f"  {label:24} nDCG@10 {gain:.4f}  R@100 {recall:.4f}", flush=True)


if __name__ == "__main__":
    main()
