"""How long one warm search takes on one core, its question asked for the first time.

    python evals/latency.py scifact --work /tmp/indexes [--passages 100000]

Reads a set of `relevance.py`, whose index is built under --work once. With --passages the index is
made of that one with so many passages (`repeated.py`; two minutes, once), whose words are not kept,
so that nothing is reranked. Half of the questions warm the process up, as many of the rest as
--most are asked once each, in a process of its own that is bound to one core. Prints the median
and the 95th percentile in milliseconds, and the median processor time, which counts where the
machine is shared.
"""

import argparse
import os
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from ranking import opened
from relevance import NAMES, load
from repeated import repeated

from ragqa.assembly import build_embedder, build_retriever, build_store
from ragqa.config import Settings

LIMIT = 10


def report(label: str, answer: Callable[[str], object], questions: Sequence[str]) -> None:
    """Print how long each question takes."""
    seconds, busy = [], []
    for question in questions:
        began, used = time.perf_counter(), time.process_time()
        answer(question)
        busy.append(time.process_time() - used)
        seconds.append(time.perf_counter() - began)
    p50, p95 = 1000 * np.percentile(seconds, [50, 95])
    processor = 1000 * np.median(busy)
    print(
        f"  {label:28} p50 {p50:6.1f}  p95 {p95:6.1f}  processor p50 {processor:6.1f}", flush=True
    )


def measure(index: Path, questions: Sequence[str], rerankers: Sequence[str]) -> None:
    """Print what encoding and searching take in this process."""
    warm, asked = questions[::2], questions[1::2]
    settings = Settings().model_copy(update={"index": index})
    with build_store(settings).open() as snapshot:
        print(f"{snapshot.document_count:,} documents, {snapshot.passage_count:,} passages, ms")
        embedder = build_embedder(settings)
        embedder.embed(warm)
        report("encoding the question", lambda question: embedder.embed([question]), asked)
        for name in rerankers:
            reranker = settings.reranker.model_copy(update={"model": name})
            chosen = settings.model_copy(update={"reranker": reranker})
            retriever = build_retriever(chosen, snapshot)
            for question in warm:
                retriever.retrieve(question, limit=LIMIT)
            report(
                f"search, reranker {name}",
                lambda question, retriever=retriever: retriever.retrieve(question, limit=LIMIT),
                asked,
            )


def on_one_core(arguments: Sequence[str]) -> None:
    """Run this script again, bound to one core."""
    core = min(os.sched_getaffinity(0))
    one = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"), "1")
    subprocess.run(
        [sys.executable, __file__, *arguments],
        env={**os.environ, **one},
        preexec_fn=lambda: os.sched_setaffinity(0, {core}),
        check=True,
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("name", choices=NAMES)
    parser.add_argument("--work", type=Path, required=True, help="folder for the indexes")
    parser.add_argument("--passages", type=int, default=0, help="0: those of the set")
    parser.add_argument("--most", type=int, default=200, help="questions that are timed")
    parser.add_argument("--measure", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    one = load(given.name)
    if given.measure:
        questions = [one.questions[name] for name in one.answered(2 * given.most)]
        names = ["none"] if given.passages else ["none", Settings().reranker.model]
        measure(given.measure, questions, names)
        return
    snapshot, settings = opened(one, given.work)
    index = settings.index
    with snapshot:
        if given.passages:
            index = given.work / f"{given.name}-{given.passages}"
            repeated(snapshot, index, given.passages).close()
    on_one_core([*sys.argv[1:], "--measure", str(index)])


if __name__ == "__main__":
    main()
