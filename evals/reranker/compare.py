"""Measure what a reranker adds to the product's own search on the public sets.

    python evals/reranker/compare.py [--sets scifact medlars …] [--model late-interaction …]

Each set is ingested with the product into a folder that is thrown away, and searched with each
model under `[reranker]`, the shares of the settings unchanged; a work counts once, by its best
passage. Times are of the reranker alone, for 50 passages, medians.
"""

import argparse
import json
import statistics
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from candidates import gain
from sets import NAMES, RelevanceSet, load

from ragqa.assembly import (
    build_embedder,
    build_ingester,
    build_reranker,
    build_retriever,
    open_snapshot,
)
from ragqa.config import Settings
from ragqa.indexing.snapshot import Snapshot

DEPTH = 50


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sets", nargs="*", default=NAMES, choices=NAMES)
    parser.add_argument("--model", nargs="*", default=["late-interaction"])
    parser.add_argument("--most", type=int, default=300, help="questions taken from a set")
    options = parser.parse_args()
    print(f"| set | questions | none | {' | '.join(options.model)} | ms for 50 |")
    for name in options.sets:
        judged = load(name)
        with tempfile.TemporaryDirectory() as folder:
            print(_row(judged, Path(folder), options.model, options.most), flush=True)


def _row(judged: RelevanceSet, folder: Path, models: Sequence[str], most: int) -> str:
    corpus = folder / "corpus.jsonl"
    with corpus.open("w", encoding="utf-8") as lines:
        for document, (title, text) in judged.documents.items():
            row = {"_id": document, "title": title, "text": text}
            lines.write(json.dumps(row) + "\n")
    plain = Settings(index=folder / "index")
    build_ingester(plain).ingest([corpus])
    questions = [
        one for one in judged.questions if any(g > 0 for g in judged.grades.get(one, {}).values())
    ]
    with open_snapshot(plain) as snapshot:
        figures = [
            _ndcg(judged, questions[:most], snapshot, _named(plain, model))
            for model in ("none", *models)
        ]
        spent = [_milliseconds(judged, questions[:30], snapshot, _named(plain, m)) for m in models]
    cells = [f"{100 * figure:.2f}" for figure in figures] + [f"{one:.0f}" for one in spent]
    return f"| {judged.name} | {len(questions[:most])} | {' | '.join(cells)} |"


def _named(settings: Settings, model: str) -> Settings:
    changed = settings.reranker.model_copy(update={"model": model})
    return settings.model_copy(update={"reranker": changed})


def _ndcg(
    judged: RelevanceSet, questions: Sequence[str], snapshot: Snapshot, settings: Settings
) -> float:
    retriever = build_retriever(settings, snapshot)
    gains = []
    for one in questions:
        found = retriever.retrieve(judged.questions[one], limit=DEPTH)
        works = dict.fromkeys(item.passage.document_id for item in found)
        gains.append(gain([judged.grades[one].get(work, 0) for work in works], judged.grades[one]))
    return statistics.mean(gains)


def _milliseconds(
    judged: RelevanceSet, questions: Sequence[str], snapshot: Snapshot, settings: Settings
) -> float:
    reranker = build_reranker(settings, snapshot, build_embedder(settings))
    search = build_retriever(_named(settings, "none"), snapshot)
    if reranker is None:
        return 0.0
    spent = []
    for one in questions:
        found = search.retrieve(judged.questions[one], limit=DEPTH)
        began = time.perf_counter()
        reranker.scores(judged.questions[one], found)
        spent.append(1000 * (time.perf_counter() - began))
    return statistics.median(spent)


if __name__ == "__main__":
    main()
