"""Relevance sets in BEIR's layout, their indexes, and what the field measures on them."""

import csv
import gzip
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import ir_measures
import numpy as np
from ir_measures import R, nDCG

from ragqa.assembly import build_embedder, build_ingester, build_store
from ragqa.config import Settings
from ragqa.embedding.embedder import FloatArray
from ragqa.indexing.snapshot import Snapshot
from ragqa.retrieval.candidates import Candidates, candidates

Scores = Mapping[str, float]
"""Documents to scores, for one query."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RelevanceSet:
    """A corpus with questions and graded judgements, in one folder."""

    name: str
    corpus: Path
    queries: Mapping[str, str]
    judgements: Mapping[str, Mapping[str, int]]


def read_set(folder: Path, *, most: int) -> RelevanceSet:
    """Read `corpus.jsonl[.gz]`, `queries*` or `questions*`, and the judgements that fit it.

    Of the queries that have something relevant, `most` are taken, spread evenly.
    """
    corpus = next(iter(sorted(folder.glob("corpus.jsonl*"))))
    known = {str(row["_id"]) for row in _rows(corpus)}
    judged = max((_judgements(path, known) for path in folder.glob("qrels/*.tsv")), key=_size)
    asked = sorted([*folder.glob("queries*.jsonl*"), *folder.glob("questions*.jsonl*")])[0]
    queries = {
        str(row.get("_id", row.get("id"))): str(row.get("text", row.get("body")))
        for row in _rows(asked)
    }
    usable = sorted(q for q in queries if any(grade > 0 for grade in judged.get(q, {}).values()))
    chosen = usable[:: max(1, -(-len(usable) // most))]
    return RelevanceSet(
        name=folder.name,
        corpus=corpus,
        queries={q: queries[q] for q in chosen},
        judgements={q: judged[q] for q in chosen},
    )


def _rows(path: Path) -> Iterator[dict[str, object]]:
    with gzip.open(path, "rt") if path.suffix == ".gz" else path.open() as stream:
        yield from (json.loads(line) for line in stream if line.strip())


def _judgements(path: Path, known: set[str]) -> dict[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = {}
    with path.open(newline="") as stream:
        for query, document, grade in list(csv.reader(stream, delimiter="\t"))[1:]:
            if document in known:
                found.setdefault(query, {})[document] = max(0, int(grade))
    return found


def _size(judged: Mapping[str, Mapping[str, int]]) -> int:
    return sum(map(len, judged.values()))


def opened(one: RelevanceSet, work: Path) -> tuple[Snapshot, Settings]:
    """Ingest the corpus of a set, where that has not been done, and open its index."""
    settings = Settings().model_copy(update={"index": work / one.name})
    build_ingester(settings).ingest([one.corpus])
    return build_store(settings).open(), settings


def pools(one: RelevanceSet, snapshot: Snapshot, settings: Settings) -> dict[str, Candidates]:
    """Return the candidates of every query, as the retriever would look for them."""
    vectors = build_embedder(settings).embed(list(one.queries.values()))
    return {
        query: candidates(snapshot, text, vector, depth=settings.retrieval.candidates, kind=None)
        for (query, text), vector in zip(one.queries.items(), vectors, strict=True)
    }


def by_document(pool: Candidates, scores: FloatArray) -> Scores:
    """Give each document the score of its best passage."""
    best = np.full(len(pool.documents), -np.inf)
    np.maximum.at(best, pool.works, scores)
    return dict(zip(map(str, pool.documents), best.tolist(), strict=True))


def measured(one: RelevanceSet, runs: Sequence[Scores]) -> tuple[float, float]:
    """Return nDCG@10 and recall@100 of one ranking for each query, in their order."""
    run = dict(zip(one.queries, map(dict, runs), strict=True))
    judged = {query: dict(grades) for query, grades in one.judgements.items()}
    found = ir_measures.calc_aggregate([nDCG @ 10, R @ 100], judged, run)
    return float(found[nDCG @ 10]), float(found[R @ 100])
