"""What the product finds on a relevance set, and what the field measures of it."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import ir_measures
import numpy as np
from ir_measures import R, nDCG
from relevance import RelevanceSet

from ragqa.assembly import build_embedder, build_ingester, build_store
from ragqa.config import Settings
from ragqa.embedding.embedder import FloatArray
from ragqa.indexing.snapshot import Snapshot
from ragqa.retrieval.candidates import Candidates, candidates

Scores = Mapping[str, float]
"""Documents to scores, for one question."""


def opened(one: RelevanceSet, work: Path) -> tuple[Snapshot, Settings]:
    """Ingest the documents of a set, where that has not been done, and open their index."""
    settings = Settings().model_copy(update={"index": work / one.name})
    work.mkdir(parents=True, exist_ok=True)
    corpus = work / f"{one.name}.jsonl"
    with corpus.open("w", encoding="utf-8") as lines:
        for name, (title, text) in one.documents.items():
            lines.write(json.dumps({"_id": name, "title": title, "text": text}) + "\n")
    build_ingester(settings).ingest([corpus])
    return build_store(settings).open(), settings


def pools(
    one: RelevanceSet, asked: Sequence[str], snapshot: Snapshot, settings: Settings
) -> dict[str, Candidates]:
    """Return the candidates of each question asked, as the retriever would look for them."""
    texts = [one.questions[name] for name in asked]
    vectors = build_embedder(settings).embed(texts)
    return {
        name: candidates(snapshot, text, vector, depth=settings.retrieval.candidates, kind=None)
        for name, text, vector in zip(asked, texts, vectors, strict=True)
    }


def by_document(pool: Candidates, scores: FloatArray) -> Scores:
    """Give each document the score of its best passage."""
    best = np.full(len(pool.documents), -np.inf)
    np.maximum.at(best, pool.works, scores)
    return dict(zip(map(str, pool.documents), best.tolist(), strict=True))


def measured(one: RelevanceSet, runs: Mapping[str, Scores]) -> tuple[float, float]:
    """Return nDCG@10 and recall@100 of the rankings of some questions."""
    judged = {name: dict(one.grades[name]) for name in runs}
    run = {name: dict(scores) for name, scores in runs.items()}
    found = ir_measures.calc_aggregate([nDCG @ 10, R @ 100], judged, run)
    return float(found[nDCG @ 10]), float(found[R @ 100])
